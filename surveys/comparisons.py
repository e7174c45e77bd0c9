"""Planned comparisons: linked answers in, publishable joint tables out.

Alternatives for `cells.release` are built from swaps: two people of one door exchange their
answers of one wave. A swap changes who answered what together and no count of any single wave,
so every other published table stays as it is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product

from surveys import stats
from surveys.cells import CELL_MINIMUM, GROUP_MINIMUM, HELD, Cell, release
from surveys.stats import ABSENT, Pair

Table = Mapping[Pair, int]
Levels = Mapping[str, str]


@dataclass(frozen=True)
class PairRow:
    """One line of pairs.csv without the comparison's id; `door` is empty for everybody."""

    table: str
    door: str
    cell: str
    people: Cell


@dataclass(frozen=True)
class Quantity:
    """One publishable number: the sum of some cells of the joint table, of one door or of all.

    `wanted` False = never published, protected all the same.
    """

    row: tuple[str, str, str]
    cells: frozenset[Pair]
    wanted: bool = True

    @property
    def door(self) -> str:
        return self.row[1]


def level_rows(
    first: Levels, last: Levels, levels: Sequence[str], doors: Mapping[str, str]
) -> list[PairRow]:
    """Everything published about an ordered comparison of two waves.

    `first` and `last` map voter -> level, `doors` voter -> door. Tables: total/both,
    move/towards, away, stayed (also by door) and levels/"a>b".
    """
    tables = _by_door(first, last, doors)
    return _rows(tables, _level_quantities(levels), _move_quantities(levels))


def path_rows(
    waves: Sequence[Levels], support: str, levels: Sequence[str], doors: Mapping[str, str]
) -> list[PairRow]:
    """The same for three waves: first to last, and yes/no paths where no path is a small count.

    The paths (of those who answered all waves) come out only if none of the 26 ways to say yes,
    no or nothing in three waves was taken by 1-4 people.
    """
    sided = [{v: "yes" if x == support else "no" for v, x in wave.items()} for wave in waves]
    cube = stats.paths(sided)
    if any(0 < people < CELL_MINIMUM for people in cube.values()):
        return level_rows(waves[0], waves[-1], levels, doors)
    tables = _by_door(waves[0], waves[-1], doors)
    rows = _rows(
        tables, _level_quantities(levels), _move_quantities(levels), _sides(levels, support)
    )
    if _withheld(rows):
        return level_rows(waves[0], waves[-1], levels, doors)
    steps = product(("yes", "no"), repeat=len(waves))
    return rows + [PairRow("paths", "", ">".join(step), cube[step]) for step in steps]


def multiple_rows(
    first: Mapping[str, Sequence[str]],
    last: Mapping[str, Sequence[str]],
    options: Sequence[str],
    doors: Mapping[str, str],
) -> list[PairRow]:
    """Multiple choice: one yes/no table per option. Tables: total/both, option:<id>/"yes>no"…"""
    rows: list[PairRow] = []
    for option in options:
        sides = [{v: _yes(option in a) for v, a in wave.items()} for wave in (first, last)]
        found = _rows(_by_door(sides[0], sides[1], doors), _side_quantities(f"option:{option}"), [])
        if _withheld(found):
            return found
        rows += found[1:] if rows else found
    return rows


def choice_rows(
    first: Levels, last: Levels, options: Sequence[str], doors: Mapping[str, str]
) -> list[PairRow]:
    """Single choice without an order: kept/changed, and one yes/no table per option.

    Tables: total/both, kept/kept, kept/changed, option:<id>/"yes>yes", "yes>no", "no>yes",
    "no>no".
    """
    tables = _by_door(first, last, doors)
    everybody = sum(tables.values(), Counter())
    n = stats.change(everybody, options).n
    if n < GROUP_MINIMUM:
        return [_both(n)]
    actual = _choice_vector(_choice_states(everybody, options))
    order = [0, 1, *sorted(_option_places(options), key=lambda i: (_rank(i), -actual[i], i))]
    cells = release(actual, _choice_alternatives(tables.values(), options, actual), order)
    if cells is None:
        return [_both(HELD)]
    named = zip(_choice_names(options), sorted(order), strict=True)
    return [_both(n), *(PairRow(*name, cells[i]) for name, i in named)]


def _yes(chosen: bool) -> str:
    return "yes" if chosen else "no"


def _both(people: Cell) -> PairRow:
    return PairRow("total", "", "both", people)


def _withheld(rows: Sequence[PairRow]) -> bool:
    return len(rows) == 1


def _by_door(first: Levels, last: Levels, doors: Mapping[str, str]) -> dict[str, Counter[Pair]]:
    people: dict[str, list[str]] = {}
    for voter in sorted(set(first) | set(last)):
        people.setdefault(doors.get(voter, ""), []).append(voter)
    return {door: stats.joint(first, last, voters) for door, voters in sorted(people.items())}


def _rows(
    tables: Mapping[str, Table],
    total: Sequence[Quantity],
    per_door: Sequence[Quantity],
    fixed: Sequence[Quantity] = (),
) -> list[PairRow]:
    """Publish the totals and, where each has 10 people and no headline is lost, the doors.

    `fixed` quantities are public already: alternatives must not change them.
    """
    both = {door: _in_both(table) for door, table in tables.items()}
    n = sum(both.values())
    if n < GROUP_MINIMUM:
        return [_both(n)]
    plain = _release(tables, total, fixed)
    if plain is None:
        return [_both(HELD)]
    if per_door and len(both) > 1 and min(both.values()) >= GROUP_MINIMUM:
        heads = [q for q in total if q.row[0] == "move"]
        by_door = [_at(door, q) for door in both for q in per_door]
        rest = [q for q in total if q not in heads]
        split = _release(tables, [*heads, *by_door, *rest], fixed)
        if split is not None and split[: len(heads)] == plain[: len(heads)]:
            sizes = [PairRow("total", door, "both", both[door]) for door in both]
            return [_both(n), *sizes, *split]
    return [_both(n), *plain]


def _in_both(table: Table) -> int:
    return sum(people for pair, people in table.items() if ABSENT not in pair)


def _at(door: str, quantity: Quantity) -> Quantity:
    table, _, cell = quantity.row
    return Quantity((table, door, cell), quantity.cells, quantity.wanted)


def _release(
    tables: Mapping[str, Table], wanted: Sequence[Quantity], fixed: Sequence[Quantity]
) -> list[PairRow] | None:
    quantities = [*wanted, *fixed]
    actual = [_measure(q, tables) for q in quantities]
    frozen = range(len(wanted), len(quantities))
    alternatives = (
        other
        for other in _swapped(tables, quantities, actual)
        if all(other[i] == actual[i] for i in frozen)
    )
    order = [i for i, q in enumerate(wanted) if q.wanted]
    cells = release(actual, alternatives, order)
    if cells is None:
        return None
    return [PairRow(*wanted[i].row, cells[i]) for i in order]


def _measure(quantity: Quantity, tables: Mapping[str, Table]) -> int:
    inside = [tables[quantity.door]] if quantity.door else tables.values()
    return sum(table.get(cell, 0) for table in inside for cell in quantity.cells)


def _move_quantities(levels: Sequence[str]) -> list[Quantity]:
    rank = {level: i for i, level in enumerate(levels)}
    pairs = list(product(levels, levels))
    moves: dict[str, Callable[[str, str], bool]] = {
        "towards": lambda a, b: rank[b] > rank[a],
        "away": lambda a, b: rank[b] < rank[a],
        "stayed": lambda a, b: a == b,
    }
    return [
        Quantity(("move", "", name), frozenset(p for p in pairs if fits(*p)))
        for name, fits in moves.items()
    ] + _single_cells("levels", levels, wanted=False)


def _level_quantities(levels: Sequence[str]) -> list[Quantity]:
    moves = [q for q in _move_quantities(levels) if q.wanted]
    return moves + _single_cells("levels", levels, wanted=True)


def _side_quantities(table: str) -> list[Quantity]:
    cells = _single_cells(table, ("no", "yes"), wanted=True)
    return sorted(cells, key=lambda q: q.row[2] in ("yes>yes", "no>no"))


def _single_cells(table: str, levels: Sequence[str], *, wanted: bool) -> list[Quantity]:
    """The cells of the joint table, and by level those who answered one wave only (unpublished)."""
    inside = [
        Quantity((table, "", f"{a}>{b}"), frozenset([(a, b)]), wanted)
        for a, b in product(levels, levels)
    ]
    edge = [pair for level in levels for pair in ((level, ABSENT), (ABSENT, level))]
    outside = [Quantity((table, "", f"{a}>{b}"), frozenset([(a, b)]), False) for a, b in edge]
    return inside + outside


def _sides(levels: Sequence[str], support: str) -> list[Quantity]:
    """Joint counts of yes, no and no answer, which the published paths reveal."""
    groups = {"yes": [support], "no": [x for x in levels if x != support], "": [ABSENT]}
    return [
        Quantity(("sides", "", f"{a}>{b}"), frozenset(product(groups[a], groups[b])))
        for a, b in product(groups, groups)
        if a or b
    ]


def _swapped(
    tables: Mapping[str, Table], quantities: Sequence[Quantity], actual: Sequence[int]
) -> Iterator[list[int]]:
    """What the quantities would be after one swap or two."""
    swaps = [(door, swap) for door, table in tables.items() for swap in _swaps(table)]
    effects = [_effect(door, swap, quantities) for door, swap in swaps]
    for effect in effects:
        yield [x + d for x, d in zip(actual, effect, strict=True)]
    numbered = range(len(swaps))
    for a, b in combinations_with_replacement(numbered, 2):
        if _possible_together(tables, swaps[a], swaps[b]):
            yield [x + d + e for x, d, e in zip(actual, effects[a], effects[b], strict=True)]


Swap = dict[Pair, int]


def _swaps(table: Table) -> Iterator[Swap]:
    """Every exchange of the last answer between two people in different cells of the table."""
    taken = sorted(pair for pair, people in table.items() if people)
    for (a, b), (c, d) in combinations(taken, 2):
        if a != c and b != d and (ABSENT, ABSENT) not in ((a, d), (c, b)):
            yield {(a, b): -1, (c, d): -1, (a, d): 1, (c, b): 1}


def _effect(door: str, swap: Swap, quantities: Sequence[Quantity]) -> list[int]:
    return [
        sum(change for cell, change in swap.items() if cell in q.cells)
        if q.door in ("", door)
        else 0
        for q in quantities
    ]


def _possible_together(
    tables: Mapping[str, Table], one: tuple[str, Swap], two: tuple[str, Swap]
) -> bool:
    if one[0] != two[0]:
        return True
    table = tables[one[0]]
    return all(
        table[cell] + one[1].get(cell, 0) + two[1].get(cell, 0) >= 0
        for cell in (*one[1], *two[1])
        if one[1].get(cell, 0) + two[1].get(cell, 0) < 0
    )


State = tuple[int, int, int]
FIELDS = ("yes>yes", "yes>no", "no>yes", "no>no")


def _choice_names(options: Sequence[str]) -> list[tuple[str, str, str]]:
    cells = [(f"option:{option}", "", name) for option in options for name in FIELDS]
    return [("kept", "", "kept"), ("kept", "", "changed"), *cells]


def _option_places(options: Sequence[str]) -> list[int]:
    """Where the four published counts of each option lie in the vector (six per option)."""
    return [2 + 6 * k + j for k in range(len(options)) for j in range(4)]


def _rank(place: int) -> int:
    """Who left and who came matters most, then who stayed."""
    return (1, 0, 0, 2)[(place - 2) % 6]


def _choice_states(table: Table, options: Sequence[str]) -> list[stats.OptionChange]:
    return [stats.option_change(table, option) for option in options]


def _choice_vector(states: Sequence[stats.OptionChange]) -> list[int]:
    vector = [sum(s.stayed for s in states), sum(s.left for s in states)]
    for s in states:
        vector += [s.stayed, s.left, s.came, s.neither, s.only_first, s.only_last]
    return vector


def _choice_alternatives(
    tables: Iterable[Table], options: Sequence[str], actual: Sequence[int]
) -> Iterator[list[int]]:
    """Other vectors with the same counts per wave, changed at one door for one or two options.

    A state of an option is (stayed, only first, only last); the rest follows from the counts of
    the two waves. It belongs to a real table while nothing is negative and, for each option,
    those who left or came are not more than those who changed (zero-diagonal tables with given
    margins exist exactly then).
    """
    for table in tables:
        states = _choice_states(table, options)
        changed = sum(s.left for s in states)
        slack = [changed - s.left - s.came for s in states]
        for moves in _state_moves(len(options)):
            effects = {k: _state_effect(move) for k, move in moves.items()}
            grown = sum(effect[1] for effect in effects.values())
            if _state_possible(states, slack, effects, grown):
                yield _apply(actual, effects)


def _state_moves(size: int) -> Iterator[dict[int, State]]:
    for k in range(size):
        yield {k: (1, 0, 0)}
        yield {k: (-1, 0, 0)}
    for a, b in combinations(range(size), 2):
        for d, f, last in product((-1, 0, 1), repeat=3):
            if (d, f, last) != (0, 0, 0):
                yield {a: (d, f, last), b: (-d, -f, -last)}


def _state_effect(move: State) -> list[int]:
    """Change of stayed, left, came, neither, only first, only last."""
    d, f, last = move
    return [d, -d - f, -d - last, d + f + last, f, last]


def _state_possible(
    states: Sequence[stats.OptionChange],
    slack: Sequence[int],
    effects: Mapping[int, Sequence[int]],
    grown: int,
) -> bool:
    for k, state in enumerate(states):
        effect = effects.get(k, [0] * 6)
        now = (state.stayed, state.left, state.came, state.neither)
        parts = (*now, state.only_first, state.only_last)
        if any(x + e < 0 for x, e in zip(parts, effect, strict=True)):
            return False
        if slack[k] + grown - effect[1] - effect[2] < 0:
            return False
    return True


def _apply(actual: Sequence[int], effects: Mapping[int, Sequence[int]]) -> list[int]:
    other = list(actual)
    for k, effect in effects.items():
        other[0] += effect[0]
        other[1] += effect[1]
        for j, e in enumerate(effect):
            other[2 + 6 * k + j] += e
    return other
