from django.db import migrations

# Every message is updated some times in its short life; room on its page keeps those updates away from the indexes.
FORWARD = "ALTER TABLE outbox_message SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02)"
BACKWARD = "ALTER TABLE outbox_message RESET (fillfactor, autovacuum_vacuum_scale_factor)"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
