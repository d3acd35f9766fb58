from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

WAITING = Q(awaits_since__isnull=False)


class Migration(migrations.Migration):
    atomic = False  # the indexes grow while people sign
    dependencies = [("letters", "0018_signatures_are_filtered")]

    operations = [
        AddIndexConcurrently("signature", index)
        for index in (
            models.Index(
                fields=["letter", "awaits_since", "id"], condition=WAITING, name="signatures_waiting_by_letter"
            ),
            models.Index(
                fields=["language", "awaits_since", "id"], condition=WAITING, name="signatures_waiting_by_language"
            ),
            models.Index(
                fields=["rule", "awaits_since", "id"], condition=Q(state="held"), name="signatures_held_by_rule"
            ),
            models.Index(
                fields=["awaits_since", "id"], condition=Q(reported_at__isnull=False), name="signatures_reported"
            ),
            models.Index(
                fields=["awaits_since", "id"],
                condition=Q(state="confirmed", reason_awaits=True),
                name="signatures_with_doubted_reason",
            ),
            models.Index(fields=["letter", "network"], condition=~Q(network=""), name="signatures_of_a_network"),
        )
    ]
