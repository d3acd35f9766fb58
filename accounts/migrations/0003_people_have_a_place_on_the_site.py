"""People get a role on the site, a profile and invitations; teams get trust."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_tries_counted_for_all_processes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.BinaryField()),
                ('identity', models.BinaryField(max_length=32)),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('editor', 'Editor'), ('viewer', 'Viewer')], max_length=16)),
                ('language', models.CharField(default='en', max_length=16)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='team',
            name='is_trusted',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='user',
            name='about',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='user',
            name='closing_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='link',
            field=models.URLField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='user',
            name='site_role',
            field=models.CharField(blank=True, choices=[('', 'None'), ('moderator', 'Moderator'), ('administrator', 'Administrator')], default='', max_length=16),
        ),
        migrations.AddField(
            model_name='user',
            name='time_zone',
            field=models.CharField(default='UTC', max_length=64),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('closing_at__isnull', False)), fields=['closing_at'], name='people_who_leave'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('site_role', ''), _negated=True), fields=['site_role', 'id'], name='people_of_the_site'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accounts.team'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('team', 'identity'), name='one_invitation_at_a_time'),
        ),
    ]
