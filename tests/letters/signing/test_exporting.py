import csv
import json
from io import StringIO

from django.utils import timezone

from letters.models import Letter, Signature
from letters.signing.actions import erase
from letters.signing.exporting import csv_of, own_data
from letters.signing.rules import CONSENT
from tests.cast import ADA, NOOR, SUZIE, Person
from tests.makers import make_signature


def columns() -> list[str]:
    return [field.name for field in Signature._meta.get_fields()]


def table(letter: Letter) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO("".join(csv_of(letter)).removeprefix("\ufeff"))))


def test_a_signer_takes_everything_away(letter: Letter) -> None:
    signature = make_signature(letter, ADA, city="London", display="anonymous")

    data = json.loads(json.dumps(own_data(signature)))

    assert (data["address"], data["name"], data["city"]) == (ADA.address, ADA.name, "London")
    assert (data["state"], data["number"], data["consent_wording"]) == ("confirmed", 1, CONSENT)
    assert data["confirmed_at"].startswith(f"{signature.confirmed_at:%Y-%m-%dT%H:%M}")


def test_every_choice_of_mail_is_taken_away_too_and_none_outlasts_its_signer(letter: Letter) -> None:
    chosen = {name: True for name in columns() if name.startswith("wants_")} | {"weekly_until": timezone.now()}
    signature = make_signature(letter, ADA, **chosen)

    assert len(chosen) == 4
    assert all(own_data(signature)[name] for name in chosen)
    erase(signature.pk, keep_counted=True)
    assert not any(Signature.objects.values(*chosen).get().values())


def test_the_table_shows_names_as_chosen_and_never_the_hidden_ones(letter: Letter) -> None:
    make_signature(letter, ADA, title="Countess")
    make_signature(letter, NOOR, display="initials")
    make_signature(letter, SUZIE, display="anonymous", title="Painter", city="Malmö")

    rows = table(letter)

    assert [(row["name"], row["role"]) for row in rows] == [("", ""), ("N. H.", ""), (ADA.name, "Countess")]
    everything = "".join(csv_of(letter))
    for hidden in (NOOR.name, "Haddad", SUZIE.name, "Malmö", ADA.address, NOOR.address):
        assert hidden not in everything


def test_only_signatures_in_force_are_in_the_table(letter: Letter) -> None:
    for state in ("pending", "held", "refused", "struck", "withdrawn"):
        make_signature(letter, Person(state, f"{state}@example.org"), state=state)

    assert table(letter) == []


def test_a_spreadsheet_runs_nothing_of_it(letter: Letter) -> None:
    make_signature(letter, Person('=HYPERLINK("x")', "x@example.org"), city="+1", reason="-1 @all")

    (row,) = table(letter)

    assert (row["name"], row["place"], row["reason"]) == ('\'=HYPERLINK("x")', "'+1", "'-1 @all")
