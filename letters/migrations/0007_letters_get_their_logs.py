"""Every letter that was counted otherwise until now gets a log with its texts and its signatures.

Stop the site while this runs. It commits every few thousand signatures and goes on where it ended, so it may be killed
and started again. It is the one migration that calls the living code: entries must be what that code writes, byte for
byte, and are written once. On a database without letters it calls nothing, and what it reads and writes of letters and
signatures it names in SQL. A site therefore comes through this version before it takes one whose tables of the ledger
have changed.
"""

from django.db import migrations

from letters.signing.moving import move_all

# What the sums were before there was a log, for whoever goes back.
SUMS_FROM_THE_LOGS = """
    INSERT INTO letters_tally (letter_id, signed, withdrawn, struck)
    SELECT letter.id, log.signed, log.withdrawn, log.struck
      FROM letters_letter AS letter JOIN letters_log AS log ON log.id = letter.log_id
    ON CONFLICT (letter_id) DO UPDATE
       SET signed = excluded.signed, withdrawn = excluded.withdrawn, struck = excluded.struck;
    UPDATE letters_signature AS signature SET number = operation.number
      FROM letters_operation AS operation WHERE operation.id = signature.operation_id;
"""


def move(apps, schema_editor):
    move_all()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("letters", "0006_milestones_are_told_of_by_a_sweep")]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(migrations.RunSQL.noop, SUMS_FROM_THE_LOGS),
    ]
