import pytest
from django.utils import timezone

from booths.actions import messages
from forum.models import Job, OutgoingMail
from outcomes.models import ImpulsePaper
from tests.factories import make_booth, make_session, make_slot, make_workshop
from workshops.models import Workshop

PAGES = ["/secretariat/", "/secretariat/mail/"]


def make_mail(**fields) -> OutgoingMail:
    defaults = {
        "kind": "decision",
        "subject_line": "Accepted",
        "body": "Good news.",
        "to": "a@b.org",
    }
    return OutgoingMail.objects.create(**{**defaults, **fields})


@pytest.mark.parametrize("page", PAGES)
def test_visitors_log_in_and_others_are_told_why_not(as_user, organizer, mag_member, page):
    visitor = as_user().get(page)
    others = [as_user(user).get(page) for user in (organizer, mag_member)]

    assert visitor.status_code == 302
    assert [answer.status_code for answer in others] == [403, 403]
    assert "belongs to the Secretariat" in others[0].content.decode()


def test_one_mail_is_for_the_secretariat_only(as_user, organizer, secretariat):
    mail = make_mail(body="See https://example.org/page")
    address = f"/secretariat/mail/{mail.pk}/"

    answers = [as_user(user).get(address) for user in (None, organizer, secretariat)]

    assert [answer.status_code for answer in answers] == [302, 403, 200]
    assert 'href="https://example.org/page"' in answers[2].content.decode()


def test_the_dashboard_counts_what_waits(as_user, secretariat):
    make_workshop(title="Fresh")
    make_workshop(status=Workshop.Status.ACCEPTED)
    make_slot(make_session(), timezone.now())
    make_booth()

    page = as_user(secretariat).get("/secretariat/")

    waiting = {name: count for name, count in page.context["waiting"].items() if count}
    assert waiting == {
        "decide_sessions": 1,
        "release_sessions": 1,
        "place_sessions": 1,
        "decide_booths": 1,
    }
    assert "1 session proposal waits for a decision" in page.content.decode()


def test_the_pipeline_runs_from_started_to_published(as_user, secretariat):
    make_workshop(status=Workshop.Status.DRAFT)
    make_workshop()
    held = make_session()
    make_slot(held, timezone.now() - timezone.timedelta(days=1))
    ImpulsePaper.objects.create(workshop=held, status=ImpulsePaper.Status.DRAFT)

    page = as_user(secretariat).get("/secretariat/")

    assert {step.title: step.count for step in page.context["steps"]} == {
        "Started": 3,
        "Submitted": 2,
        "Accepted": 1,
        "Room and time": 1,
        "Held": 1,
        "Paper drafted": 1,
        "Paper published": 0,
    }
    assert held.full_name in page.content.decode()


def test_jobs_and_mails_are_shown_with_their_state(as_user, secretariat):
    Job.objects.create(kind="paper", subject="outcomes.impulsepaper:1", status=Job.Status.FAILED)
    make_mail(subject_line="Hello there", status=OutgoingMail.Status.FAILED)

    text = as_user(secretariat).get("/secretariat/").content.decode()

    assert "outcomes.impulsepaper:1" in text
    assert "Hello there" in text
    assert "1 mail was not delivered" in text


def test_without_an_edition_the_dashboard_still_opens(as_user, secretariat, edition):
    type(edition).objects.update(is_current=False)

    assert as_user(secretariat).get("/secretariat/").status_code == 200


def test_the_outbox_is_paginated_and_searched(as_user, secretariat):
    for number in range(51):
        make_mail(to=f"person{number}@example.org")
    client = as_user(secretariat)

    first, last = client.get("/secretariat/mail/"), client.get("/secretariat/mail/?page=2")
    found = client.get("/secretariat/mail/?q=person17%40")

    assert [len(page.context["page"]) for page in (first, last, found)] == [50, 1, 1]


def test_the_dashboard_asks_the_same_for_one_and_three(
    as_user, secretariat, django_assert_max_num_queries
):
    client = as_user(secretariat)

    def add_one():
        ImpulsePaper.objects.create(workshop=make_session(), status=ImpulsePaper.Status.DRAFT)
        make_mail()

    add_one()
    with django_assert_max_num_queries(60) as one:
        client.get("/secretariat/")
    add_one()
    add_one()

    with django_assert_max_num_queries(60) as three:
        client.get("/secretariat/")

    assert len(three) == len(one)


@pytest.mark.parametrize("year", ["1", "9" * 40, "x", "%00"])
def test_an_odd_year_falls_back_to_the_current_edition(as_user, secretariat, year):
    page = as_user(secretariat).get(f"/secretariat/?year={year}")

    assert page.context["edition"].year == 2027


def test_messages_to_booths_that_wait_are_a_line_and_then_the_exhibitors(
    edition, secretariat, exhibitor, as_user
):
    booth = make_booth(status="accepted", released=True, created_by=exhibitor)
    letter = messages.write(
        booth, initiative=None, name="Vera Visitor", email="vera@example.org", text="Hello?"
    )
    before = as_user(secretariat).get("/secretariat/").content.decode()
    own = as_user(exhibitor).get("/my/").content.decode()

    messages.forward(letter, by=secretariat)

    after = as_user(secretariat).get("/secretariat/").content.decode()
    told = as_user(exhibitor).get("/my/").content.decode()
    assert "1 message to a booth waits to be read" in before
    assert "to a booth waits" not in after
    assert "Vera Visitor" not in own
    assert "A message from Vera Visitor" in told
    assert "vera@example.org" not in told
