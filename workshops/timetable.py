"""The programme of an edition by day, on the clock of its venue."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from forum.models import Edition
from workshops.models import Slot

DAYS_SHOWN_EMPTY = 10


@dataclass(frozen=True)
class Day:
    date: date
    sessions: int


def days(edition: Edition, starts: Iterable[datetime]) -> list[Day]:
    """Each day with sessions and how many start then; a short edition also shows its empty days."""
    counts = Counter(start.astimezone(edition.zone).date() for start in starts)
    length = (edition.ends_on - edition.starts_on).days + 1
    if length <= DAYS_SHOWN_EMPTY:
        every = {edition.starts_on + timedelta(days=offset) for offset in range(length)}
    else:
        every = set()
    return [Day(day, counts[day]) for day in sorted(every | counts.keys())]


def chosen_day(days: list[Day], asked: str, today: date) -> date | None:
    """The day asked for, else today, else the first one with sessions, else the first."""
    known = [day.date for day in days]
    wanted = _parsed(asked)
    if wanted in known:
        return wanted
    busy = [day.date for day in days if day.sessions]
    if today in busy:
        return today
    return next(iter(busy or known), None)


def bounds(edition: Edition, day: date) -> tuple[datetime, datetime]:
    """Midnight to midnight at the venue."""
    start = datetime.combine(day, time(), tzinfo=edition.zone)
    return start, datetime.combine(day + timedelta(days=1), time(), tzinfo=edition.zone)


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def venue_day(slot: Slot) -> date:
    """The day of the programme on which a session starts."""
    return slot.starts_at.astimezone(slot.workshop.edition.zone).date()


def phase(edition: Edition, slot: Slot | None, now: datetime) -> str:
    """Where a session stands by the clock: "unplaced", "scheduled", "live" or "held"."""
    if slot is None:
        return "held" if edition.ends_on < now.astimezone(edition.zone).date() else "unplaced"
    if now < slot.starts_at:
        return "scheduled"
    return "live" if now < slot.ends_at else "held"
