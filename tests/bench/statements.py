"""What signing tells the database, as a script for pgbench; captured while it signs, so it is never out of date."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from psycopg import ClientCursor

from letters.guard.verdicts import Verdict
from letters.models import Letter
from letters.signing.actions.signing import sign
from letters.signing.fields import ConfirmedFields, SignRequest
from letters.signing.rules import CONSENT

Parameters = Mapping[str, Any] | Sequence[Any]

# What differs from one signer to the next, in the script's words; both identities are keyed hashes of 32 bytes.
BYTES = {b"l" * 32: "sha256(int8send(:n))", b"s" * 32: "sha256(int8send(-:n))"}
NUMBERS = {808_080_808_080: ":n", 909_090_909_090: ":id"}
LETTER, SITE = BYTES
LOCK, SIGNATURE = NUMBERS


def transaction_of_signing(letter: Letter) -> str:
    lock, upsert, owe = map(_written, _told(letter))
    number = r"\set n random(1, 9000000000000000000)"
    return "\n".join([number, "BEGIN;", f"{lock};", f"{upsert}", r"\gset", f"{owe};", "COMMIT;"]) + "\n"


def _told(letter: Letter) -> list[tuple[str, Parameters]]:
    """The statements of one try to sign, which is taken back."""
    told: list[tuple[str, Parameters]] = []

    def listen(execute: Callable[..., Any], sql: str, values: Parameters, many: bool, context: Any) -> Any:
        told.append((sql, values))
        return execute(sql, values, many, context)

    asked = SignRequest(ConfirmedFields("Noor Haddad", city="Lisbon"), "noor@example.net", 1, CONSENT)
    with transaction.atomic():
        with connection.execute_wrapper(listen):
            sign(letter, asked, verdict=Verdict("pass"), network="192.0.2.1/32")
        transaction.set_rollback(True)
    return [(sql, values) for sql, values in told if "SAVEPOINT" not in sql]


def _written(statement: tuple[str, Parameters]) -> str:
    """One statement with its values in it, the varying ones as pgbench's variables."""
    sql, values = statement
    connection.ensure_connection()
    text = ClientCursor(connection.connection).mogrify(sql, _marked(values))
    for mark, words in BYTES.items():
        text = text.replace(f"'\\x{mark.hex()}'::bytea", words)
    for number, words in NUMBERS.items():
        text = text.replace(str(number), words)
    return " ".join(text.split())


def _marked(values: Parameters) -> Parameters:
    if not isinstance(values, Mapping):
        return [LOCK for _ in values]
    identity = LETTER if "letter_id" in values else SITE
    return {**values, "identity": identity} | ({"cause": SIGNATURE} if "cause" in values else {})
