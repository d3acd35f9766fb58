"""Each way of tampering that a reader's own program finds, and the one that nobody can find."""

import json
import shutil

import pytest

from letters.ledger.entries import encode, parse
from letters.ledger.facts import Sign, Tally, Withdraw
from petition.lib.notes import Signer
from petition.lib.tiles import WIDTH, bundle, split_bundle
from tests.letters.ledger.independent.making import KEY, ORIGIN, put
from tests.letters.ledger.served import Check, Served, clerk, static_host

BUNDLE = "log/tile/entries/000"
LIST = ("signatures/index.html", "signatures/2/index.html")


def retold(served: Served, index: int, entry: bytes) -> None:
    """Put another entry in the place of one, and sign everything anew: what an operator with the key can do."""
    served.write([*served.clerk.entries[:index], entry, *served.clerk.entries[index + 1 :]])


def index_of(served: Served, kind: str, nth: int = 0) -> int:
    first = f"open-letter/v1 {kind}\n".encode()
    return [at for at, entry in enumerate(served.clerk.entries) if entry.startswith(first)][nth]


def test_a_flipped_byte(check: Check, served: Served) -> None:
    data = bytearray((served.letter / BUNDLE).read_bytes())
    data[5_000] ^= 1
    put(served.letter, BUNDLE, bytes(data))

    verdict = check(served.root)

    assert verdict.status == 1
    assert "does not hold the hash of entry" in verdict.words


def test_a_flipped_byte_of_a_tile(check: Check, served: Served) -> None:
    tile = served.log / "tile" / "0" / "000"
    tile.write_bytes(tile.read_bytes()[:-1] + b"?")

    assert "tile 0/0 does not hold the hash of entry 255" in check(served.root).last


@pytest.mark.parametrize("attack", ["dropped", "reordered"])
def test_an_entry_dropped_or_reordered_in_its_bundle(check: Check, served: Served, attack: str) -> None:
    entries = split_bundle((served.letter / BUNDLE).read_bytes())
    entries = (
        entries[:30] + entries[31:] if attack == "dropped" else [*entries[:30], entries[31], entries[30], *entries[32:]]
    )
    put(served.letter, BUNDLE, bundle(entries))

    assert check(served.root).status == 1


def test_a_dropped_entry_in_a_log_signed_anew(check: Check, served: Served) -> None:
    served.write([*served.clerk.entries[:30], *served.clerk.entries[31:]])

    verdict = check(served.root)

    assert verdict.status == 1
    assert "entry 30 breaks the rule that the tally moves" in verdict.words


def test_a_wrong_tally(check: Check, served: Served) -> None:
    entry = parse(served.clerk.entries[10])
    retold(served, 10, encode(entry.fact, entry.time, Tally(entry.tally.signed + 7, *entry.tally[1:])))

    assert "entry 10 breaks the rule that the tally moves" in check(served.root).last


def test_an_entry_in_another_form(check: Check, served: Served) -> None:
    retold(served, 10, served.clerk.entries[10].replace(b"tally ", b"tally 0"))

    assert "entry 10 breaks the rule that an entry is written in the one form" in check(served.root).last


def test_time_that_goes_back(check: Check, served: Served) -> None:
    entry = parse(served.clerk.entries[299])
    retold(served, 299, encode(entry.fact, entry.time - 3600 * 24, entry.tally))

    assert "entry 299 breaks the rule that time is a full hour and never goes back" in check(served.root).last


def test_a_signature_under_a_text_of_yesterday(check: Check, served: Served) -> None:
    entry = parse(served.clerk.entries[299])
    assert isinstance(entry.fact, Sign)
    older = Sign(served.clerk.texts[0], entry.fact.is_public, entry.fact.commit)
    retold(served, 299, encode(older, entry.time, entry.tally))

    assert "entry 299 breaks the rule that a signature names the text that is current" in check(served.root).last


def test_a_withdrawal_by_a_foreign_token(check: Check, served: Served) -> None:
    index = index_of(served, "withdraw")
    entry = parse(served.clerk.entries[index])
    assert isinstance(entry.fact, Withdraw)
    forged = Withdraw(served.clerk.live[0], entry.fact.control, entry.fact.rest)
    retold(served, index, encode(forged, entry.time, entry.tally))

    assert f"entry {index} breaks the rule that edit and withdraw open the latest" in check(served.root).last


def test_somebody_withdrawn_twice(check: Check, served: Served) -> None:
    first, second = index_of(served, "withdraw"), index_of(served, "withdraw", 1)
    again, entry = parse(served.clerk.entries[first]), parse(served.clerk.entries[second])
    retold(served, second, encode(again.fact, entry.time, entry.tally))

    assert f"entry {second} breaks the rule that edit, withdraw and strike change" in check(served.root).last


def test_a_rewritten_history_shows_both_checkpoints(check: Check, served: Served) -> None:
    check(served.root)
    before = (served.log / "checkpoint").read_text()
    served.write(clerk(seed=2).entries)

    verdict = check(served.root)

    assert verdict.status == 1
    assert before in verdict.words
    assert (served.log / "checkpoint").read_text() in verdict.words


def test_a_shrunk_log_shows_both_checkpoints(check: Check, served: Served) -> None:
    with static_host(served.root) as address:
        check(address + "/letters/artists/")
        shutil.rmtree(served.log)
        served.write(served.clerk.entries[:200])
        verdict = check(address + "/letters/artists/")

    assert verdict.status == 1
    assert "the log has shrunk" in verdict.last
    assert verdict.words.count(f"— {ORIGIN} ") == 2


def test_an_older_copy_in_a_folder_is_no_shrunk_log(check: Check, served: Served) -> None:
    check(served.root)
    served.clerk.entries = served.clerk.entries[:200]
    shutil.rmtree(served.log)
    served.write(served.clerk.entries)

    assert "this copy is older than the 300 entries seen last time" in check(served.log).words


def test_another_key(check: Check, served: Served) -> None:
    check(served.root)
    served.key = Signer(ORIGIN, b"a thief keeps other seeds hidden")
    served.write(served.clerk.entries)

    assert check(served.root).status == 1
    assert check(served.root, "--vkey", KEY.vkey).status == 1


def test_a_checkpoint_nobody_signed(check: Check, served: Served) -> None:
    served.replace("log/checkpoint", "\n300\n", "\n299\n")

    assert "does not fit what it stands under" in check(served.root).last


@pytest.mark.parametrize("count", [0, 1_000_000])
def test_a_number_that_lies(check: Check, served: Served, count: int) -> None:
    put(served.letter, "count.json", json.dumps({"count": count, "size": 300}).encode())

    assert f"the number shown is {count:,}; the log's 300 entries make" in check(served.root).last


def test_a_number_of_entries_nobody_has_seen(check: Check, served: Served) -> None:
    put(served.letter, "count.json", json.dumps({"count": 5_000, "size": 6_000}).encode())

    assert "count.json speaks of 6,000 entries, the log has 300" in check(served.root).last


def test_a_text_that_was_not_signed(check: Check, served: Served) -> None:
    served.replace("log/text/1", "Keep it open", "Close it down")

    assert "text 1 is not the one that entry 0 names" in check(served.root).last


def test_another_name_than_was_signed(check: Check, served: Served) -> None:
    index = served.a_public_one()
    served.replace(LIST[1], f"Signer Númber {index}<", "Somebody Famous<")

    verdict = check(served.root)

    assert verdict.status == 1
    assert f"“Somebody Famous” (illustrator, Łódź) is shown for entry {index}, which says" in verdict.words


def test_another_role_than_was_signed(check: Check, served: Served) -> None:
    served.replace(LIST[1], "illustrator", "prime minister")

    assert "(prime minister, Łódź) is shown for entry" in check(served.root).last


def test_a_name_for_an_entry_that_is_no_number(check: Check, served: Served) -> None:
    served.replace(LIST[0], "<ol>", '<ol><li data-entry="²"><span class="signer__name">Eve</span></li>')

    assert "“Eve” is shown for the entry '²', which is no number" in check(served.root).last


def test_a_name_shown_twice(check: Check, served: Served) -> None:
    item = (served.letter / LIST[0]).read_text().partition("<ol>")[2].partition("</li>")[0]
    served.replace(LIST[1], "<ol>", f"<ol>{item}</li>")

    assert "is shown twice" in check(served.root).last


@pytest.mark.parametrize("event", ["strike", "withdraw"])
def test_a_name_still_shown_after_it_went(check: Check, served: Served, event: str) -> None:
    pages = {name: (served.letter / name).read_bytes() for name in LIST}
    for _ in range(50):
        getattr(served.clerk, event)()
    served.write(served.clerk.entries)
    for name, page in pages.items():
        put(served.letter, name, page)

    assert "is shown, though signature" in check(served.root).last


def test_a_foreign_opening(check: Check, served: Served) -> None:
    name = "log/openings/0"
    openings = json.loads((served.letter / name).read_bytes())["openings"]
    mine, other = openings[0], openings[1]
    openings[0] = {**other, "index": mine["index"], "of": mine["of"]}
    put(served.letter, name, json.dumps({"openings": openings}).encode())

    assert "does not open what was signed" in check(served.root).words


def test_the_opening_of_a_signature_that_went(check: Check, served: Served) -> None:
    openings = (served.log / "openings" / "0").read_bytes()
    while served.clerk.live:
        served.clerk.withdraw()
    served.write(served.clerk.entries)
    put(served.log, "openings/0", openings)

    assert "does not stand" in check(served.root).words


def test_a_bundle_that_is_not_served_is_no_proof_of_anything(check: Check, served: Served) -> None:
    (served.letter / BUNDLE).unlink()

    assert check(served.root).status == 2


def test_a_well_formed_invented_signer_passes(check: Check, served: Served) -> None:
    """This is what no log can find out; the manual and the log's page say so."""
    served.clerk.sign()
    served.write(served.clerk.entries)

    assert check(served.root).status == 0
    assert len(served.clerk.entries) > WIDTH
