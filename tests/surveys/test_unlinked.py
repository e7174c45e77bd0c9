"""Waves answered by different people: two shares are compared, and nobody's change."""

import pytest

from surveys import record, stats, verify
from surveys.figures import figures
from tests.surveys.simulated import few_linked, survey
from tests.surveys.test_verify import members


def bundled(linked: int) -> tuple[dict, list[str]]:
    """The change of question 1 when so many of 90 people could answer both waves, and problems."""
    files = record.build(few_linked(linked))
    found, problems = figures(files), []
    verify.compare(members(record.bundle(files, found, "Read me")), problems)
    return next(row for row in found if row["id"] == "q1.w1-w2.change"), problems


@pytest.mark.parametrize("linked", [0, 8, 18])
def test_few_linked_people_are_compared_by_newcombes_interval(linked):
    change, problems = bundled(linked)

    assert problems == []
    assert change["interval"] is None
    low, high = change["apart"]["interval"]
    assert low < change["apart"]["difference"] < high


def test_linked_people_get_a_resampled_interval_and_no_other():
    found = figures(record.build(survey(5, 140, 3)))
    change = next(row for row in found if row["id"] == "q1.w1-w3.change")

    low, high = change["interval"]
    assert low < change["net"] / change["n"] < high
    assert change["apart"] is None


def test_a_small_room_of_the_same_people_is_not_called_different_people():
    """18 people of 20 answered both: few for a test, and yet the same people."""
    found = figures(record.build(survey(2, 18, 2)))
    change = next(row for row in found if row["id"] == "q1.w1-w2.change")

    same = isinstance(change["n"], int) and 2 * change["n"] > 18
    assert (change["apart"] is None) == same


def test_an_interval_needs_no_more_than_the_standard_library_to_be_repeated():
    """As docs/record-format.md tells it."""
    import hashlib
    import random

    record_hash, comparison = "ab" * 32, "q1.w1-w3"
    seed = hashlib.sha256(f"{record_hash}|{comparison}".encode()).hexdigest()[:16]
    numbers, nets = random.Random(int(seed, 16)), []
    for _ in range(999):
        drawn = [64 * numbers.random() for _ in range(64)]
        nets.append(len([x for x in drawn if x < 26]) - len([x for x in drawn if x >= 64 - 6]))

    low, high = sorted(nets)[24] / 64, sorted(nets)[974] / 64

    assert stats.change_interval(26, 6, 64, f"{record_hash}|{comparison}") == [
        round(low, 6),
        round(high, 6),
    ]
