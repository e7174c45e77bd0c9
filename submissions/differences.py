"""What changed between two versions of a request: field by field, word by word, row matched to row."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from submissions.forms import Fact, RequestForms
from submissions.rules import IDEOGRAPHS

SAME, REMOVED, ADDED = "same", "removed", "added"
WORD = re.compile(f"[{IDEOGRAPHS}]\\s*|[^\\s{IDEOGRAPHS}]+\\s*|\\s+")
MOVED, CHANGED = "moved", "changed"
NAMES = ("name", "title", "text", "url", "email")
MOST_WORDS = 8_000
ALIKE = 0.4
Row = dict[str, Fact]


class Piece(NamedTuple):
    """Words that stayed, went or came."""

    kind: str
    text: str


class Change(NamedTuple):
    """A field of which something changed."""

    label: str
    pieces: list[Piece]


class RowChange(NamedTuple):
    """A repeated row that was added, removed, changed or moved; `name` is what it is about."""

    label: str
    name: str
    what: str
    changes: list[Change]


class SectionChange(NamedTuple):
    title: str
    fields: list[Change]
    rows: list[RowChange]


def between(
    older: RequestForms, newer: RequestForms, *, hidden: frozenset[str] = frozenset()
) -> list[SectionChange]:
    """The sections in which the two say something else; `hidden` fields are left out."""
    found = []
    for before, after in zip(older.parts, newer.parts, strict=True):
        fields = _fields(before.said(hidden), after.said(hidden))
        rows = [
            change
            for old, new in zip(before.row_sets, after.row_sets, strict=True)
            for change in _rows(str(new.row_label), old.said(hidden), new.said(hidden))
        ]
        if fields or rows:
            found.append(SectionChange(str(after.title), fields, rows))
    return found


def words(before: str, after: str) -> list[Piece]:
    """The pieces of which both texts consist, in reading order."""
    old, new = WORD.findall(before), WORD.findall(after)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    end_old, end_new = len(old) - tail, len(new) - tail
    pieces = [
        Piece(SAME, "".join(old[:head])),
        *_compared(old[head:end_old], new[head:end_new]),
        Piece(SAME, "".join(old[end_old:])),
    ]
    return [piece for piece in pieces if piece.text]


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = zip(old, new, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _compared(old: list[str], new: list[str]) -> list[Piece]:
    if len(old) + len(new) > MOST_WORDS:
        return [Piece(REMOVED, "".join(old)), Piece(ADDED, "".join(new))]
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, "".join(old[a:b])))
        else:
            pieces += [Piece(REMOVED, "".join(old[a:b])), Piece(ADDED, "".join(new[c:d]))]
    return pieces


def _fields(before: Row, after: Row) -> list[Change]:
    names = dict.fromkeys([*after, *before])
    pairs = [(before.get(name), after.get(name)) for name in names]
    return [
        Change(fact.label, words(old.text if old else "", new.text if new else ""))
        for old, new in pairs
        if (fact := new or old) and (old and old.text) != (new and new.text)
    ]


def _rows(label: str, before: list[Row], after: list[Row]) -> Iterable[RowChange]:
    pairs = _matched(before, after)
    moved = _moved(pairs)
    for place, row in enumerate(after):
        numbered = f"{label} {place + 1}"
        if place not in pairs:
            yield RowChange(numbered, "", ADDED, _fields({}, row))
            continue
        changes = _fields(before[pairs[place]], row)
        if changes or place in moved:
            yield RowChange(numbered, _name(row), MOVED if place in moved else CHANGED, changes)
    for place, row in enumerate(before):
        if place not in pairs.values():
            yield RowChange(f"{label} {place + 1}", "", REMOVED, _fields(row, {}))


def _name(row: Row) -> str:
    named = (row[name].text for name in NAMES if name in row)
    return next(named, "")


def _matched(before: list[Row], after: list[Row]) -> dict[int, int]:
    """Places of rows in the newer version, each with the place of the same row in the older one."""
    bags = [_bag(row) for row in before], [_bag(row) for row in after]
    scores = sorted(
        (-_likeness(old, new, bags[0][a], bags[1][b]), abs(a - b), a, b)
        for a, old in enumerate(before)
        for b, new in enumerate(after)
    )
    taken: set[int] = set()
    pairs: dict[int, int] = {}
    for score, _distance, a, b in scores:
        if -score >= ALIKE and a not in taken and b not in pairs:
            taken.add(a)
            pairs[b] = a
    return pairs


def _likeness(old: Row, new: Row, old_bag: set[str], new_bag: set[str]) -> float:
    """How surely two rows are one: the same address or name counts more than common words."""
    named = any(name in old and name in new and _same(old, new, name) for name in NAMES)
    return named + len(old_bag & new_bag) / max(1, len(old_bag | new_bag))


def _same(old: Row, new: Row, name: str) -> bool:
    return old[name].text.casefold() == new[name].text.casefold()


def _bag(row: Row) -> set[str]:
    return {word.strip().casefold() for fact in row.values() for word in WORD.findall(fact.text)}


def _moved(pairs: dict[int, int]) -> set[int]:
    """Rows of the newer version that are not in the order they had."""
    order = [pairs[place] for place in sorted(pairs)]
    blocks = SequenceMatcher(None, sorted(order), order).get_matching_blocks()
    stayed = {order[block.b + step] for block in blocks for step in range(block.size)}
    return {place for place, old in pairs.items() if old not in stayed}
