import pytest
from django.urls import reverse

from forum.models import OutgoingMail
from tests.factories import make_contributor, make_person, make_session, make_workshop
from workshops.models import Contributor, Workshop

VERBS = ["accept", "decline", "release", "place", "unplace"]


def address(workshop: Workshop, verb: str = "desk_proposal") -> str:
    return reverse(f"workshops:{verb}", args=[workshop.uuid])


def test_the_desk_belongs_to_the_secretariat(as_user, organizer, mag_member):
    workshop = make_workshop(organizer=organizer)
    places = [reverse("workshops:desk"), address(workshop)]

    visitors = [as_user().get(place) for place in places]
    others = [as_user(user).get(place) for place in places for user in (organizer, mag_member)]

    assert [answer.status_code for answer in visitors] == [302, 302]
    assert [answer.status_code for answer in others] == [403] * 4
    assert "belongs to the Secretariat" in others[0].content.decode()


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_else_decides(as_user, organizer, verb):
    workshop = make_workshop(organizer=organizer)

    visitor = as_user().post(address(workshop, verb))
    other = as_user(organizer).post(address(workshop, verb))

    workshop.refresh_from_db()
    assert (visitor.status_code, other.status_code) == (302, 403)
    assert workshop.status == Workshop.Status.SUBMITTED


def test_the_desk_names_the_number_it_will_be_accepted_under(as_user, secretariat):
    workshop = make_workshop(number=42)

    page = as_user(secretariat).get(address(workshop)).content.decode()

    assert "Accept as WS #42" in page
    assert 'name="number"' not in page


def test_the_chain_from_accepting_to_the_public_page(as_user, secretariat):
    workshop = make_workshop(title="A session to decide on", number=33)
    client = as_user(secretariat)

    client.post(address(workshop, "accept"))
    hidden = as_user().get("/2027/sessions/ws-33/")
    preview = client.get(address(workshop)).content.decode()
    client.post(address(workshop, "release"))
    shown = as_user().get("/2027/sessions/ws-33/")

    assert (hidden.status_code, shown.status_code) == (404, 200)
    assert "Accepted: IGF 2027 WS #33 A session to decide on" in preview
    assert OutgoingMail.objects.filter(kind="decision").count() == 1


def test_declining_needs_a_note(as_user, secretariat):
    workshop = make_workshop()

    page = as_user(secretariat).post(address(workshop, "decline"), {"note": ""})
    too_long = as_user(secretariat).post(address(workshop, "decline"), {"note": "x" * 2001})

    workshop.refresh_from_db()
    assert "note" in page.context["decline_form"].errors
    assert "note" in too_long.context["decline_form"].errors
    assert workshop.status == Workshop.Status.SUBMITTED


def test_a_decision_somebody_else_made_meanwhile_is_explained(as_user, secretariat):
    workshop = make_workshop()
    client = as_user(secretariat)
    client.post(address(workshop, "decline"), {"note": "No room."})

    page = client.post(address(workshop, "accept"))

    assert "the present state is “Declined”" in page.content.decode()


def test_releasing_what_is_undecided_is_a_message(as_user, secretariat):
    workshop = make_workshop()

    page = as_user(secretariat).post(
        address(workshop, "release"),
        HTTP_REFERER=f"http://testserver{address(workshop)}",
        follow=True,
    )

    assert "There is no decision that waits" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["Decided", "Fresh", "Public"]),
        ({"waiting": "decision"}, ["Fresh"]),
        ({"waiting": "release"}, ["Decided"]),
        ({"waiting": "place"}, ["Decided", "Public"]),
        ({"status": "accepted"}, ["Decided", "Public"]),
        ({"q": "fres"}, ["Fresh"]),
        ({"q": "WS #77"}, ["Public"]),
        ({"q": "Vera"}, ["Fresh"]),
        ({"status": "nonsense", "waiting": "nonsense"}, ["Decided", "Fresh", "Public"]),
    ],
)
def test_the_desk_finds_proposals(as_user, secretariat, query, titles):
    fresh = make_workshop(title="Fresh")
    make_contributor(fresh, Contributor.Role.SPEAKER, person=make_person("Vera Voice"))
    make_workshop(title="Decided", status=Workshop.Status.ACCEPTED, number=76)
    make_session(title="Public", number=77)

    page = as_user(secretariat).get(reverse("workshops:desk"), query)

    assert sorted(row.title for row in page.context["page"]) == titles


def test_the_desk_asks_the_same_for_one_and_three(
    as_user, secretariat, django_assert_max_num_queries
):
    client = as_user(secretariat)
    make_workshop()
    with django_assert_max_num_queries(40) as one:
        client.get(reverse("workshops:desk"))
    make_workshop()
    make_workshop()

    with django_assert_max_num_queries(40) as three:
        client.get(reverse("workshops:desk"))

    assert len(three) == len(one)


def test_other_editions_are_reached_by_year(as_user, secretariat):
    answers = [
        as_user(secretariat).get(reverse("workshops:desk"), {"year": year})
        for year in ("2027", "1", "9" * 40, "x")
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
