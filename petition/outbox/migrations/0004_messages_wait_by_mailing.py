from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the indexes grow while mail is sent
    dependencies = [("outbox", "0003_mailings_take_turns")]

    operations = [
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('mailing', None), ('state', 'owed')), fields=['priority', 'due_at', 'id'], name='messages_owed_one_by_one'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('mailing__isnull', False), ('state', 'owed')), fields=['mailing', 'due_at', 'id'], name='messages_owed_to_many'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('mailing__isnull', False)), fields=['mailing', 'state'], name='messages_of_a_mailing'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('mailing__isnull', False), ('sent_at__isnull', False)), fields=['mailing', 'sent_at'], name='messages_of_a_mailing_sent'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('identity', b''), _negated=True), fields=['identity', 'created_at'], name='messages_to_a_mailbox'),
        ),
        RemoveIndexConcurrently(
            model_name='message',
            name='messages_owed_in_order',
        ),
        RemoveIndexConcurrently(
            model_name='message',
            name='messages_to_an_address',
        ),
    ]
