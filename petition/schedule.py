"""The clockwork: every recurring task, with its pace and its reason."""

from petition.celery import app

app.conf.beat_schedule = {}
