"""Keys and signed checkpoints in the browser, with its own Ed25519 and with the borrowed one."""

import pytest

from petition.lib.notes import Signer
from tests.journeys.scripts.conftest import Run
from tests.letters.ledger.vectors import CHECKPOINT, KEYS, ORIGIN, VECTORS

VKEY: str = KEYS["log_vkey"]
OTHER = Signer(ORIGIN, b"\x07" * 32)
FAULT = "return faultOf(async () => note.openNote(text, await note.parseKey(vkey)))"
# As in a browser that does not know this algorithm yet.
WITHOUT = """
const own = crypto.subtle.importKey;
crypto.subtle.importKey = () => Promise.reject(new DOMException("", "NotSupportedError"));
try { %s } finally { crypto.subtle.importKey = own; }
"""


def test_a_checkpoint_of_the_vectors_opens(run: Run) -> None:
    opened = run(
        "note",
        "const {origin, size, shortRoot} = await note.openNote(text, await note.parseKey(vkey));"
        "return [origin, size, shortRoot]",
        text=CHECKPOINT,
        vkey=VKEY,
    )
    assert opened == [ORIGIN, 8, VECTORS["root8"]]


@pytest.mark.parametrize("way", ["%s", WITHOUT], ids=["own", "borrowed"])
@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("8", "8", ""),
        ("\n8\n", "\n9\n", "signature-wrong"),
        ("eYOQc=\n", "eYOQd=\n", "note-broken"),
        ("OgthYIl", "OgthYIm", "signature-wrong"),
        ("demo\n8", "dem0\n8", "other-log"),
        ("— letters", "— lettres", "foreign-key"),
        (" TmTS", " UmTS", "foreign-key"),
        ("=\n\n— ", "=\nmore\n\n— ", "note-broken"),
        ("\n8\n", "\n08\n", "note-broken"),
        ("\n\n", "\n", "truncated"),
    ],
)
def test_what_is_wrong_with_a_checkpoint_is_named(run: Run, way: str, before: str, after: str, fault: str) -> None:
    assert before in CHECKPOINT
    assert run("note", way % FAULT, text=CHECKPOINT.replace(before, after, 1), vkey=VKEY) == fault


def test_a_key_of_another_seed_is_foreign(run: Run) -> None:
    assert run("note", FAULT, text=CHECKPOINT, vkey=OTHER.vkey) == "foreign-key"


def test_lines_of_witnesses_do_no_harm(run: Run) -> None:
    witness = Signer("witness.example", b"\x08" * 32).sign("anything\n")

    assert run("note", FAULT, text=CHECKPOINT + witness, vkey=VKEY) == ""


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        ORIGIN,
        VKEY[:-4],
        VKEY.replace("+4e64d2b6+", "+4e64d2b7+"),
        VKEY.replace("demo", "dema"),
        KEYS["witness_vkey"],
        f"{VKEY}\n",
    ],
)
def test_a_key_that_is_not_whole_is_refused(run: Run, vkey: str) -> None:
    assert run("note", "return faultOf(() => note.parseKey(vkey))", vkey=vkey) == "key-broken"


def test_keys_of_the_site_are_read(run: Run) -> None:
    for vkey in (VKEY, OTHER.vkey, VECTORS["hkdf"]["vkey"]):
        assert run("note", "return (await note.parseKey(vkey)).vkey", vkey=vkey) == vkey
