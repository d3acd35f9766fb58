import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0016_reports_to_answer_are_found'),
    ]

    operations = [
        migrations.CreateModel(
            name='Figures',
            fields=[
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='figures', serialize=False, to='letters.letter')),
                ('size', models.BigIntegerField()),
                ('countries', models.JSONField(default=list)),
                ('labels', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='letter',
            name='asks',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='letter',
            name='on_paper',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
