from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index grows while people sign
    dependencies = [("letters", "0010_letters_are_written_and_moderated")]

    operations = [
        AddIndexConcurrently(
            "signature",
            models.Index(
                condition=models.Q(awaits_since__isnull=False),
                fields=["awaits_since", "id"],
                name="signatures_awaiting_a_look",
            ),
        ),
    ]
