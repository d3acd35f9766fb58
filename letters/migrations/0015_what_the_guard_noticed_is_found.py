"""How many signatures of a letter the guard noticed is asked whenever a moderator opens it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("letters", "0014_queues_of_the_desk_are_filtered")]

    operations = [
        AddIndexConcurrently(
            "signature",
            models.Index(
                fields=("letter", "rule", "state"), condition=~Q(rule=""), name="signatures_the_guard_noticed"
            ),
        )
    ]
