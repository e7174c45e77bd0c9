import csv
import io
from random import Random

import pytest

from bench import small_cells
from surveys import record
from surveys.cells import HELD, UNDER
from tests.surveys.attacker import Attacker
from tests.surveys.audit import outcome, truth
from tests.surveys.drawn import draw

pytestmark = pytest.mark.one_database  # touches none

TABLES = 40
CROWDED = 4


def with_numbers(files: dict, data, chance: float) -> dict:
    """The record of somebody who forgets some of the second counts, those held back."""
    attacker, rng = Attacker(files), Random(1)
    true = truth(attacker, data)
    body = io.StringIO()
    writer = csv.DictWriter(body, list(attacker.groups[0]), lineterminator="\n")
    writer.writeheader()
    codes = {q["id"]: q["code"] for q in attacker.questions}
    for row in attacker.groups:
        key = ("groups", codes[row["question"]], row["dimension"], row["group"], row["cell"])
        told = row["people"] == HELD and true[key] > 4 and rng.random() < chance
        writer.writerow(row | ({"people": str(true[key])} if told else {}))
    return {**files, "groups.csv": body.getvalue().encode()}


def test_the_attacker_fits_everything_published_to_the_real_people():
    data = draw(CROWDED)
    attacker = Attacker(record.build(data))

    true = truth(attacker, data)

    for row in attacker.pairs:
        key = ("pairs", row["comparison"], row["table"], row["door"], row["cell"])
        assert row["people"] in (HELD, UNDER, str(true[key]))


def test_the_attacker_finds_what_a_forgotten_second_count_gives_away():
    data = draw(CROWDED)
    files = record.build(data)

    careless = outcome(with_numbers(files, data, 1.0), data)

    assert outcome(files, data).derived == []
    assert len(careless.derived) > 0


def test_nothing_hidden_follows_from_all_tables_together():
    assert small_cells.main(TABLES) == 0


@pytest.mark.parametrize("seed", [1042, 1058, 1129])
def test_what_once_followed_from_several_tables_follows_no_more(seed):
    data = draw(seed)

    assert outcome(record.build(data), data).derived == []
