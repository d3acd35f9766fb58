"""The rules for Prometheus ask for numbers that the site really tells."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from petition.metrics.scrape import scrape
from petition.outbox import tallies
from petition.outbox.bounces import Sort
from petition.outbox.endings import Outcome

RULES = (Path(settings.BASE_DIR) / "petition" / "deploy" / "alerts.yml").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_every_number_that_a_rule_asks_for_is_told() -> None:
    tallies.add(Counter({("signing.receipt", "sent"): 1}))
    told = {re.split(r"[ {]", line)[0] for line in scrape().decode().splitlines()}

    asked = set(re.findall(r"undersigned_\w+", RULES))

    assert asked - told == set()
    assert len(asked) == 3


def test_every_outcome_that_a_rule_asks_for_is_one() -> None:
    asked = set(re.findall(r'outcome="([^"]+)"', RULES))

    assert asked <= {outcome.value for outcome in (*Outcome, *Sort)}
    assert asked == {"bounced", "complained", "retired", "sent"}


def test_every_rule_says_what_to_do() -> None:
    words = ("alert", "expr", "severity", "summary", "description")
    assert len({len(re.findall(rf"^ +(?:- )?{word}: ", RULES, re.MULTILINE)) for word in words}) == 1
