from functools import partial

import pytest

from letters.models import Case, Letter, Report, Signature
from letters.moderation.actions.reporting import Complaint, report
from letters.signing.actions import erase
from petition.lib.vault import unseal
from tests.cast import NOOR
from tests.letters.signing.trying import at_once, overlapping
from tests.makers import make_letter, make_signature, make_signatures

pytestmark = pytest.mark.django_db
ABUSE = Complaint("abuse", "It insults my neighbour.", "reader@example.org", "fr", "192.0.2.0/32")


def test_a_report_opens_a_case(letter: Letter) -> None:
    report(letter, ABUSE)

    said = Report.objects.select_related("case").get()
    assert (said.case.letter, said.case.signature, said.case.reports) == (letter, None, 1)
    assert (said.reason, said.words, said.language) == ("abuse", "It insults my neighbour.", "fr")
    assert unseal(said.address or b"") == "reader@example.org"


def test_reports_on_one_subject_make_one_case(letter: Letter) -> None:
    signature = make_signature(letter)
    for network in ("192.0.2.1/32", "192.0.2.2/32"):
        report(letter, Complaint("spam", network=network))
        report(letter, Complaint("not_me", network=network), entry=signature.index)

    assert sorted(Case.objects.values_list("signature", "reports"), key=str) == [(signature.pk, 2), (None, 2)]


def test_a_reported_signature_waits_for_a_moderator(letter: Letter) -> None:
    signature = make_signature(letter)

    report(letter, ABUSE, entry=signature.index)

    signature.refresh_from_db()
    assert signature.reported_at == signature.awaits_since
    assert signature.reported_at is not None


@pytest.mark.parametrize("hidden", [{"display": "anonymous"}, {"state": "withdrawn"}])
def test_a_signature_that_nobody_sees_is_passed_over(letter: Letter, hidden: dict[str, str]) -> None:
    report(letter, ABUSE, entry=make_signature(letter, **hidden).index)

    assert not Case.objects.exists()
    assert not Signature.objects.exclude(reported_at=None).exists()


def test_a_signature_of_another_letter_is_not_reported_through_this_one(letter: Letter) -> None:
    index = make_signatures(make_letter(), 3)[-1].index

    report(letter, ABUSE, entry=index)

    assert not Case.objects.exists()


def test_whoever_says_it_twice_has_said_it_once(letter: Letter) -> None:
    report(letter, ABUSE)
    report(letter, ABUSE)

    assert Case.objects.get().reports == Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_meet_in_one_case() -> None:
    letter = make_letter()
    signature = make_signature(letter, NOOR)
    said = [Complaint("abuse", network=f"192.0.2.{n}/32") for n in range(10)]

    at_once(
        *(partial(report, letter, one) for one in said),
        *(partial(report, letter, one, entry=signature.index) for one in said),
    )

    assert sorted(Case.objects.values_list("reports", flat=True)) == [10, 10]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_about_a_name", [True, False])
def test_a_double_click_sent_at_once_has_said_it_once(is_about_a_name: bool) -> None:
    letter = make_letter()
    click = partial(report, letter, ABUSE, entry=make_signature(letter).index if is_about_a_name else None)
    report(letter, Complaint("spam"), entry=click.keywords["entry"])  # the case is there

    overlapping(click, click)

    assert Case.objects.get().reports == Report.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_signer_who_is_just_leaving_is_not_reported() -> None:
    letter = make_letter()
    signature = make_signature(letter)

    overlapping(partial(erase, signature.pk, keep_counted=False), partial(report, letter, ABUSE, entry=signature.index))

    assert not Case.objects.exists()
