from celery import shared_task
from django.core.management import call_command

from accounts.actions import forget_unanswered, forget_unproven
from accounts.factors import forget_ended_sessions


@shared_task
def forget_unproven_accounts() -> None:
    forget_unproven()


@shared_task
def forget_unanswered_invitations() -> None:
    forget_unanswered()


@shared_task
def clear_old_sessions() -> None:
    call_command("clearsessions")
    forget_ended_sessions()
