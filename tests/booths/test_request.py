"""A village booth from the first draft to the submitted request, with the facts of Booth #35 of 2020."""

import pytest
from django.utils import timezone

from booths import permissions
from booths.models import Booth
from forum.models import Edition, OutgoingMail
from igfportal.sample.booth35 import BOOTH35
from tests import factories
from tests.workshops.typed_proposal import rows

NEW = "/my/booths/new/"
TEXTS = ("background", "content", "contribution")
Status = Booth.Status


def text(response) -> str:
    return response.content.decode()


def messages_of(response) -> str:
    return " ".join(f"{entry['label']}: {entry['message']}" for entry in response.context["errors"])


def initiative_row(item: dict) -> dict:
    row = {
        "title": item["title"],
        "text": item["text"],
        "founders": ", ".join(item["founders"]),
        "partners": ", ".join(item["partners"]),
        "since": str(item["since"] or ""),
        "link": item["link"],
    }
    for number, figure in enumerate(item["figures"], start=1):
        row[f"figure_{number}_label"] = figure["label"]
        row[f"figure_{number}_value"] = figure["value"]
    return row


def typed_booth35(edition: Edition, **changes) -> dict:
    """Booth #35 as its exhibitor would have typed it; makes its themes."""
    themes = [
        edition.themes.get_or_create(title=title, defaults={"position": n})[0].pk
        for n, title in enumerate(BOOTH35["themes"], start=2)
    ]
    typed = {
        "organization": BOOTH35["organization"],
        "title": BOOTH35["topic"],
        "attendance": ["virtual"],
        "themes": themes,
        "goals": [str(number) for number in BOOTH35["goals"]],
        "people_agreed": "on",
        "action": "submit",
        **{name: BOOTH35[name] for name in TEXTS},
        **rows("initiatives", [initiative_row(item) for item in BOOTH35["initiatives"]]),
        **rows("questions", [{"text": question} for question in BOOTH35["policy_questions"]]),
    }
    return {name: value for name, value in (typed | changes).items() if value is not None}


@pytest.fixture
def client(open_edition, exhibitor, as_user):
    return as_user(exhibitor)


def test_booth35_goes_through_the_form_and_keeps_every_fact(client, open_edition):
    typed = typed_booth35(open_edition)

    response = client.post(NEW, typed)

    booth = Booth.objects.get()
    assert response["Location"] == f"/my/booths/{booth.uuid}/"
    assert (booth.status, booth.title) == (Status.SUBMITTED, BOOTH35["topic"])
    assert str(booth.organization) == "Kaspersky"
    assert (booth.is_onsite, booth.is_virtual, booth.people_agreed) == (False, True, True)
    for name in TEXTS:
        assert getattr(booth, name) == BOOTH35[name]
    assert [theme.title for theme in booth.themes.all()] == BOOTH35["themes"]
    assert [goal.number for goal in booth.goals.all()] == BOOTH35["goals"]
    assert [q.text for q in booth.policy_questions.all()] == BOOTH35["policy_questions"]
    assert [(i.title, i.text, i.founders, i.since, i.figures) for i in booth.initiatives.all()] == [
        (i["title"], i["text"], ", ".join(i["founders"]), i["since"], i["figures"])
        for i in BOOTH35["initiatives"]
    ]


def test_submitting_confirms_to_the_exhibitor(client, open_edition):
    client.post(NEW, typed_booth35(open_edition))

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to) == ("booth_submitted", "exhibitor@example.org")
    assert f"/my/booths/{Booth.objects.get().uuid}/" in mail.body


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"organization": ""}, "Organization: This field is required."),
        ({"title": "x" * 121}, "Shorten this to 120 characters or fewer; it has 121."),
        ({"attendance": None}, "Choose onsite, virtual or both."),
        ({"attendance": ["moon"]}, "Where the booth is: Select a valid choice."),
        ({"background": "w " * 351}, "Background: Shorten this to 350 words"),
        ({"themes": None}, "Theme: This field is required."),
        ({"people_agreed": None}, "Confirm that you may represent the organization."),
        (rows("questions", [{"text": "?"}] * 7), "At most 6 are possible here; there are 7."),
        (rows("partners", [{"name": "p" * 161}]), "Partner 1, Partner organization: Shorten"),
        (
            rows("initiatives", [{"title": "A", "text": "B", "since": "1066"}]),
            "Initiative 1, Since (year): Ensure this value is greater than or equal to 1900.",
        ),
        (
            rows("initiatives", [{"title": "A", "text": "B", "figure_2_label": "Members"}]),
            "Initiative 1, Figure 2, value: Write the value of this figure",
        ),
        (
            rows("initiatives", [{"title": "A", "text": "B", "figure_1_value": "7"}]),
            "Initiative 1, Figure 1, what it counts: Say what this figure counts",
        ),
        (
            rows("initiatives", [{"title": "A", "text": "B", "link": "javascript:x"}]),
            "Initiative 1, Link: Enter a valid URL.",
        ),
        (
            rows("initiatives", [{"title": "A", "text": "B"}] * 11),
            "At most 10 are possible here; there are 11.",
        ),
    ],
)
def test_wrong_input_is_refused_at_its_field_and_everything_typed_stays(
    client, open_edition, changes, message
):
    response = client.post(NEW, typed_booth35(open_edition, **changes))

    assert message in messages_of(response)
    assert "No More Ransom" in text(response) or "initiatives-0-title" in changes
    assert not Booth.objects.exists()


def test_a_draft_keeps_anything_and_row_buttons_work_without_javascript(client):
    typed = {
        "title": "x" * 500,
        "attendance": ["moon"],
        **rows("initiatives", [{"title": "A", "since": "long ago"}, {"title": "B"}]),
    }

    url = client.post(NEW, {**typed, "action": "save"})["Location"]
    removed = client.post(url, {**typed, "revision": "1", "remove-initiatives": "0"})
    returned = client.get(url)

    kept = [form["title"].value() for form in removed.context["forms"].rows["initiatives"].forms]
    assert kept == ["B"]
    assert returned.context["form"]["title"].value() == "x" * 500
    assert Booth.objects.get().draft["initiatives-0-title"] == ["B"]


def test_a_submitted_request_is_changed_in_place(client, open_edition):
    url = client.post(NEW, typed_booth35(open_edition))["Location"]
    booth = Booth.objects.get()
    before = list(booth.initiatives.values_list("pk", flat=True))

    data = client.get(url).context["forms"].data
    typed = {name: data.getlist(name) for name in data}
    client.post(
        url,
        {
            **typed,
            "attendance": ["onsite", "virtual"],
            "revision": booth.revision,
            "action": "submit",
            **rows("partners", [{"name": "Sample partner"}]),
        },
    )

    booth.refresh_from_db()
    assert (booth.is_onsite, booth.is_virtual) == (True, True)
    assert [str(partner) for partner in booth.partners.all()] == ["Sample partner"]
    assert list(booth.initiatives.values_list("pk", flat=True)) == before
    assert booth.initiatives.all()[1].figures == BOOTH35["initiatives"][1]["figures"]
    assert OutgoingMail.objects.count() == 1


def test_a_second_editor_sees_the_words_of_the_first(client):
    url = client.post(NEW, {"title": "Original", "action": "save"})["Location"]
    client.post(url, {"title": "Theirs", "revision": "1", "action": "save"})

    response = client.post(url, {"title": "Mine", "revision": "1", "action": "save"})

    assert [fact.text for fact in response.context["desk"].differences] == ["Theirs"]
    assert response.context["form"]["title"].value() == "Mine"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED])
def test_a_request_can_be_withdrawn(client, exhibitor, status):
    released = status == Status.ACCEPTED
    booth = factories.make_booth(created_by=exhibitor, status=status, released=released)

    client.post(f"/my/booths/{booth.uuid}/", {"action": "withdraw"})

    booth.refresh_from_db()
    assert booth.status == Status.WITHDRAWN


def test_only_its_exhibitor_and_the_secretariat_see_it(
    open_edition, stranger, secretariat, as_user
):
    booth = factories.make_booth(status=Status.ACCEPTED, released=True)
    url = f"/my/booths/{booth.uuid}/"

    assert as_user(stranger).get(url).status_code == 404
    assert as_user(secretariat).get(url).status_code == 200
    assert as_user().get(url)["Location"].startswith("/accounts/login/")
    assert not permissions.can_edit(secretariat, booth)


def test_a_decision_that_is_not_released_shows_nowhere(client, exhibitor):
    booth = factories.make_booth(
        created_by=exhibitor, status=Status.DECLINED, decision_note="Secret reason"
    )

    page = text(client.get(f"/my/booths/{booth.uuid}/"))

    assert "It is with the Secretariat now" in page
    assert "Secret reason" not in page
    assert "Declined" not in page


def test_once_the_call_is_closed_the_request_is_read_only(client, exhibitor):
    booth = factories.make_booth(created_by=exhibitor)
    booth.edition.calls.update(closes_at=timezone.now())
    url = f"/my/booths/{booth.uuid}/"

    response = client.post(url, {"title": "Late words", "action": "submit"})

    assert "The call is closed" in text(response)
    assert "Late words" in text(response)
    assert "The call for booths is closed" in text(client.get(NEW))
    assert Booth.objects.get().title == "Trust in practice"
