"""The table behind the cache in settings: Django's `createcachetable` as a step that can go back."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE IF NOT EXISTS accounts_tries (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX IF NOT EXISTS accounts_tries_expires ON accounts_tries (expires);
            """,
            "DROP TABLE IF EXISTS accounts_tries;",
        )
    ]
