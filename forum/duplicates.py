"""Rows of the registry that may be the same person or organization, with the reason."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from forum.countries import folded
from forum.models import Organization, Person

SIMILAR = 0.85
COMPARED_AT_MOST = 60


@dataclass(frozen=True)
class Pair:
    """Two rows that may be one; `keep` is the one that would stay."""

    keep: Any
    other: Any
    reason: str


def people() -> list[Pair]:
    """Every pair with the same address or name, or a similar name in one organization.

    Each pair once, with its strongest reason. Two accounts are never suggested: they cannot
    be merged.
    """
    rows = list(Person.objects.select_related("organization", "user").order_by("pk"))
    found = [
        *_same(rows, _address, _("the same e-mail address")),
        *_same(rows, lambda row: folded(row.name), _("the same name")),
        *_similar(rows),
    ]
    return _once(pair for pair in found if not (pair.keep.user_id and pair.other.user_id))


def organizations() -> list[Pair]:
    """Every pair whose names differ only in case, accents, spaces or punctuation."""
    rows = list(Organization.objects.order_by("pk"))
    return _once(_same(rows, lambda row: folded(row.name), _("the same name")))


def _same(rows: Iterable[Any], key: Callable[[Any], str], reason: str) -> list[Pair]:
    """Each row of equal key with the first one."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if value := key(row):
            groups[value].append(row)
    return [_pair(group[0], other, reason) for group in groups.values() for other in group[1:]]


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
