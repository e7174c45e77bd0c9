import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from random import Random

import pytest

from surveys import receipts, record
from surveys.cells import is_shown
from surveys.dataset import (
    AnswerRow,
    AskingData,
    Comparison,
    OptionData,
    SurveyData,
    Voter,
    WaveData,
)
from surveys.figures import figures, find, open_answers
from tests.surveys.simulated import row, survey

pytestmark = pytest.mark.one_database  # touches none

AGREE = [OptionData(str(i), f"Level {i}") for i in range(1, 6)]


def lines(body: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def two_waves(moves: dict[tuple[str, str], int]) -> SurveyData:
    """One agreement question asked twice; "" = did not answer."""
    rng, answers, voters = Random(5), [], {}
    for (first, last), people in moves.items():
        for i in range(people):
            key = f"{first}{last}-{i}"
            voters[key] = Voter(("room", "online")[i % 2])
            for asking, answer in (("one", first), ("two", last)):
                if answer:
                    answers.append(row(asking, key, answer, rng))
    return SurveyData(
        "IGF 2023 WS #33",
        "Three surveys",
        [WaveData(1, "Start"), WaveData(2, "End")],
        [
            AskingData("one", 1, "a", "agreement", "?", AGREE),
            AskingData("two", 2, "a", "agreement", "?", AGREE),
        ],
        answers,
        voters,
        [Comparison("a", (1, 2))],
    )


def test_the_figures_count_people_and_how_they_moved():
    data = two_waves(
        {("2", "4"): 20, ("4", "5"): 30, ("5", "3"): 8, ("3", "3"): 12, ("1", ""): 9, ("", "4"): 7}
    )

    found = figures(record.build(data))

    assert find(found, "people")["doors"] == {"room": 44, "online": 42}
    assert find(found, "w1.people")["n"] == 79
    assert find(found, "q1.w1.counts")["counts"] == {"1": 9, "2": 20, "3": 12, "4": 30, "5": 8}
    assert find(found, "q1.w2.levels")["counts"] == {"L1": 0, "L2": 20, "L3": 57}
    change = find(found, "q1.w1-w2.change")
    assert (change["n"], change["towards"], change["away"], change["stayed"]) == (70, 20, 8, 42)
    assert (change["only_first"], change["only_last"], change["net"]) == (9, 7, 12)
    assert change["test"] == "sign test"


def test_room_and_online_are_shown_unless_that_hides_the_headline():
    moves = {("2", "4"): 40, ("4", "4"): 60, ("5", "3"): 20, ("1", "2"): 30, ("3", ""): 30}
    data = two_waves(moves | {("4", ""): 20, ("2", ""): 20, ("", "3"): 30, ("", "5"): 20})

    change = find(figures(record.build(data)), "q1.w1-w2.change")

    assert change["towards"] == 40
    assert {door: part["towards"] for door, part in change["doors"].items()} == {
        "room": 20,
        "online": 20,
    }


def test_the_same_survey_gives_the_same_bytes_in_any_order():
    data = survey(3, 60)
    shuffled = replace(
        data,
        answers=Random(1).sample(list(data.answers), len(data.answers)),
        voters=dict(reversed(data.voters.items())),
    )

    assert record.build(data) == record.build(shuffled)
    one = record.bundle(record.build(data), figures(record.build(data)), "Read me")
    two = record.bundle(record.build(shuffled), figures(record.build(shuffled)), "Read me")
    assert one == two


def test_ballots_are_sorted_by_receipt_and_hold_nothing_of_a_person():
    data = survey(4, 80)

    body = record.build(data)["ballots.csv"]

    rows = lines(body)
    assert list(rows[0]) == ["question", "answer", "nonce", "receipt"]
    assert [r["receipt"] for r in rows] == sorted(a.receipt for a in data.answers)
    for r in rows:
        assert r["receipt"] == receipts.receipt(r["question"], json.loads(r["answer"]), r["nonce"])
    text = b"".join(record.build(data).values()).decode()
    assert not any(f'"{key}"' in text or f",{key}," in text for key in data.voters)


def test_no_cell_of_a_csv_file_becomes_a_formula():
    files = record.build(survey(8, 600))

    for name in ("ballots.csv", "groups.csv", "pairs.csv"):
        for r in csv.reader(io.StringIO(files[name].decode(), newline="")):
            texts = [value for value in r if value and not re.fullmatch(r"-?[\d.]+", value)]
            assert not any(value[:1] in tuple("=+-@\t\r") for value in texts)
    assert any(r["group"] == "'=IGO" for r in lines(files["groups.csv"]))


def test_no_file_shows_a_count_of_one_to_four_people():
    for seed in range(8):
        files = record.build(survey(seed, 30 + 25 * seed))

        shown = [r["people"] for name in ("groups.csv", "pairs.csv") for r in lines(files[name])]
        moved = [r for r in lines(files["pairs.csv"]) if r["table"] != "total"]

        assert not {"1", "2", "3", "4"} & set(shown)
        assert all(is_shown(int(r["n"])) and int(r["n"]) >= 10 for r in lines(files["groups.csv"]))
        assert len(moved) == len({tuple(r.values())[:4] for r in moved})


def test_the_record_hash_is_the_one_of_sha256sum():
    files = record.build(survey(1, 20))
    listing = "".join(
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    )

    assert record.record_hash(files) == hashlib.sha256(listing.encode()).hexdigest()


def test_the_bundle_holds_the_record_the_figures_the_readme_and_the_script():
    files = record.build(survey(2, 40))

    archive = zipfile.ZipFile(io.BytesIO(record.bundle(files, figures(files), "Read me")))

    assert archive.namelist() == sorted([*files, "README", "figures.json", "verify.py"])
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.read("verify.py") == record.VERIFIER.read_bytes()
    assert json.loads(archive.read("figures.json"))["record"] == record.record_hash(files)
    assert record.record_hash(files) not in b"".join(files.values()).decode()


def test_a_voided_wave_keeps_its_ballots_and_is_compared_with_nothing():
    data = two_waves({("2", "4"): 30, ("4", "4"): 30, ("5", ""): 9, ("", "1"): 8})
    waves = [data.waves[0], replace(data.waves[1], voided=True, void_reason="Wrong question")]

    files = record.build(replace(data, waves=waves))

    assert find(figures(files), "q1.w2.counts")["voided"] is True
    assert find(figures(files), "q1.w1-w2.change") is None
    assert lines(files["pairs.csv"]) == []
    assert {r["question"] for r in lines(files["groups.csv"])} == {"one"}


def test_open_answers_are_given_word_for_word():
    data = survey(6, 30)

    found = open_answers(record.build(data))

    texts = [a.answer for a in data.answers if a.asking == "d-2"]
    expected = sorted(text for text in texts if text != "abstain")
    assert sorted(text for _, text in found["d-2"]) == expected


def test_a_survey_without_answers_has_a_record():
    found = figures(record.build(survey(1, 0)))

    assert find(found, "q1.w1.counts")["n"] == 0
    assert find(found, "q1.w1-w3.change")["n"] == 0


def changed(data: SurveyData, **fields) -> SurveyData:
    first, *rest = data.answers
    return replace(data, answers=[replace(first, **fields), *rest])


@pytest.mark.parametrize(
    "fields",
    [
        {"receipt": "a" * 16},
        {"nonce": "x"},
        {"answer": "9"},
        {"asking": "other"},
        {"answer": ["1"]},
    ],
)
def test_data_that_contradict_themselves_are_not_sealed(fields):
    data = two_waves({("1", "2"): 3})

    with pytest.raises(ValueError, match=r"answer|receipt"):
        record.build(changed(data, **fields))


def test_the_same_receipt_twice_is_not_sealed():
    data = two_waves({("1", "2"): 3})
    twin: AnswerRow = replace(data.answers[0], voter="somebody else")

    with pytest.raises(ValueError, match="twice"):
        record.build(replace(data, answers=[*data.answers, twin]))


def test_a_question_has_one_planned_comparison():
    data = two_waves({("1", "2"): 3})

    with pytest.raises(ValueError, match="more than one"):
        record.build(replace(data, comparisons=[*data.comparisons, Comparison("a", (1, 2))]))
