from django.db import migrations

# No trigger on TRUNCATE: it takes the table's owner, who could drop the trigger as well, and tests empty tables so.
FORWARD = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.network = '' AND (to_jsonb(NEW) - 'network') = (to_jsonb(OLD) - 'network') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE ON audit_auditevent
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
"""

BACKWARD = """
DROP TRIGGER history_is_append_only ON audit_auditevent;
DROP FUNCTION audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
