"""Notes, keys and checkpoints that differ from good ones by little."""

import pytest

from petition.lib.notes import MOST_BYTES, BadNote, Checkpoint, Verifier, open_note
from tests.letters.ledger.vectors import CHECKPOINT, KEYS

TEXT = CHECKPOINT.partition("\n\n")[0] + "\n"
LINES = CHECKPOINT.splitlines(keepends=True)[-2:]
LOG = Verifier.parse(KEYS["log_vkey"])


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        TEXT,
        TEXT + "\n",
        CHECKPOINT.rstrip("\n"),
        CHECKPOINT + "\n",
        CHECKPOINT + "more\n",
        CHECKPOINT.replace("\n", "\r\n"),
        CHECKPOINT.replace("— letters", "- letters"),
        CHECKPOINT.replace("— letters", "—  letters"),
        CHECKPOINT.replace("OQc=\n", "OQd=\n"),
        CHECKPOINT.replace("OQc=\n", "OQc\n"),
        CHECKPOINT.replace("OQc=\n", "OQc==\n"),
        CHECKPOINT.replace("OQc=\n", "OQc= \n"),
        CHECKPOINT.replace("— letters", "— let+ters"),
        CHECKPOINT.replace("— letters", "— let\u00a0ters"),
        CHECKPOINT + "— x AAAA\n",
        CHECKPOINT + "— x AAAAAA==\n",
        CHECKPOINT + "—  AAAAAAA=\n",
        TEXT.replace("8", "\x01") + "\n" + LINES[0],
        CHECKPOINT.encode("latin-1", "replace"),
        CHECKPOINT.encode() + b"\xff",
        TEXT + "\n" + LINES[0] * 65,
        "a" * MOST_BYTES + CHECKPOINT,
        "\ud800" + CHECKPOINT,
    ],
)
def test_what_is_no_note_is_not_opened(broken: str | bytes) -> None:
    with pytest.raises(BadNote):
        open_note(broken, LOG)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        KEYS["log_vkey"] + "\n",
        KEYS["log_vkey"][:-4],
        KEYS["log_vkey"].replace("4e64d2b6", "4E64D2B6"),
        KEYS["log_vkey"].replace("4e64d2b6", "4e64d2b7"),
        KEYS["log_vkey"].replace("demo", "demO"),
        KEYS["log_vkey"].replace("+AQ", "+Ag"),
        KEYS["log_vkey"].replace("+AQ", "+BA"),
        KEYS["log_vkey"].replace("+", " "),
        KEYS["log_vkey"].replace("/zz", "_zz"),
    ],
)
def test_a_verifier_key_has_one_spelling(vkey: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(vkey)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n8\nwiyTX3zT5mp0/CGzLqctVr+MBde6IyIzIqUeUpUCaL0=\n",
        TEXT + "extension\n",
        TEXT + "\n",
        TEXT[:-1],
        TEXT.replace("\n8\n", "\n08\n"),
        TEXT.replace("\n8\n", "\n+8\n"),
        TEXT.replace("\n8\n", "\n-8\n"),
        TEXT.replace("\n8\n", "\n8 \n"),
        TEXT.replace("\n8\n", "\n8_0\n"),
        TEXT.replace("\n8\n", "\n٨\n"),
        TEXT.replace("\n8\n", "\n\n"),
        TEXT.replace("\n8\n", f"\n{2**63}\n"),
        TEXT.replace("aL0=", "aL1="),
        TEXT.replace("aL0=", "aL0"),
        TEXT.replace("aL0=", "aL0=="),
        TEXT.replace("wiyT", ""),
        TEXT.replace("wiyT", "wiyTAAAA"),
    ],
)
def test_a_checkpoint_has_one_spelling(text: str) -> None:
    with pytest.raises(BadNote, match="checkpoint"):
        Checkpoint.parse(text)
