"""Places on the plan: none on another, moved one by one, fixed at the release, taken back for a reason."""

from uuid import uuid4

import pytest
from django.urls import reverse

from booths.actions import plan as actions
from booths.forms.places import place_table
from booths.grid import misplaced
from booths.models import Booth, Place
from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from tests.booths.test_plan import accepted, stands, table_data
from tests.factories import make_booth, make_edition, make_organization, make_place

JSON = {"accept": "text/html, application/json"}


def place(label: str, x: int, y: int, width: int = 1, height: int = 1) -> Place:
    return Place(label=label, x=x, y=y, width=width, height=height)


def typed(booth: Booth, to: Place | None, seen: Booth | None = None) -> dict[str, int | str]:
    return {
        "booth": booth.pk,
        "place": to.pk if to else "",
        "was": booth.stand_id or "",
        "seen": seen.pk if seen else "",
    }


@pytest.fixture
def desk(as_user, secretariat):
    return as_user(secretariat)


def move(client, *what):
    return client.post(reverse("booths:move"), typed(*what), headers=JSON)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (place("2", 1, 0), None),
        (place("2", 0, 0), "Place 2 overlaps place 1."),
        (place("2", 0, 1, width=3), None),
        (place("1b", 0, 0, width=3, height=2), "Place 1b overlaps place 1."),
        (place("2", 99, 99), None),
        (place("2", 99, 0, width=2), "Place 2 reaches beyond the plan of 100 columns and rows."),
        (place("2", 0, 96, height=5), "Place 2 reaches beyond the plan of 100 columns and rows."),
    ],
)
def test_a_place_lies_beside_the_others_and_inside_the_plan(second, why):
    found = misplaced([place("1", 0, 0), second])

    assert found.get(1) == why
    assert len(found) == (1 if why else 0)


def test_overlapping_places_are_refused_at_the_field_and_everything_typed_is_kept(edition, desk):
    make_place("1")
    make_place("2")

    page = desk.post(reverse("booths:places"), table_data(edition, **{"places-1-x": "0"}))

    assert "Place 2 overlaps place 1." in page.content.decode()
    assert page.context["table"].forms[1]["x"].value() == "0"
    assert Place.objects.get(label="2").x == 1


def test_a_deleted_place_is_in_nobodys_way(edition, desk):
    make_place("1")
    make_place("2")
    changes = {"places-0-DELETE": "on", "places-1-x": "0"}

    desk.post(reverse("booths:places"), table_data(edition, **changes))

    assert [(found.label, found.x) for found in Place.objects.all()] == [("2", 0)]


def test_two_tables_saved_at_once_leave_no_places_on_each_other(edition, secretariat):
    make_place("1")
    late = place_table(edition, table_data(edition, **{"places-0-x": "7"}))
    assert late.is_valid()
    make_place("2", x=7, y=0)

    with pytest.raises(RuleError, match="Place 2 overlaps place 1"):
        actions.change(edition, late, by=secretariat)

    assert Place.objects.get(label="1").x == 0


def test_rows_beyond_the_plan_are_refused(edition):
    make_place("1", y=99)

    with pytest.raises(RuleError, match="at most 100 rows"):
        actions.generate(edition, count=1, per_row=1, by=None)


def test_a_booth_dragged_to_a_free_place_is_saved_at_once(edition, desk):
    alpha = accepted("Alpha", stand=make_place("1"))

    answer = move(desk, alpha, make_place("2"))

    assert answer.status_code == 200
    assert "data-board" in answer.content.decode()
    assert stands() == {"Alpha": "2"}


def test_a_booth_dragged_onto_another_changes_places_with_it(edition, desk):
    one, two = make_place("1"), make_place("2")
    alpha, beta = accepted("Alpha", stand=one), accepted("Beta", stand=two)

    move(desk, alpha, two, beta)

    assert stands() == {"Alpha": "2", "Beta": "1"}


def test_a_booth_is_dragged_off_the_plan_and_back(edition, desk):
    one, two = make_place("1"), make_place("2")
    alpha, beta = accepted("Alpha", stand=one), accepted("Beta", stand=two)

    move(desk, alpha, None)
    alpha.refresh_from_db()
    move(desk, alpha, two, beta)

    assert stands() == {"Alpha": "2", "Beta": ""}


@pytest.mark.parametrize("stale", ["was", "seen"])
def test_a_plan_that_changed_meanwhile_is_not_overwritten(edition, desk, stale):
    one, two = make_place("1"), make_place("2")
    alpha, beta = accepted("Alpha", stand=one), accepted("Beta", stand=two)
    words = {**typed(alpha, two, beta), stale: ""}

    answer = desk.post(reverse("booths:move"), words, headers=JSON)

    assert answer.status_code == 409
    assert "changed meanwhile" in answer.json()["detail"]
    assert stands() == {"Alpha": "1", "Beta": "2"}


@pytest.mark.parametrize(
    "wrong", [{"booth": "x"}, {"booth": ""}, {"place": "4711"}, {"seen": "-1"}]
)
def test_nonsense_is_answered_in_words(edition, desk, wrong):
    alpha = accepted("Alpha", stand=make_place("1"))

    answer = desk.post(reverse("booths:move"), typed(alpha, None) | wrong, headers=JSON)

    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert stands() == {"Alpha": "1"}


def test_a_place_of_another_year_is_not_taken(edition, desk):
    alpha = accepted("Alpha")
    other = make_place("1", edition=make_edition(2024, is_current=False))

    assert move(desk, alpha, other).status_code == 400


def test_a_place_out_of_use_and_a_fixed_one_are_refused(edition, desk):
    one, two, off = make_place("1"), make_place("2"), make_place("3", is_available=False)
    alpha, fixed = accepted("Alpha", stand=one), accepted("Beta", released=True, stand=two)

    answers = [move(desk, alpha, off), move(desk, alpha, two, fixed), move(desk, fixed, None)]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert "not in use" in answers[0].json()["detail"]
    assert "fixed" in answers[1].json()["detail"]
    assert stands() == {"Alpha": "1", "Beta": "2"}


def test_only_the_secretariat_moves_booths(edition, as_user, exhibitor, mag_member):
    one, two = make_place("1"), make_place("2")
    alpha = accepted("Alpha", stand=one, created_by=exhibitor)
    released = accepted("Beta", released=True, stand=two, created_by=exhibitor)
    take_back = reverse("booths:take_place_back", args=[released.uuid])

    for user in (None, exhibitor, mag_member):
        client = as_user(user)
        assert move(client, alpha, None).status_code in {302, 403}
        assert client.post(take_back, {"note": "No"}).status_code in {302, 403}

    assert stands() == {"Alpha": "1", "Beta": "2"}


def test_the_board_marks_what_can_be_dragged_and_where_to(edition, desk):
    accepted("Alpha", stand=make_place("1"))
    accepted("Beta", released=True, stand=make_place("2"))
    accepted("Gamma")
    make_place("3", is_available=False)

    text = desk.get(reverse("booths:allocation")).content.decode()
    proposal = desk.get(reverse("booths:allocation"), {"propose": "1"}).content.decode()

    assert (text.count("data-booth="), text.count('data-place="')) == (2, 2)
    assert "Beta" in text
    assert "style=" not in text
    assert "data-board" not in proposal


def test_the_label_of_a_released_place_is_fixed_and_its_note_is_not(edition, desk):
    accepted("Alpha", released=True, stand=make_place("1"))
    renamed = table_data(edition, **{"places-0-label": "9"})

    page = desk.post(reverse("booths:places"), renamed).content.decode()
    desk.post(reverse("booths:places"), table_data(edition, **{"places-0-note": "at the door"}))

    assert "its booth is released: place 1" in page
    assert [(found.label, found.note) for found in Place.objects.all()] == [("1", "at the door")]


def test_a_fixed_place_is_taken_back_for_a_reason_that_both_exhibitors_read(edition, desk):
    host = accepted("Alpha", released=True, stand=make_place("A1"))
    guest = accepted("Beta", released=True, host=host)
    address = reverse("booths:take_place_back", args=[host.uuid])

    nothing = desk.post(address, {"note": " "})
    desk.post(address, {"note": "The hall has a pillar there."})
    again = desk.post(address, {"note": "Again."})

    mails = OutgoingMail.objects.filter(kind="booth_place_taken_back")
    assert list(nothing.context["form"].errors) == ["note"]
    assert {mail.to for mail in mails} == {host.created_by.email, guest.created_by.email}
    assert all("A1" in mail.body and "pillar" in mail.body for mail in mails)
    assert "no fixed place" in again.content.decode()
    assert stands() == {"Alpha": "", "Beta": ""}
    entry = AuditEntry.objects.get(verb="took back the place")
    assert entry.details == {"place": "A1", "note": "The hall has a pillar there."}


def test_the_new_place_is_told_to_both_and_fixed_again(edition, secretariat):
    one, two = make_place("A1"), make_place("B2")
    host = accepted("Alpha", released=True, stand=one)
    guest = accepted("Beta", released=True, host=host)

    actions.take_back(host, note="A pillar.", by=secretariat)
    actions.allocate(edition, {host: two}, by=secretariat)
    with pytest.raises(RuleError, match="fixed"):
        actions.allocate(edition, {host: one}, by=secretariat)

    told = OutgoingMail.objects.filter(kind="booth_place")
    assert {mail.to for mail in told} == {host.created_by.email, guest.created_by.email}
    assert all("B2" in mail.body for mail in told)


def test_the_page_to_take_back_asks_only_for_booths_that_stand_somewhere(edition, desk):
    virtual = make_booth(status=Booth.Status.ACCEPTED, organization=make_organization("Online"))

    answers = [
        desk.get(reverse("booths:take_place_back", args=[key])).status_code
        for key in (virtual.uuid, uuid4())
    ]

    assert answers == [404, 404]
