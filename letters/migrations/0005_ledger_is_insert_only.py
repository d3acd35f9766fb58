"""The database itself keeps what a log has shown: entries, tiles and checkpoints are added and never changed."""

from django.db import migrations

INSERT_ONLY = """
CREATE FUNCTION refuse_to_change_a_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of log % has been shown and never changes', TG_TABLE_NAME, OLD.log_id
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER entries_never_change BEFORE UPDATE OR DELETE ON letters_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_log();
CREATE TRIGGER tiles_never_change BEFORE UPDATE OR DELETE ON letters_tile
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_log();
CREATE TRIGGER checkpoints_never_change BEFORE UPDATE OR DELETE ON letters_checkpoint
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_log();

CREATE FUNCTION refuse_to_shrink_a_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'log % keeps its origin and never shrinks', OLD.id USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER logs_only_grow BEFORE UPDATE ON letters_log
    FOR EACH ROW WHEN (NEW.size < OLD.size OR NEW.origin <> OLD.origin OR NEW.path <> OLD.path)
    EXECUTE FUNCTION refuse_to_shrink_a_log();

-- Hashes don't compress, and trying to takes longer than writing them.
ALTER TABLE letters_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
"""

CHANGEABLE = """
DROP TRIGGER entries_never_change ON letters_entry;
DROP TRIGGER tiles_never_change ON letters_tile;
DROP TRIGGER checkpoints_never_change ON letters_checkpoint;
DROP FUNCTION refuse_to_change_a_log();
DROP TRIGGER logs_only_grow ON letters_log;
DROP FUNCTION refuse_to_shrink_a_log();
ALTER TABLE letters_tile ALTER COLUMN hashes SET STORAGE EXTENDED;
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0004_ledger_holds_the_logs")]

    operations = [migrations.RunSQL(INSERT_ONLY, CHANGEABLE)]
