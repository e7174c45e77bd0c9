from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import comparisons, joint, stats
from surveys.cells import HELD, UNDER, is_small
from surveys.stats import ABSENT

pytestmark = pytest.mark.one_database  # touches none

SIDES = ("no", "yes")
FIELDS = ("yes>yes", "yes>no", "no>yes", "no>no")


def people(table: dict) -> tuple[dict, dict]:
    """Voters whose answers make up the joint table."""
    first, last = {}, {}
    numbered = ((pair, i) for pair, count in table.items() for i in range(count))
    for (a, b), i in numbered:
        voter = f"{a}-{b}-{i}"
        if a != ABSENT:
            first[voter] = a
        if b != ABSENT:
            last[voter] = b
    return first, last


def rows(form: str, columns, waves: list[dict], doors: dict) -> list[comparisons.PairRow]:
    """What is published about the comparison of these answers, voter -> level or option."""
    plan = comparisons.Plan(form, tuple(range(len(waves))), tuple(columns))
    people = [
        joint.Someone(doors.get(voter, "room"), "", "", tuple(w.get(voter, "") for w in waves))
        for voter in sorted(set().union(*waves))
    ]
    asked = [joint.Wave(tuple(columns)) for _ in waves]
    return joint.release(asked, people, plan).pairs


def fits(value: int, cell) -> bool:
    return cell == HELD or (value < 5 if cell == UNDER else value == cell)


def published(rows) -> dict:
    return {(row.table, row.cell): row.people for row in rows}


def collapsed(table: dict, levels) -> dict:
    """What `level_rows` may publish about a table, unhidden."""
    change = stats.change(table, levels)
    cells = {("levels", f"{a}>{b}"): table.get((a, b), 0) for a, b in product(levels, levels)}
    moves = {("move", k): getattr(change, k) for k in ("towards", "away", "stayed")}
    return cells | moves | {("total", "both"): change.n}


def yes_no_tables(table: dict):
    """Every joint table with the same answers per wave and the same people in both."""
    pairs = [p for p in product((*SIDES, ABSENT), repeat=2) if p != (ABSENT, ABSENT)]
    first, last = {}, {}
    for (a, b), count in table.items():
        first[a] = first.get(a, 0) + count
        last[b] = last.get(b, 0) + count
    both = sum(table[p] for p in product(SIDES, SIDES))
    for nn, ny, yn in product(range(both + 1), repeat=3):
        guess = {("no", "no"): nn, ("no", "yes"): ny, ("yes", "no"): yn}
        guess["yes", "yes"] = both - nn - ny - yn
        for side in SIDES:
            guess[side, ABSENT] = first[side] - guess[side, "no"] - guess[side, "yes"]
            guess[ABSENT, side] = last[side] - guess["no", side] - guess["yes", side]
        if all(guess[pair] >= 0 for pair in pairs):
            yield guess


count = st.integers(0, 9)
yes_no = st.fixed_dictionaries(
    {p: count for p in product((*SIDES, ABSENT), repeat=2) if p != (ABSENT, ABSENT)}
)


@settings(max_examples=60, deadline=None)
@given(yes_no)
def test_no_small_count_follows_from_a_published_comparison_and_the_ballots(table):
    first, last = people(table)

    shown = published(rows("levels", SIDES, [first, last], dict.fromkeys(first | last, "room")))

    if shown.keys() == {("total", "both")}:
        return
    possible = [
        guess
        for guess in yes_no_tables(table)
        if all(fits(value, shown[key]) for key, value in collapsed(guess, SIDES).items())
    ]
    assert table in possible
    for pair, value in table.items():
        if is_small(value):
            assert len({guess[pair] for guess in possible}) > 1


def test_the_headline_survives_where_the_full_table_cannot_be_shown():
    levels = ("L1", "L2", "L3")
    cells = dict(zip(product(levels, levels), (20, 8, 3, 6, 30, 12, 2, 4, 50), strict=True))
    table = cells | {("L1", ABSENT): 6, ("L3", ABSENT): 9, (ABSENT, "L2"): 7, (ABSENT, "L3"): 8}
    first, last = people(table)

    shown = published(rows("levels", levels, [first, last], dict.fromkeys(first | last, "room")))

    assert shown["total", "both"] == 135
    assert [shown["move", k] for k in ("towards", "away", "stayed")] == [23, 12, 100]
    assert not isinstance(shown["levels", "L1>L3"], int)
    assert not isinstance(shown["levels", "L3>L1"], int)


def test_under_ten_people_in_both_waves_nothing_but_their_number_is_published():
    first, last = people({("no", "yes"): 6, ("no", "no"): 3, ("yes", ABSENT): 20})

    found = rows("levels", SIDES, [first, last], {})

    assert found == [comparisons.PairRow("total", "", "both", 9)]


def test_doors_are_compared_only_with_ten_people_at_each():
    table = {("no", "yes"): 12, ("no", "no"): 12, ("yes", ABSENT): 9, (ABSENT, "yes"): 9}
    first, last = people(table | {("yes", "yes"): 12, ("yes", "no"): 6, ("no", ABSENT): 5})
    doors = dict.fromkeys(list(first)[:5], "online")
    everybody = dict.fromkeys(first | last, "room") | doors

    found = rows("levels", SIDES, [first, last], everybody)

    assert {row.door for row in found} == {""}


def choice_tables(table: dict, options) -> dict:
    """Every (stayed, only first, only last) per option that fits the counts of both waves."""
    both = sum(n for pair, n in table.items() if ABSENT not in pair)
    states = [stats.option_change(table, option) for option in options]
    left_early = sum(s.only_first for s in states)
    came_late = sum(s.only_last for s in states)
    choices = []
    for s in states:
        first, last = s.stayed + s.left + s.only_first, s.stayed + s.came + s.only_last
        choices.append(
            [
                (d, first - d - f, last - d - n, both - first - last + d + f + n, f, n)
                for f in range(first + 1)
                for n in range(last + 1)
                for d in range(min(first - f, last - n) + 1)
            ]
        )
    for guess in product(*choices):
        changed = sum(s[1] for s in guess)
        if (
            sum(s[4] for s in guess) == left_early
            and sum(s[5] for s in guess) == came_late
            and all(s[3] >= 0 and s[1] + s[2] <= changed for s in guess)
        ):
            yield guess


tiny = st.integers(0, 3)
KEYS = [p for p in product(("1", "2", "3", ABSENT), repeat=2) if p != (ABSENT, ABSENT)]


@settings(max_examples=15, deadline=None)
@given(st.fixed_dictionaries({p: tiny if ABSENT in p else st.integers(0, 2) for p in KEYS}))
def test_who_left_or_chose_an_option_cannot_be_derived_either(table):
    options = ("1", "2", "3")
    first, last = people(table)

    shown = published(rows("choice", options, [first, last], {}))

    if shown.keys() == {("total", "both")}:
        return
    names = [[("option:" + o, name) for name in FIELDS] for o in options]
    possible = [
        guess
        for guess in choice_tables(table, options)
        if fits(sum(s[0] for s in guess), shown["kept", "kept"])
        and fits(sum(s[1] for s in guess), shown["kept", "changed"])
        and all(
            fits(s[j], shown[key])
            for s, k in zip(guess, names, strict=True)
            for j, key in enumerate(k)
        )
    ]
    for i, option in enumerate(options):
        for j, value in enumerate(vars(stats.option_change(table, option)).values()):
            if is_small(value):
                assert len({guess[i][j] for guess in possible}) > 1


def test_paths_are_published_only_where_no_way_through_the_waves_is_rare():
    levels = ("L1", "L2")
    ways = {way: 6 for way in product(("L1", "L2", ABSENT), repeat=3) if any(way)}
    waves = [{}, {}, {}]
    for way, n in ways.items():
        for i in range(n):
            for wave, answer in zip(waves, way, strict=True):
                if answer:
                    wave[f"{way}{i}"] = answer

    everywhere = rows("levels", levels, waves, {})
    del waves[1][f"{('L1', 'L2', 'L2')}0"], waves[1][f"{('L1', 'L2', 'L2')}1"]
    rare = rows("levels", levels, waves, {})

    steps = {row.cell: row.people for row in everywhere if row.table == "paths"}
    assert steps == {">".join(s): 6 for s in product(("yes", "no"), repeat=3)}
    assert not any(row.table == "paths" for row in rare)
