"""The rules of wording hold in every sentence that is compiled from a survey."""

import json
import re

import pytest

from outcomes.compiler import CompileError, PaperInput, SurveyInput, compile_paper
from outcomes.compiler.ledger import Ledger
from outcomes.compiler.votes import key_results
from surveys import figures, record
from surveys.dataset import SurveyData
from tests.surveys.simulated import few_linked, survey

pytestmark = pytest.mark.one_database  # touches none

CAUSES = re.compile(
    r"\b(shift\w*|because|due to|led to|leads to|caus\w+|thanks to|therefore|as a result|resulted)\b",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\d+ (people|person|answers)\b")
SESSION = {"title": "T", "full_name": "IGF 2027 WS #1 T", "url": "https://example.org/"}
ENOUGH = {"id": "q1.w1.levels", "n": 60, "shares": {"L3": 0.5}}


def read(seed: int, people: int, waves: int = 3) -> SurveyInput:
    return as_input(survey(seed, people, waves))


def as_input(data: SurveyData) -> SurveyInput:
    files = record.build(data)
    texts = figures.open_answers(files)
    return SurveyInput(
        rules=json.loads(files["rules.json"]),
        figures=figures.figures(files),
        texts={key: [list(pair) for pair in rows] for key, rows in texts.items()},
        links={},
        sha256=record.record_hash(files),
        sealed="",
        bundle_url="",
    )


def counted_blocks(found: SurveyInput) -> list[dict]:
    content = compile_paper(PaperInput(session=SESSION, survey=found))
    blocks = [b for s in content["sections"] for part in s["parts"] for b in part["blocks"]]
    return [block for block in blocks if block["kind"] == "figure"]


def words(block: dict) -> list[str]:
    table = block.get("table", {"head": []})
    return [block["text"], block.get("subtitle", ""), block.get("note", ""), *table["head"]]


@pytest.mark.parametrize(
    ("seed", "people"), [(1, 0), (2, 7), (3, 14), (4, 25), (5, 60), (6, 140), (7, 260)]
)
def test_no_compiled_sentence_names_a_cause_or_leaves_a_percentage_without_its_people(seed, people):
    found = read(seed, people, waves=3 if seed % 2 else 2)

    blocks = counted_blocks(found)

    assert len(blocks) >= 8
    for text in [*key_results(found), *(text for block in blocks for text in words(block))]:
        assert not CAUSES.search(text), text
    for text in [*key_results(found), *(block["text"] for block in blocks)]:
        assert "%" not in text or COUNTED.search(text), text


def test_planned_comparisons_come_first_and_the_others_are_marked_exploratory():
    blocks = counted_blocks(read(5, 140))
    marked = [(block["planned"], block["figures"]) for block in blocks if "planned" in block]

    assert {planned for planned, _figures in marked} == {True, False}
    for planned, names in marked:
        assert planned == any(name.endswith((".change", ".choices")) for name in names)
    flags = [planned for planned, _names in marked]
    assert flags == sorted(flags, reverse=True)


def test_a_change_is_told_among_those_who_answered_both_with_its_interval():
    found = read(5, 140)
    change = next(row for row in found.figures if row["kind"] == "change")

    blocks = [b for b in counted_blocks(found) if change["id"] in b["figures"]]

    start = f"Among the {change['n']} people who answered both survey 1 and survey 3, "
    assert blocks[1 if blocks[0]["text"].startswith("“") else 0]["text"].startswith(start)
    assert any("Net change: +" in b.get("note", "") and "95% interval" in b["note"] for b in blocks)


def test_too_few_linked_people_are_compared_as_different_people():
    found = as_input(few_linked(8))
    change = next(row for row in found.figures if row["kind"] == "change" and row["apart"])

    told = [b["text"] for b in counted_blocks(found) if change["id"] in b["figures"]]

    assert change["interval"] is None
    assert any("composition may have changed" in text for text in told)


def test_common_ground_leads_with_the_least_group_and_keeps_the_plain_count():
    told = [block["text"] for block in counted_blocks(read(6, 260))]

    text = next(text for text in told if "ommon ground in survey 3" in text)
    least, most = re.search(r"shown is (\d+)% among .*, the largest (\d+)% among", text).groups()
    assert int(least) <= int(most)
    assert re.search(r"Plain count: \d+ of \d+ people .*, \d+%\. If each group shown", text)


@pytest.mark.parametrize(
    "text",
    ["Opinion shifted.", "50% agreed.", "They agreed because of the talk.", "It was proven."],
)
def test_a_sentence_against_the_rules_stops_the_compilation(text):
    with pytest.raises(CompileError):
        Ledger().figure(text, [1], [ENOUGH])


def test_the_words_of_a_question_are_its_own():
    question = "Has the 50% quota shifted power because of you?"
    text = f"“{question}” 50% of 60 people agreed."

    block = Ledger().figure(text, [1], [ENOUGH], [question])

    assert block["text"] == text
