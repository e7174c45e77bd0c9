"""The formulas of docs/record-format.md for the second counter, in exact fractions."""

from decimal import Decimal, localcontext
from fractions import Fraction
from hashlib import sha256
from math import comb
from random import Random

Z = Decimal("1.959963984540054")
NEEDED_FOR_SHARES = 10
NEEDED_FOR_TEST = 20
RESAMPLES = 999


def known(*counts) -> bool:
    return all(isinstance(count, int) for count in counts)


def same(one, other) -> bool:
    """Whether two figures say the same, with the tolerance of section 7."""
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 0.00000051
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def share(count, n):
    if not known(count, n) or n < NEEDED_FOR_SHARES:
        return None
    return float(Fraction(count, n))


def wilson(count: int, n: int):
    """Wilson 1927: the p that solve (share - p)^2 = z^2 p (1 - p) / n."""
    if n < NEEDED_FOR_SHARES:
        return None
    with localcontext() as context:
        context.prec = 40
        share, square = Decimal(count) / n, Z * Z / n
        root = (square * (4 * share * (1 - share) + square)).sqrt()
        ends = [(2 * share + square + sign * root) / (2 * (1 + square)) for sign in (-1, 1)]
    return [float(end) for end in ends]


def _tails(low: int, trials: int) -> Fraction:
    return Fraction(sum(comb(trials, k) for k in range(low + 1)), 2**trials)


def _sign_test(b: int, c: int) -> Fraction:
    return Fraction(1) if b == c else min(Fraction(1), 2 * _tails(min(b, c), b + c))


def _mid_p(b: int, c: int) -> Fraction:
    trials = b + c
    if trials == 0:
        return Fraction(1)
    exactly = Fraction(comb(trials, min(b, c)), 2**trials)
    return 1 - exactly / 2 if b == c else 2 * _tails(min(b, c), trials) - exactly


def tested(n, plus, minus, test: str) -> dict:
    """`net`, `p` and `test` of two opposite moves among n people."""
    shown = known(plus, minus)
    enough = shown and known(n) and n >= NEEDED_FOR_TEST
    formula = _sign_test if test == "sign test" else _mid_p
    return {
        "net": plus - minus if shown else None,
        "p": float(formula(plus, minus)) if enough else None,
        "test": test,
    }


def quantile(values: list, q: Fraction) -> Fraction:
    whole, part = divmod(q * (len(values) - 1), 1)
    beyond = values[min(whole + 1, len(values) - 1)]
    return values[whole] + part * (beyond - values[whole])


def interval(n, towards, away, seed: str):
    """The middle of the net changes of people drawn again and again from the joint table."""
    if not known(n, towards, away) or n < NEEDED_FOR_TEST:
        return None
    draw = Random(int(sha256(seed.encode()).hexdigest()[:16], 16)).random  # noqa: S311
    nets = sorted(
        sum(_step(n * draw(), n, towards, away) for _ in range(n)) for _ in range(RESAMPLES)
    )
    return [float(Fraction(nets[place - 1], n)) for place in (25, 975)]


def _step(drawn: float, n: int, towards: int, away: int) -> int:
    if drawn < towards:
        return 1
    return -1 if drawn >= n - away else 0


def apart(a: int, n: int, b: int, m: int):
    """Newcombe 1998, method 10: two proportions of people who are not the same."""
    if min(n, m) < NEEDED_FOR_SHARES:
        return None
    (low, high), (other_low, other_high) = wilson(a, n), wilson(b, m)
    p, q = Fraction(a, n), Fraction(b, m)
    down = float((q - Fraction(other_low)) ** 2 + (Fraction(high) - p) ** 2) ** 0.5
    up = float((Fraction(other_high) - q) ** 2 + (p - Fraction(low)) ** 2) ** 0.5
    return {"difference": float(q - p), "interval": [float(q - p) - down, float(q - p) + up]}


def across(rows: list) -> dict:
    """Support of groups: rows of (group, people on the highest level, people)."""
    smoothed = {group: Fraction(x + 1, k + 2) for group, x, k in rows}
    weights = [Fraction(1, k) for _group, _x, k in rows for _person in range(k)]
    return {
        "smoothed": {group: float(value) for group, value in smoothed.items()},
        "least": float(min(smoothed.values())),
        "equal": float(sum(Fraction(x, k) for _group, x, k in rows) / len(rows)),
        "effective": float(sum(weights) ** 2 / sum(weight**2 for weight in weights)),
        "apart": apart(*rows[0][1:], *rows[1][1:]) if len(rows) == 2 else None,
    }
