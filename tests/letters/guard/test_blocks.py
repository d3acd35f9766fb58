from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from letters.guard import actions
from letters.models import Block
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    output = StringIO()
    call_command("block", *words, stdout=output)
    return output.getvalue()


def history() -> list[tuple[str, str, dict[str, object]]]:
    return list(AuditEvent.objects.order_by("id").values_list("verb", "actor", "changes"))


def test_a_domain_is_kept_in_ascii_and_lower_case() -> None:
    assert actions.block_domain("BÜCHER.example", by="operator").domain == "xn--bcher-kva.example"


def test_blocking_twice_is_blocking_once() -> None:
    first = actions.block_domain("bad.example", reason="spam", by="operator", at=NOON)
    again = actions.block_domain("Bad.Example", reason="more spam", by="operator")
    assert first == again
    assert history() == [("guard.block", "operator", {"domain": "bad.example", "reason": "spam"})]


def test_a_blocked_address_is_kept_nowhere() -> None:
    block = actions.block_address("troll@example.org", by="user 7")
    assert (block.domain, len(bytes(block.identity or b""))) == ("", 32)
    assert str(block) == "an address"
    assert history() == [("guard.block", "user 7", {"fields": ["address"]})]


def test_a_lifted_block_leaves_its_history() -> None:
    block_id = actions.block_domain("bad.example", by="operator").pk
    assert actions.unblock(block_id, by="operator")
    assert not actions.unblock(block_id, by="operator")
    assert not Block.objects.exists()
    assert [verb for verb, _, _ in history()] == ["guard.block", "guard.unblock"]


@pytest.mark.parametrize("domain", ["org", "", "a@b.example", "localhost"])
def test_what_is_no_domain_is_refused(domain: str) -> None:
    with pytest.raises(Refused, match="bad-domain"):
        actions.block_domain(domain, by="operator")


def test_an_operator_blocks_lists_and_lifts() -> None:
    assert "refused from now on" in said("bad.example", "--reason", "sells followers")
    said("troll@example.org")
    assert "bad.example  sells followers" in said()
    assert "troll" not in said()
    assert "welcome again" in said("Troll+1@example.org", "--lift")
    assert said("bad.example", "--lift")
    assert said() == ""


@pytest.mark.parametrize("subject", ["org", "a@b", "a b.example", "troll@"])
def test_nonsense_gets_one_clear_line(subject: str) -> None:
    with pytest.raises(CommandError) as refused:
        said(subject)
    assert "\n" not in str(refused.value)
    assert not Block.objects.exists()


def test_a_reason_is_no_essay() -> None:
    with pytest.raises(CommandError, match="at most 300 characters"):
        said("bad.example", "--reason", "x" * 301)
    assert not Block.objects.exists()


def test_what_is_not_blocked_can_not_be_lifted() -> None:
    with pytest.raises(CommandError, match="not blocked"):
        said("good.example", "--lift")
