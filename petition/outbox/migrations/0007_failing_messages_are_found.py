from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index grows while mail is sent
    dependencies = [("outbox", "0006_addresses_come_back")]

    operations = [
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'owed'), models.Q(('problem', ''), _negated=True)), fields=['kind', 'id'], name='messages_failing'),
        ),
    ]
