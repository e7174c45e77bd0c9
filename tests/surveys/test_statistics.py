"""Our counters against SciPy, statsmodels and NumPy, and against worked examples of the sources.

The oracles are installed for tests only; nothing of the portal imports them.
"""

from random import Random

import numpy as np
import pytest
from scipy.stats import binom, binomtest
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from surveys import stats

TABLES = 300
pytestmark = pytest.mark.one_database


def tables(seed: int, largest: int = 400) -> list[tuple[int, int, int, int]]:
    """(part, n, other part, other n), small and large, with the edges 0 and n among them."""
    rng, found = Random(seed), []
    for number in range(TABLES):
        n, m = (rng.randint(1, 30 if number % 2 else largest) for _ in range(2))
        part = rng.choice([0, n, rng.randint(0, n), rng.randint(0, n)])
        found.append((part, n, rng.choice([0, m, rng.randint(0, m), rng.randint(0, m)]), m))
    return found


def test_wilson_intervals_are_those_of_scipy_and_statsmodels():
    for part, n, _, _ in tables(2):
        ours = stats.wilson(part, n)
        interval = binomtest(part, n).proportion_ci(0.95, "wilson")

        assert ours == pytest.approx((interval.low, interval.high), abs=1e-9)
        assert ours == pytest.approx(proportion_confint(part, n, method="wilson"), abs=1e-9)


def test_differences_of_shares_are_those_of_statsmodels():
    for part, n, other, m in tables(3):
        theirs = confint_proportions_2indep(other, m, part, n, method="newcomb", compare="diff")

        assert stats.newcombe(part, n, other, m) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(
    ("table", "interval"),
    [
        ((48, 80, 56, 70), (0.0524, 0.3339)),
        ((3, 10, 9, 10), (0.1705, 0.8090)),
        ((2, 7, 6, 7), (0.0582, 0.8062)),
        ((0, 29, 5, 56), (-0.0381, 0.1926)),
        ((0, 20, 0, 10), (-0.1611, 0.2775)),
        ((0, 10, 10, 10), (0.6075, 1.0000)),
    ],
)
def test_differences_are_those_of_newcombe_1998(table, interval):
    """Newcombe (1998), Statistics in Medicine 17: 873-890, table II, method 10."""
    assert stats.newcombe(*table) == pytest.approx(interval, abs=0.0001)


def test_mcnemar_midp_is_the_exact_test_of_statsmodels_less_the_observed_table():
    for up, down in changes(4):
        exact = mcnemar([[0, up], [down, 0]], exact=True).pvalue
        observed = binom.pmf(min(up, down), up + down, 0.5)
        midp = 1 - observed / 2 if up == down else exact - observed

        assert stats.mcnemar_midp(up, down) == pytest.approx(midp, abs=1e-9)


def test_the_sign_test_is_the_binomial_test_of_scipy():
    for up, down in changes(5):
        assert stats.sign_test(up, down) == pytest.approx(
            binomtest(up, up + down, 0.5).pvalue, abs=1e-9
        )


def changes(seed: int) -> list[tuple[int, int]]:
    rng = Random(seed)
    found = [(rng.randint(0, 60), rng.randint(0, 60)) for _ in range(TABLES)]
    return [(up, down) for up, down in found if up + down]


def test_kish_is_what_numpy_makes_of_a_weight_for_every_person():
    rng = Random(6)
    for _ in range(TABLES):
        sizes = [rng.randint(10, 300) for _ in range(rng.randint(2, 6))]
        weights = np.concatenate([np.full(size, 1 / size) for size in sizes])

        ours = stats.kish([(1 / size, size) for size in sizes])

        assert ours == pytest.approx(weights.sum() ** 2 / (weights**2).sum(), rel=1e-9)


def test_five_equal_groups_at_the_shares_of_2022_cost_a_fifth():
    """32, 29, 16, 11 and 11 percent of the registered of IGF 2022: effective share 0.81."""
    sizes = [32, 29, 16, 11, 11]

    assert stats.kish([(1 / n, n) for n in sizes]) / sum(sizes) == pytest.approx(0.81, abs=0.005)


def test_smoothed_shares_and_their_least_are_those_of_numpy():
    rng = Random(7)
    for _ in range(TABLES):
        sizes = [rng.randint(10, 300) for _ in range(rng.randint(2, 6))]
        groups = {f"g{i}": (rng.randint(0, n), n) for i, n in enumerate(sizes)}
        parts = np.array([part for part, _ in groups.values()])

        found = stats.across(groups)

        assert found["least"] == pytest.approx(
            ((parts + 1) / (np.array(sizes) + 2)).min(), abs=1e-6
        )
        assert found["equal"] == pytest.approx((parts / np.array(sizes)).mean(), abs=1e-6)


def test_resampled_bounds_are_the_percentiles_of_numpy():
    """With 999 resamples the places 25 and 975 are the 2.5 % and 97.5 % points (Weibull's plot)."""
    rng = Random(8)
    for number in range(200):
        n = rng.randint(20, 40)
        up = rng.randint(0, n)
        down = rng.randint(0, n - up)
        draws = Random(stats.seed_number(f"table {number}"))
        people = np.array([[draws.random() * n for _ in range(n)] for _ in range(999)])
        nets = ((people < up).sum(axis=1) - (people >= n - down).sum(axis=1)) / n
        theirs = np.quantile(nets, [0.025, 0.975], method="weibull")

        assert stats.resampled(up, down, n, f"table {number}") == pytest.approx(theirs, abs=1e-9)


def test_resampled_bounds_cut_off_about_a_fortieth_of_all_resamples():
    """Against 20,000 multinomial resamples of NumPy: within chance of 2.5 % on either side."""
    rng, generator = Random(9), np.random.default_rng(9)
    for number in range(200):
        n = rng.randint(20, 70)
        up = rng.randint(0, n)
        down = rng.randint(0, n - up)
        drawn = generator.multinomial(n, [up / n, down / n, (n - up - down) / n], size=20_000)
        nets = (drawn[:, 0] - drawn[:, 1]) / n

        low, high = stats.resampled(up, down, n, f"shares {number}")

        assert (nets < low - 1e-9).mean() < 0.045
        assert (nets > high + 1e-9).mean() < 0.045
        assert (nets <= low + 1e-9).mean() > 0.01
        assert (nets >= high - 1e-9).mean() > 0.01


def test_the_same_seed_gives_the_same_interval_and_nobody_moved_gives_none():
    assert stats.resampled(20, 5, 60, "a|q1.w1-w3") == stats.resampled(20, 5, 60, "a|q1.w1-w3")
    assert len({stats.resampled(20, 5, 60, f"{n}|q1.w1-w3") for n in range(20)}) > 1
    assert stats.resampled(0, 0, 60, "a") == (0, 0)
    assert stats.resampled(60, 0, 60, "a") == (1, 1)


def test_below_the_thresholds_there_is_no_interval_and_no_difference():
    assert stats.change_interval(9, 4, 19, "a") is None
    assert stats.change_interval(9, "<5", 40, "a") is None
    assert stats.change_interval(9, 4, "~", "a") is None
    assert stats.difference(5, 9, 20, 40) is None
    assert stats.across({"one": (8, 12)}) is None
    assert stats.across({"one": (8, 12), "two": ("<5", 15)}) is None
