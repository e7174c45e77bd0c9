from datetime import UTC, datetime

from icalendar import Calendar

from tests.factories import (
    make_edition,
    make_room,
    make_session,
    make_slot,
    make_theme,
    make_workshop,
)
from workshops.actions import programme
from workshops.models import Workshop

START = datetime(2027, 11, 10, 6, 15, tzinfo=UTC)


def events(response) -> list:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_the_feed_holds_every_fact_of_a_session(as_user, edition, settings):
    workshop = make_session(number=33, theme=make_theme(title="Security, safety"))
    make_slot(workshop, START, make_room(name="WS 1 – Annex Hall 1"))

    (event,) = events(as_user().get("/2027/programme/calendar.ics"))

    assert event["summary"] == "IGF 2027 WS #33 A session for tests"
    assert event["url"] == f"{settings.SITE_URL}/2027/sessions/ws-33/"
    assert event["location"] == "WS 1 – Annex Hall 1"
    assert event["uid"] == str(workshop.uuid)
    assert event["sequence"] == 0
    assert event["description"] == "What the session is about."
    assert event["dtstart"].dt == START
    assert event["dtstart"].params["TZID"] == "Asia/Tokyo"
    assert event["dtend"].dt.strftime("%H:%M") == "16:45"


def test_the_file_brings_its_time_zone(as_user, edition):
    make_slot(make_session(), START)

    calendar = Calendar.from_ical(as_user().get("/2027/programme/calendar.ics").content)

    zones = [zone["tzid"] for zone in calendar.walk("VTIMEZONE")]
    assert zones == ["Asia/Tokyo"]
    assert calendar["version"] == "2.0"


def test_an_edition_on_the_world_clock_needs_no_zone(as_user, edition):
    online = make_edition(2020, is_current=False, timezone="UTC", host_city="", is_online=True)
    make_slot(make_session(edition=online), datetime(2020, 11, 10, 9, tzinfo=UTC))

    response = as_user().get("/2020/programme/calendar.ics")

    (event,) = events(response)
    assert event["dtstart"].dt == datetime(2020, 11, 10, 9, tzinfo=UTC)
    assert b"DTSTART:20201110T090000Z" in response.content


def test_a_moved_session_keeps_its_uid_and_rises_in_sequence(as_user, secretariat):
    workshop = make_session()
    slot = make_slot(workshop, START)
    (before,) = events(as_user().get("/2027/programme/calendar.ics"))

    programme.place(
        workshop, room=make_room(), starts_at=slot.starts_at, ends_at=slot.ends_at, by=secretariat
    )

    (after,) = events(as_user().get("/2027/programme/calendar.ics"))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_only_released_sessions_are_in_the_feed(as_user, secretariat):
    make_slot(make_workshop(status=Workshop.Status.ACCEPTED), START)

    feeds = [as_user(user).get("/2027/programme/calendar.ics") for user in (None, secretariat)]

    assert [events(feed) for feed in feeds] == [[], []]


def test_one_session_has_its_own_file(as_user, edition):
    workshop = make_session(number=33)
    make_slot(make_session(number=34), START)
    make_slot(workshop, START)

    (event,) = events(as_user().get("/2027/sessions/ws-33/calendar.ics"))

    assert event["uid"] == str(workshop.uuid)


def test_a_session_without_a_time_has_an_empty_file(as_user, edition):
    make_session(number=33)

    assert events(as_user().get("/2027/sessions/ws-33/calendar.ics")) == []


def test_the_feed_asks_the_same_for_one_and_three(as_user, edition, django_assert_max_num_queries):
    make_slot(make_session(), START)
    with django_assert_max_num_queries(20) as one:
        as_user().get("/2027/programme/calendar.ics")
    make_slot(make_session(), START)
    make_slot(make_session(), START)

    with django_assert_max_num_queries(20) as three:
        as_user().get("/2027/programme/calendar.ics")

    assert len(three) == len(one)
