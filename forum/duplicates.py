"""Rows of the registry that may be the same person or organization, with the reason."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from forum.countries import folded
from forum.models import Difference, Organization, Person
from forum.references import reference

SIMILAR = 0.85
COMPARED_AT_MOST = 60
Apart = set[tuple[str, str]]


@dataclass(frozen=True)
class Pair:
    """Two rows that may be one; `keep` is the one that would stay."""

    keep: Any
    other: Any
    reason: str


def people() -> list[Pair]:
    """Every pair with the same address or name, or a similar name in one organization.

    Each pair once, with its strongest reason. Never suggested are two accounts, which cannot be
    merged, and two entries that the Secretariat said are different.
    """
    rows = list(Person.objects.select_related("organization", "user").order_by("pk"))
    apart = _said_to_differ()
    found = [
        *_same(rows, _address, _("the same e-mail address"), apart),
        *_same(rows, lambda row: folded(row.name), _("the same name"), apart),
        *(pair for pair in _similar(rows) if key(pair.keep, pair.other) not in apart),
    ]
    return _once(pair for pair in found if not (pair.keep.user_id and pair.other.user_id))


def organizations() -> list[Pair]:
    """Every pair whose names differ only in case, accents, spaces or punctuation."""
    rows = list(Organization.objects.order_by("pk"))
    return _once(_same(rows, lambda row: folded(row.name), _("the same name"), _said_to_differ()))


def key(one: Any, other: Any) -> tuple[str, str]:
    """How two entries are named together, whichever comes first."""
    first, second = sorted([one, other], key=lambda row: row.pk)
    return reference(first), reference(second)


def _said_to_differ() -> Apart:
    return set(Difference.objects.values_list("one", "other"))


def _same(
    rows: Iterable[Any], value_of: Callable[[Any], str], reason: str, apart: Apart
) -> list[Pair]:
    """Each row of equal value with the first one that it is not said to differ from."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if value := value_of(row):
            groups[value].append(row)
    found = []
    for group in groups.values():
        for place, other in enumerate(group):
            first = next((row for row in group[:place] if key(row, other) not in apart), None)
            found += [_pair(first, other, reason)] if first else []
    return found


def _similar(rows: list[Person]) -> list[Pair]:
    """Similar names in one organization; of a large one only its first rows are compared."""
    groups: dict[int, list[Person]] = defaultdict(list)
    for row in rows:
        if row.organization_id:
            groups[row.organization_id].append(row)
    reason = _("a similar name in the same organization")
    return [
        _pair(one, other, reason)
        for group in groups.values()
        for one, other in combinations(group[:COMPARED_AT_MOST], 2)
        if _alike(folded(one.name), folded(other.name))
    ]


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR


def _pair(one: Any, other: Any, reason: str) -> Pair:
    """The row with an account stays, else the older one."""
    if getattr(other, "user_id", None) and not getattr(one, "user_id", None):
        one, other = other, one
    return Pair(one, other, reason)


def _once(pairs: Iterable[Pair]) -> list[Pair]:
    found: dict[frozenset[int], Pair] = {}
    for pair in pairs:
        found.setdefault(frozenset((pair.keep.pk, pair.other.pk)), pair)
    return list(found.values())


def _address(person: Person) -> str:
    return (person.email or (person.user.email if person.user else "")).casefold()
