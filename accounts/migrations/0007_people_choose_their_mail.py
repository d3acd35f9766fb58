from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_people_and_teams_are_found_by_name")]

    operations = [
        migrations.AddField(
            "user",
            "digest",
            models.CharField(
                choices=[("never", "Never"), ("daily", "Daily"), ("weekly", "Weekly")],
                db_default="weekly",
                default="weekly",
                max_length=8,
            ),
        ),
        migrations.AddField("user", "wants_milestones", models.BooleanField(db_default=True, default=True)),
    ]
