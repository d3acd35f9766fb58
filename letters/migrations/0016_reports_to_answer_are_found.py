"""Whom a decision answers, and whose address is to be erased after that, is asked at each of them and every hour."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("letters", "0015_what_the_guard_noticed_is_found")]

    operations = [
        migrations.AddIndex(
            "report",
            models.Index(fields=("case",), condition=Q(address__isnull=False), name="reports_to_answer"),
        )
    ]
