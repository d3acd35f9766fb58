"""The tables of what is only counted: how mail ended, how much went out lately, and who refuses it."""

from django.db import models


class Ending(models.Model):
    """How many messages of a kind have ended one way, counted for ever for the metrics."""

    kind = models.CharField(max_length=48)
    outcome = models.CharField(max_length=16)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "outcome"), name="one_number_per_ending"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.number} {self.outcome}"


class Minute(models.Model):
    """How many messages of a kind went out in one minute, kept for a day."""

    at = models.DateTimeField()  # its beginning
    kind = models.CharField(max_length=48)
    sent = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("at", "kind"), name="one_number_per_minute"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.sent} at {self.at}"


class DomainRefusals(models.Model):
    """How often a domain said no in one hour, with one status; by name, and kept for a day."""

    at = models.DateTimeField()  # the hour's beginning
    domain = models.CharField(max_length=255)
    status = models.CharField(max_length=16)  # such as 550 5.1.1, since the words after it differ from mail to mail
    number = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=300)  # as said last, without addresses

    class Meta:
        constraints = (models.UniqueConstraint(fields=("at", "domain", "status"), name="one_number_per_hour"),)

    def __str__(self) -> str:
        return f"{self.domain}: {self.number} times {self.status}"
