"""The review of a draft: accept, edit, cut, move, undo; cautions; the revision that is approved."""

import pytest

from forum.errors import RuleError
from forum.models import AuditEntry
from outcomes.actions import paper as papers
from outcomes.actions import review as actions
from outcomes.compiler import as_bytes, edits, statements
from outcomes.models import Edit, ImpulsePaper
from outcomes.review import last_step, open_points, shown, steps
from tests import factories
from tests.outcomes.sessions import (
    approved,
    compiled,
    make_staffed_session,
    seal_survey,
    take_note,
)
from workshops.models import Contributor

Status = ImpulsePaper.Status
FIRST, SECOND, THIRD = "Reports every year.", "Small teams need help.", "Nobody is left out."


@pytest.fixture
def session(organizer, rapporteur, moderator):
    workshop = make_staffed_session(organizer, rapporteur)
    factories.make_contributor(workshop, Contributor.Role.ONSITE_MODERATOR, moderator)
    for text in (FIRST, SECOND, THIRD):
        take_note(workshop, rapporteur, text, kind="agreement")
    return workshop


@pytest.fixture
def draft(session):
    return compiled(session)


def key_of(paper: ImpulsePaper, text: str) -> str:
    """The key of the sentence with this text, as it was compiled."""
    content = paper.version.compiled.content
    names = edits.keys(content)
    return next(names[b["id"]] for _s, b in statements(content) if b["text"] == text)


def seen(paper: ImpulsePaper, key: str) -> int:
    return edits.seen(steps(paper)).get(key, 0)


def agreed(paper: ImpulsePaper) -> list[str]:
    """The sentences of the part "Agreed" as readers get them."""
    sections = shown(paper).content["sections"]
    parts = [part for section in sections for part in section["parts"]]
    return [b["text"] for part in parts if part["title"] == "Agreed" for b in part["blocks"]]


def test_an_edited_sentence_stands_under_the_name_of_its_author(draft, moderator):
    key = key_of(draft, SECOND)

    actions.edit(draft, key, by=moderator, seen=0, text="9 in 10 small teams need help.")

    block = next(b for _s, b in statements(shown(draft).content) if "9 in 10" in b["text"])
    assert (block["kind"], block["author"], block["evidence"]) == ("editorial", "Mo Moderator", [])
    assert block["replaces"]["kind"] == "note"
    assert "text" not in block["replaces"]
    assert "speaker" not in block
    assert SECOND not in as_bytes(shown(draft).content).decode()


def test_the_compiled_version_never_changes(draft, moderator):
    before = as_bytes(draft.version.content)

    actions.edit(draft, key_of(draft, SECOND), by=moderator, seen=0, text="Mine.")
    actions.cut(draft, key_of(draft, FIRST), by=moderator, seen=0, reason="repeated")

    assert as_bytes(draft.versions.get().content) == before


def test_a_cut_sentence_is_gone_and_its_reason_counted(draft, moderator):
    actions.cut(draft, key_of(draft, FIRST), by=moderator, seen=0, reason="private", text="A name.")

    content = shown(draft).content
    assert agreed(draft) == [SECOND, THIRD]
    assert content["review"]["reasons"] == {"private": 1}
    assert "A name." not in as_bytes(content).decode()


def test_sentences_change_places_inside_their_part(draft, moderator):
    first, third = key_of(draft, FIRST), key_of(draft, THIRD)

    actions.move(draft, third, by=moderator, act="before", near=first)

    assert agreed(draft) == [THIRD, FIRST, SECOND]
    assert shown(draft).content["review"]["moved"] == 1


def test_a_sentence_does_not_leave_its_part(draft, moderator):
    other = edits.keys(draft.version.content)["s1"]

    with pytest.raises(RuleError, match="cannot be moved"):
        actions.move(draft, key_of(draft, FIRST), by=moderator, act="after", near=other)


def test_every_step_can_be_taken_back(draft, moderator, rapporteur):
    key = key_of(draft, SECOND)
    before = as_bytes(shown(draft).content)
    actions.edit(draft, key, by=moderator, seen=0, text="Mine.")
    actions.cut(draft, key, by=moderator, seen=1, reason="wrong")

    actions.take_back(draft, 2, by=rapporteur)
    again = agreed(draft)
    actions.take_back(draft, 1, by=rapporteur)

    assert again == [FIRST, "Mine.", THIRD]
    assert as_bytes(shown(draft).content) == before
    with pytest.raises(RuleError, match="already taken back"):
        actions.take_back(draft, 1, by=moderator)


def test_a_stale_edit_is_refused_with_both_texts(draft, moderator, rapporteur):
    key = key_of(draft, SECOND)
    actions.edit(draft, key, by=moderator, seen=0, text="Theirs.")

    with pytest.raises(actions.StaleError, match="Mo Moderator") as refused:
        actions.edit(draft, key, by=rapporteur, seen=0, text="Mine.")

    assert refused.value.theirs == "Theirs."
    assert agreed(draft) == [FIRST, "Theirs.", THIRD]
    actions.edit(draft, key, by=rapporteur, seen=1, text="Mine.")
    assert agreed(draft) == [FIRST, "Mine.", THIRD]


def test_the_same_step_sent_twice_is_one_step(draft, moderator):
    key = key_of(draft, SECOND)

    for _ in range(2):
        actions.edit(draft, key, by=moderator, seen=0, text="Mine.")

    assert draft.edits.count() == 1


def test_accepting_the_rest_leaves_decided_sentences_alone(draft, moderator):
    cut, first = key_of(draft, SECOND), key_of(draft, FIRST)
    actions.cut(draft, cut, by=moderator, seen=0, reason="wrong")

    number = actions.accept_rest(draft, [cut, first, "unknown"], by=moderator)

    assert number == 1
    assert agreed(draft) == [FIRST, THIRD]


def test_charts_are_not_edited(session, organizer, moderator):
    seal_survey(session, organizer, people=12)
    paper = compiled(session)
    content = paper.version.content
    chart = next(b for _s, b in statements(content) if b["type"] == "chart")

    with pytest.raises(RuleError, match="not edited"):
        actions.edit(paper, edits.keys(content)[chart["id"]], by=moderator, seen=0, text="Mine.")


def test_an_account_without_a_name_edits_nothing(draft, session):
    nameless = factories.make_user("nameless@example.org", name="")
    workshop = session
    factories.make_contributor(workshop, Contributor.Role.ONLINE_MODERATOR, nameless)
    type(nameless.person).objects.filter(pk=nameless.person.pk).update(name="")
    nameless.refresh_from_db()

    with pytest.raises(RuleError, match="no"):
        actions.edit(draft, key_of(draft, FIRST), by=nameless, seen=0, text="Mine.")


def test_a_new_compilation_keeps_changes_whose_sentence_is_the_same(draft, session, rapporteur):
    key = key_of(draft, SECOND)
    actions.edit(draft, key, by=rapporteur, seen=0, text="Mine.")
    take_note(session, rapporteur, "A new first line.", kind="point")

    again = compiled(session)

    assert again.version.revision == 2
    assert agreed(again) == [FIRST, "Mine.", THIRD]
    assert open_points(again) == []


def test_a_change_that_lost_its_sentence_is_reported_until_it_is_set_aside(
    draft, session, rapporteur
):
    actions.cut(draft, key_of(draft, SECOND), by=rapporteur, seen=0, reason="private")
    session.notes.filter(text=SECOND).update(text="Small teams need much help.")
    again = compiled(session)

    with pytest.raises(RuleError, match=SECOND):
        papers.approve(again.version, by=rapporteur, step=last_step(again))
    actions.take_back(again, 1, by=rapporteur)

    assert approved(again, rapporteur) == again.version
    assert open_points(again) == []


def test_exactly_the_reviewed_revision_is_approved_and_published(draft, rapporteur, organizer):
    actions.edit(draft, key_of(draft, SECOND), by=rapporteur, seen=0, text="Mine.")
    read = as_bytes(shown(draft).content)

    fixed = approved(draft, rapporteur)
    papers.publish(fixed, by=organizer)

    draft.refresh_from_db()
    assert as_bytes(draft.version.content) == read
    assert (draft.version.pk, draft.version.base.revision) == (fixed.pk, 1)
    assert (fixed.revision, draft.status) == (2, Status.PUBLISHED)


def test_the_compiled_version_is_not_published_in_place_of_the_approved_one(
    draft, rapporteur, organizer
):
    actions.edit(draft, key_of(draft, SECOND), by=rapporteur, seen=0, text="Mine.")
    approved(draft, rapporteur)

    with pytest.raises(RuleError, match="newer version"):
        papers.publish(draft.versions.get(revision=1), by=organizer)


def test_who_did_not_see_the_last_step_does_not_approve(draft, rapporteur, moderator):
    actions.edit(draft, key_of(draft, SECOND), by=moderator, seen=0, text="Mine.")

    with pytest.raises(RuleError, match="Meanwhile"):
        papers.approve(draft.version, by=rapporteur)

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_after_the_approval_nothing_changes_until_it_is_withdrawn(draft, rapporteur, moderator):
    actions.edit(draft, key_of(draft, SECOND), by=rapporteur, seen=0, text="Mine.")
    approved(draft, rapporteur)

    with pytest.raises(RuleError, match="is approved"):
        actions.cut(draft, key_of(draft, FIRST), by=moderator, seen=0, reason="wrong")
    papers.withdraw_approval(draft, by=rapporteur)
    actions.cut(draft, key_of(draft, FIRST), by=moderator, seen=0, reason="wrong")

    assert agreed(draft) == ["Mine.", THIRD]
    assert approved(draft, rapporteur).revision == 3


def test_the_same_review_approved_again_is_the_same_revision(draft, rapporteur):
    actions.edit(draft, key_of(draft, SECOND), by=rapporteur, seen=0, text="Mine.")
    first = approved(draft, rapporteur)
    papers.withdraw_approval(draft, by=rapporteur)

    assert approved(draft, rapporteur) == first


def test_a_caution_is_answered_before_the_approval(session, organizer, rapporteur):
    seal_survey(session, organizer, people=12)
    paper = compiled(session)
    cautions = paper.version.content["cautions"]

    with pytest.raises(RuleError) as refused:
        papers.approve(paper.version, by=rapporteur)
    fixed = approved(paper, rapporteur)

    assert cautions
    assert all(caution["text"] in refused.value.message for caution in cautions)
    answers = [row["answer"] for row in fixed.content["review"]["cautions"]]
    assert answers == ["Read in the session."] * len(cautions)


def test_cutting_its_sentences_answers_a_caution_too(session, organizer, rapporteur):
    seal_survey(session, organizer, people=12)
    paper = compiled(session)
    content = paper.version.content
    names = edits.keys(content)

    for caution in content["cautions"]:
        for one in caution["statements"]:
            key = names[one]
            actions.cut(paper, key, by=rapporteur, seen=seen(paper, key), reason="wrong")

    assert open_points(paper) == []


def test_an_answer_to_a_caution_is_given_once(session, organizer, rapporteur):
    seal_survey(session, organizer, people=12)
    paper = compiled(session)
    key = paper.version.content["cautions"][0]["key"]
    actions.answer(paper, key, by=rapporteur, text="Read.")

    with pytest.raises(RuleError, match="meanwhile"):
        actions.answer(paper, key, by=rapporteur, text="Again.")
    with pytest.raises(RuleError, match="not about"):
        actions.answer(paper, "few-unknown", by=rapporteur, text="Read.")


@pytest.mark.parametrize("name", ["rapporteur", "moderator", "organizer"])
def test_the_people_of_the_session_review(draft, name, request):
    actions.accept(draft, key_of(draft, FIRST), by=request.getfixturevalue(name), seen=0)

    assert draft.edits.get().act == Edit.Act.ACCEPT


@pytest.mark.parametrize("name", ["secretariat", "mag_member", "stranger"])
def test_nobody_else_reviews(draft, name, request):
    who = request.getfixturevalue(name)
    key = key_of(draft, FIRST)

    for step in (
        lambda: actions.accept(draft, key, by=who, seen=0),
        lambda: actions.edit(draft, key, by=who, seen=0, text="Mine."),
        lambda: actions.cut(draft, key, by=who, seen=0, reason="wrong"),
        lambda: actions.move(draft, key, by=who, act="after", near=key_of(draft, SECOND)),
        lambda: actions.accept_rest(draft, [key], by=who),
        lambda: actions.answer(draft, "few-1", by=who, text="Read."),
        lambda: actions.take_back(draft, 1, by=who),
    ):
        with pytest.raises(RuleError, match="reviews its paper"):
            step()
    assert draft.edits.count() == 0


def test_every_step_is_in_the_audit_log(draft, moderator):
    first, second = key_of(draft, FIRST), key_of(draft, SECOND)
    actions.accept(draft, first, by=moderator, seen=0)
    actions.edit(draft, second, by=moderator, seen=0, text="Mine.")
    actions.cut(draft, first, by=moderator, seen=1, reason="wrong")
    actions.move(draft, second, by=moderator, act="before", near=first)
    actions.take_back(draft, 3, by=moderator)
    actions.accept_rest(draft, [key_of(draft, THIRD)], by=moderator)

    verbs = AuditEntry.objects.filter(who=moderator).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [
        "accepted sentence",
        "edited sentence",
        "cut sentence",
        "moved sentence",
        "took back step",
        "accepted sentences",
    ]
