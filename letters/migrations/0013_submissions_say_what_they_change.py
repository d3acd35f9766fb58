"""A submission names the version that it amends or translates, and a letter when it was archived."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0012_translations_are_frozen")]

    operations = [
        migrations.AddField("letter", "archived_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "submission",
            "based_on",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="letters.version",
            ),
        ),
    ]
