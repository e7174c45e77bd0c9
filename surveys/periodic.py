"""What the clock does with surveys."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from forum.errors import RuleError
from surveys import actions
from surveys.models import Survey, Wave
from workshops.models import Slot


def seal_due(now: datetime | None = None) -> int:
    """End and seal every survey whose time is over; returns how many. Forgotten rehearsals go too.

    Sessions marked as a sample are left alone: the clock never ends those.
    """
    now = now or timezone.now()
    _end_forgotten_rehearsals(now)
    running = Survey.objects.filter(
        status__in=[Survey.Status.RUNNING, Survey.Status.ENDED],
        workshop__is_sample=False,
        is_rehearsal=False,
    )
    due = [survey for survey in running.select_related("workshop") if due_at(survey) <= now]
    return sum(_sealed(survey) for survey in due)


def _end_forgotten_rehearsals(now: datetime) -> None:
    for survey in Survey.objects.filter(is_rehearsal=True, workshop__is_sample=False):
        last = max(_last_moment(survey), survey.created_at)
        if last + timedelta(hours=settings.SEAL_AFTER_LAST_WAVE_HOURS) <= now:
            actions.end_rehearsal(survey, by=None)


def _sealed(survey: Survey) -> bool:
    """False when somebody else ended or sealed it at the same moment."""
    try:
        with transaction.atomic():
            if survey.status == Survey.Status.RUNNING:
                actions.end(survey, by=None)
            actions.seal(survey, by=None)
    except RuleError:
        return False
    return True


def due_at(survey: Survey) -> datetime:
    """When the clock seals: 30 minutes after the slot, without one 12 hours after the last wave.

    A survey still running whose waves were opened after the slot counts as one without a slot:
    the session took place later than planned.
    """
    slot = Slot.objects.filter(workshop=survey.workshop_id).first()
    last = _last_moment(survey)
    late = slot and survey.status == Survey.Status.RUNNING and last > slot.ends_at
    if slot and not late:
        return slot.ends_at + timedelta(minutes=settings.SEAL_AFTER_SLOT_MINUTES)
    return last + timedelta(hours=settings.SEAL_AFTER_LAST_WAVE_HOURS)


def _last_moment(survey: Survey) -> datetime:
    """When the last wave was closed or, still open, opened."""
    found = Wave.objects.filter(survey=survey).aggregate(
        closed=Max("closed_at"), opened=Max("opened_at")
    )
    return max(filter(None, found.values()), default=survey.created_at)
