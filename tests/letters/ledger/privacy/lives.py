"""What a signer may have done, through the site's own doors, before anything is looked for."""

from dataclasses import replace

from django.test import Client

from letters.ledger.models import Opening
from letters.models import Letter, Signature
from letters.signing import actions
from letters.signing.actions import choosing
from letters.signing.rules import StrikeReason
from petition.audit.actions import OPERATOR
from tests.letters.ledger.privacy.traces import QUINTESSA, SHOWN, Traces, identities, secrets_of, words
from tests.letters.pages.filled import confirm_path, manage_path
from tests.letters.signing.trying import age_mails, current_number, row_of

HIDDEN = replace(SHOWN, display="anonymous")
EDITED = replace(SHOWN, title="Petrologist of Vesuvius")


def fields(letter: Letter, display: str) -> dict[str, object]:
    """The form as she fills it."""
    shown = vars(SHOWN) | {"display": display, "version": current_number(letter), "wants_news": "on"}
    return shown | {"email": QUINTESSA.address, "consent_text": "on", "consent_political": "on", "website": ""}


class Life:
    """One signer's, step by step; whatever she leaves is noted as she leaves it."""

    def __init__(self, letter: Letter, client: Client, *, display: str = "name") -> None:
        self.letter, self.client = letter, client
        self.traces = Traces(words())
        self.sign(display)

    @property
    def signature(self) -> Signature:
        return row_of(self.letter, QUINTESSA)

    def sign(self, display: str = "name") -> None:
        form = fields(self.letter, display)
        assert self.client.post(f"/letters/{self.letter.slug}/sign/", form).status_code == 302
        self.traces.note(identities(self.signature))
        answer = self.client.post(confirm_path(self.signature), form)
        assert answer.status_code == 302, answer.content
        age_mails(3600)
        self._note()

    def live(self, step: str) -> None:
        getattr(self, step)()
        self._note()

    def edit(self) -> None:
        assert actions.edit(self.signature.pk, EDITED)
        self.traces.note({"Vesuvius": b"Vesuvius"})

    def hide(self) -> None:
        assert actions.edit(self.signature.pk, HIDDEN)

    def gather(self) -> None:
        """Have the news of all letters in one mail a week."""
        assert choosing.gather(self.signature.pk, weekly=True)

    def strike(self) -> None:
        assert actions.strike(self.signature.pk, reason=StrikeReason.FRAUD, by=OPERATOR)

    def restore(self) -> None:
        assert actions.restore(self.signature.pk, by=OPERATOR)

    def withdraw(self) -> None:
        assert actions.withdraw(self.signature.pk)
        age_mails(3600)

    def ask_for_links(self) -> None:
        """Two more mails are owed to her: to the link of this letter, and to all of hers."""
        actions.resend(QUINTESSA.address, self.letter)
        actions.recall(QUINTESSA.address)

    def erase(self, *, keep_counted: bool) -> str:
        """Press one of the two buttons; the address of her page, which still opens."""
        page = manage_path(self.signature)
        answer = self.client.post(f"{page}erase/", {"keep": "counted"} if keep_counted else {})
        assert answer.status_code == 200, answer.content
        return page

    def _note(self) -> None:
        opening = Opening.objects.filter(pk=self.signature.operation_id).first()
        if opening:
            self.traces.note(secrets_of(opening))
