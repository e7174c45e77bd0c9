"""The formulas of docs/record-format.md for the second counter, in exact fractions."""

from decimal import Decimal, localcontext
from fractions import Fraction
from math import comb

Z = Decimal("1.959963984540054")
NEEDED_FOR_SHARES = 10
NEEDED_FOR_TEST = 20


def known(*counts) -> bool:
    return all(isinstance(count, int) for count in counts)


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
