from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index grows while people sign
    dependencies = [("letters", "0021_signers_are_told_news")]

    operations = [
        AddIndexConcurrently(
            model_name='signature',
            index=models.Index(condition=models.Q(('state', 'confirmed'), ('wants_news', True)), fields=['letter', 'id'], name='signatures_wanting_news'),
        ),
    ]
