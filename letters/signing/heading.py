"""The head of a list: first signers in their order, those who have signed and those who are asked."""

from dataclasses import dataclass

from letters.signing.models import FirstSigner, Signature
from letters.writing.models import Letter


@dataclass(frozen=True)
class First:
    """One place at the head: somebody asked, somebody who signed, or both."""

    asked: FirstSigner | None
    signature: Signature | None

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"asked-{self.asked.pk}" if self.asked else f"signed-{self.signature.pk if self.signature else 0}"

    @property
    def rank(self) -> int:
        return (self.signature and self.signature.first_rank) or (self.asked.rank if self.asked else 0)


def head_of(letter: Letter) -> list[First]:
    """Everybody at the head, in order; who signed without showing the name is not told from who has not signed.

    Whoever is asked was asked by address, so that initials beside it would say whose they are.
    """
    ranked = Signature.objects.among_the_first().filter(letter=letter).select_related("operation").defer("address")
    named = {bytes(one.identity): one for one in ranked if is_named(one)}
    asked = [First(one, named.pop(bytes(one.identity), None)) for one in FirstSigner.objects.filter(letter=letter)]
    alone = [First(None, one) for one in ranked if not is_named(one)]
    alone += [First(None, one) for one in named.values()]
    return sorted([*asked, *alone], key=lambda first: (first.rank, first.key))


def is_named(signature: Signature) -> bool:
    return signature.display == Signature.Display.NAME and signature.name_hidden_at is None
