"""The draft under discussion: wordings of two people, dispositions, numbers, and the paper."""

from dataclasses import replace

import pytest

from forum.errors import RuleError
from outcomes.actions import draft, notes
from outcomes.compiler import CompileError, compile_paper, statements
from outcomes.compiler.checks import check
from outcomes.formats import markdown
from outcomes.inputs import paper_input
from outcomes.models import DraftItem, Note
from tests import factories
from tests.outcomes.sessions import approved, compiled, make_staffed_session, take_note
from workshops.models import Contributor


@pytest.fixture
def session(organizer, rapporteur):
    return make_staffed_session(organizer, rapporteur)


@pytest.fixture
def item(session, rapporteur):
    return draft.add_draft_item(session, by=rapporteur, title="Control", text="People decide.")


@pytest.fixture
def suggestion(session, item, rapporteur):
    text = "Say who decides in 2030."
    return take_note(session, rapporteur, text, kind="suggestion", about=f"d{item.pk}")


def address(session, rest: str) -> str:
    return f"/notes/{session.join_code}/{rest}"


def worded(item: DraftItem, text: str, seen: int) -> dict:
    return {f"item{item.pk}-text": text, f"item{item.pk}-seen": str(seen)}


def decided(note: Note, disposition: str, reason: str = "", seen: str = "") -> dict:
    said = {"disposition": disposition, "reason": reason, "seen": seen}
    return {f"note{note.pk}-{name}": value for name, value in said.items()}


def told(session) -> tuple[str, str]:
    """What the paper says became of the only suggestion."""
    found = statements(compile_paper(paper_input(session)))
    block = next(b for _s, b in found if "disposition" in b)
    return block["disposition"], block["reason"]


def test_the_second_of_two_editors_sees_both_wordings_and_loses_nothing(
    session, item, organizer, rapporteur, as_user
):
    first, second = as_user(organizer), as_user(rapporteur)
    first.post(address(session, "items/1/"), worded(item, "People always decide.", 1))

    response = second.post(address(session, "items/1/"), worded(item, "A person decides.", 1))

    page = response.content.decode()
    assert "People always decide." in page
    assert "A person decides.</textarea>" in page
    assert item.versions.count() == 2
    again = response.context["refused"]
    second.post(
        address(session, "items/1/"),
        {again.add_prefix(name): again[name].value() for name in ("text", "seen")},
    )
    texts = list(item.versions.values_list("text", flat=True))
    assert texts == ["People decide.", "People always decide.", "A person decides."]


def test_a_suggestion_gets_its_disposition_and_the_paper_says_it(
    session, suggestion, rapporteur, as_user
):
    assert told(session) == ("Not decided", "")

    as_user(rapporteur).post(
        address(session, f"{suggestion.uuid}/disposition/"),
        decided(suggestion, "declined", "Dates are for 2031."),
    )

    suggestion.refresh_from_db()
    assert suggestion.disposed_by == rapporteur
    assert told(session) == ("Not adopted", "Dates are for 2031.")


def test_not_adopted_needs_a_reason(session, suggestion, rapporteur, as_user):
    response = as_user(rapporteur).post(
        address(session, f"{suggestion.uuid}/disposition/"), decided(suggestion, "declined")
    )

    assert response.context["refused"].errors["reason"]
    assert told(session) == ("Not decided", "")


def test_rapporteurs_and_organizers_decide_and_nobody_else(
    session, suggestion, organizer, rapporteur, moderator, secretariat, stranger, as_user
):
    factories.make_contributor(session, Contributor.Role.ONSITE_MODERATOR, moderator)
    path = address(session, f"{suggestion.uuid}/disposition/")
    people = (organizer, rapporteur, moderator, secretariat, stranger)

    codes = [as_user(who).post(path, decided(suggestion, "adopted")).status_code for who in people]

    assert codes == [302, 302, 404, 404, 404]
    with pytest.raises(RuleError):
        notes.dispose(suggestion, by=moderator, seen="adopted", disposition="")


def test_a_decision_somebody_else_took_meanwhile_is_told(
    session, suggestion, organizer, rapporteur
):
    notes.dispose(suggestion, by=organizer, seen="", disposition="adopted")

    with pytest.raises(RuleError, match="Adopted"):
        notes.dispose(suggestion, by=rapporteur, seen="", disposition="partly")

    suggestion.refresh_from_db()
    assert suggestion.disposition == "adopted"


def test_a_suggestion_in_other_words_waits_again(session, suggestion, rapporteur):
    notes.dispose(suggestion, by=rapporteur, seen="", disposition="adopted")
    suggestion.refresh_from_db()

    notes.change_note(suggestion, by=rapporteur, text="Say nothing.")

    assert told(session) == ("Not decided", "")


def test_other_notes_get_no_disposition(session, item, rapporteur, as_user):
    loose = take_note(session, rapporteur, kind="suggestion")
    point = take_note(session, rapporteur, about=f"d{item.pk}")

    with pytest.raises(RuleError):
        notes.dispose(loose, by=rapporteur, seen="", disposition="adopted")
    with pytest.raises(RuleError):
        notes.dispose(point, by=rapporteur, seen="", disposition="adopted")


def test_the_build_stops_where_the_paper_says_another_disposition(session, suggestion, rapporteur):
    notes.dispose(suggestion, by=rapporteur, seen="", disposition="declined", reason="No.")
    data = paper_input(session)
    content = compile_paper(data)

    with pytest.raises(CompileError, match="decided about the suggestion"):
        check(content, replace(data, notes=[data.notes[0] | {"disposition": "adopted"}]))
    with pytest.raises(CompileError, match="decided about the suggestion"):
        check(content, replace(data, notes=[data.notes[0] | {"reason": "Yes."}]))


def test_the_disposition_stands_in_every_form_of_the_paper(
    session, suggestion, organizer, rapporteur, as_user
):
    notes.dispose(suggestion, by=rapporteur, seen="", disposition="declined", reason="Too *slow*.")
    paper = compiled(session, rapporteur)
    version = approved(paper, rapporteur)

    page = as_user(organizer).get(paper.get_absolute_url()).content.decode()
    assert "Not adopted</span> <bdi>Too *slow*.</bdi>" in page
    assert r"*Not adopted: Too \*slow\*.*" in markdown.render(version)


def test_items_get_other_numbers_and_keep_their_notes(session, item, rapporteur, as_user):
    second = draft.add_draft_item(session, by=rapporteur, title="Openness", text="Be open.")
    note = take_note(session, rapporteur, kind="suggestion", about=f"d{second.pk}")

    as_user(rapporteur).post(address(session, "items/2/move/"), {"item": second.pk, "place": 1})

    assert list(session.draft_items.values_list("position", "title")) == [
        (1, "Openness"),
        (2, "Control"),
    ]
    note.refresh_from_db()
    assert note.draft_item == second


def test_a_number_that_means_another_item_by_now_moves_nothing(session, item, rapporteur, as_user):
    second = draft.add_draft_item(session, by=rapporteur, title="Openness", text="Be open.")
    draft.move_draft_item(second, by=rapporteur, place=1)

    as_user(rapporteur).post(address(session, "items/1/remove/"), {"item": item.pk})

    assert DraftItem.objects.count() == 2


def test_a_removed_item_leaves_its_notes_and_no_gap(session, item, suggestion, rapporteur, as_user):
    notes.dispose(suggestion, by=rapporteur, seen="", disposition="adopted")
    draft.add_draft_item(session, by=rapporteur, title="Openness", text="Be open.")

    as_user(rapporteur).post(address(session, "items/1/remove/"), {"item": item.pk})

    suggestion.refresh_from_db()
    assert (suggestion.draft_item, suggestion.disposition) == (None, "")
    assert list(session.draft_items.values_list("position", "title")) == [(1, "Openness")]


def test_an_approved_paper_keeps_its_items(session, item, suggestion, rapporteur, stranger):
    approved(compiled(session, rapporteur), rapporteur)

    with pytest.raises(RuleError, match="Withdraw"):
        draft.remove_draft_item(item, by=rapporteur)
    with pytest.raises(RuleError):
        draft.move_draft_item(item, by=stranger, place=1)
