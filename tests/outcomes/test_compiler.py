import json
import re
from dataclasses import replace

import pytest

from outcomes.compiler import (
    CompileError,
    PaperInput,
    as_bytes,
    compile_paper,
    input_hash,
    statements,
)
from outcomes.compiler.ledger import Ledger, check_numerals
from outcomes.compiler.votes import Item, change_text
from outcomes.compiler.wording import listed, percent
from outcomes.inputs import paper_input
from surveys import actions
from surveys.models import Idea, Survey
from tests.factories import make_survey
from tests.outcomes.sessions import make_staffed_session, seal_survey, take_note
from tests.surveys.room import hold, seat

CAUSES = re.compile(r"\b(because of|due to|led to|caused|thanks to|therefore|as a result)\b", re.I)


@pytest.fixture
def session(organizer, rapporteur):
    workshop = make_staffed_session(
        organizer, rapporteur, questions=("What is needed?", "Who does it?")
    )
    question = workshop.policy_questions.get(position=2)
    take_note(workshop, rapporteur, "Report every year.", kind="call", about=f"q{question.pk}")
    return workshop


@pytest.fixture
def data(session, organizer):
    seal_survey(session, organizer, people=24)
    return paper_input(session)


def texts(content: dict, key: str) -> list[str]:
    return [block["text"] for section, block in statements(content) if section["id"] == key]


def send_idea(
    survey: Survey,
    text: str,
    status: str = "waiting",
    *,
    quote: bool = False,
    name: str = "",
    door="room",
) -> Idea:
    words = {"kind": "question", "text": text, "language": "en", "may_quote": quote, "name": name}
    idea = actions.submit_idea(survey, seat(survey, door), words)
    Idea.objects.filter(pk=idea.pk).update(
        status=status, hidden_for="Off topic" if status == "hidden" else ""
    )
    idea.refresh_from_db()
    return idea


def seal_held(survey: Survey, by) -> None:
    hold(survey, by)
    survey.refresh_from_db()
    actions.seal(survey, by=by)


def test_the_same_inputs_give_the_same_bytes(data):
    assert as_bytes(compile_paper(data)) == as_bytes(compile_paper(data))


def test_the_content_survives_json_unchanged(data):
    content = compile_paper(data)

    assert json.loads(as_bytes(content)) == content


def test_the_input_hash_changes_with_a_note(data):
    changed = replace(data, notes=[*data.notes, data.notes[0]])

    assert input_hash(changed) != input_hash(data)


def test_the_sections_come_in_their_order(data):
    keys = [section["id"] for section in compile_paper(data)["sections"]]

    assert keys == ["brief", "facts", "q-a", "q-b", "doors", "positions", "method"]


def test_each_policy_question_says_asked_said_voted_changed(data):
    section = next(s for s in compile_paper(data)["sections"] if s["id"] == "q-a")

    assert [part["title"] for part in section["parts"]] == ["Asked", "Said", "Voted", "Changed"]


def test_change_is_told_in_people_who_answered_both(data):
    row = next(f for f in data.survey.figures if f["id"] == "q1.w1-w3.change")

    found = [
        t for t in texts(compile_paper(data), "q-a") if t.startswith(f"Among the {row['n']} people")
    ]

    assert found[0] == (
        f"Among the {row['n']} people who answered both survey 1 and survey 3, {row['towards']} moved "
        f"towards agreement, {row['away']} moved away, {row['stayed']} stayed."
    )


def test_every_figure_quote_and_note_has_a_source_in_the_list(data):
    content = compile_paper(data)
    known = {source["number"] for source in content["evidence"]}

    for _section, block in statements(content):
        assert set(block["evidence"]) <= known
        assert block["evidence"] or block["kind"] == "editorial"


def test_every_source_is_used(data):
    content = compile_paper(data)

    used = {number for _section, block in statements(content) for number in block["evidence"]}
    assert used == {source["number"] for source in content["evidence"]}


def test_statement_ids_are_unique(data):
    ids = [block["id"] for _section, block in statements(compile_paper(data))]

    assert len(ids) == len(set(ids))


def test_no_sentence_names_a_cause(data):
    assert [
        b["text"] for _s, b in statements(compile_paper(data)) if CAUSES.search(b["text"])
    ] == []


def test_a_number_that_is_in_no_figure_stops_the_compilation():
    with pytest.raises(CompileError, match="17"):
        check_numerals("17 people moved.", [{"id": "x", "n": 142, "towards": 38}])


def test_shares_may_be_told_as_rounded_percentages():
    check_numerals("52% agreed.", [{"id": "x", "shares": {"L3": 0.523}}])


def test_numbers_in_quoted_names_are_no_figures():
    check_numerals("Most chose Plan 2030.", [{"id": "x"}], words=["Plan 2030"])


def test_a_quote_without_a_source_stops_the_compilation():
    with pytest.raises(CompileError, match="no source"):
        Ledger().say("Words", "quote")


def test_a_missing_figure_stops_the_compilation(data):
    survey = replace(data.survey, figures=[f for f in data.survey.figures if f["kind"] != "counts"])

    with pytest.raises(CompileError, match="no figure"):
        compile_paper(replace(data, survey=survey))


def test_a_session_without_a_survey_gets_a_paper_from_its_notes(session):
    content = compile_paper(paper_input(session))

    assert content["record"] is None
    assert texts(content, "brief")[1].startswith("From the notes: “Report every year.”")
    assert texts(content, "positions") == ["Report every year."]


def test_a_session_without_notes_says_so(organizer, rapporteur):
    workshop = make_staffed_session(organizer, rapporteur)

    content = compile_paper(paper_input(workshop))

    assert texts(content, "positions") == [
        "Nobody took notes in this session and there was no survey."
    ]


def test_a_name_appears_only_with_consent(session, rapporteur):
    take_note(session, rapporteur, "Named.", speaker="Somebody", consent="on")

    content = compile_paper(paper_input(session))

    assert [b["speaker"] for _s, b in statements(content) if "speaker" in b] == ["Somebody"]
    assert content["counts"]["notes_with_a_name"] == 1


def test_contributions_are_counted_by_door(session, organizer, rapporteur):
    survey = make_survey(session)
    for door in ("room", "online", "room"):
        actions.count_turn(survey, door, by=rapporteur)
    seal_held(survey, organizer)

    spoke = [b for _s, b in statements(compile_paper(paper_input(session))) if b["type"] == "fact"]

    assert [b["text"] for b in spoke if b["label"] == "Spoke"] == [
        "The moderators counted 3 contributions: 2 in the room and 1 online."
    ]


def test_where_nobody_counted_contributions_the_paper_says_nothing_of_them(data):
    labels = [block.get("label") for _section, block in statements(compile_paper(data))]

    assert "Spoke" not in labels


def test_of_the_ideas_only_approved_ones_that_may_be_quoted_appear(session, organizer):
    survey = make_survey(session)
    send_idea(survey, "Waits", quote=True)
    send_idea(survey, "Hidden", "hidden", quote=True)
    send_idea(survey, "Not to be quoted", "approved")
    send_idea(survey, "Quoted", "approved", quote=True)
    named = send_idea(survey, "Named", "answered", quote=True, name="Sample Person", door="online")
    actions.support_idea(named, seat(survey))
    seal_held(survey, organizer)

    content = compile_paper(paper_input(session))

    asked = [block for section, block in statements(content) if section["id"] == "ideas"]
    assert [(b["text"], b.get("label"), b.get("speaker"), b["kind"]) for b in asked] == [
        ("Named", "Question, online, supported by 1 person", "Sample Person", "quote"),
        ("Quoted", "Question, room", None, "quote"),
        ("1 more was approved without the consent to be quoted.", None, None, "record"),
    ]
    written = as_bytes(content).decode()
    assert [text in written for text in ("Waits", "Hidden", "Not to be quoted")] == [False] * 3


def test_a_session_without_ideas_has_no_section_for_them(data):
    assert "ideas" not in [section["id"] for section in compile_paper(data)["sections"]]


def test_hidden_counts_are_told_as_hidden():
    level = {"id": "L3", "name": "agree", "options": ["4", "5"]}
    item = Item(
        "q1", [{"text": "Q", "kind": "agreement", "options": [], "levels": [level]}], [], "A"
    )
    row = {"kind": "change", "waves": [1, 3], "n": 30, "towards": 26, "away": "<5", "stayed": "~"}

    assert change_text(item, row) == (
        "Among the 30 people who answered both survey 1 and survey 3, 26 moved towards agreement, "
        "under 5 moved away, the number of those who stayed is held back."
    )


def test_few_answers_get_no_percentages(session, organizer):
    seal_survey(session, organizer, people=6)

    titles = [
        block["text"] for _s, block in statements(compile_paper(paper_input(session)))
        if block["type"] == "chart"
    ]  # fmt: skip

    assert not [title for title in titles if "%" in title]


def test_nobody_answered_is_no_error(session, organizer):
    seal_survey(session, organizer, people=0)

    assert compile_paper(paper_input(session))["counts"]["figure"] > 0


def test_an_empty_session_compiles():
    session = {"title": "T", "full_name": "IGF 2027 WS #1 T", "url": "https://example.org/"}

    content = compile_paper(PaperInput(session=session))

    assert texts(content, "brief") == ["The session had no policy questions."]


@pytest.mark.parametrize(("share", "shown"), [(0.5149, 51), (0.515, 52), (0.0, 0), (1.0, 100)])
def test_percentages_are_rounded_half_up(share, shown):
    assert percent(share) == shown


def test_lists_read_as_a_person_would_say_them():
    assert [listed(w) for w in (["A"], ["A", "B"], ["A", "B", "C"])] == [
        "A",
        "A and B",
        "A, B and C",
    ]
