"""The gate of a compilation: what is changed in a finished paper stops it, and the sentence is named."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.compiler import CompileError, as_bytes, compile_paper, statements
from outcomes.compiler.cautions import cautions
from outcomes.compiler.checks import check
from outcomes.compiler.ledger import numbers_of
from outcomes.inputs import paper_input
from surveys import actions
from surveys.models import Idea
from tests.factories import make_survey
from tests.outcomes.sessions import make_staffed_session, take_note
from tests.surveys.room import hold, seat

MUTATIONS = 60
NUMERAL = re.compile(r"\d+")
QUOTED = ("quote", "note")


@pytest.fixture
def data(organizer, rapporteur):
    """A paper with every kind of sentence: figures, quotes, records, notes, remarks."""
    session = make_staffed_session(organizer, rapporteur, questions=("What is needed?", "Who?"))
    question = session.policy_questions.get(position=2)
    take_note(session, rapporteur, "Report in 2030.", kind="call", about=f"q{question.pk}")
    take_note(session, rapporteur, "Named.", speaker="Somebody", consent="on")
    item = session.draft_items.create(position=1, title="Control")
    item.versions.create(number=1, text="People decide.", by=rapporteur)
    item.versions.create(number=2, text="People decide, always.", by=rapporteur)
    survey = make_survey(session)
    said = {"kind": "question", "text": "Who pays?", "language": "en", "name": "Sample Person"}
    idea = actions.submit_idea(survey, seat(survey, "room"), said | {"may_quote": True})
    Idea.objects.filter(pk=idea.pk).update(status="approved")
    hold(survey, organizer, 24)
    survey.refresh_from_db()
    actions.seal(survey, by=organizer)
    return paper_input(session)


@pytest.fixture
def content(data):
    return compile_paper(data)


def blocks(content: dict, *kinds: str) -> list[dict]:
    return [block for _s, block in statements(content) if block["kind"] in kinds]


def refused(content: dict, data, block: dict) -> str:
    """The refusal of a paper in which this block was changed; it names the block."""
    with pytest.raises(CompileError) as stopped:
        check(content, data)
    assert f"({block['id']})" in str(stopped.value)
    return str(stopped.value)


def with_text(content: dict, data, block: dict, text: str) -> None:
    """The paper is refused while this block says something else."""
    kept, block["text"] = block["text"], text
    refused(content, data, block)
    block["text"] = kept


def test_the_finished_paper_has_every_kind_and_passes(content, data):
    assert {block["kind"] for _s, block in statements(content)} == {
        "figure",
        "quote",
        "record",
        "note",
        "editorial",
    }
    check(content, data)


def test_a_wrong_numeral_stops_the_build(content, data):
    block = next(b for b in blocks(content, "figure") if "answered both" in b["text"])
    block["text"] = block["text"].replace("Among the ", "Among the 9", 1)

    assert "is in none of the figures" in refused(content, data, block)


def test_a_wrong_numeral_in_a_table_stops_the_build(content, data):
    block = next(b for b in blocks(content, "figure") if b["type"] == "chart")
    block["table"]["rows"][0][-1] = "98765"

    assert "98765" in refused(content, data, block)


def test_a_paraphrased_quote_stops_the_build(content, data):
    block = next(b for b in blocks(content, "quote") if b["text"] == "Who pays?")
    block["text"] = "Who will pay?"

    assert "not word for word" in refused(content, data, block)


def test_a_quote_that_nobody_said_stops_the_build(content, data):
    block = blocks(content, "quote")[0]
    block["span"]["of"] = "idea:unknown"

    assert "Nobody said this" in refused(content, data, block)


def test_a_quote_without_consent_stops_the_build(data):
    ideas = [{**row, "may_quote": False} for row in data.survey.ideas]

    with pytest.raises(CompileError, match=r"no consent to quote: “Who pays\?”"):
        compile_paper(replace(data, survey=replace(data.survey, ideas=ideas)))


def test_a_name_without_consent_stops_the_build(data):
    notes = [{**row, "consent": False} for row in data.notes]

    with pytest.raises(CompileError, match="no consent to give the name: “Named.”"):
        compile_paper(replace(data, notes=notes))


def test_another_name_beside_a_note_stops_the_build(content, data):
    block = next(b for b in blocks(content, "note") if b.get("speaker"))
    block["speaker"] = "Somebody Else"

    assert "no consent to give the name" in refused(content, data, block)


def test_a_figure_without_its_base_stops_the_build(data):
    without = [
        {name: value for name, value in row.items() if name != "n" or row["kind"] != "change"}
        for row in data.survey.figures
    ]
    written = compile_paper(data)

    with pytest.raises(CompileError, match="does not say of how many people: “"):
        check(written, replace(data, survey=replace(data.survey, figures=without)))


def test_a_fact_that_is_not_its_field_stops_the_build(content, data):
    block = next(b for b in blocks(content, "record") if b.get("label") == "Session")
    block["text"] += " and more"

    assert "not repeated as it is" in refused(content, data, block)


def test_a_record_without_a_field_stops_the_build(content, data):
    block = blocks(content, "record")[0]
    block["fields"] = []

    assert "No field" in refused(content, data, block)


def test_a_remark_of_the_compiler_counts_nothing(content, data):
    block = blocks(content, "editorial")[0]
    block["text"] += " 3 people."

    assert "holds a number" in refused(content, data, block)


def test_a_remark_has_an_author_and_a_person_may_write_numbers(content, data):
    block = blocks(content, "editorial")[0]
    block |= {"text": "9 in 10 agreed.", "author": "Mo Moderator"}
    check(content, data)
    block["author"] = ""

    assert "no author" in refused(content, data, block)


def test_a_source_that_is_not_listed_stops_the_build(content, data):
    block = blocks(content, "figure")[0]
    block["evidence"] = [999]

    assert "not in the list" in refused(content, data, block)


def test_figures_are_told_from_any_other_number(data, content):
    """Whatever numeral of whichever sentence is changed to one its figures do not have."""
    figures = {row["id"]: row for row in data.survey.figures}
    counted = [b for b in blocks(content, "figure") if NUMERAL.search(b["text"])]
    plain = [b for b in counted if "“" not in b["text"]]

    @settings(max_examples=MUTATIONS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(range(len(plain))), st.integers(0, 10**6), st.randoms())
    def changed(place, number, random):
        block = plain[place]
        known = set().union(*(numbers_of(figures[name]) for name in block["figures"]))
        numerals = list(NUMERAL.finditer(block["text"]))
        found = random.choice(numerals)
        start, end = found.span()
        if number in known or number == int(found[0]):
            return
        with_text(content, data, block, f"{block['text'][:start]}{number}{block['text'][end:]}")

    changed()


def test_quotes_are_told_from_any_other_wording(data, content):
    """Whatever letter of whichever quote or note is changed, added or left out."""
    said = [b for b in blocks(content, *QUOTED) if b["type"] != "statement"]

    @settings(max_examples=MUTATIONS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(range(len(said))),
        st.integers(0, 10**6),
        st.text(min_size=0, max_size=2),
    )
    def changed(place, at, put):
        block = said[place]
        at %= len(block["text"])
        text = block["text"][:at] + put + block["text"][at + 1 :]
        if text == block["text"]:
            return
        with_text(content, data, block, text)

    changed()


def test_a_sentence_without_what_its_kind_owes_never_passes(data, content):
    """Whichever of the things a sentence leans on is taken away."""
    owed = {"figure": "figures", "quote": "span", "note": "span", "record": "fields"}
    every = blocks(content, *owed)

    @settings(max_examples=MUTATIONS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(range(len(every))))
    def changed(place):
        block = every[place]
        owing = owed[block["kind"]]
        kept = block.pop(owing)
        refused(content, data, block)
        block[owing] = kept

    changed()


def test_few_answers_and_people_who_left_are_cautioned(data, content):
    kinds = {row["kind"] for row in content["cautions"]}

    assert "few" in kinds
    assert all(row["statements"] for row in content["cautions"])


def test_equal_groups_on_the_other_side_of_half_are_cautioned(data, content):
    levels = next(row for row in data.survey.figures if row["kind"] == "levels")
    code = levels["id"].removesuffix(".levels")
    top = next(q for q in data.survey.rules["questions"] if q["id"] == levels["question"])
    key = top["levels"][-1]["id"]
    figures = [
        {**row, "shares": {**row["shares"], key: 0.6}} if row["id"] == levels["id"] else row
        for row in data.survey.figures
        if row["id"] != f"{code}.by-group"
    ]
    across = {"equal": 0.45}
    figures.append({"id": f"{code}.by-group", "kind": "breakdown", "n": 24, "across": across})
    weighted = replace(data, survey=replace(data.survey, figures=figures))

    texts = [row["text"] for row in cautions(content, weighted) if row["kind"] == "weights"]

    assert len(texts) == 1
    assert "60%" in texts[0]
    assert "45%" in texts[0]


def test_the_same_inputs_give_the_same_cautions(data):
    assert as_bytes(compile_paper(data)) == as_bytes(compile_paper(data))
