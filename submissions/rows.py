"""Repeated rows of a form without JavaScript: buttons add, remove and move them in what was posted."""

import re
from collections.abc import Iterable

from django.http import QueryDict

MOST = 100
Row = dict[str, list[str]]
BUTTON = re.compile(r"(add|remove|up|down)-([a-z]+)")


def read(data: QueryDict, prefix: str) -> list[Row]:
    """The posted rows of one prefix in their order, as far as their count says; at most MOST."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-([a-z0-9_]+)")
    found: dict[int, Row] = {}
    for name in data:
        if match := pattern.fullmatch(name):
            found.setdefault(int(match[1]), {})[match[2]] = data.getlist(name)
    return [found.get(index, {}) for index in range(_count(data, prefix, found))]


def write(data: QueryDict, prefix: str, rows: list[Row]) -> None:
    """Replace the rows of one prefix, numbered from 0, with the counts a formset expects."""
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        del data[name]
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = "0"
    for index, row in enumerate(rows):
        for field, values in row.items():
            data.setlist(f"{prefix}-{index}-{field}", values)


def normalized(data: QueryDict, least: dict[str, int]) -> QueryDict:
    """A copy whose rows are numbered without gaps, at least as many as said for each prefix."""
    copy = data.copy()
    for prefix, number in least.items():
        rows = read(data, prefix)
        write(copy, prefix, rows + [{} for _missing in range(number - len(rows))])
    return copy


def pressed(data: QueryDict, prefixes: Iterable[str]) -> str:
    """The prefix whose row button was pressed; empty when none was."""
    buttons = [match for name in data if (match := BUTTON.fullmatch(name))]
    return next((match[2] for match in buttons if match[2] in set(prefixes)), "")


def changed(data: QueryDict, prefix: str) -> QueryDict:
    """A copy in which the pressed row button of the prefix has done its work."""
    copy, rows = data.copy(), read(data, prefix)
    for name in [name for name in data if BUTTON.fullmatch(name)]:
        kind, _, target = name.partition("-")
        if target == prefix:
            rows = _CHANGES[kind](rows, _index(data.get(name, "")))
        del copy[name]
    write(copy, prefix, rows[:MOST])
    return copy


def _count(data: QueryDict, prefix: str, found: dict[int, Row]) -> int:
    stated = data.get(f"{prefix}-TOTAL_FORMS", "")
    number = int(stated) if re.fullmatch(r"[0-9]{1,4}", stated) else max(found, default=-1) + 1
    return min(number, MOST)


def _index(value: str) -> int:
    return int(value) if re.fullmatch(r"[0-9]{1,4}", value) else MOST


def _added(rows: list[Row], _place: int) -> list[Row]:
    return [*rows, {}]


def _removed(rows: list[Row], index: int) -> list[Row]:
    return rows[:index] + rows[index + 1 :]


def _raised(rows: list[Row], index: int) -> list[Row]:
    if not 0 < index < len(rows):
        return rows
    return [*rows[: index - 1], rows[index], rows[index - 1], *rows[index + 1 :]]


def _lowered(rows: list[Row], index: int) -> list[Row]:
    return _raised(rows, index + 1)


_CHANGES = {"add": _added, "remove": _removed, "up": _raised, "down": _lowered}
