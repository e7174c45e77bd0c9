"""The dates of a request: done, next, later, and never a decision that is not released."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from forum import audit
from submissions import requests, timeline
from submissions.models import Call, Milestone
from tests import factories
from tests.submissions.following import KINDS
from workshops.models import Workshop

FAR = date(2099, 5, 1)


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


def call_of(kind, **fields) -> Call:
    name = Call.Kind.SESSION if kind is KINDS["session"] else Call.Kind.BOOTH
    return factories.make_call(name, **fields)


def listed(request, kind) -> list[tuple[str, str]]:
    name = Call.Kind.SESSION if kind is KINDS["session"] else Call.Kind.BOOTH
    return [(step.state, step.event.label) for step in timeline.steps(request, name)]


def test_what_happened_stands_before_what_is_planned(edition, organizer, kind):
    call = call_of(kind)
    Milestone.objects.create(call=call, label="Programme", day=FAR + timedelta(days=9))
    Milestone.objects.create(call=call, label="Decisions", day=FAR, time=time(9))

    found = listed(kind.made(organizer), kind)

    assert found == [
        ("done", "Started"),
        ("done", "Submitted"),
        ("next", "Decisions"),
        ("later", "Programme"),
    ]


def test_a_day_without_a_time_lasts_until_midnight_at_the_venue(edition, organizer, kind):
    today = datetime.now(edition.zone).date()
    call = call_of(kind)
    Milestone.objects.create(call=call, label="Today", day=today)
    Milestone.objects.create(call=call, label="Yesterday", day=today - timedelta(days=1))

    found = {label: state for state, label in listed(kind.made(organizer), kind)}

    assert (found["Today"], found["Yesterday"]) == ("next", "done")


def test_the_end_of_the_call_is_a_date(edition, organizer, kind):
    call_of(kind, closes_at=timezone.now() + timedelta(days=2))

    assert listed(kind.made(organizer), kind)[-1] == ("next", "The call closes")


def test_dates_of_the_secretariat_alone_are_not_shown(edition, organizer, kind):
    Milestone.objects.create(call=call_of(kind), label="Internal", day=FAR, is_public=False)

    assert "Internal" not in str(listed(kind.made(organizer), kind))


@pytest.mark.parametrize("status", ["accepted", "declined"])
def test_an_unreleased_decision_shows_nowhere(
    edition, organizer, kind, status, as_user, secretariat
):
    call = call_of(kind)
    Milestone.objects.create(call=call, label="Decisions", day=FAR)
    waiting = kind.made(organizer, title="Waiting")
    decided = kind.made(organizer, title="Waiting", status=status, decided_at=timezone.now())
    audit.record(secretariat, status, decided)
    if kind.model is Workshop:
        factories.make_slot(decided)
    client = as_user(organizer)

    pages = [client.get(kind.page(row)).context["following"].steps for row in (waiting, decided)]

    assert [[(step.state, step.event.label) for step in steps] for steps in pages][0] == [
        (step.state, step.event.label) for step in pages[1]
    ]


@pytest.mark.parametrize("status", ["accepted", "declined"])
def test_a_released_decision_is_dated_by_its_release(edition, organizer, kind, status):
    call_of(kind)
    now = timezone.now()
    long_ago = {"submitted_at": now - timedelta(60), "decided_at": now - timedelta(30)}
    request = kind.made(organizer, status=status, released=True, **long_ago)

    steps = timeline.steps(request, "session")

    assert (steps[-1].event.label, steps[-1].event.at) == (
        f"Decision: {status}",
        request.released_at,
    )


def test_after_a_withdrawal_nothing_is_to_come(edition, organizer, kind):
    Milestone.objects.create(call=call_of(kind), label="Decisions", day=FAR)
    request = kind.made(organizer)
    requests.withdraw(request, by=organizer)

    assert listed(request, kind)[-1] == ("done", "Withdrawn")


def test_the_slot_is_a_date_of_a_released_session(edition, organizer, as_user):
    kind = KINDS["session"]
    call_of(kind)
    request = kind.made(organizer, status="accepted", released=True)
    factories.make_slot(request, timezone.now() + timedelta(days=5))

    page = as_user(organizer).get(kind.page(request))

    assert page.context["following"].next.event.label.startswith("The session takes place: Room")


def test_the_page_says_the_state_in_words_and_times_in_both_zones(
    edition, organizer, kind, as_user
):
    Milestone.objects.create(call=call_of(kind), label="Decisions", day=FAR, time=time(9))
    request = kind.made(organizer)

    page = as_user(organizer).get(kind.page(request)).content.decode()

    assert 'class="igf-dates__next" aria-current="step"' in page
    assert "1 May 2099" in page
    assert 'data-reader data-zone="Asia/Tokyo">09:00</time> in Kyoto, 00:00 UTC' in page
