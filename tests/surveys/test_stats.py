import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import stats
from surveys.stats import ABSENT


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_are_those_of_newcombe_1998(part, n, low, high):
    """Newcombe (1998), Statistics in Medicine 17: 857-872, table I, method 3."""
    found = stats.wilson(part, n)

    assert found == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(("gained", "lost", "p"), [(7, 1, 0.0391), (16, 6, 0.0347)])
def test_mcnemar_midp_is_that_of_fagerland_2013(gained, lost, p):
    """Fagerland, Lydersen and Laake (2013), BMC Med Res Methodol 13:91, table 6."""
    assert stats.mcnemar_midp(gained, lost) == pytest.approx(p, abs=0.00005)


def test_the_sign_test_counts_the_tails_of_a_fair_coin():
    assert stats.sign_test(9, 1) == pytest.approx(2 * 11 / 1024)
    assert stats.sign_test(0, 0) == stats.sign_test(4, 4) == 1.0


def test_a_test_of_many_thousand_people_is_still_a_number():
    assert stats.mcnemar_midp(5200, 4800) == pytest.approx(0.0000633, rel=0.01)


def test_multiple_choice_counts_people_and_keeps_zeros():
    counted = stats.count(["1", "2", "3"], [["1", "2"], ["2"], []])

    assert counted == stats.Counts(3, {"1": 1, "2": 2, "3": 0})


def test_below_ten_answers_there_are_no_percentages():
    assert stats.share(4, 9) is None
    assert stats.interval(4, 9) is None
    assert stats.share(5, 10) == 0.5
    assert stats.share("<5", 100) is None


def test_below_twenty_pairs_there_is_no_test():
    assert stats.change_p(10, 2, 19, levels=2) is None
    assert stats.change_p(10, "~", 50, levels=2) is None
    assert stats.change_p(7, 1, 21, levels=2) == 0.039062


def test_change_counts_people_who_answered_both_waves():
    first = {"ann": "L1", "bo": "L2", "cy": "L3", "di": "L1"}
    last = {"ann": "L3", "bo": "L2", "cy": "L2", "ed": "L3"}

    change = stats.change(stats.joint(first, last), ["L1", "L2", "L3"])

    assert change == stats.Change(3, towards=1, away=1, stayed=1, only_first=1, only_last=1)
    assert change.net == 0


def test_an_option_is_left_and_chosen_by_people_not_by_differences():
    table = {("1", "1"): 5, ("1", "2"): 3, ("2", "1"): 2, ("3", "2"): 4, ("1", ABSENT): 6}

    change = stats.option_change(table, "1")

    assert change == stats.OptionChange(5, left=3, came=2, neither=4, only_first=6, only_last=0)
    assert stats.kept(table) == 5


answers = st.dictionaries(st.integers(0, 40).map(str), st.sampled_from(["L1", "L2", "L3"]))


@given(answers, answers)
def test_moved_and_stayed_add_up_to_the_people_of_both_waves(first, last):
    change = stats.change(stats.joint(first, last), ["L1", "L2", "L3"])

    assert change.towards + change.away + change.stayed == change.n == len(set(first) & set(last))
    assert change.n + change.only_first == len(first)
    assert change.n + change.only_last == len(last)


@given(st.integers(0, 200), st.integers(0, 200))
def test_p_values_are_probabilities_and_do_not_depend_on_the_direction(up, down):
    for test in (stats.mcnemar_midp, stats.sign_test):
        assert 0 < test(up, down) <= 1
        assert test(up, down) == test(down, up)
