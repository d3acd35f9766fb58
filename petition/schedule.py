"""The clockwork: every recurring task, with its pace and its reason."""

from celery.schedules import crontab

from petition.celery import app

app.conf.beat_schedule = {
    # Finds the mail whose doorbell was lost, and what is due only now; asking costs one small query.
    "deliver the outbox": {
        "task": "petition.outbox.tasks.deliver_outbox",
        "schedule": 3,
        "options": {"expires": 3},
    },
    # Data minimisation: an address is needed until its mail arrived and its links are over.
    "forget recipients": {
        "task": "petition.outbox.tasks.forget_recipients",
        "schedule": crontab(hour="3", minute="10"),
    },
    # The same for networks in the history, as the privacy page promises.
    "forget networks": {
        "task": "petition.audit.tasks.forget_networks",
        "schedule": crontab(hour="3", minute="20"),
    },
}
