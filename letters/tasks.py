"""Doorbells of the letters: each wakes one verb, and may ring twice."""

from celery import shared_task

from letters.signing import actions as signing
from letters.writing import actions as writing
from petition.audit.actions import CLOCK


@shared_task
def close_letters() -> None:
    writing.close_past_due(by=CLOCK)


@shared_task
def erase_unconfirmed() -> None:
    signing.erase_unconfirmed()


@shared_task
def forget_networks() -> None:
    signing.forget_networks()
