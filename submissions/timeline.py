"""The dates of a request: what happened to it, and what comes next. Never a decision not released."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from forum.models import AuditEntry, Edition
from forum.references import reference
from submissions.models import Call, Handover, Milestone, Submission, Version
from submissions.models.following import moment_of

DONE, NEXT, LATER = "done", "next", "later"


@dataclass(frozen=True)
class Event:
    """Something with a date: a moment (`at`), or a whole `day` at the venue.

    `planned` events are expected by everybody with such a request, whatever becomes of this one.
    """

    label: str
    at: datetime | None = None
    day: date | None = None
    planned: bool = False

    def ends(self, edition: Edition) -> datetime:
        return self.at or moment_of(self.day or date.min, time.max, edition)


@dataclass(frozen=True)
class Step:
    """An event as it stands in the list: done, next or later."""

    event: Event
    state: str


def steps(submission: Submission, kind: str, more: Iterable[Event] = ()) -> list[Step]:
    """The events of a request in their order; `more` are those only its own app knows.

    After a refusal or a withdrawal nothing is to come.
    """
    events = [*_happened(submission), *_planned(submission, kind), *more]
    now, edition = timezone.now(), submission.edition
    ordered = sorted(events, key=lambda event: event.ends(edition))
    past = [event for event in ordered if event.ends(edition) <= now]
    coming = [event for event in ordered if event.ends(edition) > now]
    status = submission.Status
    if submission.shown_status in (status.DECLINED, status.WITHDRAWN):
        coming = []
    listed = [Step(event, DONE) for event in past]
    return listed + [Step(event, LATER if at else NEXT) for at, event in enumerate(coming)]


def _happened(submission: Submission) -> Iterable[Event]:
    """From the rows that its submitter may know; a decision counts from its release."""
    known = (submission.created_at, submission.submitted_at, submission.released_at)
    yield Event(_("Started"), at=min(moment for moment in known if moment))
    if submission.submitted_at:
        yield Event(_("Submitted"), at=submission.submitted_at)
    about = reference(submission)
    last = Version.objects.filter(about=about, number__gt=1).defer("content").first()
    if last:
        yield Event(_("Changed, now version %(number)d") % {"number": last.number}, at=last.at)
    handed = Handover.objects.filter(about=about, status=Handover.Status.ACCEPTED).first()
    if handed and handed.answered_at:
        yield Event(_("Handed over"), at=handed.answered_at)
    if submission.released_at and not submission.awaits_release:
        yield Event(_decision(submission), at=submission.released_at)
    if submission.status == submission.Status.WITHDRAWN:
        entries = AuditEntry.objects.filter(object=about, verb="withdrew")
        at = entries.values_list("at", flat=True).first()
        yield Event(_("Withdrawn"), at=at or submission.updated_at)


def _decision(submission: Submission) -> str:
    declined = submission.status == submission.Status.DECLINED
    return _("Decision: declined") if declined else _("Decision: accepted")


def _planned(submission: Submission, kind: str) -> Iterable[Event]:
    call = Call.objects.filter(edition=submission.edition_id, kind=kind).first()
    if call is None:
        return
    if call.closes_at:
        yield Event(_("The call closes"), at=call.closes_at, planned=True)
    for milestone in Milestone.objects.filter(call=call, is_public=True):
        yield of_milestone(milestone, submission.edition)


def of_milestone(milestone: Milestone, edition: Edition) -> Event:
    if milestone.time is None:
        return Event(milestone.label, day=milestone.day, planned=True)
    at = moment_of(milestone.day, milestone.time, edition)
    return Event(milestone.label, at=at, planned=True)
