"""Small numbers: the one place that decides which counts are shown.

Rule: groups are shown from 10 people, counts of 1-4 are hidden, and so is every other count from
which a hidden one could be computed. A count is published only while, for every hidden one,
another population is known that fits everything published and differs in that count.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

GROUP_MINIMUM = 10
CELL_MINIMUM = 5
PERCENT_MINIMUM = 10
TEST_MINIMUM = 20

UNDER = "<5"
HELD = "~"
OTHER = "Not stated / other"

Cell = int | str


def is_small(count: int) -> bool:
    """Whether the count is one of those never published, 1-4."""
    return 0 < count < CELL_MINIMUM


def is_shown(cell: Cell) -> bool:
    """Whether a published cell carries its number."""
    return isinstance(cell, int)


class Release:
    """Decides what of some counts may be published, block by block, the most wanted block first.

    `others` are populations that fit all that is public anyway, each as the changes of the counts
    in it. Guarded counts keep one among those not yet ruled out by what was published: they, and
    all that is hidden for them, have at least two possible values.
    """

    def __init__(self, actual: Sequence[int], others: Sequence[Mapping[int, int]]) -> None:
        self.actual = actual
        self.cells: dict[int, Cell] = {}
        touching: defaultdict[int, list[int]] = defaultdict(list)
        lifting: defaultdict[int, list[int]] = defaultdict(list)
        for bit, changes in enumerate(others):
            for i, change in changes.items():
                touching[i].append(bit)
                if actual[i] < CELL_MINIMUM <= actual[i] + change:
                    lifting[i].append(bit)
        self._touching = {i: _mask(bits, len(others)) for i, bits in touching.items()}
        self._lifting = {i: _mask(bits, len(others)) for i, bits in lifting.items()}
        self._alive = (1 << len(others)) - 1
        self.guarded: set[int] = set()

    def guard(self, counts: Iterable[int]) -> bool:
        """Protect these from now on; False, and nothing changes, where one of them is known."""
        wanted = set(counts)
        if not all(self._alive & self._touching.get(i, 0) for i in wanted):
            return False
        self.guarded |= wanted
        return True

    def publish(self, block: Sequence[int]) -> None:
        """Publish as much of the block as can be: the first first, small counts as UNDER."""
        for i in block:
            free = not is_small(self.actual[i]) and self._rule_out(self._touching.get(i, 0))
            self.cells[i] = self.actual[i] if free else HELD
        for i in block:
            if is_small(self.actual[i]) and self._rule_out(self._lifting.get(i, 0)):
                self.cells[i] = UNDER
        for i in self.hidden(block):
            if not self._alive & self._touching.get(i, 0):
                self.cells[i] = self.actual[i]
        self.guarded |= set(self.hidden(block))

    def publish_whole(self, block: Sequence[int]) -> bool:
        """Publish all of the block or nothing of it."""
        touching = 0
        for i in block:
            touching |= self._touching.get(i, 0)
        if any(is_small(self.actual[i]) for i in block) or not self._rule_out(touching):
            return False
        self.cells |= {i: self.actual[i] for i in block}
        return True

    def hidden(self, block: Iterable[int]) -> list[int]:
        """Those of the block that carry no number."""
        return [i for i in block if not is_shown(self.cells.get(i, HELD))]

    def left(self) -> Iterator[int]:
        """The numbers of the populations that fit everything published so far."""
        return (bit for bit, digit in enumerate(reversed(f"{self._alive:b}")) if digit == "1")

    def fits(self, changes: Mapping[int, int]) -> bool:
        """Whether a population with these changes fits what is published."""
        return all(self._may_change(i, change) for i, change in changes.items())

    def _may_change(self, i: int, change: int) -> bool:
        cell = self.cells.get(i, HELD)
        return cell == HELD or (cell == UNDER and self.actual[i] + change < CELL_MINIMUM)

    def _rule_out(self, others: int) -> bool:
        left = self._alive & ~others
        if others and not all(left & self._touching[i] for i in self.guarded):
            return False
        self._alive = left
        return True


def _mask(bits: Sequence[int], size: int) -> int:
    """A whole number with these bits."""
    mask = bytearray(size // 8 + 1)
    for bit in bits:
        mask[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(mask, "little")


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
    """Row -> column -> cell for one table by itself, whose row and column totals are public.

    Every row has the same columns; rows are groups already merged by `rows_shown`. None where a
    small count would be known even if nothing was published.
    """
    rows, columns = list(table), list(next(iter(table.values()), ()))
    actual = [table[row][column] for row in rows for column in columns]
    release = Release(actual, list(_rectangles(actual, len(rows), len(columns))))
    if not release.guard(i for i, count in enumerate(actual) if is_small(count)):
        return None
    release.publish(sorted(range(len(actual)), key=lambda i: (-actual[i], i)))
    cells = iter(release.cells[i] for i in range(len(actual)))
    return {row: {column: next(cells) for column in columns} for row in rows}


def _rectangles(actual: Sequence[int], height: int, width: int) -> Iterator[dict[int, int]]:
    """All changes of four counts by one that keep every total."""
    for top, bottom in combinations(range(height), 2):
        for left, right in combinations(range(width), 2):
            falling = (top * width + left, bottom * width + right)
            rising = (top * width + right, bottom * width + left)
            for down, up in ((falling, rising), (rising, falling)):
                if all(actual[i] for i in down):
                    yield dict.fromkeys(down, -1) | dict.fromkeys(up, 1)
