"""Counts, shares, intervals and change between waves: the only counters. Pure functions."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain, product
from random import Random
from typing import Any

from surveys.cells import PERCENT_MINIMUM, TEST_MINIMUM, Cell, is_shown
from surveys.dataset import ABSTAIN, RANKING, Answer

ABSENT = ""
RESAMPLES = 999
LOW_PLACE, HIGH_PLACE = 24, 974  # the 25th and the 975th: 2.5 % of 999 + 1 from either end
Pair = tuple[str, str]


@dataclass(frozen=True)
class Counts:
    """People who answered, and people per option in the order asked, zeros included.

    Who abstained is in neither.
    """

    n: int
    counts: dict[str, int]
    abstained: int = 0


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
    n = abstained = 0
    for answer in answers:
        if answer == ABSTAIN:
            abstained += 1
            continue
        n += 1
        for option in answer if isinstance(answer, list) else [answer]:
            if option in totals:
                totals[str(option)] += 1
    return Counts(n, totals, abstained)


def choices(kind: str, answers: Iterable[Any]) -> list[Any]:
    """The answers as choices: of a ranking its first place."""
    if kind != RANKING:
        return list(answers)
    return [answer if answer == ABSTAIN else answer[0] for answer in answers]


def ranks(options: Sequence[str], answers: Iterable[Any]) -> dict[str, float | None]:
    """The mean place of each option, 1 = always first; None below 10 answers.

    Options somebody did not rank share the mean of the places left over.
    """
    rankings = [answer for answer in answers if answer != ABSTAIN]
    if len(rankings) < PERCENT_MINIMUM:
        return dict.fromkeys(options)
    totals = dict.fromkeys(options, 0.0)
    for ranking in rankings:
        left_over = (len(ranking) + 1 + len(options)) / 2
        for option in options:
            totals[option] += ranking.index(option) + 1 if option in ranking else left_over
    return {option: round(total / len(rankings), 6) for option, total in totals.items()}


def preferences(options: Sequence[str], answers: Iterable[Any]) -> dict[str, int]:
    """`a>b` → people who put a before b; an option that is ranked comes before one that is not."""
    wins = {f"{a}>{b}": 0 for a, b in product(options, options) if a != b}
    for ranking in answers:
        if ranking == ABSTAIN:
            continue
        for place, a in enumerate(ranking):
            for b in options:
                if b not in ranking[: place + 1]:
                    wins[f"{a}>{b}"] += 1
    return wins


def numbers(answers: Iterable[Any]) -> dict[str, float | None]:
    """Mean, median and quartiles; None below 10 answers.

    Quartiles lie between the sorted answers in equal steps (Hyndman and Fan 1996, The American
    Statistician 50(4): 361-365, definition 7).
    """
    values = sorted(answer for answer in answers if answer != ABSTAIN)
    names = {"low_quartile": 1, "median": 2, "high_quartile": 3}
    if len(values) < PERCENT_MINIMUM:
        return dict.fromkeys(("mean", *names))
    mean = round(math.fsum(values) / len(values), 6)
    return {"mean": mean, **{name: _quartile(values, k) for name, k in names.items()}}


def _quartile(values: Sequence[float], k: int) -> float:
    place, part = divmod(k * (len(values) - 1), 4)
    upper = values[min(place + 1, len(values) - 1)]
    return round((values[place] * (4 - part) + upper * part) / 4, 6)


def regroup(counts: Counts, levels: Mapping[str, str]) -> Counts:
    """The same people counted by level; levels in the order of the options."""
    totals = dict.fromkeys(levels.values(), 0)
    for option, people in counts.counts.items():
        totals[levels[option]] += people
    return Counts(counts.n, totals, counts.abstained)


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


def change_interval(towards: Cell, away: Cell, n: Cell, seed: str) -> list[float] | None:
    """95 % interval of the net change as a share of the n people who answered both waves.

    None below 20 people and where a count is hidden.
    """
    if not (is_shown(n) and is_shown(towards) and is_shown(away)) or int(n) < TEST_MINIMUM:
        return None
    return [round(bound, 6) for bound in resampled(int(towards), int(away), int(n), seed)]


def resampled(up: int, down: int, n: int, seed: str) -> tuple[float, float]:
    """Percentile interval of (up - down) / n over 999 resamples of the n people.

    Davison and Hinkley (1997), Bootstrap Methods and their Application, sections 2.4 and 5.3.1:
    the 25th and the 975th of 999 sorted values. The first `up` of the n people moved up, the last
    `down` moved down. The same seed gives the same interval with every version of Python.
    """
    rng = Random(seed_number(seed))  # noqa: S311 (to be repeated by anyone, nothing secret)
    nets = sorted(_net_of_resample(rng, up, n - down, n) for _ in range(RESAMPLES))
    return nets[LOW_PLACE] / n, nets[HIGH_PLACE] / n


def seed_number(text: str) -> int:
    """The number a resampling starts from: the first 16 hexadecimal digits of the SHA-256."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:16], 16)


def _net_of_resample(rng: Random, up: int, stays: int, n: int) -> int:
    """Up minus down among n people drawn; of n people `up` went up, those from `stays` on down."""
    net = 0
    for _ in range(n):
        person = rng.random() * n
        if person < up:
            net += 1
        elif person >= stays:
            net -= 1
    return net


def newcombe(part: int, n: int, other: int, m: int) -> tuple[float, float]:
    """95 % interval of the difference other / m - part / n between shares of different people.

    Newcombe (1998), Statistics in Medicine 17: 873-890, method 10 (hybrid score, from two Wilson
    intervals). n and m must be positive.
    """
    (low, high), (other_low, other_high) = wilson(part, n), wilson(other, m)
    p, q = part / n, other / m
    return q - p - math.hypot(q - other_low, high - p), q - p + math.hypot(other_high - q, p - low)


def difference(part: int, n: int, other: int, m: int) -> dict[str, Any] | None:
    """The second share minus the first with its interval, or None below 10 answers."""
    if min(n, m) < PERCENT_MINIMUM:
        return None
    bounds = [round(bound, 6) for bound in newcombe(part, n, other, m)]
    return {"difference": round(other / m - part / n, 6), "interval": bounds}


def smoothed(part: int, n: int) -> float:
    """The share with one imagined answer on either side, (part + 1) / (n + 2).

    Laplace's rule of succession, as in the group-informed consensus of Polis: Small et al. (2021),
    Recerca 26(2), "Polis: Scaling deliberation by mapping high dimensional opinion spaces".
    """
    return (part + 1) / (n + 2)


def kish(weights: Iterable[tuple[float, int]]) -> float:
    """How many people answering with equal weight would tell as much: (sum w)^2 / (sum w^2).

    Kish (1965), Survey Sampling, section 11.7. `weights` are (weight, people with this weight).
    """
    pairs = list(weights)
    total = math.fsum(w * people for w, people in pairs)
    return total * total / math.fsum(w * w * people for w, people in pairs)


def across(groups: Mapping[str, tuple[Cell, int]]) -> dict[str, Any] | None:
    """Support across groups; `groups`: name -> (people in support, people who answered).

    The smoothed share of each group and the least of them; the share in which each group counts
    equally, with its effective number of people; of two groups also their difference. None where
    there are fewer than two, or a count is hidden.
    """
    rows = {name: (int(part), n) for name, (part, n) in groups.items() if is_shown(part)}
    if len(rows) < 2 or len(rows) < len(groups):
        return None
    shares = {name: round(smoothed(part, n), 6) for name, (part, n) in rows.items()}
    sizes = [n for _part, n in rows.values()]
    equal = math.fsum(part / n for part, n in rows.values()) / len(rows)
    return {
        "smoothed": shares,
        "least": min(shares.values()),
        "equal": round(equal, 6),
        "effective": round(kish((1 / n, n) for n in sizes), 6),
        "apart": difference(*chain(*rows.values())) if len(rows) == 2 else None,
    }


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
