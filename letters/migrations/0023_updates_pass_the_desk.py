from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0022_readers_of_news_are_found")]

    operations = [
        migrations.AlterField(
            model_name="submission",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first", "First"),
                    ("amendment", "Amendment"),
                    ("translation", "Translation"),
                    ("afterwards", "Afterwards"),
                    ("appeal", "Appeal"),
                    ("update", "Update"),
                    ("update_after", "Update After"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField("submission", "begun_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("submission", "one_submission_at_a_time"),
        migrations.AddConstraint(
            "submission",
            models.UniqueConstraint(
                condition=models.Q(
                    ("decided_at", None), models.Q(("kind__in", ("update", "update_after")), _negated=True)
                ),
                fields=("letter", "kind", "language"),
                name="one_submission_at_a_time",
            ),
        ),
    ]
