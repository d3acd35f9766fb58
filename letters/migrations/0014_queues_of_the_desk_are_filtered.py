"""What the desk asks of its queues, of a moderator's decisions is answered by an index."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("letters", "0013_submissions_say_what_they_change")]

    operations = [
        migrations.AddField("case", "language", models.CharField(default="en", max_length=16)),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=("language", "opened_at", "id"),
                condition=Q(decided_at=None, signature=None),
                name="cases_by_language",
            ),
        ),
        migrations.AddIndex("decision", models.Index(fields=("by", "-id"), name="decisions_of_a_moderator")),
        migrations.AlterField(
            "decision",
            "by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "submission",
            models.Index(
                fields=("language", "at", "id"), condition=Q(decided_at=None), name="submissions_by_language"
            ),
        ),
        migrations.AddIndex(
            "submission",
            models.Index(fields=("kind", "at", "id"), condition=Q(decided_at=None), name="submissions_by_kind"),
        ),
    ]
