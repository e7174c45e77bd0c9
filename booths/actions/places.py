"""What every change at the Village needs: one at a time, and order when a booth leaves."""

from django.utils import timezone

from booths.models import Booth, Offer, Partnering
from forum.models import Edition


def lock(edition: Edition) -> None:
    """Let one change at a time at the Village of an edition; call it first in a transaction."""
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)


def vacate(booth: Booth) -> None:
    """Take a booth off the plan inside a locked change; an accepted guest keeps the place."""
    stand, guest = booth.stand, Booth.objects.filter(host=booth).first()
    booth.stand = booth.host = None
    booth.save(update_fields=["stand", "host"])
    if guest:
        guest.host = None
        guest.stand = stand if guest.status == Booth.Status.ACCEPTED else None
        guest.save(update_fields=["stand", "host"])


def end_questions(booth: Booth) -> None:
    """Close what is still open for a booth that leaves: its offer and its partnerings."""
    now = timezone.now()
    Offer.objects.open().filter(booth=booth).update(answer=Offer.Answer.VOID, answered_at=now)
    void = {"answer": Partnering.Answer.VOID, "answered_at": now}
    Partnering.objects.open().filter(asker=booth).update(**void)
    Partnering.objects.open().filter(asked=booth).update(**void)
