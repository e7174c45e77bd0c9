"""The types of session: what they ask for in the form, and the Secretariat's page about them."""

import pytest
from django.urls import reverse

from forum.models import AuditEntry
from tests.factories import make_type, make_workshop
from tests.workshops.typed_proposal import rows, typed_proposal
from workshops.models import NEEDABLE, SessionType, Workshop

NEW = reverse("workshops:proposal_new")
LIST = "/secretariat/types/"
ONE, ADD = "/secretariat/types/2027/ws/", "/secretariat/types/2027/new/"
VALID = {
    "label": "WS",
    "name": "Workshop",
    "position": "1",
    "eligibility": "Anybody but MAG members.",
    "source": "A call",
    "minutes": "90, 60",
    "layouts": "Panel\nRound table\nPanel",
    "needs": ["description", "questions"],
    "is_scored": "on",
}
NOTHING = {
    "layout": "",
    "description": "",
    "gains": "",
    "expected_outcomes": "",
    "hybrid_plan": "",
    **rows("questions", []),
    **rows("agenda", []),
}


@pytest.fixture
def talk(open_edition) -> SessionType:
    facts = {"label": "LT", "name": "Lightning Talk", "eligibility": "One talk on one issue."}
    return make_type(code="lt", minutes=[20], layouts=["Theater"], needs=[], **facts)


def test_only_what_the_type_needs_is_asked_for(open_edition, talk, organizer, as_user):
    bare = typed_proposal(open_edition, type=talk.pk, minutes="20", **NOTHING)

    as_user(organizer).post(NEW, bare)

    assert Workshop.objects.get().short_name == "LT #1"


@pytest.mark.parametrize("name", sorted(NEEDABLE))
def test_each_part_can_be_needed(open_edition, talk, organizer, as_user, name):
    talk.needs = [name]
    talk.save()
    bare = typed_proposal(
        open_edition, type=talk.pk, minutes="20", topics=None, goals=None, **NOTHING
    )

    page = as_user(organizer).post(NEW, bare)

    forms = page.context["forms"]
    wrong = {
        *forms.form.errors,
        *(key for key, part in forms.rows.items() if part.non_form_errors()),
    }
    assert wrong == {name}
    assert not Workshop.objects.exists()


def test_a_draft_of_any_type_is_saved_without_the_needed_parts(
    open_edition, talk, organizer, as_user
):
    as_user(organizer).post(NEW, {"type": talk.pk, "action": "save"})

    assert Workshop.objects.get().status == Workshop.Status.DRAFT


def test_the_form_shows_the_conditions_of_the_chosen_type(open_edition, talk, organizer, as_user):
    client = as_user(organizer)
    saved = client.post(NEW, {"type": talk.pk, "action": "save"})

    page = client.get(saved["Location"]).content.decode()

    shown = page.partition(f'data-type="{talk.pk}"')[2].partition("</div>")[0]
    other = page.partition(f'data-type="{open_edition.session_types.get(code="ws").pk}"')[2]
    assert "hidden" not in shown
    assert "One talk on one issue." in shown
    assert "Minutes: 20" in shown
    assert "Formats: Theater" in shown
    assert "hidden" in other.partition(">")[0]


def test_a_type_without_lengths_takes_any_of_the_edition(open_edition, talk, organizer, as_user):
    talk.minutes = talk.layouts = []
    talk.save()

    as_user(organizer).post(NEW, typed_proposal(open_edition, type=talk.pk, minutes="90"))

    assert Workshop.objects.get().minutes == 90


@pytest.mark.parametrize("page", [LIST, ONE, ADD])
def test_the_types_belong_to_the_secretariat(open_edition, as_user, organizer, mag_member, page):
    visitor = as_user().get(page)
    others = [as_user(user).get(page) for user in (organizer, mag_member)]
    as_user(organizer).post(page, VALID)

    assert visitor.status_code == 302
    assert [answer.status_code for answer in others] == [403, 403]
    assert not SessionType.objects.filter(source="A call").exists()


def test_everything_but_the_code_is_edited(open_edition, as_user, secretariat):
    client = as_user(secretariat)

    client.post(ONE, VALID | {"code": "xx"})

    kind = SessionType.objects.get()
    assert (kind.code, kind.minutes, kind.layouts) == ("ws", [60, 90], ["Panel", "Round table"])
    assert (kind.needs, kind.is_scored) == (["description", "questions"], True)
    assert AuditEntry.objects.get().verb == "changed a type of session"
    assert "Anybody but MAG members." in client.get(LIST).content.decode()


def test_the_form_comes_back_with_what_is_stored(open_edition, as_user, secretariat):
    client = as_user(secretariat)
    client.post(ONE, VALID)

    form = client.get(ONE).context["form"]

    assert form["minutes"].value() == "60, 90"
    assert form["layouts"].value() == "Panel\nRound table"


def test_a_type_is_added_once(open_edition, as_user, secretariat):
    client = as_user(secretariat)

    client.post(ADD, VALID | {"code": "yt", "label": "Youth Session", "name": "Youth session"})
    again = client.post(ADD, VALID | {"code": "yt"})

    assert SessionType.objects.get(code="yt").name == "Youth session"
    assert "code" in again.context["form"].errors


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", ""),
        ("label", "x" * 41),
        ("name", "a\x00b"),
        ("position", "0"),
        ("eligibility", "x" * 1001),
        ("minutes", "an hour"),
        ("minutes", "4"),
        ("minutes", "601"),
        ("minutes", ",".join(map(str, range(5, 27)))),
        ("layouts", "x" * 61),
        ("layouts", "\n".join(map(str, range(21)))),
        ("layouts", "a\x00b"),
        ("needs", ["circus"]),
        ("code", "new"),
        ("code", "Å"),
        ("code", "a-b"),
    ],
)
def test_wrong_input_is_refused_at_its_field(open_edition, as_user, secretariat, field, value):
    page = as_user(secretariat).post(ADD, VALID | {"code": "yt"} | {field: value})

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert not SessionType.objects.filter(code="yt").exists()


@pytest.mark.parametrize("page", ["2027/xx/", "1999/ws/", "1999/new/"])
def test_a_type_that_is_not_there_is_not_found(open_edition, as_user, secretariat, page):
    assert as_user(secretariat).get(LIST + page).status_code == 404


def test_sessions_keep_what_they_say_when_their_type_changes(open_edition, as_user, secretariat):
    workshop = make_workshop()

    as_user(secretariat).post(ONE, VALID | {"minutes": "30"})

    workshop.refresh_from_db()
    assert workshop.minutes == 90
