"""The public log of a letter, as people read it."""

import re
from base64 import b64encode

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from letters.ledger import keys, reading
from letters.ledger.actions import open_log, turn
from letters.ledger.models import Cosignature, Log
from letters.models import Letter
from letters.signing.actions.moderating import restore, strike
from letters.signing.rules import StrikeReason
from letters.writing.actions import amend, take_down
from petition.audit.actions import OPERATOR
from tests.cast import ADA, NOOR, SUZIE
from tests.makers import make_letter, make_signature, make_signatures


def read(client: Client, letter: Letter) -> str:
    return client.get(f"/letters/{letter.slug}/log/").content.decode()


def log_of(letter: Letter) -> Log:
    return Log.objects.get(pk=letter.log_id)


def table(page: str, caption: str) -> dict[str, str]:
    """What a table of numbers says, line by line."""
    html = page.split(caption)[1].split("</table>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', html)
    return {words: number.replace("\u00a0", "") for words, number in rows}


def test_the_number_is_shown_as_the_sum_it_is(client: Client, letter: Letter) -> None:
    make_signatures(letter, 3)
    make_signature(letter, ADA, state="withdrawn")
    make_signature(letter, NOOR, state="struck")

    page = read(client, letter)

    assert re.findall(r'class="sum__number">(\d+)<', page) == ["5", "1", "1", "3"]
    assert "tally 5 1 1" in page


@pytest.mark.parametrize("signed", [0, 1, 6, 300])
def test_the_picture_names_the_hashes_of_the_proof(client: Client, letter: Letter, signed: int) -> None:
    if signed:
        make_signatures(letter, signed)
    log = log_of(letter)
    proof = reading.inclusion(log, log.size - 1, log.size)

    page = read(client, letter)

    picture = page.split('<svg class="tree"')[1].split("</svg>")[0]
    for value in (*proof, bytes(log.root)):
        assert f">{escape(b64encode(value).decode()[:8])}…</text>" in picture
    assert picture.count('class="tree__sibling"') == len(proof)


def test_every_hash_of_the_picture_is_also_read_out_whole(client: Client, letter: Letter) -> None:
    make_signatures(letter, 20)
    log = log_of(letter)

    page = read(client, letter)

    for value in reading.inclusion(log, log.size - 1, log.size):
        assert f'<code class="steps__hash">{b64encode(value).decode()}</code>' in page


def test_who_is_shown_and_who_is_not_add_up_to_the_number(client: Client, letter: Letter) -> None:
    make_signatures(letter, 3)
    make_signature(letter, ADA, display="initials")
    make_signature(letter, NOOR, display="anonymous")
    make_signature(letter, SUZIE, state="withdrawn")

    split = table(read(client, letter), "Of those counted now")

    assert list(split.values()) == ["4", "1", "5"]


def test_removals_are_told_by_class(client: Client, letter: Letter) -> None:
    made = make_signatures(letter, 4)
    for signature, reason in zip(made, ("fraud", "fraud", "bounce"), strict=False):
        strike(signature.pk, reason=StrikeReason(reason), by=OPERATOR)
    restore(made[2].pk, by=OPERATOR)
    make_signature(letter, ADA, state="withdrawn")

    left = table(read(client, letter), "Why signatures left")

    assert left["taken out: fraud, not signed by the person it names"] == "2"
    assert left["taken out: its mailbox is dead"] == "1"
    assert left["and put back"] == "−1"
    assert left["taken back by their owners"] == "1"
    assert left["no longer counted"] == "3"


def test_all_kinds_of_entries_add_up_to_all_entries(client: Client, letter: Letter) -> None:
    make_signatures(letter, 5)
    make_signature(letter, ADA, state="struck")

    kinds = table(read(client, letter), "All entries, by what they say")

    assert kinds.pop("entries") == "8"
    assert sum(map(int, kinds.values())) == 8


def test_every_text_stands_there_with_its_hash_and_its_entry(client: Client, letter: Letter) -> None:
    make_signatures(letter, 2)
    first = letter.current
    amend(letter, body="We wrote more songs.", note="More songs.", by=OPERATOR)
    letter.refresh_from_db()
    assert first
    assert letter.current

    page = read(client, letter)

    for version, index in ((first, 0), (letter.current, 3)):
        (item,) = (one for one in page.split("<li ") if f"/v/{version.number}/" in one)
        assert b64encode(bytes.fromhex(version.content_hash)).decode() in item
        assert f"/log/entry/{index}/" in item


def test_the_newest_checkpoint_can_be_copied_as_it_is(client: Client, letter: Letter) -> None:
    make_signatures(letter, 2)
    log = log_of(letter)

    page = read(client, letter)

    assert f"<code>{escape(reading.checkpoint_note(log))}</code>" in page
    assert f"<code>{escape(keys.vkey(log.origin))}</code>" in page


def test_without_a_witness_it_claims_no_more_than_is_true(client: Client, letter: Letter) -> None:
    assert "tamper-evident to anyone who kept a checkpoint, and to nobody else" in read(client, letter)


def test_a_witness_is_named_with_what_it_saw_and_when(client: Client, letter: Letter) -> None:
    site = open_log("letters.example/log", kind=Log.Kind.SITE)
    at = timezone.now()
    Cosignature.objects.create(log=site, size=7, witness="witness.example/w1", line="— w1 c2ln\n", at=at)

    page = read(client, letter)

    assert "witness.example/w1</strong> <span>7 entries</span>" in page
    assert f"{at:%H:%M} UTC" in page
    assert "and to nobody else: whoever never saw" not in page


def test_it_says_what_no_log_can_prove(client: Client, letter: Letter) -> None:
    page = read(client, letter)

    assert "does not prove that a signer is a real person" in page
    assert "does not prove that whoever runs this site invented no signers" in page
    assert "The hour in which you confirmed is public. Whoever reads the log every second sees the second." in page


def test_its_commands_name_this_letter_and_its_last_bundle(client: Client, db: None, settings: LazySettings) -> None:
    settings.SITE_URL = "https://letters.example"
    letter = make_letter("songs")
    make_signatures(letter, 300)

    page = read(client, letter)

    assert "python3 check_log.py https://letters.example/letters/songs/" in page
    (bundle,) = re.findall(r"curl -s https://letters\.example(/\S+/tile/\S+) \| strings \| tail -n 1", page)
    assert client.get(bundle).content.splitlines()[-1] == b"tally 300 0 0"


def test_what_was_shown_by_hours_is_in_its_table(client: Client, letter: Letter) -> None:
    make_signatures(letter, 12)

    page = read(client, letter)

    assert 'class="growth__in"' in page
    assert re.search(r"<td>12</td><td>0</td><td>0</td><td>12</td>", page)


def test_a_log_of_any_length_costs_the_same_few_queries(client: Client, letter: Letter) -> None:
    make_signatures(letter, 2)
    read(client, letter)
    with CaptureQueriesContext(connection) as few:
        read(client, letter)
    make_signatures(make_letter("other"), 2)
    with turn() as its:
        for operation in letter.log.operations.filter(kind="sign"):  # type: ignore[union-attr]
            its.strike(letter.log_id, of=operation.pk, reason="terms", at=timezone.now())

    with CaptureQueriesContext(connection) as more:
        read(client, letter)

    assert len(more) == len(few) <= 20


def test_no_name_stands_on_it(client: Client, letter: Letter) -> None:
    make_signature(letter, ADA)

    assert ADA.name not in read(client, letter)


def test_one_taken_down_is_gone_with_its_reason(client: Client, letter: Letter) -> None:
    take_down(letter, notice="A court said so.", by=OPERATOR)

    answer = client.get(f"/letters/{letter.slug}/log/")

    assert answer.status_code == 410
    assert "A court said so." in answer.content.decode()


def test_a_letter_that_never_was_has_no_log(client: Client, db: None) -> None:
    assert client.get("/letters/nothing/log/").status_code == 404


def test_the_letter_leads_to_its_log(client: Client, letter: Letter) -> None:
    assert f'href="/letters/{letter.slug}/log/"' in client.get(f"/letters/{letter.slug}/").content.decode()


def test_a_log_of_one_entry_speaks_of_one(client: Client, letter: Letter) -> None:
    page = read(client, letter)

    assert "The log holds one entry. It carries the sums" in page
    assert "In a log of one entry its hash is the root itself" in page
    assert "hashes beside the line" not in page


def test_the_first_hour_is_named_once(client: Client, letter: Letter) -> None:
    make_signature(letter, ADA, at=letter.published_at)

    (ends,) = re.findall(r'class="growth__ends[^>]*>(.*?)</p>', read(client, letter))

    assert ends.count("<time") == 1


def test_where_nobody_signed_there_is_a_sentence_and_no_chart(client: Client, letter: Letter) -> None:
    page = read(client, letter)

    assert "Nobody has signed yet." in page
    assert "growth__bars" not in page
    assert "at most 0" not in page
