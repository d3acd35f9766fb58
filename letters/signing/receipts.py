"""What a signer holds in hand: the file that proves to anybody that their signature is in the log."""

from dataclasses import dataclass

from letters.ledger import receipts
from letters.ledger.reading import receipt_of
from letters.signing.models import Signature

MEDIA_TYPE = "text/plain"


@dataclass(frozen=True)
class ReceiptFile:
    """A receipt as it is handed out."""

    name: str
    text: str
    index: int  # of the entry it proves
    origin: str  # of the log it stands in


def receipt_file(signature: Signature) -> ReceiptFile | None:
    """The receipt of the newest entry of a signature, with what opens it; None until that has its place."""
    receipt = receipt_of(signature.operation_id) if signature.operation_id else None
    if receipt is None:
        return None
    name = f"receipt-{signature.letter.slug}-{receipt.index}.tlog-proof"
    origin = receipt.checkpoint.partition("\n")[0]
    return ReceiptFile(name, receipts.encode(receipt), receipt.index, origin)
