from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from petition.audit import actions

NETWORKS_KEPT_FOR = timedelta(days=30)  # long enough to see through an attack


@shared_task
def forget_networks() -> None:
    actions.forget_networks(before=timezone.now() - NETWORKS_KEPT_FOR)
