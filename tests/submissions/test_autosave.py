"""A form that saves itself: the answers it gets, and what it must never overwrite."""

import gzip
from functools import partial
from uuid import uuid4

import pytest

from booths.forms.request import BoothForms
from booths.models import Booth
from forum.models import OutgoingMail
from submissions import requests
from submissions.desk import Desk
from submissions.models import Call
from tests import factories
from tests.workshops.typed_proposal import typed_proposal
from workshops.forms.proposal import ProposalForms
from workshops.models import Workshop

FORMS = {Workshop: ProposalForms, Booth: BoothForms}
PAGE, OTHER_PAGE = "a" * 32, "b" * 32
KINDS = {"session": ("/my/proposals/new/", Workshop), "booth": ("/my/booths/new/", Booth)}


def autosave(client, url: str, **typed):
    return client.post(url, {"action": "autosave", **typed}, headers={"Accept": "application/json"})


@pytest.fixture
def client(open_edition, organizer, as_user):
    return as_user(organizer)


@pytest.fixture(params=KINDS)
def kind(request) -> tuple[str, type]:
    return KINDS[request.param]


def begun(client, kind, **typed) -> str:
    return autosave(client, kind[0], **{"uuid": str(uuid4()), "title": "First", **typed}).json()[
        "url"
    ]


def test_the_first_autosave_stores_the_request_and_says_where_it_is(client, kind, organizer):
    new, model = kind
    uuid = str(uuid4())

    response = autosave(client, new, uuid=uuid, title="Typed")

    stored = model.objects.get()
    assert response.json() == {
        "saved_at": response.json()["saved_at"],
        "revision": 1,
        "url": new.replace("new", uuid),
    }
    assert (str(stored.uuid), stored.created_by, stored.draft["title"]) == (
        uuid,
        organizer,
        ["Typed"],
    )


def test_later_autosaves_raise_the_revision_and_say_nothing_on_the_next_page(client, kind):
    url = begun(client, kind)

    response = autosave(client, url, title="Second", revision="1")

    assert response.json()["revision"] == 2
    assert kind[1].objects.get().draft["title"] == ["Second"]
    assert "Your draft is saved." not in client.get(url).content.decode()


def test_a_first_autosave_sent_twice_makes_one_request(client, kind):
    new, model = kind
    uuid = str(uuid4())

    autosave(client, new, uuid=uuid, title="Typed")
    again = autosave(client, new, uuid=uuid, title="Typed")

    assert model.objects.count() == 1
    assert (again.status_code, again.json()["revision"]) == (200, 1)


def test_pressing_submit_twice_makes_one_request_and_one_mail(client, open_edition):
    typed = typed_proposal(open_edition, uuid=str(uuid4()))

    places = [client.post("/my/proposals/new/", typed)["Location"] for _time in range(2)]

    assert places == [f"/my/proposals/{Workshop.objects.get().uuid}/"] * 2
    assert OutgoingMail.objects.filter(kind="submitted").count() == 1


def test_the_uuid_of_somebody_else_opens_nothing_and_loses_nothing(client, kind, as_user, stranger):
    new, model = kind
    url = begun(client, kind)
    taken = url.rstrip("/").rpartition("/")[2]

    response = autosave(as_user(stranger), new, uuid=taken, title="Mine")

    assert response.json()["url"] != url
    assert {row.draft["title"][0] for row in model.objects.all()} == {"First", "Mine"}


def test_a_save_whose_answer_got_lost_is_not_somebody_else(client, kind):
    url = begun(client, kind, editor=[PAGE, "1"])

    response = autosave(client, url, title="Second", revision="0", editor=[PAGE, "2"])

    assert (response.status_code, response.json()["revision"]) == (200, 2)


def test_a_save_that_arrives_late_replaces_nothing_newer(client, kind):
    url = begun(client, kind, editor=[PAGE, "5"])

    late = autosave(client, url, title="Older", revision="0", editor=[PAGE, "4"])

    assert late.status_code == 409
    assert kind[1].objects.get().draft["title"] == ["First"]


@pytest.mark.parametrize("editor", [[], ["x", "9"], [PAGE, "²"], [PAGE], ["", "9"]])
def test_another_page_is_told_what_differs_and_overwrites_nothing(client, kind, editor):
    url = begun(client, kind, editor=[OTHER_PAGE, "1"])

    response = autosave(client, url, title="Mine", revision="0", editor=editor)

    answer = response.json()
    assert (response.status_code, answer["error"], answer["revision"]) == (409, "stale", 1)
    assert [(fact["name"], fact["text"]) for fact in answer["differences"]] == [("title", "First")]
    assert kind[1].objects.get().draft["title"] == ["First"]


def test_the_same_words_from_two_pages_are_no_conflict(client, kind):
    url = begun(client, kind, editor=[OTHER_PAGE, "1"])

    response = autosave(client, url, title="First", revision="0", editor=[PAGE, "1"])

    assert response.status_code == 200


def test_an_expired_log_in_is_answered_with_the_way_back(client, kind, as_user):
    url = begun(client, kind)

    response = autosave(as_user(), url, title="Typed for an hour", revision="1")

    assert response.status_code == 401
    assert response.json()["url"].startswith("/accounts/login/?next=")
    assert kind[1].objects.get().draft["title"] == ["First"]


def test_after_the_call_closed_nothing_is_stored_and_the_reason_is_said(client, kind):
    url = begun(client, kind)
    Call.objects.update(closes_at=factories.timezone.now())

    answers = [autosave(client, address, title="Late", revision="1") for address in (url, kind[0])]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "closed" in answers[0].json()["detail"]
    assert kind[1].objects.get().draft["title"] == ["First"]


def test_a_draft_too_large_is_refused_in_words(client, kind):
    response = autosave(client, kind[0], uuid=str(uuid4()), title="x" * 250_000)

    assert response.status_code == 422
    assert "a draft may have 200" in response.json()["detail"]


def test_words_kept_on_a_device_come_back_into_the_form_without_being_stored(client, kind):
    url = begun(client, kind)

    page = client.post(url, {"action": "restore", "title": "Kept", "revision": "1"})

    assert page.context["form"]["title"].value() == "Kept"
    assert (page.context["desk"].restored, page.context["desk"].stale) == (True, False)
    assert kind[1].objects.get().draft["title"] == ["First"]


def test_words_kept_on_a_device_meet_a_newer_text_as_a_comparison(client, kind):
    url = begun(client, kind)
    autosave(client, url, title="Theirs", revision="1")

    page = client.post(url, {"action": "restore", "title": "Kept", "revision": "1"})

    assert ("title", "Theirs") in [(f.name, f.text) for f in page.context["desk"].differences]
    assert 'data-autosave-state="held"' in page.content.decode()


def test_the_next_page_says_whose_words_arrived(client, kind, open_edition):
    url = begun(client, kind, editor=[PAGE, "3"])

    drafted = client.get(url).context["desk"].delivered
    client.post(url, {"title": "Saved", "revision": "1", "editor": [PAGE, "4"], "action": "save"})
    kind[1].objects.update(draft={})

    assert drafted == f"{PAGE} 3"
    assert client.get(url).context["desk"].delivered == f"{PAGE} 4"


def test_an_autosave_asks_as_many_questions_whatever_it_carries(
    client, kind, django_assert_max_num_queries
):
    url = begun(client, kind)
    many = {f"links-{n}-title": f"Link {n}" for n in range(40)}

    with django_assert_max_num_queries(16):
        response = autosave(client, url, title="More", revision="1", **many)

    assert response.status_code == 200


def test_a_form_page_stays_small(client, kind):
    page = client.get(kind[0]).content

    assert len(gzip.compress(page)) < 30_000


def test_a_save_that_was_read_before_the_last_one_of_its_own_page_goes_on(client, kind, rf):
    url = begun(client, kind, editor=[PAGE, "1"])
    model, forms = kind[1], FORMS[kind[1]]
    stored = model.objects.get()
    autosave(client, url, title="Second", revision="1", editor=[PAGE, "2"])
    typed = {"action": "autosave", "title": "Third", "revision": "1", "editor": [PAGE, "3"]}
    desk = Desk(rf.post(url, typed), forms, stored.edition, forms.stored(stored), stored)

    desk.work(save=partial(save_draft, stored, kind=model.call_kind), submit=no_submission)

    assert not desk.stale
    assert model.objects.get().draft["title"] == ["Third"]


def save_draft(stored, draft, revision, *, kind):
    return requests.save_draft(stored, draft, kind=kind, revision=revision)


def no_submission(*_content):
    raise AssertionError("nothing was submitted")
