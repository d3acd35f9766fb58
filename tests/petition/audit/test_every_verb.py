"""Every verb leaves its line of history once, however often it is called; a new one is told of, or says why not."""

import inspect
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

import pytest

from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.petition.audit.verbs import silent
from tests.petition.audit.verbs.scenarios import name_of
from tests.petition.audit.verbs.told import SCENARIOS

ACTIONS = (
    "accounts.actions",
    "letters.guard.actions",
    "letters.moderation.actions",
    "letters.privacy.actions",
    "letters.signing.actions",
    "letters.updates.actions",
    "letters.writing.actions",
)


def verbs() -> Iterator[str]:
    """Every public function that one of these modules defines itself."""
    for name in ACTIONS:
        package = import_module(name)
        inner = [f"{name}.{module.name}" for module in iter_modules(getattr(package, "__path__", []))]
        for module in (package, *map(import_module, inner)):
            for known, value in vars(module).items():
                if inspect.isfunction(value) and value.__module__ == module.__name__ and not known.startswith("_"):
                    yield name_of(value)


def lines_since(number: int) -> list[str]:
    return list(AuditEvent.objects.filter(pk__gt=number).order_by("pk").values_list("verb", flat=True))


def test_every_verb_is_told_of_or_has_a_reason_to_be_silent() -> None:
    assert sorted(verbs()) == sorted([*SCENARIOS, *silent.NAMES])


@pytest.mark.django_db
@pytest.mark.parametrize("verb", SCENARIOS)
def test_a_verb_leaves_its_line_once(verb: str) -> None:
    scenario = SCENARIOS[verb]
    deed = scenario.prepare()
    newest = AuditEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    deed()
    once = lines_since(newest)
    with suppress(Refused):
        deed()

    assert once == list(scenario.lines)
    assert lines_since(newest) == once * (2 if scenario.again else 1)
