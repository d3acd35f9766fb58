"""Signatures are found by the words of their names as shown, each word under its letter."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Concat

MARK = Concat(Value(r"\1"), Cast(F("letter_id"), TextField()), Value("/"), output_field=TextField())
MARKED = Func(F("search"), Value("(^| )(?=.)"), MARK, Value("g"), function="regexp_replace")
WORDS = Func(
    Func(MARKED, Value(" "), function="string_to_array"),
    function="array_to_tsvector",
    output_field=django.contrib.postgres.search.SearchVectorField(),
)


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_writing_texts_are_frozen")]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="words",
            field=models.GeneratedField(
                expression=WORDS, output_field=django.contrib.postgres.search.SearchVectorField(), db_persist=True
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=("words",), condition=models.Q(state="confirmed"), name="signatures_by_word"
            ),
        ),
    ]
