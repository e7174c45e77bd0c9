"""Planned comparisons: in which joint tables of two or three waves a person is counted."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from surveys.cells import Cell

LEVELS, CHOICE, MULTIPLE = "levels", "choice", "multiple"
MOVES = ("towards", "away", "stayed")
SIDES = ("yes", "no")
Field = tuple[str, str]


@dataclass(frozen=True)
class PairRow:
    """One line of pairs.csv without the comparison's id; `door` is empty for everybody."""

    table: str
    door: str
    cell: str
    people: Cell


@dataclass(frozen=True)
class Plan:
    """A comparison of the waves with these places in the answers of a person.

    `columns` are the levels from the lowest to the highest, or the options.
    """

    form: str
    waves: tuple[int, ...]
    columns: tuple[str, ...]

    def ends(self, answers: Sequence) -> tuple:
        return answers[self.waves[0]], answers[self.waves[-1]]

    def headline(self) -> list[Field]:
        """What is wanted first."""
        if self.form == LEVELS:
            return [("move", name) for name in MOVES]
        return [("kept", "kept"), ("kept", "changed")] if self.form == CHOICE else []

    def tables(self) -> list[Field]:
        """The fields of the joint tables, in the order of the file."""
        if self.form == LEVELS:
            return [("levels", f"{a}>{b}") for a, b in product(self.columns, repeat=2)]
        return [(f"option:{o}", f"{a}>{b}") for o in self.columns for a, b in product(SIDES, SIDES)]

    def edges(self) -> list[Field]:
        """Those who answered one of the two waves only; never published, protected all the same."""
        sides, names = (self.columns, ["levels"])
        if self.form != LEVELS:
            sides, names = SIDES, [f"option:{o}" for o in self.columns]
        cells = [cell for a in sides for cell in (f"{a}>", f">{a}")]
        return [(name, cell) for name in names for cell in cells]

    def ways(self) -> list[Field]:
        """Everything said in three waves, as yes, no or nothing."""
        if not self.steps():
            return []
        return [("paths", ">".join(way)) for way in product((*SIDES, ""), repeat=len(self.waves))]

    def steps(self) -> list[Field]:
        """The paths of yes and no through three waves."""
        if self.form != LEVELS or len(self.waves) < 3:
            return []
        return [("paths", ">".join(way)) for way in product(SIDES, repeat=len(self.waves))]

    def fields(self, answers: Sequence[Hashable]) -> Iterator[Field]:
        """Where a person with these answers is counted, published or not.

        A wave without an answer is nothing: `L2>` answered the first wave only.
        """
        first, last = self.ends(answers)
        if not first and not last:
            return
        if self.form == LEVELS:
            yield "levels", f"{first}>{last}"
            if first and last:
                yield "move", self._move(str(first), str(last))
            return
        if self.form == CHOICE and first and last:
            yield "kept", "kept" if first == last else "changed"
        for o in self.columns:
            yield f"option:{o}", f"{self._side(first, o)}>{self._side(last, o)}"

    def path(self, answers: Sequence[Hashable]) -> Iterator[Field]:
        """The way of the person through three waves: yes, no or nothing in each."""
        if self.steps():
            sides = (self._side(answers[i], self.columns[-1]) for i in self.waves)
            yield "paths", ">".join(sides)

    def _move(self, first: str, last: str) -> str:
        up = self.columns.index(last) - self.columns.index(first)
        return "towards" if up > 0 else "away" if up else "stayed"

    @staticmethod
    def _side(answer: Hashable, option: str) -> str:
        if not answer:
            return ""
        return "yes" if answer == option or _among(option, answer) else "no"


def _among(option: str, answer: Hashable) -> bool:
    return isinstance(answer, tuple) and option in answer
