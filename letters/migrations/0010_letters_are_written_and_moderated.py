"""Drafts, translations, what is handed to the desk, and what moderators decide."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_one_table_decides_who_may_what'),
        ('letters', '0009_names_leave_no_statistics'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=200)),
                ('role', models.CharField(blank=True, max_length=200)),
                ('address', models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reports', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('submission', 'Submission'), ('letter', 'Letter'), ('signature', 'Signature'), ('case', 'Case')], max_length=12)),
                ('subject_id', models.BigIntegerField()),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('submission', 'Submission'), ('letter', 'Letter'), ('signature', 'Signature'), ('case', 'Case')], max_length=12)),
                ('subject_id', models.BigIntegerField()),
                ('verdict', models.CharField(choices=[('approve', 'Approve'), ('ask_changes', 'Ask Changes'), ('reject', 'Reject'), ('take_down', 'Take Down'), ('bring_back', 'Bring Back'), ('uphold', 'Uphold'), ('release', 'Release'), ('refuse', 'Refuse'), ('strike', 'Strike'), ('restore', 'Restore'), ('hide_name', 'Hide Name'), ('show_name', 'Show Name'), ('approve_reason', 'Approve Reason'), ('clear_reason', 'Clear Reason'), ('keep', 'Keep')], max_length=16)),
                ('reason', models.CharField(blank=True, max_length=24)),
                ('words', models.TextField(blank=True)),
                ('note', models.TextField(blank=True)),
                ('before', models.JSONField(default=dict)),
                ('bulk', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=16)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('to', models.CharField(blank=True, max_length=500)),
                ('body', models.TextField(blank=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Editing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='FirstSigner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=100)),
                ('address', models.BinaryField()),
                ('identity', models.BinaryField(max_length=32)),
                ('asked_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32)),
                ('alt', models.CharField(max_length=500)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='PaperList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('collected_on', models.DateField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('text', 'Text'), ('choice', 'Choice'), ('number', 'Number'), ('yes_no', 'Yes No')], max_length=8)),
                ('label', models.CharField(max_length=200)),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                ('is_required', models.BooleanField(default=False)),
                ('is_public', models.BooleanField(default=False)),
                ('retired_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=24)),
                ('words', models.TextField(blank=True)),
                ('address', models.BinaryField(null=True)),
                ('language', models.CharField(default='en', max_length=16)),
                ('network', models.CharField(blank=True, max_length=49)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('received_on', models.DateField()),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(blank=True, max_length=200)),
                ('to', models.CharField(blank=True, max_length=500)),
                ('body', models.TextField(blank=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('first', 'First'), ('amendment', 'Amendment'), ('translation', 'Translation'), ('afterwards', 'Afterwards'), ('appeal', 'Appeal')], max_length=12)),
                ('language', models.CharField(max_length=16)),
                ('title', models.CharField(max_length=200)),
                ('to', models.CharField(max_length=500)),
                ('body', models.TextField()),
                ('note', models.CharField(blank=True, max_length=500)),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Open'), ('approved', 'Approved'), ('changes_asked', 'Changes Asked'), ('rejected', 'Rejected'), ('taken_back', 'Taken Back')], default='', max_length=16)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('language', models.CharField(max_length=16)),
                ('title', models.CharField(max_length=200)),
                ('to', models.CharField(max_length=500)),
                ('body', models.TextField()),
                ('origin', models.CharField(max_length=200)),
                ('content_hash', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='letter',
            name='published_letters_say_when',
        ),
        migrations.RemoveConstraint(
            model_name='letter',
            name='published_letters_have_a_log',
        ),
        migrations.AddField(
            model_name='letter',
            name='announced',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='letter',
            name='delivered_note',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='letter',
            name='delivered_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='letter',
            name='publish_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='letter',
            name='topics',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='letter',
            name='wanted_slug',
            field=models.SlugField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='opening',
            name='is_withheld',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='signature',
            name='answers',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name='signature',
            name='reported_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='signature',
            name='came_from',
            field=models.CharField(blank=True, db_default='', max_length=32),
        ),
        migrations.AddField(
            model_name='signature',
            name='hands_address',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='signature',
            name='name_hidden_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='letter',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('changes_asked', 'Changes Asked'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('published', 'Published'), ('closed', 'Closed'), ('archived', 'Archived'), ('taken_down', 'Taken Down')], default='draft', max_length=16),
        ),
        migrations.AlterField(
            model_name='version',
            name='to',
            field=models.CharField(max_length=500),
        ),
        migrations.AddField(
            model_name='addressee',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='addressees', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='case',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='case',
            name='signature',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='letters.signature'),
        ),
        migrations.AddField(
            model_name='claim',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='decision',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='draft',
            name='based_on',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.version'),
        ),
        migrations.AddField(
            model_name='draft',
            name='edited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='draft',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='editing',
            name='draft',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='editors', to='letters.draft'),
        ),
        migrations.AddField(
            model_name='editing',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='firstsigner',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='first_signers', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='image',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='image',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='images', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='letter',
            name='cover',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='letters.image'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('state', 'approved')), fields=['publish_at', 'id'], name='letters_waiting_for_a_date'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['team', '-id'], name='letters_of_a_team'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'changes_asked', 'approved', 'rejected')), ('published_at__isnull', False), _connector='OR'), name='published_letters_say_when'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'changes_asked', 'approved', 'rejected')), ('log__isnull', False), _connector='OR'), name='published_letters_have_a_log'),
        ),
        migrations.AddField(
            model_name='paperlist',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paperlist',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='paper_lists', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='question',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='report',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='letters.case'),
        ),
        migrations.AddField(
            model_name='response',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='response',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='revision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='revision',
            name='draft',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='letters.draft'),
        ),
        migrations.AddField(
            model_name='submission',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='submission',
            name='not_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='translation',
            name='letter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='letters.letter'),
        ),
        migrations.AddIndex(
            model_name='addressee',
            index=models.Index(fields=['letter', 'rank', 'id'], name='addressees_in_order'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('decided_at', None), ('signature', None)), fields=['opened_at', 'id'], name='cases_oldest_first'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['letter', '-id'], name='cases_of_a_letter'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['signature', '-id'], name='cases_of_a_signature'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None), ('signature', None)), fields=('letter',), name='one_open_case_per_letter'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None), ('signature__isnull', False)), fields=('signature',), name='one_open_case_per_signature'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(fields=('kind', 'subject_id'), name='one_claim_per_item'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['kind', 'subject_id', '-id'], name='decisions_on_a_subject'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['letter', '-id'], name='decisions_on_a_letter'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('bulk__isnull', False)), fields=['bulk', 'id'], name='decisions_taken_together'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['at', 'verdict', 'reason'], name='decisions_by_month'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('letter', 'language'), name='one_draft_per_language'),
        ),
        migrations.AddConstraint(
            model_name='editing',
            constraint=models.UniqueConstraint(fields=('draft', 'user'), name='one_seat_per_editor'),
        ),
        migrations.AddIndex(
            model_name='firstsigner',
            index=models.Index(fields=['letter', 'rank', 'id'], name='first_signers_in_order'),
        ),
        migrations.AddConstraint(
            model_name='firstsigner',
            constraint=models.UniqueConstraint(fields=('letter', 'identity'), name='one_invitation_per_first_signer'),
        ),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(fields=['key'], name='images_by_key'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.UniqueConstraint(fields=('letter', 'key'), name='one_image_per_letter'),
        ),
        migrations.AddField(
            model_name='signature',
            name='awaits_since',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(state='held', then='confirmed_at'), models.When(reported_at__isnull=False, then='reported_at'), models.When(reason_awaits=True, state='confirmed', then='confirmed_at')), output_field=models.DateTimeField(null=True)),
        ),
        migrations.AddIndex(
            model_name='paperlist',
            index=models.Index(fields=['letter', 'id'], name='paper_lists_of_a_letter'),
        ),
        migrations.AddConstraint(
            model_name='paperlist',
            constraint=models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='paper_lists_hold_somebody'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['letter', 'rank', 'id'], name='questions_in_order'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('network', ''), _negated=True), fields=['created_at'], name='reports_with_network'),
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index(fields=['letter', 'received_on', 'id'], name='responses_in_order'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('draft', 'number'), name='one_revision_per_number'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['at', 'id'], name='submissions_oldest_first'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['letter', '-id'], name='submissions_of_a_letter'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('letter', 'kind', 'language'), name='one_submission_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='translation',
            index=models.Index(fields=['letter', 'language', '-number', '-id'], name='translations_newest_first'),
        ),
    ]
