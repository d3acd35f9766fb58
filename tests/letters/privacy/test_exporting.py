"""Everything of a person in one file, and nothing of anybody else."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from accounts.actions import change_role, invite
from accounts.models import Membership, Team, User
from letters.privacy.exporting import archive_of
from letters.writing.actions import start
from tests.cast import ADA, NOOR, OLIVE
from tests.makers import make_letter

pytestmark = pytest.mark.django_db


def archive(person: User) -> ZipFile:
    return ZipFile(BytesIO(b"".join(archive_of(person))))


def everything(person: User) -> str:
    kept = archive(person)
    return "\n".join(kept.read(name).decode() for name in kept.namelist())


def test_a_person_finds_their_profile_and_roles(olive: User, team: Team) -> None:
    kept = archive(olive)

    assert json.loads(kept.read("profile.json"))["email"] == OLIVE.address
    assert json.loads(kept.read("teams.json"))[0]["role"] == "owner"
    assert kept.testzip() is None


def test_a_person_finds_the_letters_of_their_teams(olive: User, team: Team) -> None:
    letter, draft = make_letter(team=team, body="We wrote the songs."), start(team, person=olive).drafts.get()
    draft.body = "Not finished yet."
    draft.save()

    kept = archive(olive)

    assert "We wrote the songs." in kept.read(f"letters/{letter.pk}/version-1.md").decode()
    assert "Not finished yet." in kept.read(f"letters/{draft.letter_id}/draft-en.md").decode()


def test_the_first_file_says_what_the_others_are(olive: User, team: Team) -> None:
    kept = archive(olive)
    named = {name.partition("/")[0] for name in kept.namelist()} - {"README.txt"}

    assert kept.namelist()[0] == "README.txt"
    assert all(name in kept.read("README.txt").decode() for name in named)


def test_nothing_of_others_is_in_it(olive: User, ada: User, team: Team) -> None:
    Membership.objects.create(team=team, user=ada, role="viewer")
    invite(team, NOOR.address, "viewer", person=olive, language="en")
    change_role(team, ada, "editor", person=olive)

    text = everything(olive)

    assert all(part not in text for part in (ADA.name, ADA.address, NOOR.address))
    assert "accounts.change_role" in text


def test_letters_of_teams_one_may_not_read_are_not_in_it(olive: User, ada: User) -> None:
    letter = make_letter()

    assert f"letters/{letter.pk}/" not in str(archive(ada).namelist())


def test_it_is_sent_in_pieces(olive: User, team: Team) -> None:
    for number in range(5):
        make_letter(team=team, body=f"{number} " + "".join(chr(97 + (n * n * 31 + number) % 26) for n in range(30_000)))

    pieces = list(archive_of(olive))

    assert len(pieces) > 5
    assert max(map(len, pieces)) < 40_000
