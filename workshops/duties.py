"""When the people of a session owe what they leave behind: days that are data of the edition."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from forum.models import Edition
from workshops.models import Workshop


def takeaways_due(workshop: Workshop) -> datetime:
    """The end of a day at the venue: so many days after the day of the session.

    A session without a time counts as held on the last day of the forum.
    """
    edition = workshop.edition
    slot = getattr(workshop, "slot", None)
    held_on = slot.ends_at.astimezone(edition.zone).date() if slot else edition.ends_on
    return end_of_day(held_on + timedelta(days=edition.limit("takeaways_days")), edition)


def report_due(edition: Edition) -> datetime:
    """The end of a day at the venue: so many days after the last day of the forum."""
    return end_of_day(edition.ends_on + timedelta(days=edition.limit("report_days")), edition)


def end_of_day(day: date, edition: Edition) -> datetime:
    """Midnight after the day, on the clock of the venue."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=edition.zone)


def is_overdue(workshop: Workshop) -> bool:
    """The report is not filed although its day has passed."""
    return workshop.report_filed_at is None and report_due(workshop.edition) <= timezone.now()


def was_late(workshop: Workshop) -> bool:
    """The report was filed, but only after its day."""
    filed = workshop.report_filed_at
    return filed is not None and filed >= report_due(workshop.edition)
