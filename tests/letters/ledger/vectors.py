"""A log of eight entries with its proofs and signatures, which independent programs have agreed on."""

import base64
import json
from pathlib import Path
from typing import Any

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))

ORIGIN = "letters.example.org/log/demo"
ENTRIES = [entry.encode() for entry in VECTORS["entries"]]
KEYS = VECTORS["keys"]
CHECKPOINT: str = VECTORS["checkpoint"]


def decoded(*texts: str) -> list[bytes]:
    return [base64.b64decode(text) for text in texts]


LEAVES = decoded(*VECTORS["leaf_hashes"])
ROOTS = decoded(*VECTORS["roots"])
