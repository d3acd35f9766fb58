from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index grows while the desk decides
    dependencies = [("letters", "0023_updates_pass_the_desk")]

    operations = [
        AddIndexConcurrently(
            "submission",
            models.Index(
                condition=models.Q(("begun_at__isnull", False), ("kind", "update_after"), ("outcome", "rejected")),
                fields=["id"],
                name="news_to_stop",
            ),
        ),
    ]
