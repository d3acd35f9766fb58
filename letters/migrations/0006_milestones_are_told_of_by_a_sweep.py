"""Up to which count the owners of a letter have heard of milestones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0005_ledger_is_insert_only")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="told_up_to",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
