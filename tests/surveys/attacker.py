"""Somebody who has every published file, a solver and patience, and not a line of our code.

From the bytes of the record comes one system in whole numbers about the people behind it: for
every question how many people of each door, group and region said what in which wave, tied
together by who took part where. A count is derived if every solution agrees on it.
"""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

ABSENT, ABSTAIN, REST = "", "abstain", "Not stated / other"
DOORS = ("room", "online")
DIMENSIONS = ("door", "group", "region")
UNCOUNTED = ("text", "number")
PATIENCE = 8
SECONDS = 600.0
ANY = 1000.0
Name = tuple[str, ...]
Variables = list[int]
Fits = Callable[[Sequence], bool]


class Attacker:
    """The system of one survey.

    `counts`: every count somebody may want to know; `hidden`: those that stand in a published
    table without their number. Without `tables` only ballots and numbers of people are known.
    """

    def __init__(self, files: Mapping[str, bytes], *, tables: bool = True) -> None:
        self.rules = json.loads(files["rules.json"])
        self.questions = self.rules["questions"]
        self.groups, self.pairs = _rows(files["groups.csv"]), _rows(files["pairs.csv"])
        self.tables = tables
        self.size = 0
        self.lines: list[tuple[dict[int, int], int, int]] = []
        self.counts: dict[Name, Variables] = {}
        self.hidden: set[Name] = set()
        self.seen: defaultdict[Name, set[int]] = defaultdict(set)
        self.classes = list(product(DOORS, self.names("group"), self.names("region")))
        self.states = self._states(_rows(files["ballots.csv"]))
        self.ways: list[tuple[list[Mapping], dict[tuple, int]]] = []
        self.taking = self._people()
        for item in dict.fromkeys(_item(q) for q in self.questions):
            self._ask([q for q in self.questions if _item(q) == item])

    def pinned(self, names: Collection[Name]) -> list[Name]:
        """Those of the counts that can have one value only."""
        rng = Random(1)
        for _ in range(PATIENCE):
            left = self._unsure(names)
            if not left:
                return []
            self._look({name: rng.choice((-1.0, 1.0)) * rng.uniform(1, 2) for name in left})
        for name in self._unsure(names):
            for sign in (1.0, -1.0):
                if len(self.seen[name]) < 2:
                    self._look({name: sign}, exact=True)
        return self._unsure(names)

    def _unsure(self, names: Iterable[Name]) -> list[Name]:
        return [name for name in names if len(self.seen[name]) < 2]

    def _look(self, wanted: Mapping[Name, float], *, exact: bool = False) -> None:
        """Find one solution that pulls at these counts, and keep what it says about all."""
        goal = np.zeros(self.size)
        for name, weight in wanted.items():
            goal[self.counts[name]] += weight
        found = milp(
            goal,
            constraints=self._limits(),
            bounds=Bounds(0, np.inf),
            integrality=np.ones(self.size),
            options={"mip_rel_gap": 0.0 if exact else ANY, "time_limit": SECONDS},
        )
        if found.x is None:
            raise AssertionError(f"nobody fits what is published: {found.message}")
        people = np.rint(found.x).astype(int)
        for name, variables in self.counts.items():
            self.seen[name].add(int(people[variables].sum()))

    def _limits(self) -> LinearConstraint:
        at = [variable for line, _, _ in self.lines for variable in line]
        values = [value for line, _, _ in self.lines for value in line.values()]
        starts = np.cumsum([0, *(len(line) for line, _, _ in self.lines)])
        matrix = csr_array((values, at, starts), shape=(len(self.lines), self.size))
        low, high = ([line[k] for line in self.lines] for k in (1, 2))
        return LinearConstraint(matrix, low, high)

    def _new(self) -> int:
        self.size += 1
        return self.size - 1

    def _know(self, variables: Iterable[int], low: int, high: int | None = None) -> None:
        self.lines.append((Counter(variables), low, low if high is None else high))

    def _told(self, name: Name, people: str) -> None:
        """A field of a table. It says something, or hides something, or both."""
        if people not in ("<5", "~"):
            self._know(self.counts[name], int(people))
            return
        self.hidden.add(name)
        if people == "<5":
            self._know(self.counts[name], 0, 4)

    def names(self, dimension: str) -> list[str]:
        """The rows that some table names, and the rest."""
        found = {row["group"] for row in self.groups if row["dimension"] == dimension}
        return [*sorted(found - {REST}), REST]

    def _states(self, ballots: list[dict[str, str]]) -> list[Counter]:
        """For each question, people by what tables can tell of their answer."""
        found: dict[str, Counter] = {question["id"]: Counter() for question in self.questions}
        by_id = {question["id"]: question for question in self.questions}
        for row in ballots:
            state = state_of(by_id[row["question"]], json.loads(row["answer"]))
            found[row["question"]][state] += 1
        return list(found.values())

    def _people(self) -> dict[tuple, int]:
        """People by class and by the questions in which they took part."""
        patterns = list(product((0, 1), repeat=len(self.questions)))
        taking = {(c, p): self._new() for c in self.classes for p in patterns}
        for door in DOORS:
            here = [(p, v) for (c, p), v in taking.items() if c[0] == door]
            self._know([v for _, v in here], self.rules["people"]["joined"][door])
            for wave, answered in self.rules["people"]["answered"].items():
                at = [i for i, q in enumerate(self.questions) if str(q["wave"]) == wave]
                self._know([v for p, v in here if any(p[i] for i in at)], answered[door])
        return taking

    def _ask(self, askings: list[Mapping]) -> None:
        """People by class and by what they said to one question in all its waves."""
        places = [self.questions.index(q) for q in askings]
        ways = list(product(*([ABSENT, *self.states[place]] for place in places)))
        cells = {(c, way): self._new() for c in self.classes for way in ways}
        self.ways.append((askings, cells))
        both: defaultdict[tuple, dict[int, int]] = defaultdict(dict)
        for (c, way), variable in cells.items():
            both[c, tuple(int(state != ABSENT) for state in way)][variable] = 1
        for (c, pattern), variable in self.taking.items():
            both[c, tuple(pattern[place] for place in places)][variable] = -1
        self.lines += [(line, 0, 0) for line in both.values()]
        for i, question in enumerate(askings):
            for state, people in self.states[places[i]].items():
                self._know([v for (_, way), v in cells.items() if way[i] == state], people)
            if question["kind"] not in UNCOUNTED:
                for dimension in DIMENSIONS:
                    answers = [(c, way[i], v) for (c, way), v in cells.items()]
                    self._breakdown(question, dimension, answers)
        for plan in self.rules["comparisons"]:
            at = [i for i, q in enumerate(askings) if q["code"] in plan["questions"]]
            if at:
                people = [(c[0], [way[i] for i in at], v) for (c, way), v in cells.items()]
                self._comparison(plan, askings[at[0]], people)

    def _breakdown(self, question: Mapping, dimension: str, answers: list[tuple]) -> None:
        place = DIMENSIONS.index(dimension)
        table = [
            row
            for row in self.groups
            if (row["question"], row["dimension"]) == (question["id"], dimension)
        ]
        names = {c[place] for c in self.classes}
        named = {row["group"] for row in table} - {REST} if table else names - {REST}
        for name in (*named, REST):
            inside = {name} if name != REST else names - named
            people = [(s, v) for c, s, v in answers if c[place] in inside and _counted(s)]
            for column in _columns(question):
                key = ("groups", question["code"], dimension, name, column)
                self.counts[key] = [v for s, v in people if _has(s, column)]
                if question["kind"] == "multiple":
                    self.counts[*key, "no"] = [v for s, v in people if not _has(s, column)]
            for row in table if self.tables else ():
                if row["group"] == name:
                    self._know([v for _, v in people], int(row["n"]))
                    key = ("groups", question["code"], dimension, name, row["cell"])
                    self._told(key, row["people"])

    def _comparison(self, plan: Mapping, question: Mapping, people: list[tuple]) -> None:
        for table, cell, fits in _sorts(plan, question):
            for door in ("", *DOORS):
                inside = [v for d, way, v in people if door in ("", d) and fits(way)]
                self.counts["pairs", plan["id"], table, door, cell] = inside
        for row in self.pairs:
            if row["comparison"] == plan["id"] and (self.tables or row["table"] == "total"):
                key = ("pairs", plan["id"], row["table"], row["door"], row["cell"])
                self._told(key, row["people"])


def _rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def _item(question: Mapping) -> str:
    return question["code"].split(".")[0]


def state_of(question: Mapping, answer) -> object:
    """All that any table can tell of the answer; which of two answers with one state it was is
    known from the ballots and says nothing about people."""
    if answer == ABSTAIN:
        return ABSTAIN
    if question["kind"] in UNCOUNTED:
        return "given"
    if question["kind"] == "multiple":
        return tuple(answer)
    first = answer[0] if question["kind"] == "ranking" else answer
    levels = {option: level["id"] for level in question["levels"] for option in level["options"]}
    return levels.get(first, first)


def _columns(question: Mapping) -> list[str]:
    return [column["id"] for column in question["levels"] or question["options"]]


def _counted(state: object) -> bool:
    return state not in (ABSENT, ABSTAIN)


def _has(state: object, column: str) -> bool:
    return column in state if isinstance(state, tuple) else state == column


def _sorts(plan: Mapping, question: Mapping) -> Iterator[tuple[str, str, Fits]]:
    """What a comparison counts: (table, cell, which ways through the waves belong to it)."""
    yield "total", "both", _both
    columns = _columns(question)
    if plan["form"] == "levels":
        yield "move", "towards", lambda w: _both(w) and w[-1] > w[0]
        yield "move", "away", lambda w: _both(w) and w[-1] < w[0]
        yield "move", "stayed", lambda w: _both(w) and w[-1] == w[0]
        for a, b in product([*columns, ABSENT], repeat=2):
            yield "levels", f"{a}>{b}", lambda w, a=a, b=b: _on(w[0], a) and _on(w[-1], b)
        waves = len(plan["questions"])
        for steps in product(("yes", "no"), repeat=waves) if waves > 2 else ():
            yield "paths", ">".join(steps), lambda w, s=steps: _path(w, columns[-1]) == s
        return
    if plan["form"] == "choice":
        yield "kept", "kept", lambda w: _both(w) and w[0] == w[-1]
        yield "kept", "changed", lambda w: _both(w) and w[0] != w[-1]
    for o in columns:
        for a, b in product(("yes", "no", ABSENT), repeat=2):
            yield (
                f"option:{o}",
                f"{a}>{b}",
                lambda w, o=o, a=a, b=b: _side(w[0], o) == a and _side(w[-1], o) == b,
            )


def _both(way: Sequence) -> bool:
    return _counted(way[0]) and _counted(way[-1])


def _on(state: object, level: str) -> bool:
    return state == level if level else not _counted(state)


def _side(state: object, option: str) -> str:
    if not _counted(state):
        return ABSENT
    return "yes" if _has(state, option) else "no"


def _path(way: Sequence, support: str) -> tuple[str, ...]:
    return tuple(_side(state, support) for state in way)
