"""What was counted beside the log goes, and no letter is published without one."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("letters", "0007_letters_get_their_logs")]

    operations = [
        migrations.DeleteModel(name="Tally"),
        migrations.RemoveField(model_name="signature", name="number"),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=Q(state="draft") | Q(log__isnull=False), name="published_letters_have_a_log"
            ),
        ),
    ]
