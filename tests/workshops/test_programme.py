from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from forum.errors import RuleError
from tests.factories import make_edition, make_room, make_session, make_slot, make_workshop
from workshops.actions import programme
from workshops.models import Slot, Workshop

START = datetime(2027, 11, 10, 6, 15, tzinfo=UTC)
LATER = START + timedelta(minutes=90)


def test_placing_gives_room_and_time(secretariat):
    workshop, room = make_session(), make_room()

    slot = programme.place(workshop, room=room, starts_at=START, ends_at=LATER, by=secretariat)

    assert (slot.room, slot.starts_at, slot.ends_at, slot.sequence) == (room, START, LATER, 0)


def test_moving_raises_the_sequence_and_nothing_else_does(secretariat):
    workshop, room, other = make_session(), make_room(), make_room()
    times = {"starts_at": START, "ends_at": LATER, "by": secretariat}
    programme.place(workshop, room=room, **times)

    same = programme.place(workshop, room=room, **times).sequence
    moved = programme.place(workshop, room=other, **times).sequence
    programme.unplace(workshop, by=secretariat)
    again = programme.place(workshop, room=room, **times).sequence

    assert same == 0
    assert 0 < moved < again


def test_a_room_takes_one_session_at_a_time(secretariat):
    taken, room, workshop = make_session(number=12), make_room(), make_session()
    make_slot(taken, START, room)

    with pytest.raises(RuleError, match="WS #12") as refused:
        programme.place(
            workshop,
            room=room,
            starts_at=START + timedelta(minutes=89),
            ends_at=LATER + timedelta(hours=1),
            by=secretariat,
        )
    slot = programme.place(
        workshop, room=room, starts_at=LATER, ends_at=LATER + timedelta(hours=1), by=secretariat
    )

    assert refused.value.field == "room"
    assert slot.starts_at == LATER


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "field"),
    [
        (START, START, "end"),
        (START, START - timedelta(hours=1), "end"),
        (datetime(2027, 11, 7, 14, tzinfo=UTC), datetime(2027, 11, 7, 14, 30, tzinfo=UTC), "day"),
        (datetime(2027, 11, 12, 14, tzinfo=UTC), datetime(2027, 11, 12, 16, tzinfo=UTC), "day"),
    ],
)
def test_times_stay_inside_the_edition_and_run_forwards(secretariat, starts_at, ends_at, field):
    workshop = make_session()

    with pytest.raises(RuleError) as refused:
        programme.place(
            workshop, room=make_room(), starts_at=starts_at, ends_at=ends_at, by=secretariat
        )

    assert refused.value.field == field
    assert Slot.objects.count() == 0


def test_midnight_of_the_venue_counts(secretariat):
    first_minute = datetime(2027, 11, 7, 15, tzinfo=UTC)

    slot = programme.place(
        make_session(),
        room=make_room(),
        starts_at=first_minute,
        ends_at=first_minute + timedelta(hours=1),
        by=secretariat,
    )

    assert slot.starts_at == first_minute


def test_only_accepted_sessions_are_placed_and_only_in_rooms_of_their_edition(secretariat):
    elsewhere = make_room(make_edition(2023, is_current=False))
    times = {"starts_at": START, "ends_at": LATER, "by": secretariat}

    with pytest.raises(RuleError):
        programme.place(make_workshop(), room=make_room(), **times)
    with pytest.raises(RuleError):
        programme.place(make_session(), room=elsewhere, **times)

    assert Slot.objects.count() == 0


def test_a_session_without_a_slot_cannot_be_taken_out(secretariat):
    with pytest.raises(RuleError):
        programme.unplace(make_session(), by=secretariat)


def placing(workshop, in_room, **typed):
    data = {"room": in_room.pk, "day": "2027-11-10", "start": "15:15", "end": "", **typed}
    return reverse("workshops:place", args=[workshop.uuid]), data


def test_the_form_reads_the_clock_of_the_venue(as_user, secretariat):
    workshop, room = make_session(minutes=90), make_room()

    as_user(secretariat).post(*placing(workshop, room))

    slot = Slot.objects.get(workshop=workshop)
    assert (slot.starts_at, slot.ends_at) == (START, LATER)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"end": "15:00"}, "end"),
        ({"day": "2027-11-20"}, "day"),
        ({"day": "never"}, "day"),
        ({"start": "25:61"}, "start"),
        ({"room": "999999"}, "room"),
        ({"room": ""}, "room"),
    ],
)
def test_a_refused_place_keeps_what_was_typed(as_user, secretariat, typed, field):
    workshop, room = make_session(), make_room()

    page = as_user(secretariat).post(*placing(workshop, room, **typed))

    form = page.context["place_form"]
    assert page.status_code == 200
    assert list(form.errors) == [field]
    assert form["start"].value() == typed.get("start", "15:15")
    assert Slot.objects.count() == 0


def test_an_overlap_is_explained_at_the_room(as_user, secretariat):
    room, workshop = make_room(), make_session()
    make_slot(make_session(number=12), START, room)

    page = as_user(secretariat).post(*placing(workshop, room))

    assert "WS #12" in str(page.context["place_form"].errors["room"])


def test_taking_out_and_placing_by_button(as_user, secretariat):
    workshop = make_session()
    make_slot(workshop, START)

    as_user(secretariat).post(reverse("workshops:unplace", args=[workshop.uuid]))

    assert not Slot.objects.filter(workshop=workshop).exists()


def shown(page) -> list[str]:
    return [slot.workshop.title for slot in page.context["page"]]


def test_the_programme_shows_released_sessions_by_venue_day(as_user, edition):
    make_slot(make_session(title="Late"), datetime(2027, 11, 9, 16, tzinfo=UTC))
    make_slot(make_session(title="Noon"), START)
    make_slot(make_workshop(title="Secret", status=Workshop.Status.ACCEPTED), START)

    first = as_user().get("/2027/programme/")
    chosen = as_user().get("/2027/programme/?day=2027-11-10")
    other = as_user().get("/2027/programme/?day=2027-11-11")

    assert shown(first) == shown(chosen) == ["Late", "Noon"]
    assert shown(other) == []
    assert "Secret" not in chosen.content.decode()


def test_times_are_shown_for_venue_and_world(as_user, edition):
    make_slot(make_session(title="Noon"), START)

    text = as_user().get("/2027/programme/").content.decode()

    assert (
        '<time datetime="2027-11-10T06:15Z" data-reader data-zone="Asia/Tokyo">15:15</time>' in text
    )
    assert "06:15 to 07:45 UTC" in text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=noon", ["Noon"]),
        ("q=%23501", ["Noon"]),
        ("type=ws", ["Noon", "Rights"]),
        ("type=nothing", ["Noon", "Rights"]),
        ("theme=999999", ["Noon", "Rights"]),
        ("q=" + "x" * 200, ["Noon", "Rights"]),
        ("q=%00", ["Noon", "Rights"]),
        ("page=-4", ["Noon", "Rights"]),
        ("day=nonsense", ["Noon", "Rights"]),
    ],
)
def test_filters_narrow_and_nonsense_does_not_hurt(as_user, edition, query, titles):
    make_slot(make_session(title="Noon", number=501), START)
    make_slot(make_session(title="Rights", number=502), START)

    page = as_user().get(f"/2027/programme/?{query}")

    assert page.status_code == 200
    assert shown(page) == titles


def test_the_grid_has_a_column_per_room_and_fills_every_quarter(as_user, edition):
    make_slot(make_session(title="Long", minutes=90), START, make_room(name="Hall"))
    make_slot(
        make_session(title="Short", minutes=30),
        START + timedelta(minutes=15),
        make_room(name="Annex"),
    )

    page = as_user().get("/2027/programme/?view=grid")

    grid = page.context["grid"]
    heights = [sum(cell.rows for row in grid.rows for cell in row.cells)]
    assert {room.name for room in grid.rooms} == {"Hall", "Annex"}
    assert heights == [len(grid.rows) * 2]
    assert "Short" in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/2027/programme/", "/2027/programme/?view=grid", "/2027/sessions/"]
)
def test_lists_ask_the_same_for_one_and_three(
    as_user, edition, django_assert_max_num_queries, address
):
    client = as_user()
    make_slot(make_session(), START)
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    make_slot(make_session(), START)
    make_slot(make_session(), START)

    with django_assert_max_num_queries(40) as three:
        client.get(address)

    assert len(three) == len(one)


def test_sessions_without_a_time_are_in_the_list(as_user, edition):
    make_session(title="Somewhere, some time")
    make_workshop(title="Not yet")

    text = as_user().get("/2027/sessions/").content.decode()

    assert "Somewhere, some time" in text
    assert "Not yet" not in text


def test_an_unknown_edition_is_not_there(as_user, edition):
    years = [as_user().get(f"/{year}/programme/").status_code for year in (1999, 10**30)]

    assert years == [404, 404]


def test_an_empty_edition_says_so(as_user, edition):
    text = as_user().get("/2027/programme/").content.decode()

    assert "No session has a room and time yet." in text


def test_other_editions_are_reachable(as_user, edition):
    make_edition(2023, is_current=False, starts_on=date(2023, 10, 8), ends_on=date(2023, 10, 12))

    text = as_user().get("/2027/programme/").content.decode()

    assert 'href="/2023/programme/"' in text
