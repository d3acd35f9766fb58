from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0019_queues_of_signatures_are_narrowed")]

    operations = [
        migrations.AddField("block", "note", models.CharField(blank=True, db_default="", max_length=300)),
    ]
