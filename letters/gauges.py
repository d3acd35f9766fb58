"""What /metrics reads of the letters at scrape time (petition/health.py names it in a string)."""

from django.db.models import Count, Sum

from letters.models import Letter, Signature

WAITING = (Signature.State.PENDING, Signature.State.HELD, Signature.State.REFUSED)


def signatures_by_outcome() -> dict[str, int]:
    """How many signatures stand in each state: counted ones from the logs, the others from their small index."""
    sums = Letter.objects.aggregate(
        confirmed=Sum("log__count"), withdrawn=Sum("log__withdrawn"), struck=Sum("log__struck")
    )
    counted = {outcome: number or 0 for outcome, number in sums.items()}
    rows = Signature.objects.exclude(state=Signature.State.CONFIRMED).filter(state__in=WAITING)
    waiting = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return counted | {str(state): waiting.get(state, 0) for state in WAITING}
