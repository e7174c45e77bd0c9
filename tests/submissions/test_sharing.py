"""The link for co-organizers without an account."""

import pytest

from booths.models import Booth
from forum.models import AuditEntry, OutgoingMail
from submissions import sharing
from submissions.models import Call
from tests import factories
from tests.workshops.typed_proposal import typed_proposal
from workshops.models import Workshop

NEW = {"session": "/my/proposals/new/", "booth": "/my/booths/new/"}
MODELS = {"session": Workshop, "booth": Booth}


@pytest.fixture
def owner(open_edition, organizer, as_user):
    return as_user(organizer)


@pytest.fixture(params=NEW)
def kind(request) -> str:
    return request.param


def shared(owner, kind) -> tuple[str, str]:
    """The address of a draft and of its link."""
    url = owner.post(NEW[kind], {"title": "Ours", "action": "save"})["Location"]
    owner.post(url, {"title": "Ours", "revision": "1", "action": "share"})
    return url, sharing.path(MODELS[kind].objects.get(), kind)


def test_making_a_link_keeps_the_words_sent_along(owner, kind):
    url, link = shared(owner, kind)

    page = owner.get(url)

    assert f"http://testserver{link}" in page.content.decode()
    assert page.context["form"]["title"].value() == "Ours"
    assert AuditEntry.objects.filter(verb="shared").count() == 1


def test_whoever_has_the_link_reads_and_writes_the_form(owner, kind, as_user):
    _url, link = shared(owner, kind)

    page = as_user().get(link)
    answer = as_user().post(link, {"title": "Theirs", "revision": "2", "action": "save"})

    assert page.context["form"]["title"].value() == "Ours"
    assert page["X-Robots-Tag"] == "noindex"
    assert (answer.status_code, answer["Location"]) == (302, link)
    assert MODELS[kind].objects.get().draft["title"] == ["Theirs"]


def test_the_shared_form_saves_itself(owner, kind, as_user):
    _url, link = shared(owner, kind)

    answer = as_user().post(
        link,
        {"title": "Theirs", "revision": "2", "action": "autosave"},
        headers={"Accept": "application/json"},
    )

    assert (answer.json()["url"], answer.json()["revision"]) == (link, 3)


def test_two_who_write_at_once_see_both_texts(owner, kind, as_user):
    url, link = shared(owner, kind)
    owner.post(url, {"title": "Newer", "revision": "2", "action": "save"})

    page = as_user().post(link, {"title": "Theirs", "revision": "2", "action": "save"})

    assert ("title", "Newer") in [(f.name, f.text) for f in page.context["desk"].differences]
    assert page.context["form"]["title"].value() == "Theirs"


@pytest.mark.parametrize("action", ["submit", "withdraw", "share", "unshare", "preview"])
def test_the_link_only_saves(owner, as_user, open_edition, action):
    _url, link = shared(owner, "session")

    as_user().post(link, typed_proposal(open_edition, revision="2", action=action))

    workshop = Workshop.objects.get()
    assert (workshop.status, workshop.draft["title"]) == ("draft", ["Captions for all"])
    assert sharing.path(workshop, "session") == link
    assert not OutgoingMail.objects.exists()


def test_the_shared_page_offers_neither_submitting_nor_sharing(owner, kind, as_user):
    _url, link = shared(owner, kind)

    page = as_user().get(link).content.decode()

    assert 'value="submit"' not in page
    assert 'value="unshare"' not in page
    assert 'value="preview"' not in page


def test_a_revoked_link_shows_what_was_sent_and_stores_nothing(owner, kind, as_user):
    url, link = shared(owner, kind)
    owner.post(url, {"title": "Ours", "revision": "2", "action": "unshare"})

    seen = as_user().get(link)
    sent = as_user().post(link, {"title": "Typed too late", "revision": "3", "action": "save"})
    alone = as_user().post(
        link, {"title": "x", "action": "autosave"}, headers={"Accept": "application/json"}
    )

    assert (seen.status_code, sent.status_code, alone.status_code) == (410, 410, 409)
    assert "Ours" not in seen.content.decode()
    assert "Typed too late" in sent.content.decode()
    assert MODELS[kind].objects.get().draft["title"] == ["Ours"]


def test_a_link_made_again_is_another(owner, kind, organizer, as_user):
    _url, link = shared(owner, kind)
    request = MODELS[kind].objects.get()

    sharing.revoke(request, by=organizer)
    sharing.share(request, by=organizer)

    assert sharing.path(request, kind) != link
    assert as_user().get(link).status_code == 410
    assert as_user().get(sharing.path(request, kind)).status_code == 200


def test_the_link_ends_with_the_call(owner, kind, as_user):
    _url, link = shared(owner, kind)
    Call.objects.update(closes_at=factories.timezone.now())

    assert as_user().get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b", "WyJzZXNzaW9uIl0:bad", "%00", "ä" * 40])
def test_an_invented_link_opens_nothing(open_edition, as_user, token):
    assert as_user().get(f"/my/shared/{token}/").status_code == 404


def test_only_who_may_edit_makes_a_link(owner, kind, as_user, stranger, secretariat):
    url = owner.post(NEW[kind], {"title": "Ours", "action": "save"})["Location"]

    for user in (stranger, secretariat):
        as_user(user).post(url, {"title": "Ours", "revision": "1", "action": "share"})

    assert MODELS[kind].objects.get().share_key == ""
