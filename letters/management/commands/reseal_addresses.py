from typing import Any

from django.core.management.base import BaseCommand

from accounts import factors
from accounts.models import Invitation
from letters.ledger.models import Opening
from letters.ledger.openings import SEALED_FOR
from letters.moderation.models import Report
from letters.signing.models import FirstSigner, Signature
from letters.writing.drafts import Addressee
from petition.lib.resealing import reseal_column
from petition.outbox.models import SECRETS, Message


class Command(BaseCommand):
    help = (
        "Seal all that is sealed under the newest key of ADDRESS_KEYS; once it finds none, older keys may be removed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        # Messages first: confirming copies a recipient into its signature.
        messages = reseal_column(Message.objects.all(), "recipient")
        messages += reseal_column(Message.objects.owed(), "sealed", SECRETS)
        signatures = reseal_column(Signature.objects.all(), "address")
        others = sum(
            reseal_column(table.objects.all(), "address") for table in (Addressee, FirstSigner, Invitation, Report)
        )
        openings = reseal_column(Opening.objects.all(), "secret", SEALED_FOR)
        keys = factors.reseal()
        self.stdout.write(
            f"Sealed anew: {signatures} signatures, {messages} messages, {openings} openings, "
            f"{keys} second factors, {others} addresses of others."
        )
