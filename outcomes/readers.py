"""Whether the paper of a session can be asked for by mail."""

from django.utils import timezone

from outcomes.models import ImpulsePaper
from surveys.models import Survey
from workshops.models import Workshop


def can_be_asked_for(workshop: Workshop) -> bool:
    """A public session that is over, or whose survey is, and whose paper is not final yet."""
    paper = ImpulsePaper.objects.filter(workshop=workshop).first()
    if not workshop.is_public or (paper and paper.status == ImpulsePaper.Status.FINAL):
        return False
    return paper is not None or _is_over(workshop)


def _is_over(workshop: Workshop) -> bool:
    ended = [Survey.Status.ENDED, Survey.Status.SEALED]
    slot = getattr(workshop, "slot", None)
    over = slot is not None and slot.ends_at <= timezone.now()
    return over or workshop.surveys.filter(status__in=ended, is_rehearsal=False).exists()
