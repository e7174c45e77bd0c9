"""The preview shows a draft on the public page and writes nothing."""

import pytest
from django.apps import apps

from tests import factories
from tests.booths.test_request import typed_booth35
from tests.workshops.typed_proposal import person_row, rows, typed_proposal

PREVIEWED = {
    "session": ("/my/proposals/new/", typed_proposal),
    "booth": ("/my/booths/new/", typed_booth35),
}


@pytest.fixture
def client(open_edition, organizer, as_user):
    return as_user(organizer)


@pytest.fixture(params=PREVIEWED)
def kind(request):
    return PREVIEWED[request.param]


def every_row() -> dict:
    """All rows of all our tables."""
    models = [model for model in apps.get_models() if model._meta.app_label != "sessions"]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }


def drafted(client, kind, open_edition, **changes) -> str:
    new, typed = kind
    return client.post(new, typed(open_edition, **changes) | {"action": "save"})["Location"]


def test_the_button_saves_and_leads_to_the_preview(client, kind, open_edition):
    new, typed = kind

    response = client.post(new, typed(open_edition) | {"action": "preview"}, follow=True)

    assert response.redirect_chain[0][0].endswith("/preview/")
    assert "Preview, not public" in response.content.decode()


def test_the_preview_writes_nothing(client, kind, open_edition):
    url = drafted(client, kind, open_edition)
    before = every_row()

    response = client.get(f"{url}preview/")

    assert response.status_code == 200
    assert every_row() == before


def test_the_preview_is_the_public_page_of_the_draft(client, open_edition):
    people = [person_row("Ada Example"), person_row("Half A Row", role="")]
    url = drafted(client, PREVIEWED["session"], open_edition, **rows("people", people))

    response = client.get(f"{url}preview/")

    page = response.content.decode()
    assert "workshops/session.html" in [template.name for template in response.templates]
    for text in ("Captions for all", "Why captions matter.", "Who pays?", "Ada Example", "Talk"):
        assert text in page
    assert "Half A Row" not in page
    assert response.context["left_out"] == ["Person 2"]
    assert "Only the Secretariat sees" not in page


def test_a_booth_is_previewed_with_its_initiatives(client, open_edition):
    typed = typed_booth35(open_edition)
    url = drafted(client, PREVIEWED["booth"], open_edition)

    response = client.get(f"{url}preview/")

    page = response.content.decode()
    assert "booths/booth.html" in [template.name for template in response.templates]
    assert typed["initiatives-0-title"] in page
    assert "None" not in page.replace("default-src 'none'", "")


GARBAGE = {
    "title": "much too long " * 40,
    "organization": "o" * 500,
    "type": "x",
    "theme": "y",
    "themes": ["y"],
    "minutes": "ninety",
    "description": "w " * 900,
    "content": "w " * 900,
    "people-0-email": "no address",
    "agenda-0-minutes": "soon",
    "initiatives-0-since": "yesterday",
}


@pytest.mark.parametrize("changes", [{}, GARBAGE], ids=["empty", "garbage"])
def test_an_unfinished_draft_can_be_previewed(client, kind, changes):
    url = client.post(kind[0], {**changes, "action": "save"})["Location"]

    response = client.get(f"{url}preview/")

    assert response.status_code == 200
    assert changes.get("title", "")[:13] in response.content.decode()


def test_changes_of_a_submitted_request_are_previewed_over_what_counts(client, kind, open_edition):
    new, typed = kind
    url = client.post(new, typed(open_edition))["Location"]
    revision = client.get(url).context["desk"].revision
    changed = typed(open_edition, title="Changed title", revision=revision, action="save")
    unchanged = client.get(f"{url}preview/")

    client.post(url, changed)

    assert "Changed title" not in unchanged.content.decode()
    assert "Changed title" in client.get(f"{url}preview/").content.decode()


def test_only_who_may_edit_previews(client, kind, open_edition, as_user, stranger):
    url = drafted(client, kind, open_edition)

    assert as_user(stranger).get(f"{url}preview/").status_code == 404
    assert "/accounts/login/" in as_user().get(f"{url}preview/")["Location"]
    assert as_user(factories.make_secretariat()).get(f"{url}preview/").status_code == 404
