from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the indexes grow while history is written
    dependencies = [("audit", "0003_history_is_searched_by_verb")]

    operations = [
        AddIndexConcurrently("auditevent", models.Index(fields=["verb", "at"], name="audit_of_a_verb_by_day")),
        AddIndexConcurrently("auditevent", models.Index(fields=["at"], name="audit_by_day")),
        RemoveIndexConcurrently("auditevent", "audit_of_a_verb"),
    ]
