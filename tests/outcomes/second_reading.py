"""What a paper has to say, read from the bundle alone, in words and code of its own.

Every fact is a row of a table or a sentence; `missing` finds those that a form does not tell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

HIDDEN = {"<5": "under 5", "~": "held back"}
NAMES = {"room": "Room", "online": "Online", "Not stated / other": "Not stated, or too few"}
Figure = Mapping[str, Any]


@dataclass(frozen=True)
class Fact:
    """Something told of figures: the cells of a row, or one sentence."""

    figures: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def is_row(self) -> bool:
        return len(self.cells) > 1


@dataclass(frozen=True)
class Told:
    """A form as a reader has it: its rows where it has tables, and all its text without spaces."""

    rows: frozenset[tuple[str, ...]] | None
    text: str

    def tells(self, fact: Fact) -> bool:
        if fact.is_row and self.rows is not None:
            return fact.cells in self.rows
        return squeezed("".join(fact.cells)) in self.text


def squeezed(text: str) -> str:
    return "".join(text.split())


def missing(told: Told, facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if not told.tells(fact)]


class Reading:
    """The figures and rules of one bundle."""

    def __init__(self, figures: Sequence[Figure], rules: Mapping[str, Any]) -> None:
        self.figures = {figure["id"]: figure for figure in figures}
        self.questions = {question["code"]: question for question in rules["questions"]}
        self.codes = list(dict.fromkeys(code.partition(".")[0] for code in self.questions))

    def facts(self) -> list[Fact]:
        """Everything the paper shows of them."""
        return [
            self._joined(),
            *(fact for code in self.codes for fact in self._asked(code)),
            *(fact for code in self.codes for fact in self._moved(code)),
        ]

    def findings(self) -> list[Fact]:
        """The sentences that stand in the outcome report too."""
        return [fact for fact in self.facts() if not fact.is_row and _is_finding(fact)]

    def doors(self) -> dict[str, Any]:
        """What the outcome report says of people, by its column."""
        joined = self.figures["people"]["doors"]
        waves = [figure for name, figure in self.figures.items() if name.endswith(".people")]
        return {
            **{f"Joined, {door}": joined[door] for door in joined},
            **{
                f"Answered per survey, {door}": "; ".join(
                    f"{wave['wave']}: {wave['doors'][door]}" for wave in waves
                )
                for door in joined
            },
        }

    def told_nowhere_else(self) -> set[str]:
        """Figures of the bundle that no fact rests on."""
        return set(self.figures) - {name for fact in self.facts() for name in fact.figures}

    def _joined(self) -> Fact:
        people = self.figures["people"]
        room, online = people["doors"]["room"], people["doors"]["online"]
        text = f"{people['n']} people joined the survey: {room} in the room and {online} online."
        return Fact(("people",), (text,))

    def _waves(self, code: str) -> list[Mapping[str, Any]]:
        return [q for name, q in self.questions.items() if name.partition(".")[0] == code]

    def _asked(self, code: str) -> Iterator[Fact]:
        waves = self._waves(code)
        counted = [self.figures[f"{wave['code']}.counts"] for wave in waves]
        if waves[0]["levels"]:
            yield from self._by_wave(counted)
            yield self._support(waves)
        else:
            yield from self._by_option(waves[0], counted)
            yield self._leaders(waves, counted)
        ends = [waves[0], waves[-1]]
        for dimension in ("door", "group", "region"):
            if waves[0]["levels"]:
                yield from self._groups(ends, dimension)
            elif dimension == "door":
                yield from self._options_by_door(ends)

    def _by_wave(self, counted: Sequence[Figure]) -> Iterator[Fact]:
        for figure in counted:
            numbers = [*figure["counts"].values(), figure["n"]]
            yield Fact((figure["id"],), (f"Survey {figure['wave']}", *map(str, numbers)))

    def _support(self, waves: Sequence[Mapping[str, Any]]) -> Fact:
        ends = [self.figures[f"{wave['code']}.levels"] for wave in (waves[0], waves[-1])]
        top = waves[0]["levels"][-1]["id"]
        (a, n), (b, m) = [(rounded(end["counts"][top], end["n"]), end["n"]) for end in ends]
        first, last = (end["wave"] for end in ends)
        text = f"Totals: {a}% of {n} people agreed in survey {first}, {b}% of {m} in survey {last}"
        return Fact(tuple(f"{wave['code']}.levels" for wave in waves), (text,))

    def _by_option(self, asked: Mapping, counted: Sequence[Figure]) -> Iterator[Fact]:
        names = tuple(figure["id"] for figure in counted)
        for option in asked["options"]:
            people = [(figure["counts"][option["id"]], figure["n"]) for figure in counted]
            cells = [f"{part} ({rounded(part, n)}%)" for part, n in people]
            yield Fact(names, (option["text"], *cells))
        yield Fact(names, ("Answers", *(str(figure["n"]) for figure in counted)))

    def _leaders(self, waves: Sequence[Mapping], counted: Sequence[Figure]) -> Fact:
        names = {option["id"]: option["text"] for option in waves[0]["options"]}
        ends = [max(figure["counts"], key=figure["counts"].get) for figure in counted]
        first, last = (names[end] for end in (ends[0], ends[-1]))
        places = counted[0]["wave"], counted[-1]["wave"]
        text = f"Totals: most answers for {first} in survey {places[0]}, for {last} in survey {places[1]}"
        return Fact(tuple(figure["id"] for figure in counted), (text,))

    def _groups(self, ends: Sequence[Mapping], dimension: str) -> Iterator[Fact]:
        figures = [self.figures[f"{end['code']}.by-{dimension}"] for end in ends]
        top = ends[0]["levels"][-1]["id"]
        lines = [{row["group"]: row for row in figure["rows"]} for figure in figures]
        for group in lines[0]:
            cells = [f"{told(line[group]['counts'][top])} of {line[group]['n']}" for line in lines]
            names = tuple(figure["id"] for figure in figures)
            yield Fact(names, (NAMES.get(group, group), *cells))

    def _options_by_door(self, ends: Sequence[Mapping]) -> Iterator[Fact]:
        figures = [self.figures[f"{end['code']}.by-door"] for end in ends]
        names = tuple(figure["id"] for figure in figures)
        rows = [
            row
            for figure in figures
            for row in sorted(figure["rows"], key=lambda row: row["group"], reverse=True)
        ]
        for option in ends[0]["options"]:
            yield Fact(
                names, (option["text"], *(told(row["counts"][option["id"]]) for row in rows))
            )
        yield Fact(names, ("Answers", *(str(row["n"]) for row in rows)))

    def _moved(self, code: str) -> Iterator[Fact]:
        for figure in self.figures.values():
            if figure["kind"] == "change" and figure["id"].startswith(f"{code}."):
                yield from self._change(figure)
            if figure["kind"] == "choices" and figure["id"].startswith(f"{code}."):
                yield from self._choices(code, figure)

    def _change(self, figure: Figure) -> Iterator[Fact]:
        name, (first, last), n = (figure["id"],), figure["waves"], figure["n"]
        towards, away, stayed = figure["towards"], figure["away"], figure["stayed"]
        yield Fact(
            name,
            (
                f"Among the {n} people who answered both survey {first} and survey {last}, "
                f"{towards} moved towards agreement, {away} moved away, {stayed} stayed.",
            ),
        )
        for door, row in [*figure["doors"].items(), ("All", figure)]:
            cells = (told(row[key]) for key in ("towards", "away", "stayed", "n"))
            yield Fact(name, (NAMES.get(door, door), *cells))
        low, high = (points(bound) for bound in figure["interval"])
        net = points(Fraction(figure["net"], n))
        words = f"Net change: {net} points of these {n} people, 95% interval {low} to {high}."
        yield Fact(name, (words,))
        yield self._only_once(figure)

    def _choices(self, code: str, figure: Figure) -> Iterator[Fact]:
        name, (first, last) = (figure["id"],), figure["waves"]
        yield Fact(
            name,
            (
                f"Among the {figure['n']} people who answered both survey {first} and survey {last}, "
                f"{figure['changed']} changed their choice, {figure['kept']} kept it.",
            ),
        )
        for option in self._waves(code)[0]["options"]:
            row = figure["options"][option["id"]]
            yield Fact(
                name, (option["text"], *(told(row[key]) for key in ("left", "came", "stayed")))
            )
        yield self._only_once(figure)

    def _only_once(self, figure: Figure) -> Fact:
        first, last = figure["waves"]
        words = f"{figure['only_first']} answered only survey {first}, {figure['only_last']} only survey {last}."
        return Fact((figure["id"],), (words,))


def _is_finding(fact: Fact) -> bool:
    return fact.cells[0].startswith(("Totals:", "Among the"))


def told(cell: int | str) -> str:
    return HIDDEN.get(str(cell), str(cell))


def rounded(part: int, n: int) -> int:
    """A share in percent, halves upwards."""
    return floor(Fraction(100 * part, n) + Fraction(1, 2))


def points(value: float | Fraction) -> str:
    """A share as signed percentage points, halves away from nought."""
    size = floor(abs(100 * Fraction(str(value))) + Fraction(1, 2))
    return f"{'+' if value > 0 else '−'}{size}" if size else "0"


def tampered(told_by: Told, fact: Fact) -> Iterator[Told]:
    """The form with one digit of a fact changed, once for each digit."""
    whole = "|".join(fact.cells)
    for found in re.finditer(r"\d", whole):
        other = str((int(found[0]) + 1) % 10)
        cells = tuple((whole[: found.start()] + other + whole[found.end() :]).split("|"))
        if fact.is_row and told_by.rows is not None:
            yield Told((told_by.rows - {fact.cells}) | {cells}, told_by.text)
        else:
            before, after = squeezed("".join(fact.cells)), squeezed("".join(cells))
            yield Told(told_by.rows, told_by.text.replace(before, after))
