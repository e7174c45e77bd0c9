from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import cells, joint
from surveys.cells import HELD, OTHER, UNDER


def crosstab(table: dict) -> dict | None:
    """What is published about these answers by door."""
    columns = tuple(next(iter(table.values())))
    people = [
        joint.Someone(door, "", "", (column,))
        for door, line in table.items()
        for column, count in line.items()
        for _ in range(count)
    ]
    return joint.release([joint.Wave(columns)], people, None).tables.get((0, "door"))


def chosen(table: dict, sizes: dict) -> dict | None:
    """The same for multiple choice; who chose nothing of the table chose "0"."""
    people = [
        joint.Someone(door, "", "", (("0", option) if n < count else ("0",),))
        for door, line in table.items()
        for option, count in line.items()
        for n in range(sizes[door])
    ]
    columns = tuple(next(iter(table.values())))
    return joint.release([joint.Wave(columns, True)], people, None).tables.get((0, "door"))


def fits(value: int, cell: cells.Cell) -> bool:
    return cell == HELD or (value < 5 if cell == UNDER else value == cell)


def consistent(table: dict, shown: dict) -> list[dict]:
    """Every table an attacker who knows all totals would still think possible (two rows)."""
    (top, bottom), columns = list(table), list(next(iter(table.values())))
    totals = {c: table[top][c] + table[bottom][c] for c in columns}
    size = sum(table[top].values())
    found = []
    for values in product(*(range(totals[c] + 1) for c in columns)):
        guess = dict(zip(columns, values, strict=True))
        rest = {c: totals[c] - guess[c] for c in columns}
        if sum(values) == size and all(
            fits(guess[c], shown[top][c]) and fits(rest[c], shown[bottom][c]) for c in columns
        ):
            found.append({top: guess, bottom: rest})
    return found


def test_the_table_of_the_doors_hides_a_second_count_in_each_line():
    table = {
        "room": {"away": 3, "stayed": 41, "to": 17},
        "online": {"away": 6, "stayed": 54, "to": 21},
    }

    shown = crosstab(table)

    assert shown["room"] == {"away": UNDER, "stayed": 41, "to": HELD}
    assert shown["online"] == {"away": HELD, "stayed": 54, "to": HELD}


def test_the_order_of_the_rows_does_not_decide_what_is_hidden():
    table = {"room": {"a": 3, "b": 9, "c": 9}, "online": {"a": 9, "b": 9, "c": 9}}

    assert crosstab(table) == crosstab(dict(reversed(table.items())))


def test_a_table_without_small_counts_is_shown_whole():
    table = {"room": {"yes": 12, "no": 0}, "online": {"yes": 9, "no": 30}}

    assert crosstab(table) == table


def test_a_small_count_that_the_totals_give_away_withholds_the_table():
    table = {"room": {"yes": 20, "no": 3}, "online": {"yes": 0, "no": 0}}

    assert crosstab(table) is None


small = st.integers(0, 14)
tables = st.lists(st.tuples(small, small), min_size=2, max_size=3).map(
    lambda pairs: {
        "room": {str(i): a for i, (a, _) in enumerate(pairs)},
        "online": {str(i): b for i, (_, b) in enumerate(pairs)},
    }
)


@settings(max_examples=200, deadline=None)
@given(tables)
def test_no_small_count_follows_from_what_is_shown_and_the_totals(table):
    shown = crosstab(table)
    if shown is None:
        return
    possible = consistent(table, shown)

    for row, line in table.items():
        for column, value in line.items():
            assert fits(value, shown[row][column])
            if cells.is_small(value):
                assert len({guess[row][column] for guess in possible}) > 1


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_who_did_not_tick_an_option_is_protected_too(a, b, c, d):
    sizes = {"room": a + b, "online": c + d}

    shown = chosen({"room": {"1": a}, "online": {"1": c}}, sizes)

    if shown and any(cells.is_small(count) for count in (a, b, c, d)):
        assert not cells.is_shown(shown["room"]["1"])
        assert not cells.is_shown(shown["online"]["1"])


def test_groups_under_ten_people_are_counted_with_those_who_did_not_say():
    rows = cells.rows_shown({"A": 30, "B": 9, "C": 12, "": 4})

    assert rows == {"A": "A", "B": OTHER, "C": "C", "": OTHER}


def test_a_rest_under_ten_people_takes_the_smallest_group_along():
    rows = cells.rows_shown({"A": 30, "B": 3, "C": 12, "D": 20})

    assert rows == {"A": "A", "B": OTHER, "C": OTHER, "D": "D"}


def test_one_row_is_no_breakdown():
    assert cells.rows_shown({"A": 30, "B": 3}) is None
    assert cells.rows_shown({"": 50}) is None
    assert cells.rows_shown({}) is None


@given(st.dictionaries(st.sampled_from(["", "A", "B", "C", "D"]), st.integers(0, 40)))
def test_every_row_shown_has_at_least_ten_people(sizes):
    rows = cells.rows_shown(sizes) or {}

    people = {row: sum(sizes[g] for g in rows if rows[g] == row) for row in rows.values()}
    assert all(count >= 10 for row, count in people.items() if row != OTHER or count)
    assert set(rows) in (set(), set(sizes))
