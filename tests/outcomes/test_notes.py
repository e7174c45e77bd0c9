from uuid import uuid4

import pytest

from forum.errors import RuleError
from outcomes.actions import draft, notes
from outcomes.inputs import paper_input
from outcomes.models import DraftItem, ImpulsePaper, Note
from tests import factories
from tests.outcomes.sessions import make_staffed_session, seal_survey, take_note
from workshops.models import Contributor


@pytest.fixture
def session(organizer, rapporteur):
    return make_staffed_session(organizer, rapporteur)


def typed(**fields) -> dict:
    return {
        "kind": "point",
        "text": "Control comes first.",
        "uuid": str(uuid4()),
        "door": "",
        **fields,
    }


def address(session, rest: str = "") -> str:
    return f"/notes/{session.join_code}/{rest}"


def test_the_rapporteur_writes_a_line(session, rapporteur, as_user):
    question = session.policy_questions.get()

    response = as_user(rapporteur).post(
        address(session), typed(kind="call", about=f"q{question.pk}", door="online")
    )

    note = Note.objects.get()
    assert response.status_code == 302
    assert (note.kind, note.policy_question, note.door, note.by) == (
        "call", question, "online", rapporteur,
    )  # fmt: skip


def test_sending_the_same_note_twice_adds_one(session, rapporteur, as_user):
    client, form = as_user(rapporteur), typed()

    client.post(address(session), form)
    client.post(address(session), form)

    assert Note.objects.count() == 1


def test_the_same_key_with_other_words_is_refused_and_keeps_them_in_the_form(
    session, rapporteur, as_user
):
    client, form = as_user(rapporteur), typed()
    client.post(address(session), form)

    response = client.post(address(session), {**form, "text": "Other words."})

    assert "Control comes first." in str(response.context["form"].errors)
    assert response.context["form"]["text"].value() == "Other words."
    assert Note.objects.get().text == "Control comes first."


def test_a_script_hears_whether_a_note_is_kept_and_why_not(session, rapporteur, as_user):
    client, form = as_user(rapporteur), typed()
    json = {"HTTP_ACCEPT": "application/json"}

    kept = [client.post(address(session), form, **json).status_code for _twice in range(2)]
    refused = client.post(address(session), typed(speaker="Somebody"), **json)

    assert kept == [201, 201]
    assert Note.objects.count() == 1
    assert refused.status_code == 422
    assert "Tick this box" in refused.json()["detail"]


def test_the_group_of_the_speaker_is_kept_and_said(session, rapporteur, as_user):
    as_user(rapporteur).post(address(session), typed(group="Civil Society", kind="call"))

    note = paper_input(session).notes[0]
    assert note["group"] == "Civil Society"


def test_others_see_a_new_line_with_the_name_of_its_writer(session, organizer, rapporteur, as_user):
    client, lines = as_user(organizer), address(session, "list/")
    before = client.get(lines)
    unchanged = client.get(lines, HTTP_IF_NONE_MATCH=before["ETag"])
    take_note(session, rapporteur, "A line of the other.")

    after = client.get(lines, HTTP_IF_NONE_MATCH=before["ETag"])

    assert (before.status_code, unchanged.status_code, after.status_code) == (200, 304, 200)
    assert "A line of the other." in after.content.decode()
    assert str(rapporteur) in after.content.decode()


def test_the_list_is_for_people_of_the_session(session, stranger, as_user):
    assert as_user(stranger).get(address(session, "list/")).status_code == 404


def test_a_name_without_consent_is_refused_at_the_field(session, rapporteur, as_user):
    response = as_user(rapporteur).post(address(session), typed(speaker="Somebody"))

    form = response.context["form"]
    assert "consent" in form.errors
    assert form["speaker"].value() == "Somebody"
    assert Note.objects.count() == 0


def test_a_name_with_consent_is_kept(session, rapporteur, as_user):
    as_user(rapporteur).post(address(session), typed(speaker="Somebody", consent="on"))

    assert Note.objects.get().speaker == "Somebody"


def test_a_line_that_is_too_long_keeps_what_was_typed(session, rapporteur, as_user):
    response = as_user(rapporteur).post(address(session), typed(text="x" * 501))

    assert response.status_code == 200
    assert response.context["form"]["text"].value() == "x" * 501


@pytest.mark.parametrize(
    "bad", [{"kind": "rumour"}, {"about": "q999999"}, {"uuid": "no"}, {"door": "roof"}]
)
def test_wrong_choices_are_answered_on_the_page(session, rapporteur, as_user, bad):
    response = as_user(rapporteur).post(address(session), typed(**bad))

    assert response.status_code == 200
    assert Note.objects.count() == 0


def test_a_stranger_gets_404_and_a_visitor_the_log_in(session, stranger, as_user):
    assert as_user(stranger).get(address(session)).status_code == 404
    assert as_user().get(address(session)).url.startswith("/accounts/login/")


@pytest.mark.parametrize("role", [Contributor.Role.SPEAKER])
def test_speakers_do_not_take_notes(session, stranger, as_user, role):
    factories.make_contributor(session, role, stranger)

    assert as_user(stranger).get(address(session)).status_code == 404


def test_moderators_organizers_and_the_secretariat_may_write(
    session, organizer, moderator, secretariat, as_user
):
    factories.make_contributor(session, Contributor.Role.ONLINE_MODERATOR, moderator)

    codes = [
        as_user(u).get(address(session)).status_code for u in (organizer, moderator, secretariat)
    ]

    assert codes == [200, 200, 200]


def test_the_code_is_read_in_any_case(session, rapporteur, as_user):
    assert as_user(rapporteur).get(f"/notes/{session.join_code.lower()}/").status_code == 200


def test_the_newest_note_stands_first(session, rapporteur, as_user):
    take_note(session, rapporteur, "First line.")
    take_note(session, rapporteur, "Second line.")

    page = as_user(rapporteur).get(address(session)).content.decode()

    assert page.index("Second line.") < page.index("First line.")


def test_one_changes_and_deletes_only_ones_own_notes(session, rapporteur, organizer, as_user):
    note = take_note(session, rapporteur)
    other = as_user(organizer)

    assert other.get(address(session, f"{note.uuid}/")).status_code == 404
    other.post(address(session, f"{note.uuid}/delete/"))
    assert Note.objects.filter(pk=note.pk).exists()

    mine = as_user(rapporteur)
    mine.post(address(session, f"{note.uuid}/"), typed(text="Better words.", uuid=str(note.uuid)))
    note.refresh_from_db()
    assert note.text == "Better words."

    mine.post(address(session, f"{note.uuid}/delete/"))
    assert Note.objects.count() == 0


def test_actions_refuse_a_stranger(session, rapporteur, stranger):
    note = take_note(session, rapporteur)

    with pytest.raises(RuleError):
        notes.add_note(session, by=stranger, uuid=uuid4(), kind="point", text="No.")
    with pytest.raises(RuleError):
        notes.delete_note(note, by=stranger)
    with pytest.raises(RuleError):
        draft.add_draft_item(session, by=stranger, title="No", text="No")


def test_a_note_is_about_its_own_session_only(session, rapporteur):
    foreign = factories.make_session().policy_questions.get()

    with pytest.raises(RuleError):
        notes.add_note(
            session, by=rapporteur, uuid=uuid4(), kind="point", text="x", policy_question=foreign
        )


def test_a_draft_item_gets_its_before_and_after(session, rapporteur, as_user):
    client = as_user(rapporteur)

    client.post(address(session, "items/"), {"new-title": "Control", "new-text": "People decide."})
    item = DraftItem.objects.get()
    client.post(
        address(session, "items/1/"),
        {f"item{item.pk}-text": "People always decide.", f"item{item.pk}-seen": "1"},
    )

    texts = list(item.versions.values_list("number", "text"))
    page = client.get(address(session)).content.decode()
    assert texts == [(1, "People decide."), (2, "People always decide.")]
    assert "<ins> always</ins>" in page or "<ins>always </ins>" in page


def test_the_same_wording_again_is_no_new_version(session, rapporteur):
    item = draft.add_draft_item(session, by=rapporteur, title="Control", text="People decide.")

    draft.reword_draft_item(item, by=rapporteur, text="People decide.", seen=1)

    assert item.versions.count() == 1


def test_an_empty_wording_is_refused_at_the_field(session, rapporteur, as_user):
    draft.add_draft_item(session, by=rapporteur, title="Control", text="People decide.")

    response = as_user(rapporteur).post(address(session, "items/1/"), {})

    assert response.status_code == 200
    assert "People decide." in response.content.decode()


def test_the_paper_is_compiled_from_notes_where_there_is_no_survey(session, rapporteur, as_user):
    take_note(session, rapporteur)

    response = as_user(rapporteur).post(address(session, "compile/"))

    assert response.status_code == 302
    assert ImpulsePaper.objects.get().status == ImpulsePaper.Status.QUEUED


def test_the_paper_waits_for_the_seal_of_a_running_survey(session, organizer, rapporteur, as_user):
    survey = factories.make_survey(session)
    survey.move_to("running")

    response = as_user(rapporteur).post(
        address(session, "compile/"), HTTP_ACCEPT="application/json"
    )

    assert response.status_code == 409
    assert not ImpulsePaper.objects.exists()


def test_the_page_costs_the_same_with_one_and_three_notes(
    session, rapporteur, as_user, django_assert_max_num_queries, django_assert_num_queries
):
    client = as_user(rapporteur)
    take_note(session, rapporteur)
    with django_assert_max_num_queries(40) as first:
        client.get(address(session))
    take_note(session, rapporteur)
    take_note(session, rapporteur)

    with django_assert_num_queries(len(first)):
        client.get(address(session))


def test_sealing_queues_the_paper(session, organizer):
    seal_survey(session, organizer, people=12)

    assert ImpulsePaper.objects.get().status == ImpulsePaper.Status.QUEUED
