"""Who owes what after a session: its report, an approval of its paper, answers to comments."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from forum.models import Edition, Person
from outcomes.models import Comment, DutyReminder, ImpulsePaper
from submissions.people import address_of
from workshops import duties
from workshops.models import Contributor, Workshop

REPORT, APPROVAL, DISPOSITION = "report", "approval", "disposition"
KINDS = (REPORT, APPROVAL, DISPOSITION)
REPORTERS = (Contributor.Role.RAPPORTEUR, *Contributor.ORGANIZERS)
APPROVERS = (*REPORTERS, *Contributor.MODERATORS)
STOPS_AFTER = timedelta(days=60)


@dataclass(frozen=True)
class Debtor:
    """Somebody who can be reminded; `reminded_at` is when a mail last did."""

    person: Person
    reminded_at: datetime | None

    @property
    def address(self) -> str:
        return address_of(self.person)

    @property
    def was_reminded_today(self) -> bool:
        return self.reminded_at is not None and is_today(self.reminded_at)


@dataclass(frozen=True)
class Duty:
    """One thing a session owes, and the people named in it who can do it."""

    kind: str
    workshop: Workshop
    debtors: list[Debtor] = field(default_factory=list)
    count: int = 1

    @property
    def due(self) -> datetime | None:
        return duties.report_due(self.workshop.edition) if self.kind == REPORT else None

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due <= timezone.now()

    @property
    def takeaways_are_filed(self) -> bool:
        report = getattr(self.workshop, "report", None)
        return bool(report and report.takeaways_filed_at)

    @property
    def can_be_reminded(self) -> bool:
        """Somebody with an address has not heard of it today."""
        return any(one.address and not one.was_reminded_today for one in self.debtors)


def held(edition: Edition) -> QuerySet[Workshop]:
    """Public sessions that are over; those without a time once the forum is."""
    now = timezone.now()
    over = Q(slot__ends_at__lt=now)
    if duties.end_of_day(edition.ends_on, edition) <= now:
        over |= Q(slot=None)
    return Workshop.objects.public().filter(over, edition=edition)


def owed(edition: Edition) -> list[Duty]:
    """Everything owed in an edition: reports, then approvals, then answers to comments."""
    return [*reports_owed(edition), *approvals_owed(edition), *dispositions_owed(edition)]


def reports_owed(edition: Edition) -> list[Duty]:
    """Sessions that were held and whose report is not filed."""
    found = _with_people(held(edition).filter(report_filed_at=None), REPORT)
    return [Duty(REPORT, one, debtors(one, REPORTERS, REPORT)) for one in found]


def approvals_owed(edition: Edition) -> list[Duty]:
    """Papers that wait for somebody of the session to approve them."""
    waits = ImpulsePaper.objects.filter(status=ImpulsePaper.Status.DRAFT, workshop__edition=edition)
    found = Workshop.objects.filter(pk__in=waits.values("workshop"))
    return [
        Duty(APPROVAL, one, debtors(one, APPROVERS, APPROVAL))
        for one in _with_people(found, APPROVAL)
    ]


def dispositions_owed(edition: Edition) -> list[Duty]:
    """Papers with comments nobody has answered, and how many."""
    opened = Comment.objects.unanswered().filter(paper__workshop__edition=edition)
    numbers: dict[int, int] = {}
    for key in opened.values_list("paper__workshop", flat=True):
        numbers[key] = numbers.get(key, 0) + 1
    found = _with_people(Workshop.objects.filter(pk__in=numbers), DISPOSITION)
    return [
        Duty(DISPOSITION, one, debtors(one, APPROVERS, DISPOSITION), numbers[one.pk])
        for one in found
    ]


def of_workshop(workshop: Workshop, kind: str) -> Duty | None:
    """The duty of that kind of one session; None when it owes nothing of it."""
    found = {REPORT: reports_owed, APPROVAL: approvals_owed, DISPOSITION: dispositions_owed}[kind]
    return next((duty for duty in found(workshop.edition) if duty.workshop == workshop), None)


def debtors(workshop: Workshop, roles: Iterable[str], kind: str) -> list[Debtor]:
    """The people in these roles who did not decline, each once, rapporteurs first."""
    order = list(roles)
    rows = [
        row
        for row in workshop.contributors.all()
        if row.role in order and row.answer != Contributor.Answer.DECLINED
    ]
    rows.sort(key=lambda row: order.index(row.role))
    reminded = {
        one.person_id: one.at
        for one in workshop.duty_reminders.all()
        if one.occasion.startswith(f"{kind}:")
    }
    people = {row.person_id: row.person for row in rows}
    return [Debtor(person, reminded.get(key)) for key, person in people.items()]


def occasions_due(edition: Edition) -> dict[str, datetime]:
    """What the clock reminds of now, by its name; nothing long after the day has passed.

    A date that is moved is a new occasion: people hear of the new date once as well.
    """
    due, now = duties.report_due(edition), timezone.now()
    before = due - timedelta(days=edition.limit("report_remind_before"))
    after = due + timedelta(days=edition.limit("report_remind_after"))
    found = {}
    if now < before:
        found[f"{REPORT}:ended"] = due
    elif now < due:
        found[f"{REPORT}:before:{due:%Y-%m-%d}"] = due
    elif after <= now < after + STOPS_AFTER:
        found[f"{REPORT}:after:{due:%Y-%m-%d}"] = due
    return found


def is_today(moment: datetime) -> bool:
    """Today by UTC, which reminders by hand count in."""
    return moment.date() == timezone.now().date()


def _with_people(found: QuerySet[Workshop], kind: str) -> QuerySet[Workshop]:
    people = Contributor.objects.select_related("person__user").order_by("position", "pk")
    reminders = DutyReminder.objects.filter(occasion__startswith=f"{kind}:").order_by("at")
    return (
        found.select_related("edition", "type", "slot", "report", "impulse_paper")
        .prefetch_related(
            Prefetch("contributors", queryset=people),
            Prefetch("duty_reminders", queryset=reminders),
        )
        .order_by("type__position", "number", "pk")
    )
