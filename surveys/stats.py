"""Counts, shares, intervals and change between waves: the only counters. Pure functions."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import product

from surveys.cells import PERCENT_MINIMUM, TEST_MINIMUM, Cell, is_shown
from surveys.dataset import Answer

ABSENT = ""
Pair = tuple[str, str]


@dataclass(frozen=True)
class Counts:
    """People who answered, and people per option in the order asked, zeros included."""

    n: int
    counts: dict[str, int]


@dataclass(frozen=True)
class Change:
    """People between two waves. Cells may be hidden; `n` answered both."""

    n: int
    towards: Cell
    away: Cell
    stayed: Cell
    only_first: int = 0
    only_last: int = 0

    @property
    def net(self) -> int | None:
        """Towards minus away, or None where one of them is hidden."""
        if is_shown(self.towards) and is_shown(self.away):
            return int(self.towards) - int(self.away)
        return None


def count(options: Iterable[str], answers: Iterable[Answer]) -> Counts:
    """How many people answered and how many chose each option; multiple choice counts people."""
    totals = dict.fromkeys(options, 0)
    n = 0
    for answer in answers:
        n += 1
        for option in answer if isinstance(answer, list) else [answer]:
            if option in totals:
                totals[option] += 1
    return Counts(n, totals)


def regroup(counts: Counts, levels: Mapping[str, str]) -> Counts:
    """The same people counted by level; levels in the order of the options."""
    totals = dict.fromkeys(levels.values(), 0)
    for option, people in counts.counts.items():
        totals[levels[option]] += people
    return Counts(counts.n, totals)


def share(part: Cell, n: int) -> float | None:
    """The part as a fraction, or None below 10 answers and for hidden counts."""
    if n < PERCENT_MINIMUM or not is_shown(part):
        return None
    return round(int(part) / n, 6)


def wilson(part: int, n: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """The Wilson score interval of a proportion, 95 % unless told.

    Wilson, E. B. (1927), JASA 22: 209-212; recommended by Brown, Cai and DasGupta (2001),
    Statistical Science 16(2): 101-133. n must be positive.
    """
    p = part / n
    middle = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def interval(part: int, n: int) -> list[float] | None:
    """The Wilson interval rounded for publication, or None below 10 answers."""
    if n < PERCENT_MINIMUM:
        return None
    return [round(bound, 6) for bound in wilson(part, n)]


def _tail(successes: int, n: int) -> int:
    """The number of the 2^n outcomes of n fair coins with at most so many heads."""
    term = total = 1
    for k in range(successes):
        term = term * (n - k) // (k + 1)
        total += term
    return total


def mcnemar_midp(gained: int, lost: int) -> float:
    """McNemar's test for paired yes/no answers, mid-p version, two-sided.

    Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13:91, section
    "McNemar mid-p": exact p minus the probability of the observed table. 1.0 if nobody changed.
    """
    n, low = gained + lost, min(gained, lost)
    observed = math.comb(n, low)
    if gained == lost:
        return 1.0 if n == 0 else (2 ** (n + 1) - observed) / 2 ** (n + 1)
    return (2 * _tail(low, n) - observed) / 2**n


def sign_test(up: int, down: int) -> float:
    """The exact two-sided sign test, people who stayed left out.

    Conover (1999), Practical Nonparametric Statistics, 3rd ed., section 3.4; the binomial test
    with probability 1/2. 1.0 if nobody moved.
    """
    n = up + down
    return 1.0 if up == down else min(1.0, 2 * _tail(min(up, down), n) / 2**n)


def change_p(towards: Cell, away: Cell, n: int, levels: int) -> float | None:
    """The p-value printed with a change: McNemar mid-p for 2 levels, sign test for 3.

    None below 20 pairs and where a count is hidden.
    """
    if n < TEST_MINIMUM or not (is_shown(towards) and is_shown(away)):
        return None
    test = mcnemar_midp if levels == 2 else sign_test
    return round(test(int(towards), int(away)), 6)


def joint(
    first: Mapping[str, str], last: Mapping[str, str], voters: Iterable[str] | None = None
) -> Counter[Pair]:
    """People by (level in the first wave, level in the last); ABSENT = no answer there.

    The mappings go from voter key to level. `voters` narrows the count to some of them.
    """
    people = set(first) | set(last) if voters is None else voters
    pairs = ((first.get(voter, ABSENT), last.get(voter, ABSENT)) for voter in people)
    return Counter(pair for pair in pairs if pair != (ABSENT, ABSENT))


def paths(waves: Sequence[Mapping[str, str]]) -> Counter[tuple[str, ...]]:
    """People by their answers along the waves; ABSENT = no answer there."""
    people = set().union(*waves)
    return Counter(tuple(wave.get(voter, ABSENT) for wave in waves) for voter in people)


def change(table: Mapping[Pair, int], levels: Sequence[str]) -> Change:
    """Collapse a joint table to people who moved up the levels, down, or stayed."""
    both = {pair: table.get(pair, 0) for pair in product(levels, levels)}
    rank = {level: i for i, level in enumerate(levels)}
    moved = {-1: 0, 0: 0, 1: 0}
    for (a, b), people in both.items():
        moved[(rank[b] > rank[a]) - (rank[b] < rank[a])] += people
    return Change(
        n=sum(both.values()),
        towards=moved[1],
        away=moved[-1],
        stayed=moved[0],
        only_first=sum(table.get((level, ABSENT), 0) for level in levels),
        only_last=sum(table.get((ABSENT, level), 0) for level in levels),
    )


@dataclass(frozen=True)
class OptionChange:
    """One option of a single choice between two waves, among people who answered both."""

    stayed: int
    left: int
    came: int
    neither: int
    only_first: int
    only_last: int


def option_change(table: Mapping[Pair, int], option: str) -> OptionChange:
    """One option against all others in a joint table."""
    people = Counter[str]()
    for (a, b), n in table.items():
        people[_place(a, b, option)] += n
    return OptionChange(*(people[f.name] for f in fields(OptionChange)))


def _place(a: str, b: str, option: str) -> str:
    if ABSENT in (a, b):
        return {(option, ABSENT): "only_first", (ABSENT, option): "only_last"}.get((a, b), "")
    names = {(True, True): "stayed", (True, False): "left", (False, True): "came"}
    return names.get((a == option, b == option), "neither")


def kept(table: Mapping[Pair, int]) -> int:
    """People who gave the same answer in both waves."""
    return sum(people for (a, b), people in table.items() if a == b != ABSENT)
