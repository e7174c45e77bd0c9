"""Small numbers: the one place that decides which counts are shown.

Rule: groups are shown from 10 people, counts of 1-4 are hidden, and so is every other count from
which a hidden one could be computed. A value is published only while, for every small count,
another table exists that fits everything published and differs in that count.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

GROUP_MINIMUM = 10
CELL_MINIMUM = 5
PERCENT_MINIMUM = 10
TEST_MINIMUM = 20

UNDER = "<5"
HELD = "~"
OTHER = "Not stated / other"

Cell = int | str
Vector = Sequence[int]


def is_small(count: int) -> bool:
    """Whether the count is one of those never published, 1-4."""
    return 0 < count < CELL_MINIMUM


def is_shown(cell: Cell) -> bool:
    """Whether a published cell carries its number."""
    return isinstance(cell, int)


def release(
    actual: Vector, alternatives: Iterable[Vector], order: Sequence[int]
) -> dict[int, Cell] | None:
    """Decide for each index in `order`, most wanted first, whether its value may be published.

    `alternatives` are other tables that fit all that is public anyway. Every small count in
    `actual` is protected, in `order` or not. None = one is known even if nothing is published.
    UNDER tells that a value is 0-4; HELD tells nothing.
    """
    small = [i for i, count in enumerate(actual) if is_small(count)]
    alive = [(_changed(actual, other, small), other) for other in alternatives]
    if not _all_protected(alive, small):
        return None
    result: dict[int, Cell] = dict.fromkeys(order, HELD)
    for i in [i for i in order if not is_small(actual[i])]:
        left = [pair for pair in alive if pair[1][i] == actual[i]]
        if _all_protected(left, small):
            alive, result[i] = left, actual[i]
    for i in [i for i in order if is_small(actual[i])]:
        left = [pair for pair in alive if pair[1][i] < CELL_MINIMUM]
        if _all_protected(left, small):
            alive, result[i] = left, UNDER
    return result


def _changed(actual: Vector, other: Vector, small: Sequence[int]) -> int:
    return sum(1 << k for k, i in enumerate(small) if other[i] != actual[i])


def _all_protected(alive: Sequence[tuple[int, Vector]], small: Sequence[int]) -> bool:
    wanted = (1 << len(small)) - 1
    seen = 0
    for mask, _ in alive:
        seen |= mask
        if seen == wanted:
            return True
    return seen == wanted


def rows_shown(sizes: Mapping[str, int]) -> dict[str, str] | None:
    """Group -> row it is counted in. Groups under 10 people and "" share the row OTHER.

    OTHER has 0 or at least 10 people: while it has fewer, the smallest group joins it. None when
    fewer than two rows would remain: then there is no breakdown.
    """
    shown = sorted(
        (g for g in sizes if g and g != OTHER and sizes[g] >= GROUP_MINIMUM),
        key=lambda g: (-sizes[g], g),
    )
    rest = sum(sizes.values()) - sum(sizes[g] for g in shown)
    while shown and 0 < rest < GROUP_MINIMUM:
        rest += sizes[shown.pop()]
    if len(shown) + (rest > 0) < 2:
        return None
    return {g: g if g in shown else OTHER for g in sizes}


def crosstab(table: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, Cell]] | None:
    """Row -> column -> cell for a table whose row and column totals are public.

    Every row has the same columns; rows are groups already merged by `rows_shown`. The order of
    the rows in `table` changes nothing: what one page hides no other page shows.
    """
    rows = sorted(table, key=lambda row: (row == OTHER, row))
    columns = list(next(iter(table.values()), ()))
    actual = [table[r][c] for r in rows for c in columns]
    order = sorted(range(len(actual)), key=lambda i: (-actual[i], i))
    cells = release(actual, _rectangles(actual, len(rows), len(columns)), order)
    if cells is None:
        return None
    width = len(columns)
    return {r: {c: cells[i * width + j] for j, c in enumerate(columns)} for i, r in enumerate(rows)}


def chosen(
    table: Mapping[str, Mapping[str, int]], sizes: Mapping[str, int]
) -> dict[str, dict[str, Cell]] | None:
    """The same for multiple choice: who did not choose an option is protected as well."""
    result: dict[str, dict[str, Cell]] = {row: {} for row in table}
    for option in next(iter(table.values()), ()):
        split = {r: {"yes": table[r][option], "no": sizes[r] - table[r][option]} for r in table}
        cells = crosstab(split)
        if cells is None:
            return None
        for row in table:
            result[row][option] = cells[row]["yes"]
    return result


def _rectangles(actual: Vector, height: int, width: int) -> Iterable[list[int]]:
    """All tables with the same totals in which four cells differ by one."""
    for top, bottom in combinations(range(height), 2):
        for left, right in combinations(range(width), 2):
            falling = (top * width + left, bottom * width + right)
            rising = (top * width + right, bottom * width + left)
            for down, up in ((falling, rising), (rising, falling)):
                if all(actual[i] > 0 for i in down):
                    yield _moved(actual, down, up)


def _moved(actual: Vector, down: Sequence[int], up: Sequence[int]) -> list[int]:
    other = list(actual)
    for i in down:
        other[i] -= 1
    for i in up:
        other[i] += 1
    return other
