"""Who has a seat in a session: speakers, moderators and rapporteurs, each person once."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from forum.vocabulary import RegionalGroup, StakeholderGroup
from workshops.models import Contributor


class Row(NamedTuple):
    value: str
    label: str
    people: int

    @property
    def dots(self) -> range:
        return range(self.people)


def seated(contributors: Iterable[Contributor]) -> list[Contributor]:
    """Everyone with a seat, each person once; organizers only when they also have a seat."""
    seats = {
        contributor.person_id: contributor
        for contributor in contributors
        if contributor.role not in Contributor.ORGANIZERS
    }
    return list(seats.values())


def seats_by_group(seats: Iterable[Contributor]) -> list[Row]:
    """One row for every stakeholder group, the empty ones too."""
    counts = Counter(seat.group for seat in seats)
    return [Row(value, str(label), counts[value]) for value, label in StakeholderGroup.choices]


def seats_by_region(seats: Iterable[Contributor]) -> list[Row]:
    """One row for every regional group, the empty ones too."""
    counts = Counter(seat.region for seat in seats)
    return [Row(value, str(label), counts[value]) for value, label in RegionalGroup.choices]


def missing(*tables: list[Row]) -> list[str]:
    """The groups nobody comes from, each named once."""
    return list(dict.fromkeys(row.label for rows in tables for row in rows if not row.people))
