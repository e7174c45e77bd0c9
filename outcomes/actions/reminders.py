"""Reminding people of what their session owes: each on one occasion once, in their language."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import Edition, User
from forum.permissions import is_secretariat
from outcomes import duties
from outcomes.duties import Debtor, Duty
from outcomes.models import DutyReminder
from workshops.models import Workshop

AT_ONCE = 200


def remind_due() -> int:
    """What the clock owes the reports of the editions; returns how many mails it wrote."""
    written = 0
    for edition in Edition.objects.all():
        for occasion in duties.occasions_due(edition):
            for duty in duties.reports_owed(edition):
                if written >= AT_ONCE:
                    return written
                if _is_news(duty, occasion):
                    written += _remind_once(duty, occasion)
    return written


@transaction.atomic
def remind(workshop: Workshop, kind: str, *, by: User) -> int:
    """Mail everybody named who can do it now; once a day each. Returns how many were written to."""
    if not is_secretariat(by):
        raise RuleError(_("The Secretariat sends these reminders."), on=workshop)
    duty = duties.of_workshop(workshop, kind) if kind in duties.KINDS else None
    if duty is None:
        raise RuleError(_("This is done by now; nobody is reminded."), on=workshop)
    written = _remind_once(duty, f"{kind}:asked:{timezone.now():%Y-%m-%d}", by=by)
    if not written:
        raise RuleError(_("Everybody with an address was reminded today."), on=workshop)
    audit.record(by, f"reminded of {kind}", workshop)
    return written


def remind_all(edition: Edition, *, by: User) -> int:
    """Remind the people of every report that is overdue; returns how many were written to."""
    written = 0
    for duty in duties.reports_owed(edition):
        if duty.is_overdue and duty.can_be_reminded:
            written += remind(duty.workshop, duty.kind, by=by)
    return written


def _is_news(duty: Duty, occasion: str) -> bool:
    """Whether somebody may not have heard of it yet, from what is read already."""
    known = duty.workshop.duty_reminders.all()
    heard = {one.person_id for one in known if one.occasion == occasion}
    return any(one.address and one.person.pk not in heard for one in duty.debtors)


@transaction.atomic
def _remind_once(duty: Duty, occasion: str, by: User | None = None) -> int:
    """Mail those of the debtors who have not heard of it on this occasion."""
    reached = [one for one in duty.debtors if one.address]
    Workshop.objects.select_for_update().get(pk=duty.workshop.pk)
    known = DutyReminder.objects.filter(
        workshop=duty.workshop, occasion=occasion, person__in=[one.person for one in reached]
    )
    heard = set(known.values_list("person", flat=True))
    fresh = [one for one in reached if one.person.pk not in heard]
    DutyReminder.objects.bulk_create(
        DutyReminder(workshop=duty.workshop, person=one.person, occasion=occasion, by=by)
        for one in fresh
    )
    _mail(duty, occasion, fresh)
    return len(fresh)


def _mail(duty: Duty, occasion: str, reached: Iterable[Debtor]) -> None:
    for one in reached:
        user = one.person.user
        outbox.add(
            f"duty_{duty.kind}",
            duty.workshop,
            to=[one.address],
            language=user.language if user else "",
            name=one.person.name,
            duty=duty,
            has_ended=occasion.endswith(":ended"),
            due=_on_the_clock_of_the_venue(duty),
            page=_page(duty),
        )


def _on_the_clock_of_the_venue(duty: Duty) -> datetime | None:
    """Without its zone, which the mail names: templates would turn it into UTC."""
    zone = duty.workshop.edition.zone
    return duty.due.astimezone(zone).replace(tzinfo=None) if duty.due else None


def _page(duty: Duty) -> str:
    if duty.kind == duties.REPORT:
        return reverse("outcomes:write_report", args=[duty.workshop.uuid])
    return duty.workshop.impulse_paper.get_absolute_url()
