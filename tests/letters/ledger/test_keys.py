from django.conf import LazySettings

from letters.ledger import keys
from petition.lib.notes import Verifier
from tests.letters.ledger.vectors import ORIGIN, VECTORS

MASTER = bytes.fromhex(VECTORS["hkdf"]["master"])


def test_a_logs_seed_is_the_published_one() -> None:
    assert keys.seed_of(MASTER, ORIGIN).hex() == VECTORS["hkdf"]["derived_seed"]


def test_a_logs_key_comes_from_the_sites_seed(settings: LazySettings) -> None:
    settings.LOG_KEY_SEED = MASTER
    assert keys.vkey(ORIGIN) == VECTORS["hkdf"]["vkey"]


def test_each_log_has_a_key_of_its_own(settings: LazySettings) -> None:
    settings.LOG_KEY_SEED = MASTER
    assert keys.seed_of(MASTER, f"{ORIGIN}/2") != keys.seed_of(MASTER, ORIGIN)
    assert keys.signer(f"{ORIGIN}/2").name == f"{ORIGIN}/2"


def test_a_new_seed_is_seen_at_once(settings: LazySettings) -> None:
    settings.LOG_KEY_SEED = MASTER
    before = keys.vkey(ORIGIN)
    settings.LOG_KEY_SEED = bytes(32)
    assert keys.vkey(ORIGIN) != before


def test_what_a_log_signs_its_published_key_verifies(settings: LazySettings) -> None:
    settings.LOG_KEY_SEED = MASTER
    Verifier.parse(keys.vkey(ORIGIN)).verify("text\n", keys.signer(ORIGIN).sign("text\n"))


def test_a_signer_is_made_once(settings: LazySettings) -> None:
    settings.LOG_KEY_SEED = MASTER
    assert keys.signer(ORIGIN) is keys.signer(ORIGIN)
