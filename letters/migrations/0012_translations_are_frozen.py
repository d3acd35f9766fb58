"""The database keeps published translations as it keeps versions, and no samples of what people wrote."""

from django.db import migrations

FORWARD = r"""
ALTER TABLE letters_translation
    ADD CONSTRAINT translations_are_one_line_each CHECK (concat(origin, language, title, "to") !~ E'[\n\r]'),
    ADD CONSTRAINT translated_bodies_are_tidy CHECK (
        right(body, 1) = E'\n' AND right(body, 2) <> E'\n\n' AND strpos(body, E'\r') = 0
    ),
    ADD CONSTRAINT translated_hashes_are_true CHECK (
        content_hash = encode(sha256(convert_to(
            E'open-letter/v1 text\norigin ' || origin
            || E'\nversion ' || number
            || E'\nlang ' || language
            || E'\ntitle ' || title
            || E'\nto ' || "to"
            || E'\n\n' || body,
            'UTF8')), 'hex')
    );

CREATE FUNCTION refuse_to_change_a_translation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'translation % of letter % is published and never changes', OLD.id, OLD.letter_id
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER translations_never_change
    BEFORE UPDATE OR DELETE ON letters_translation
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_translation();
"""

BACKWARD = """
DROP TRIGGER translations_never_change ON letters_translation;
DROP FUNCTION refuse_to_change_a_translation();
ALTER TABLE letters_translation
    DROP CONSTRAINT translations_are_one_line_each,
    DROP CONSTRAINT translated_bodies_are_tidy,
    DROP CONSTRAINT translated_hashes_are_true;
"""

PERSONAL = {
    "letters_signature": ("answers",),
    "letters_report": ("words",),
    "letters_addressee": ("name", "role"),
    "letters_firstsigner": ("name",),
}


def keep(target: int) -> str:
    """The statements that set how many values of each column ANALYZE keeps; -1 is the server's default."""
    return "\n".join(
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {target};"
        for table, columns in PERSONAL.items()
        for column in columns
    )


class Migration(migrations.Migration):
    dependencies = [("letters", "0011_signatures_that_wait_are_found")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD), migrations.RunSQL(keep(0), keep(-1))]
