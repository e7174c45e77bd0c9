"""Whether an order of rows tells anything about another order: Spearman's rank correlation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import erfc, sqrt

ALARM = 4.5
"""Standard deviations; chance alone goes beyond once in 150,000 times."""


def spearman(one: Sequence[str], other: Sequence[str]) -> float:
    """1 for the same order of the same things, -1 for the opposite, around 0 by chance.

    Spearman (1904), for ranks without ties: 1 - 6 sum(d^2) / (n (n^2 - 1)).
    """
    places = {thing: place for place, thing in enumerate(other)}
    assert places.keys() == set(one)
    n = len(one)
    return 1 - 6 * sum((k - places[x]) ** 2 for k, x in enumerate(one)) / (n * (n * n - 1))


@dataclass
class Ranks:
    """Correlations of many pairs of orders, taken together."""

    found: list[float] = field(default_factory=list)
    precision: float = 0

    def add(self, one: Sequence[str], other: Sequence[str]) -> None:
        self.found.append(spearman(one, other))
        self.precision += 1 / (len(one) - 1)

    @property
    def mean(self) -> float:
        return sum(self.found) / len(self.found)

    @property
    def deviations(self) -> float:
        """The sum in standard deviations: by chance each correlation has variance 1 / (n - 1)."""
        return sum(self.found) / sqrt(self.precision)

    @property
    def p(self) -> float:
        return erfc(abs(self.deviations) / sqrt(2))

    def tells(self) -> bool:
        return abs(self.deviations) > ALARM
