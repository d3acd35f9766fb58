"""The public logs: heads, entries, tiles, checkpoints, what waits, and what opens a commitment."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0003_signing_names_are_found_by_word'),
    ]

    operations = [
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=200, unique=True)),
                ('path', models.CharField(max_length=200, unique=True)),
                ('kind', models.CharField(choices=[('letter', 'Letter'), ('site', 'Site')], default='letter', max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('size', models.BigIntegerField(default=0)),
                ('root', models.BinaryField(max_length=32)),
                ('frontier', models.BinaryField(default=b'')),
                ('time', models.BigIntegerField(default=0)),
                ('text', models.BinaryField(max_length=32, null=True)),
                ('text_number', models.PositiveIntegerField(default=0)),
                ('signed', models.PositiveIntegerField(default=0)),
                ('withdrawn', models.PositiveIntegerField(default=0)),
                ('struck', models.PositiveIntegerField(default=0)),
                ('count', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('signed'), '-', models.F('withdrawn')), '-', models.F('struck')), output_field=models.IntegerField())),
                ('peak', models.PositiveIntegerField(default=0)),
                ('follows', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='letters.log')),
            ],
        ),
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.BigIntegerField(default=0)),
                ('kind', models.CharField(max_length=12)),
                ('facts', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('standing', models.CharField(choices=[('live', 'Live'), ('struck', 'Struck'), ('withdrawn', 'Withdrawn')], default='live', max_length=10)),
                ('index', models.BigIntegerField(null=True)),
                ('number', models.PositiveIntegerField(null=True)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='operations', to='letters.log')),
                ('of', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.operation')),
            ],
        ),
        migrations.CreateModel(
            name='Outside',
            fields=[
                ('log', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='outside', serialize=False, to='letters.log')),
                ('copied', models.BigIntegerField(default=0)),
                ('listed', models.BigIntegerField(default=0)),
                ('listed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=200)),
                ('known', models.BigIntegerField()),
                ('contradicts', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='letters.log')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('log', 'by'), name='one_objection_each')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('pk', models.CompositePrimaryKey('log_id', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('index', models.BigIntegerField()),
                ('body', models.BinaryField()),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='letters.log')),
            ],
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField()),
                ('witness', models.CharField(max_length=200)),
                ('line', models.CharField(max_length=400)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='letters.log')),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('pk', models.CompositePrimaryKey('log_id', 'size', blank=True, editable=False, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('line', models.CharField(max_length=400)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='letters.log')),
            ],
        ),
        migrations.AddField(
            model_name='letter',
            name='log',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.log'),
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('operation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='opening', serialize=False, to='letters.operation')),
                ('is_public', models.BooleanField()),
                ('salt', models.BinaryField(max_length=32)),
                ('card', models.TextField(blank=True)),
                ('mail', models.BinaryField(max_length=32)),
                ('control', models.BinaryField(max_length=32)),
                ('secret', models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name='signature',
            name='operation',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.operation'),
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('pk', models.CompositePrimaryKey('log_id', 'level', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.SmallIntegerField()),
                ('number', models.BigIntegerField()),
                ('hashes', models.BinaryField()),
                ('root', models.BinaryField(max_length=32)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tiles', to='letters.log')),
            ],
        ),
        migrations.AddIndex(
            model_name='log',
            index=models.Index(fields=['-count', '-id'], name='logs_by_count'),
        ),
        migrations.AddConstraint(
            model_name='cosignature',
            constraint=models.UniqueConstraint(fields=('log', 'size', 'witness'), name='one_line_per_witness'),
        ),
        migrations.AddField(
            model_name='opening',
            name='latest',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opens', to='letters.operation'),
        ),
        migrations.AddIndex(
            model_name='operation',
            index=models.Index(condition=models.Q(('index', None)), fields=['log', 'id'], name='operations_waiting'),
        ),
        migrations.AddIndex(
            model_name='operation',
            index=models.Index(condition=models.Q(('kind', 'sign'), _negated=True), fields=['log', 'kind', 'id'], name='operations_but_signings'),
        ),
        migrations.AddIndex(
            model_name='operation',
            index=models.Index(condition=models.Q(('of__isnull', False)), fields=['of', 'id'], name='operations_on_a_signing'),
        ),
        migrations.AddConstraint(
            model_name='operation',
            constraint=models.UniqueConstraint(condition=models.Q(('index__isnull', False)), fields=('log', 'index'), name='one_entry_each'),
        ),
    ]
