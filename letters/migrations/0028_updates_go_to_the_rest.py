from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0027_weekly_mailboxes_are_known")]

    operations = [
        migrations.AddField("update", "to_the_rest", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("sending", "to_the_rest", models.BooleanField(default=False, db_default=False)),
    ]
