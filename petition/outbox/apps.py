from anymail.signals import tracking
from django.apps import AppConfig
from django.core.checks import register

from petition.outbox import checks


class OutboxConfig(AppConfig):
    name = "petition.outbox"

    def ready(self) -> None:
        register(checks.sender_can_be_read)
        register(checks.signing_works)
        # These need the models, which are ready only now.
        from petition.outbox import hearing  # noqa: PLC0415

        tracking.connect(hearing.hear, dispatch_uid="outbox")
