"""The agenda of a session as a running order: when each item starts and how wide it is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from workshops.models import AgendaItem


@dataclass(frozen=True)
class Step:
    """One item; `wave` counts the surveys from 1, `left`, `width`, `middle` are shares in percent."""

    item: AgendaItem
    wave: int | None
    from_minute: int
    starts_at: datetime | None
    state: str
    left: str
    width: str
    middle: str


def running_order(
    items: Iterable[AgendaItem], starts_at: datetime | None, now: datetime
) -> list[Step]:
    """The items in order. `state` is "done", "now" or "" by the clock, "" without a start."""
    items = list(items)
    total = sum(item.minutes for item in items) or 1
    steps, minute, waves = [], 0, 0
    for item in items:
        waves += item.is_wave
        begin = starts_at + timedelta(minutes=minute) if starts_at else None
        steps.append(
            Step(
                item=item,
                wave=waves if item.is_wave else None,
                from_minute=minute,
                starts_at=begin,
                state=_state(begin, item.minutes, now),
                left=_percent(minute, total),
                width=_percent(item.minutes, total),
                middle=_percent(minute + item.minutes / 2, total),
            )
        )
        minute += item.minutes
    return steps


def _state(begin: datetime | None, minutes: int, now: datetime) -> str:
    if begin is None or now < begin:
        return ""
    return "now" if now < begin + timedelta(minutes=minutes) else "done"


def _percent(minutes: float, total: int) -> str:
    return f"{100 * minutes / total:.2f}%"
