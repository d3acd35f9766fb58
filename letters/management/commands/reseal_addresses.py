from typing import Any

from django.core.management.base import BaseCommand

from accounts import factors
from letters.ledger.models import Opening
from letters.ledger.openings import SEALED_FOR
from letters.signing.models import Signature
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
        addressees = reseal_column(Addressee.objects.all(), "address")
        openings = reseal_column(Opening.objects.all(), "secret", SEALED_FOR)
        keys = factors.reseal()
        self.stdout.write(
            f"Sealed anew: {signatures} signatures, {addressees} addressees, {messages} messages, "
            f"{openings} openings, {keys} second factors."
        )
