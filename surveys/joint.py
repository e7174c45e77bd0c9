"""The tables of one question, released together: planned comparisons, doors, groups, regions.

What is decided first stays; what comes later yields. Groups and regions, which people may still
state later, decide nothing about comparisons and doors: those are the same on the day and in the
record.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from surveys import cells, exchanges
from surveys.cells import GROUP_MINIMUM, HELD, OTHER, Cell, Release, is_small
from surveys.comparisons import LEVELS, PairRow, Plan
from surveys.exchanges import Changes, Crowd, Exchange, Kind, Trade

DOOR, GROUP, REGION = "door", "group", "region"
EACH = 25
VARIANTS = 4
Name = tuple[Hashable, ...]
Table = dict[str, dict[str, Cell]]


@dataclass(frozen=True)
class Someone:
    """One person: door, group and region ("" = not stated), and what was said in each wave.

    An answer is a level or option, of multiple choice the tuple of the options; "" = none.
    """

    door: str
    group: str
    region: str
    answers: tuple[Hashable, ...]


@dataclass(frozen=True)
class Wave:
    """A wave of the question: the columns of its tables."""

    columns: tuple[str, ...]
    multiple: bool = False


@dataclass
class Released:
    """What may be published: per wave and dimension the table and its sizes, and the pairs."""

    pairs: list[PairRow] = field(default_factory=list)
    tables: dict[tuple[int, str], Table] = field(default_factory=dict)
    sizes: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)


def release(waves: Sequence[Wave], people: Sequence[Someone], plan: Plan | None) -> Released:
    """Decide all tables of a question. The same people in any order give the same tables."""
    question = _Question(waves, people, plan)
    early = _Early(question)
    found = Released(sizes=question.sizes)
    found.pairs = early.pairs()
    for number in range(len(waves)):
        early.table(found, number, DOOR)
    late = _Late(question, early)
    for dimension in (GROUP, REGION):
        for number in range(len(waves)):
            late.table(found, number, dimension)
    return found


class _Question:
    """The counts of the question, numbered; who is counted in which row."""

    def __init__(self, waves: Sequence[Wave], people: Sequence[Someone], plan: Plan | None) -> None:
        self.waves, self.plan = waves, plan
        self.people = [person for person in people if any(person.answers)]
        self.numbers: dict[Name, int] = {}
        self.rows: dict[tuple[int, str], dict[str, str]] = {}
        self.sizes: dict[tuple[int, str], dict[str, int]] = {}
        for number in range(len(waves)):
            for dimension in (DOOR, GROUP, REGION):
                self._add_rows(number, dimension)
        if plan:
            self._add_pairs(plan)

    def _add_rows(self, number: int, dimension: str) -> None:
        stated = [getattr(p, dimension) for p in self.people if p.answers[number]]
        shown = cells.rows_shown(Counter(stated))
        if shown is None:
            return
        self.rows[number, dimension] = shown
        sizes = Counter(shown[group] for group in stated)
        order = sorted(sizes, key=lambda row: (row == OTHER, row))
        self.sizes[number, dimension] = {row: sizes[row] for row in order}
        for row in order:
            for name in self.line(number, dimension, row):
                self.number(name)

    def inside(self, number: int, dimension: str) -> list[int]:
        """All counts of a table."""
        rows = self.sizes[number, dimension]
        return [self.numbers[n] for row in rows for n in self.line(number, dimension, row)]

    def line(self, number: int, dimension: str, row: str) -> list[Name]:
        """The counts of a row; of multiple choice also of those who did not choose."""
        wave = self.waves[number]
        sides = ("yes", "no") if wave.multiple else ("yes",)
        return [(dimension, number, row, c, side) for c in wave.columns for side in sides]

    def _add_pairs(self, plan: Plan) -> None:
        for name in (*plan.headline(), *plan.tables(), *plan.edges()):
            self.number(("pairs", "", *name))
        for door in self.doors:
            for name in plan.headline():
                self.number(("pairs", door, *name))
        for name in plan.ways():
            self.number(("paths", "", *name))

    def named(self, *start: str) -> list[int]:
        """The counts whose names start so."""
        return [n for name, n in self.numbers.items() if name[: len(start)] == start]

    def number(self, name: Name) -> int:
        return self.numbers.setdefault(name, len(self.numbers))

    @cached_property
    def both(self) -> Counter[str]:
        """Door -> people who answered first and last."""
        if self.plan is None:
            return Counter()
        return Counter(p.door for p in self.people if all(self.plan.ends(p.answers)))

    @cached_property
    def doors(self) -> list[str]:
        """The doors whose comparison is published: all, where each has 10 people in both."""
        both = self.both
        if self.plan is None or self.plan.form != LEVELS or len(both) < 2:
            return []
        return sorted(both) if min(both.values()) >= GROUP_MINIMUM else []

    def at(self, person: Someone, dimension: str) -> tuple[str, ...]:
        """The row of the person in each wave; empty where there is none."""
        stated = getattr(person, dimension)
        rows = (self.rows.get((i, dimension)) for i in range(len(self.waves)))
        return tuple(
            row[stated] if row and answer else ""
            for row, answer in zip(rows, person.answers, strict=True)
        )

    def early_counts(self, kind: Kind) -> Iterator[int]:
        """Where a kind of people is counted by comparisons and doors."""
        door = str(kind.place[0])
        if self.plan:
            for name in self.plan.fields(kind.answers):
                yield self.numbers["pairs", "", *name]
                if ("pairs", door, *name) in self.numbers:
                    yield self.numbers["pairs", door, *name]
            for name in self.plan.path(kind.answers):
                yield self.numbers["paths", "", *name]
        rows = (self.rows.get((i, DOOR), {}).get(door, "") for i in range(len(self.waves)))
        yield from self.cells_of(DOOR, tuple(rows), kind)

    def late_counts(self, kind: Kind) -> Iterator[int]:
        """The same, and by group and region."""
        yield from self.early_counts(kind)
        yield from self.cells_of(GROUP, kind.place[1], kind)  # type: ignore[arg-type]
        yield from self.cells_of(REGION, kind.place[2], kind)  # type: ignore[arg-type]

    def cells_of(self, dimension: str, rows: Sequence[str], kind: Kind) -> Iterator[int]:
        for i, (row, answer) in enumerate(zip(rows, kind.answers, strict=True)):
            if row and answer:
                for name in self._fields(i, answer):
                    yield self.numbers[dimension, i, row, *name]

    def _fields(self, number: int, answer: Hashable) -> Iterator[tuple[str, str]]:
        if not isinstance(answer, tuple):
            yield str(answer), "yes"
            return
        for option in self.waves[number].columns:
            yield option, "yes" if option in answer else "no"


class _Stage:
    """Tables decided with one set of other populations."""

    question: _Question
    names: list[Name]
    crowd: Crowd
    release: Release
    admitted: set[tuple[int, str]]

    def small(self, numbers: Iterable[int]) -> list[int]:
        return [i for i in numbers if is_small(self.crowd.actual[i])]

    def largest_first(self, numbers: Iterable[int]) -> list[int]:
        return sorted(numbers, key=lambda i: (-self.crowd.actual[i], i))

    def cell(self, number: int) -> Cell:
        return self.release.cells.get(number, HELD)

    def admit(self, *dimensions: str) -> None:
        """Protect the tables of these dimensions before anything is published."""
        places = [(number, d) for d in dimensions for number in range(len(self.question.waves))]
        self.admitted = {
            place
            for place in places
            if place in self.question.sizes
            and self.release.guard(self.small(self.question.inside(*place)))
        }

    def table(self, found: Released, number: int, dimension: str) -> None:
        """Release one table; withhold it where a small count of it is known anyway."""
        question = self.question
        if (number, dimension) not in self.admitted:
            return
        inside = [n for n in question.inside(number, dimension) if self.names[n][4] == "yes"]
        self.release.publish(self.largest_first(inside))
        table: Table = {row: {} for row in question.sizes[number, dimension]}
        for n in inside:
            _, _, row, column, _ = self.names[n]
            table[str(row)][str(column)] = self.cell(n)
        found.tables[number, dimension] = table


class _Early(_Stage):
    """Comparisons and doors: judged without regard to groups and regions."""

    def __init__(self, question: _Question) -> None:
        self.question = question
        self.names = list(question.numbers)
        kinds = (Kind((p.door,), p.answers) for p in question.people)
        self.crowd = Crowd(kinds, question.early_counts, len(question.numbers))
        self.pool = self._pool()
        self.release = Release(self.crowd.actual, [changes for _, changes in self.pool])
        self.compared = self.release.guard(self.small(question.named("pairs", "")))
        self.admit(DOOR)
        self.doors = [d for d in question.doors if self.compared]
        if not self.release.guard(
            self.small(n for d in self.doors for n in question.named("pairs", d))
        ):
            self.doors = []

    def _pool(self) -> list[tuple[Exchange, Changes]]:
        wanted = self.small(range(len(self.crowd.actual)))
        pool = list(exchanges.trades(self.crowd, wanted, lambda one, two: True))
        if self.question.plan is None:
            return pool
        aim = self.small(self.question.named("pairs", ""))
        heads = [self._of("", name) for name in self.question.plan.headline()]
        doubled = list(exchanges.doubled(self.crowd, pool, aim, heads))
        if ways := self.question.named("paths"):
            doubled += exchanges.doubled(self.crowd, pool, aim, [*heads, *ways])
        if doors := self.question.doors:
            heads += [self._of(door, h) for door in doors for h in self.question.plan.headline()]
            doubled += exchanges.doubled(self.crowd, pool, aim, heads)
        return pool + doubled

    def _of(self, door: str, name: tuple[str, str]) -> int:
        return self.question.number(("pairs", door, *name))

    def pairs(self) -> list[PairRow]:
        """The lines of the comparison: under 10 people in both, or where a count of it is known
        anyway, their number only."""
        question, plan = self.question, self.question.plan
        if plan is None:
            return []
        both = sum(question.both.values())
        if both < GROUP_MINIMUM or not self.compared:
            return [PairRow("total", "", "both", both)]
        heads = [self._of("", name) for name in plan.headline()]
        self.release.publish(self.largest_first(heads))
        ways = self._ways(plan)
        doors = self._doors(plan)
        tables = [self._of("", name) for name in plan.tables()]
        self.release.publish(sorted(self.largest_first(tables), key=self._rank))
        rows = [PairRow("total", "", "both", both), *doors]
        shown = [*plan.headline(), *plan.tables()]
        rows += [PairRow(t, "", c, self.cell(self._of("", (t, c)))) for t, c in shown]
        return rows + ways

    def _rank(self, number: int) -> int:
        """Who left an option and who came to it matters most, then who stayed."""
        name = self.names[number]
        if self.question.plan is None or self.question.plan.form == LEVELS:
            return 0
        return {"yes>no": 0, "no>yes": 0, "yes>yes": 1, "no>no": 2}[str(name[3])]

    def _ways(self, plan: Plan) -> list[PairRow]:
        """Paths come out only if none of the 26 ways to say yes, no or nothing was taken by 1-4."""
        ways = self.question.named("paths")
        if not ways or not self.release.publish_whole(ways):
            return []
        steps = ((self.question.number(("paths", "", *step)), step) for step in plan.steps())
        return [PairRow(table, "", cell, self.cell(n)) for n, (table, cell) in steps]

    def _doors(self, plan: Plan) -> list[PairRow]:
        """Where each door has 10 people, who moved there; nothing where a count of it is known."""
        doors, heads = self.doors, plan.headline()
        self.release.publish(self.largest_first(self._of(d, h) for d in doors for h in heads))
        rows = [PairRow("total", door, "both", self.question.both[door]) for door in doors]
        return rows + [
            PairRow(t, door, c, self.cell(self._of(door, (t, c))))
            for door in doors
            for t, c in heads
        ]


class _Late(_Stage):
    """Groups and regions: what was decided before stays, and stays protected."""

    def __init__(self, question: _Question, early: _Early) -> None:
        self.question = question
        self.names = early.names
        self.early = early
        kinds = (
            Kind((p.door, question.at(p, GROUP), question.at(p, REGION)), p.answers)
            for p in question.people
        )
        self.crowd = Crowd(kinds, question.late_counts, len(question.numbers))
        late = [n for name, n in question.numbers.items() if name[0] in (GROUP, REGION)]
        others = [*self._persons(), *self._trades(self.small(late))]
        self.release = Release(self.crowd.actual, others)
        self.admitted = set()
        if self.release.guard(early.release.guarded):
            self.admit(GROUP, REGION)

    def _trades(self, wanted: list[int]) -> Iterator[Changes]:
        """People of one door who trade: what was decided by door does not notice."""

        def meet(one: Kind, two: Kind) -> bool:
            return one.place[0] == two.place[0] and one.place != two.place

        for _, changes in exchanges.trades(self.crowd, wanted, meet):
            if self.early.release.fits(changes):
                yield changes

    def _persons(self) -> Iterator[Changes]:
        """For every count hidden before, some of the exchanges that protect it, between people
        who are otherwise as alike as can be found."""
        places: dict[Kind, list[Kind]] = {}
        for kind in self.crowd.kinds:
            places.setdefault(Kind(kind.place[:1], kind.answers), []).append(kind)
        for exchange in self._chosen():
            for variant in range(VARIANTS):
                found = _seated(self.crowd, exchange, places, variant)
                if found:
                    yield self.crowd.changes(found)

    def _chosen(self) -> Iterator[Exchange]:
        early = self.early
        room: Counter[int] = Counter()
        for number in early.release.left():
            exchange, changes = early.pool[number]
            aim = [i for i in early.release.guarded if i in changes and room[i] < EACH]
            if aim:
                room.update(aim)
                yield exchange


def _seated(
    crowd: Crowd, exchange: Exchange, places: Mapping[Kind, list[Kind]], variant: int
) -> Exchange | None:
    """The exchange between people of known group and region; the variants differ in who."""
    used: Counter[Kind] = Counter()
    found: list[Trade] = []
    for trade in exchange:
        pairs = sorted(
            (
                (_unlike(one, two), one, two)
                for one in _free(crowd, places[trade.one], used)
                for two in _free(crowd, places[trade.two], used)
            ),
            key=lambda pair: pair[0],
        )
        if len(pairs) <= variant * (not found):
            return None
        _, one, two = pairs[variant if not found else 0]
        used.update((one, two))
        found.append(trade._replace(one=one, two=two))
    return tuple(found)


def _free(crowd: Crowd, kinds: Sequence[Kind], used: Mapping[Kind, int]) -> list[Kind]:
    return [kind for kind in kinds if crowd.people[kind] > used[kind]][:12]


def _unlike(one: Kind, two: Kind) -> int:
    return sum(a != b for a, b in zip(one.place[1:], two.place[1:], strict=True))
