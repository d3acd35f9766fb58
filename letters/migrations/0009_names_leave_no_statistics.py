"""PostgreSQL keeps no samples of what people said about themselves: its statistics would outlive an erasure."""

from django.db import migrations

PERSONAL = {
    "letters_signature": ("name", "title", "affiliation", "city", "country", "reason", "search", "words"),
    "letters_opening": ("card",),
}


def keep(target: int) -> str:
    """The statements that set how many values of each column ANALYZE keeps; -1 is the server's default."""
    return "\n".join(
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {target};"
        for table, columns in PERSONAL.items()
        for column in columns
    )


class Migration(migrations.Migration):
    dependencies = [("letters", "0008_the_log_alone_counts")]

    operations = [migrations.RunSQL(keep(0), keep(-1))]
