"""The database itself keeps published texts as they are, and their hashes true."""

from django.db import migrations, models
from django.db.models import Q

HASHES_ARE_TRUE = r"""
ALTER TABLE letters_version
    ADD CONSTRAINT versions_are_one_line_each CHECK (
        concat(origin, language, title, "to") !~ E'[\n\r]'
    ),
    ADD CONSTRAINT bodies_are_tidy CHECK (
        published_at IS NULL
        OR (right(body, 1) = E'\n' AND right(body, 2) <> E'\n\n' AND strpos(body, E'\r') = 0)
    ),
    ADD CONSTRAINT hashes_are_true CHECK (
        published_at IS NULL
        OR content_hash = encode(sha256(convert_to(
            E'open-letter/v1 text\norigin ' || origin
            || E'\nversion ' || number
            || E'\nlang ' || language
            || E'\ntitle ' || title
            || E'\nto ' || "to"
            || E'\n\n' || body,
            'UTF8')), 'hex')
    );
"""

HASHES_MAY_LIE = """
ALTER TABLE letters_version
    DROP CONSTRAINT versions_are_one_line_each,
    DROP CONSTRAINT bodies_are_tidy,
    DROP CONSTRAINT hashes_are_true;
"""

TEXTS_ARE_FROZEN = """
CREATE FUNCTION refuse_to_change_a_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % of letter % is published and never changes', OLD.number, OLD.letter_id
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER published_versions_never_change
    BEFORE UPDATE OR DELETE ON letters_version
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
    EXECUTE FUNCTION refuse_to_change_a_published_version();

CREATE FUNCTION refuse_to_change_an_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the origin of letter % stays as it was published', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER published_origins_never_change
    BEFORE UPDATE OF origin ON letters_letter
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL AND NEW.origin <> OLD.origin)
    EXECUTE FUNCTION refuse_to_change_an_origin();
"""

TEXTS_MAY_CHANGE = """
DROP TRIGGER published_versions_never_change ON letters_version;
DROP FUNCTION refuse_to_change_a_published_version();
DROP TRIGGER published_origins_never_change ON letters_letter;
DROP FUNCTION refuse_to_change_an_origin();
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            "letter",
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="published_letters_say_when",
            ),
        ),
        migrations.AddConstraint(
            "letter",
            models.CheckConstraint(condition=Q(goal=None) | Q(goal__gt=0), name="goals_are_positive"),
        ),
        migrations.RunSQL(HASHES_ARE_TRUE, HASHES_MAY_LIE),
        migrations.RunSQL(TEXTS_ARE_FROZEN, TEXTS_MAY_CHANGE),
    ]
