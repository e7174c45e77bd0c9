"""Invisible characters in a request: kept with the draft, refused at the field, never an error page."""

import pytest

from booths.models import Booth
from submissions import drafts, sharing
from tests.workshops.typed_proposal import person_row, rows, typed_proposal
from workshops.models import Workshop

BIDI, NUL = "\u202e", "\x00"
ODD = f"Names{BIDI}{NUL}\u241b0 that turn"
JSON = {"Accept": "application/json"}


def kept(request: Workshop | Booth, name: str) -> str:
    request.refresh_from_db()
    return "".join(map(str, drafts.unpack(request.draft).getlist(name)))


@pytest.mark.parametrize("action", ["save", "autosave"])
def test_a_draft_keeps_them_word_for_word(open_edition, organizer, as_user, action):
    client = as_user(organizer)
    headers = JSON if action == "autosave" else {}

    typed = {"title": ODD, "description": ODD, "action": action, "revision": "0"}
    answer = client.post("/my/proposals/new/", typed, headers=headers)

    workshop = Workshop.objects.get()
    assert answer.status_code in (200, 302)
    assert kept(workshop, "title") == kept(workshop, "description") == ODD
    assert workshop.title == "Names\u241b0 that turn"


@pytest.mark.parametrize("field", ["title", "description", "hybrid_plan"])
def test_submitting_names_the_field_and_the_character(open_edition, organizer, as_user, field):
    typed = typed_proposal(open_edition, **{field: f"Safe{BIDI} names"})

    page = as_user(organizer).post("/my/proposals/new/", typed)

    assert "U+202E (right-to-left override) after “Safe”" in str(page.context["errors"])
    assert [entry["id"] for entry in page.context["errors"]] == [f"id_{field}"]
    assert f"Safe{BIDI} names" in page.content.decode()
    assert not Workshop.objects.exclude(status="draft").exists()


def test_rows_are_refused_at_their_field(open_edition, organizer, as_user):
    people = [person_row("Olu", "organizer"), person_row(f"Ada{BIDI}", affiliation=f"Lab{NUL}")]

    page = as_user(organizer).post(
        "/my/proposals/new/", typed_proposal(open_edition, **rows("people", people))
    )

    ids = [entry["id"] for entry in page.context["errors"]]
    assert ids == ["id_people-1-name", "id_people-1-affiliation"]
    assert f"Ada{BIDI}" in page.content.decode()


def test_a_booth_refuses_them_too(open_edition, exhibitor, as_user):
    typed = {"organization": f"Lab{BIDI}", "background": f"Why{NUL}", "action": "submit"}

    page = as_user(exhibitor).post("/my/booths/new/", typed)

    messages = {entry["id"]: entry["message"] for entry in page.context["errors"]}
    assert "U+202E" in messages["id_organization"]
    assert "U+0000" in messages["id_background"]


def test_the_preview_and_the_shared_form_show_such_a_draft(open_edition, organizer, as_user):
    client = as_user(organizer)
    typed = {"title": ODD, "description": ODD, "action": "save"}
    client.post("/my/proposals/new/", typed)
    workshop = Workshop.objects.get()
    sharing.share(workshop, by=organizer)

    preview = client.get(f"/my/proposals/{workshop.uuid}/preview/")
    shared = as_user().get(sharing.path(workshop, "session"))

    assert preview.status_code == shared.status_code == 200
    assert BIDI not in preview.content.decode()
    assert ODD in shared.content.decode()


def test_words_sent_after_the_log_in_expired_keep_them(open_edition, organizer, as_user):
    client = as_user()

    client.post("/my/proposals/new/", {"title": ODD, "action": "save"})
    client.force_login(organizer)

    assert ODD in client.get("/my/proposals/new/").content.decode()
