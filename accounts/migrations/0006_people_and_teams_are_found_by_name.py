from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("accounts", "0005_one_table_decides_who_may_what")]

    operations = [
        AddIndexConcurrently("team", models.Index(Upper("name"), name="teams_by_name")),
        AddIndexConcurrently("user", models.Index(Upper("name"), name="people_by_name")),
    ]
