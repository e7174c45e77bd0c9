"""Saving, returning, row buttons without JavaScript, two editors, an expired log-in."""

import pytest

from forum.models import OutgoingMail
from submissions.models import Call
from tests import factories
from tests.workshops.typed_proposal import person_row, rows, typed_proposal
from workshops.models import Workshop

NEW = "/my/proposals/new/"


def shown(response) -> str:
    return response.content.decode()


def typed_in(response, prefix: str, name: str) -> list[str]:
    return [form[name].value() for form in response.context["forms"].rows[prefix].forms]


@pytest.fixture
def client(open_edition, organizer, as_user):
    return as_user(organizer)


def start(client, **typed) -> str:
    return client.post(NEW, {"title": "Started", "action": "save", **typed})["Location"]


GARBAGE = {
    "title": "much too long " * 20 + '<script>alert("x")</script>',
    "type": "no number",
    "theme": "\x00",
    "goals": ["99", "x"],
    "minutes": "ninety",
    "description": "w " * 900,
    "agenda-TOTAL_FORMS": "2",
    "agenda-1-minutes": "soon",
    "people-TOTAL_FORMS": "many",
    "people-3-name": "Fourth row",
    "people-3-email": "not an address",
    "unknown": "kept as well",
}


def test_saving_keeps_anything_word_for_word_and_leads_to_the_draft(client):
    url = start(client, **GARBAGE)

    workshop = Workshop.objects.get()
    assert url == f"/my/proposals/{workshop.uuid}/"
    assert workshop.status == Workshop.Status.DRAFT
    assert workshop.draft["title"] == [GARBAGE["title"]]
    assert workshop.draft["goals"] == ["99", "x"]
    assert workshop.draft["unknown"] == ["kept as well"]
    returned = client.get(url)
    assert returned.context["form"]["title"].value() == GARBAGE["title"]
    assert "<script>alert" not in shown(returned)
    assert typed_in(returned, "agenda", "minutes") == [None, "soon"]
    assert typed_in(returned, "people", "email")[3] == "not an address"
    assert returned.context["errors"] == []


def test_a_garbage_draft_is_refused_on_submit_with_everything_kept(client):
    url = start(client, **GARBAGE)

    response = client.post(url, {**GARBAGE, "action": "submit", "revision": "1"})

    assert response.status_code == 200
    assert len(response.context["errors"]) > 10
    assert Workshop.objects.get().status == Workshop.Status.DRAFT
    assert 'value="soon"' in shown(response)


def test_an_empty_draft_can_be_saved(client):
    response = client.post(NEW, {"action": "save"})

    assert response.status_code == 302


def test_pressing_enter_saves(client):
    client.post(NEW, {"title": "No button"})

    assert Workshop.objects.get().draft["title"] == ["No button"]


def test_a_draft_that_is_too_large_is_shown_again_with_the_reason(client):
    response = client.post(NEW, {"description": "x" * 250_000, "action": "save"})

    assert "a draft may have 200" in shown(response)
    assert "x" * 250_000 in shown(response)
    assert not Workshop.objects.exists()


def test_a_draft_is_continued_and_submitted(client, open_edition):
    url = start(client)

    client.post(url, {**typed_proposal(open_edition), "revision": "1"})

    workshop = Workshop.objects.get()
    assert workshop.status == Workshop.Status.SUBMITTED
    assert (workshop.title, workshop.draft) == ("Captions for all", {})


@pytest.mark.parametrize("path", ["new", "stored"])
def test_row_buttons_work_without_javascript_and_lose_nothing(client, open_edition, path):
    url = start(client) if path == "stored" else NEW
    people = [person_row("Ada"), person_row("Bo"), person_row("Cy")]
    typed = typed_proposal(open_edition, description="d " * 900, **rows("people", people))
    del typed["action"]

    removed = client.post(url, {**typed, "revision": "1", "remove-people": "1"})
    added = client.post(url, {**typed, "revision": "2", "add-questions": "1"})
    moved = client.post(url, {**typed, "revision": "3", "up-people": "2"})

    assert typed_in(removed, "people", "name") == ["Ada", "Cy"]
    assert typed_in(added, "questions", "text") == ["Which captions?", "Who pays?", None]
    assert typed_in(moved, "people", "name") == ["Ada", "Cy", "Bo"]
    for response in (removed, added, moved):
        assert response.context["form"]["description"].value() == "d " * 900
        assert response.context["form"]["goals"].value() == ["4", "10"]
        assert response.context["errors"] == []


def test_a_row_button_keeps_the_draft_of_a_stored_proposal(client):
    url = start(client)

    client.post(url, {"title": "Newer", "revision": "1", "add-links": "1"})

    workshop = Workshop.objects.get()
    assert workshop.draft["title"] == ["Newer"]
    assert workshop.draft["links-TOTAL_FORMS"] == ["1"]


def test_row_buttons_carry_what_scripts_need(client):
    page = shown(client.get(NEW))

    for prefix in ("questions", "people", "agenda", "links"):
        assert f'data-rows="{prefix}"' in page
        assert f'name="add-{prefix}"' in page
        assert f"{prefix}-__prefix__-" in page
    assert 'data-count="words" data-limit="350"' in page
    assert "style=" not in page


def test_changes_of_a_submitted_proposal_wait_as_a_draft_until_they_are_submitted(
    client, open_edition
):
    url = client.post(NEW, typed_proposal(open_edition))["Location"]
    workshop = Workshop.objects.get()
    questions = list(workshop.policy_questions.values_list("pk", flat=True))

    client.post(url, {"title": "Unfinished", "revision": workshop.revision, "action": "save"})
    workshop.refresh_from_db()
    saved = (workshop.title, workshop.policy_questions.count(), workshop.draft["title"])
    returned = client.get(url)
    changed = typed_proposal(open_edition, title="Changed", revision=workshop.revision)
    client.post(url, changed)

    workshop.refresh_from_db()
    assert saved == ("Captions for all", 2, ["Unfinished"])
    assert "saved but not submitted" in shown(returned)
    assert (workshop.title, workshop.draft) == ("Changed", {})
    assert list(workshop.policy_questions.values_list("pk", flat=True)) == questions
    assert OutgoingMail.objects.filter(kind="submitted").count() == 1


def test_the_form_of_a_submitted_proposal_shows_its_rows_and_submits_them_unchanged(
    client, open_edition
):
    url = client.post(NEW, typed_proposal(open_edition))["Location"]
    workshop = Workshop.objects.get()
    before = (list(workshop.agenda.values()), list(workshop.contributors.values()))

    data = client.get(url).context["forms"].data
    client.post(
        url,
        {
            **data.dict(),
            "goals": data.getlist("goals"),
            "revision": workshop.revision,
            "action": "submit",
        },
    )

    assert (list(workshop.agenda.values()), list(workshop.contributors.values())) == before
    assert [goal.number for goal in workshop.goals.all()] == [4, 10]


def test_who_stays_keeps_the_answer_and_only_the_new_are_invited(client, open_edition):
    own = person_row("Olu Organizer", "organizer", email="organizer@example.org")
    ada, bo = person_row(email="ada@example.org"), person_row("Bo", email="bo@example.org")
    cy = person_row("Cy", email="cy@example.org")
    url = client.post(NEW, typed_proposal(open_edition, **rows("people", [own, ada, bo])))[
        "Location"
    ]
    workshop = Workshop.objects.get()
    workshop.contributors.filter(person__email="ada@example.org").update(answer="accepted")

    client.post(
        url,
        typed_proposal(open_edition, revision=workshop.revision, **rows("people", [own, cy, ada])),
    )

    named = workshop.contributors.values_list("person__name", "position", "answer")
    assert list(named) == [
        ("Olu Organizer", 1, "accepted"),
        ("Cy", 2, "asked"),
        ("Ada Example", 3, "accepted"),
    ]
    invited = OutgoingMail.objects.filter(kind="invitation").order_by("created_at")
    assert [mail.to for mail in invited] == ["ada@example.org", "bo@example.org", "cy@example.org"]


def test_rights_given_without_showing_survive_a_change(client, open_edition, moderator):
    url = client.post(NEW, typed_proposal(open_edition))["Location"]
    workshop = Workshop.objects.get()
    factories.make_contributor(workshop, "onsite_moderator", moderator, listed=False)

    page = client.get(url)
    client.post(url, typed_proposal(open_edition, revision=workshop.revision))

    assert "Mo Moderator" not in shown(page)
    assert workshop.has_role(moderator, "onsite_moderator")


@pytest.mark.parametrize("action", ["save", "submit", "add-questions"])
def test_a_second_editor_sees_both_texts_and_overwrites_only_knowingly(
    client, open_edition, action
):
    url = start(client, title="Original")
    client.post(url, {"title": "Theirs", "revision": "1", "action": "save"})
    mine = typed_proposal(open_edition, title="Mine", revision="1", action=action)
    if action.startswith("add"):
        mine |= {action: "1"}

    refused = client.post(url, mine)
    kept = Workshop.objects.get().draft["title"]
    again = client.post(url, {**mine, "revision": refused.context["desk"].revision})

    assert refused.status_code == 200
    assert "Somebody else saved this in the meantime" in shown(refused)
    assert ("title", "Theirs") in [(f.name, f.text) for f in refused.context["desk"].differences]
    assert refused.context["form"]["title"].value() == "Mine"
    assert kept == ["Theirs"]
    assert "Somebody else saved this" not in (shown(again) if again.status_code == 200 else "")
    assert Workshop.objects.get().title == "Mine"


def test_a_senseless_revision_overwrites_nothing(client):
    url = start(client, title="Original")

    response = client.post(url, {"title": "Mine", "revision": "²", "action": "save"})

    assert response.context["desk"].stale
    assert Workshop.objects.get().draft["title"] == ["Original"]


@pytest.mark.parametrize("path", ["new", "stored"])
def test_what_was_sent_after_the_log_in_expired_is_there_again(client, organizer, as_user, path):
    url = start(client) if path == "stored" else NEW
    visitor = as_user()

    sent = visitor.post(url, {"title": "Typed for an hour", "revision": "1", "action": "submit"})
    visitor.post(sent["Location"], {"login": organizer.email, "password": factories.PASSWORD})
    restored = visitor.get(url)
    later = visitor.get(url)

    assert restored.context["form"]["title"].value() == "Typed for an hour"
    assert "Your log-in had expired" in shown(restored)
    assert restored.context["desk"].revision == (1 if path == "stored" else 0)
    assert later.context["form"]["title"].value() != "Typed for an hour"


def test_what_cannot_be_saved_any_more_is_shown_for_copying(client, open_edition):
    url = start(client)
    Call.objects.all().delete()

    response = client.post(url, {"title": "Late words", "revision": "1", "action": "submit"})

    assert "The call is closed" in shown(response)
    assert "Late words" in shown(response)
    assert "Started" in shown(response)
