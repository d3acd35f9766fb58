"""check_log.py on lists that show people without an entry: who won't be named, and who waits for one."""

import pytest

from tests.letters.ledger.served import Check, Served

UNNAMED = '<li class="register__entry"><span class="signer__name signer__name--unnamed">one</span></li>'
EVE = '<li class="register__entry"><span class="signer__name">Eve</span></li>'
ZOE = '<li class="register__entry" data-entry=""><span class="signer__name">Zoe</span></li>'


def shown(served: Served, *items: str) -> None:
    served.replace("signatures/index.html", "<ol>", f"<ol>{''.join(items)}")


def test_any_number_of_signers_may_stay_unnamed(check: Check, served: Served) -> None:
    shown(served, UNNAMED, UNNAMED, UNNAMED)

    verdict = check(served.root)

    assert verdict.status == 0, verdict.words
    assert "without an entry" not in verdict.words


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([EVE], "  --  1 name is shown without an entry, "),
        ([EVE, ZOE, EVE], "  --  3 names are shown without an entry, "),
    ],
)
def test_a_name_that_waits_for_its_entry_is_a_remark(
    check: Check, served: Served, items: list[str], words: str
) -> None:
    shown(served, *items)

    verdict = check(served.root)

    assert verdict.status == 0, verdict.words
    assert words in verdict.words
    assert "“Eve”" in verdict.words


def test_a_name_that_waits_is_not_counted_among_those_that_were_signed(check: Check, served: Served) -> None:
    before = [line for line in check(served.root).words.splitlines() if "names on the public list" in line]
    shown(served, EVE)

    assert before[0] in check(served.root).words
