"""Other populations that fit everything public: people who trade answers to one question.

Two people who both answered trade their answers of some waves. No ballot changes, nobody takes
part in more or less, nobody changes door, group or region, and no other question notices: so
ballots, numbers of people and sizes of rows stay as they are, and each question can be judged on
its own.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

MANY = 24
NEIGHBOURS = 16
FIRST, SECOND = 8, 2

Answers = tuple[Hashable, ...]
Changes = dict[int, int]


class Kind(NamedTuple):
    """People who are alike: where they are counted, and what they said in each wave ("" = nothing)."""

    place: tuple[Hashable, ...]
    answers: Answers


class Trade(NamedTuple):
    """Somebody of one kind and somebody of another exchange their answers of these waves."""

    one: Kind
    two: Kind
    waves: tuple[int, ...]

    def after(self) -> tuple[Kind, Kind]:
        return _with(self.one, self.two, self.waves), _with(self.two, self.one, self.waves)


Exchange = tuple[Trade, ...]


def _with(one: Kind, two: Kind, waves: tuple[int, ...]) -> Kind:
    answers = list(one.answers)
    for i in waves:
        answers[i] = two.answers[i]
    return Kind(one.place, tuple(answers))


class Crowd:
    """Everybody who answered a question, counted by kind; `counted` tells in which counts."""

    def __init__(
        self, people: Iterable[Kind], counted: Callable[[Kind], Iterable[int]], size: int
    ) -> None:
        self.people = Counter(people)
        self.kinds = sorted(self.people, key=repr)
        self.counted = cache(lambda kind: frozenset(counted(kind)))
        self.actual = [0] * size
        for kind, people_of_kind in self.people.items():
            for i in self.counted(kind):
                self.actual[i] += people_of_kind

    def changes(self, exchange: Exchange) -> Changes:
        """How the counts differ after the exchange."""
        found: Changes = {}
        for trade in exchange:
            for before, after in zip(trade[:2], trade.after(), strict=True):
                old, new = self.counted(before), self.counted(after)
                for i in old - new:
                    found[i] = found.get(i, 0) - 1
                for i in new - old:
                    found[i] = found.get(i, 0) + 1
        return {i: change for i, change in found.items() if change}

    def possible(self, exchange: Exchange) -> bool:
        """Whether there are different people for all parts of the exchange."""
        needed = Counter(kind for trade in exchange for kind in (trade.one, trade.two))
        return all(self.people[kind] >= people for kind, people in needed.items())


def trades(
    crowd: Crowd, wanted: Collection[int], meet: Callable[[Kind, Kind], bool]
) -> Iterator[tuple[Exchange, Changes]]:
    """Single trades between kinds that may meet and that change one of the wanted counts."""
    aim = frozenset(wanted)
    for one, two in _pairs(crowd, wanted):
        if meet(one, two):
            for waves in _waves(one, two):
                exchange = (Trade(one, two, waves),)
                changes = crowd.changes(exchange)
                if not aim.isdisjoint(changes):
                    yield exchange, changes


def _waves(one: Kind, two: Kind) -> list[tuple[int, ...]]:
    """One wave or all in which both answered, where they differ."""
    both = [i for i, (a, b) in enumerate(zip(one.answers, two.answers, strict=True)) if a and b]
    differ = [i for i in both if one.answers[i] != two.answers[i]]
    return [(i,) for i in differ] + ([tuple(differ)] if len(differ) > 1 else [])


def _pairs(crowd: Crowd, wanted: Collection[int]) -> Iterable[tuple[Kind, Kind]]:
    """All pairs of kinds, or where they are many those of the people in the wanted counts."""
    if len(crowd.kinds) <= MANY:
        return combinations(crowd.kinds, 2)
    wanted = set(wanted)
    members = [kind for kind in crowd.kinds if wanted.intersection(crowd.counted(kind))]
    near = _alike(crowd.kinds)
    spread = crowd.kinds[:: len(crowd.kinds) // NEIGHBOURS + 1]
    found = {
        frozenset((one, two)): (one, two)
        for one in _few(members, wanted, crowd)
        for two in (*_beside(near, one), *spread)
        if one != two
    }
    return found.values()


def _few(members: list[Kind], wanted: Collection[int], crowd: Crowd) -> list[Kind]:
    """People of the wanted counts, a few of each."""
    room: Counter[int] = Counter()
    found = []
    for kind in members:
        fresh = [i for i in crowd.counted(kind) if i in wanted and room[i] < FIRST]
        room.update(fresh)
        found += [kind] if fresh else []
    return found


def _alike(kinds: Sequence[Kind]) -> Mapping[Hashable, list[Kind]]:
    """Kinds that differ in one wave, or in their place only."""
    found = defaultdict(list)
    for kind in kinds:
        for key in _keys(kind):
            found[key].append(kind)
    return found


def _keys(kind: Kind) -> Iterator[Hashable]:
    for i in range(len(kind.answers)):
        rest = (*kind.answers[:i], *kind.answers[i + 1 :])
        yield i, rest
        yield i, rest, kind.place
    for i in range(len(kind.place)):
        yield "but", i, (*kind.place[:i], *kind.place[i + 1 :])


def _beside(near: Mapping[Hashable, list[Kind]], kind: Kind) -> Iterator[Kind]:
    for key in _keys(kind):
        found = near[key]
        yield from found[:: len(found) // NEIGHBOURS + 1]


def doubled(
    crowd: Crowd,
    singles: Sequence[tuple[Exchange, Changes]],
    wanted: Collection[int],
    heads: Collection[int],
) -> Iterator[tuple[Exchange, Changes]]:
    """Two trades that change a wanted count and together none of the `heads`."""
    partners: defaultdict[Hashable, list[tuple[Exchange, Changes]]] = defaultdict(list)
    for exchange, changes in sorted(singles, key=lambda pair: len(pair[1])):
        partners[_on(heads, changes, -1)].append((exchange, changes))
    room: Counter[int] = Counter()
    for exchange, changes in singles:
        aim = [i for i in wanted if i in changes and room[i] < FIRST]
        sign = _on(heads, changes, 1)
        if aim and sign:
            room.update(aim)
            yield from _joined(crowd, exchange, partners[sign], aim)


def _on(heads: Collection[int], changes: Changes, sign: int) -> Hashable:
    return tuple((i, sign * changes[i]) for i in heads if i in changes)


def _joined(
    crowd: Crowd, exchange: Exchange, partners: list[tuple[Exchange, Changes]], aim: list[int]
) -> Iterator[tuple[Exchange, Changes]]:
    left = SECOND
    for other, _ in partners[: 4 * SECOND]:
        both = exchange + other
        if left and crowd.possible(both):
            changes = crowd.changes(both)
            if any(i in changes for i in aim):
                left -= 1
                yield both, changes
