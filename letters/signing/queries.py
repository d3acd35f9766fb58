from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from letters.signing.models import Signature  # noqa: F401


class SignatureQuerySet(models.QuerySet["Signature"]):
    def in_force(self) -> "SignatureQuerySet":
        return self.filter(state="confirmed")

    def newest_first(self) -> "SignatureQuerySet":
        return self.order_by("-confirmed_at", "-id")
