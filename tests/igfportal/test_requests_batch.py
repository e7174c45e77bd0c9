"""Many requests at once: the preview of every mail, the release of exactly those, decisions."""

import pytest
from django.utils import timezone

from booths.models import Booth
from forum.audit import first_broken_entry
from forum.models import OutgoingMail
from submissions.models import Submission
from tests.factories import (
    make_booth,
    make_edition,
    make_place,
    make_type,
    make_user,
    make_workshop,
)
from workshops.actions import review
from workshops.models import Workshop

LIST = "/secretariat/requests/"
PREVIEW, RELEASE, DECIDE = f"{LIST}release/", f"{LIST}release/confirmed/", f"{LIST}decide/"
Status = Workshop.Status


def key(item: Submission) -> str:
    return f"{'session' if isinstance(item, Workshop) else 'booth'}:{item.uuid}"


def letters_of(page) -> dict[str, str]:
    return {"letters": page.context["letters"]}


def text(page) -> str:
    return page.content.decode()


@pytest.fixture
def decided(secretariat) -> tuple[Workshop, Workshop, Booth]:
    """An accepted and a declined session and an accepted booth, not released."""
    yes = make_workshop(title="Yes", status=Status.ACCEPTED, organizer=make_user("yes@example.org"))
    no = make_workshop(title="No", organizer=make_user("no@example.org"))
    review.decline(no, note="Too many.", by=secretariat)
    stall = make_booth(
        title="Stall", status=Booth.Status.ACCEPTED, created_by=make_user("stall@example.org")
    )
    return yes, no, stall


def sent() -> list[tuple[str, str]]:
    return sorted(OutgoingMail.objects.values_list("to", "kind"))


def test_the_preview_shows_every_mail_and_the_release_sends_them(as_user, secretariat, decided):
    client, fresh = as_user(secretariat), make_workshop(title="Undecided")

    preview = client.post(PREVIEW, {"chosen": [key(item) for item in (*decided, fresh)]})
    before = sent()
    page = client.post(RELEASE, letters_of(preview), follow=True)

    shown = text(preview)
    assert all(
        words in shown for words in ("yes@example.org", "no@example.org", "stall@example.org")
    )
    assert "Too many." in shown
    assert "Undecided" in str([letter.request.title for letter in preview.context["left_out"]])
    assert before == []
    assert sent() == [
        ("no@example.org", "decision"),
        ("stall@example.org", "booth_decision"),
        ("yes@example.org", "decision"),
    ]
    assert "3 decisions are released. 3 mails are written." in text(page)
    assert Workshop.objects.filter(released_by=secretariat).count() == 2
    assert first_broken_entry() is None


def test_the_mails_are_those_of_the_preview(as_user, secretariat, decided):
    client = as_user(secretariat)

    preview = client.post(PREVIEW, {"chosen": [key(item) for item in decided]})
    client.post(RELEASE, letters_of(preview))

    shown = {(one.subject, one.body) for _office, one, _changed in preview.context["shown"]}
    assert shown == set(OutgoingMail.objects.values_list("subject_line", "body"))


def test_releasing_twice_sends_nobody_a_second_mail(as_user, secretariat, decided):
    client = as_user(secretariat)
    preview = client.post(PREVIEW, {"chosen": [key(item) for item in decided]})

    client.post(RELEASE, letters_of(preview))
    again = client.post(RELEASE, letters_of(preview), follow=True)
    empty = client.post(PREVIEW, {"chosen": [key(item) for item in decided]})

    assert len(sent()) == 3
    assert "There is no decision that waits to be released" in text(again)
    assert "None of the chosen requests has a decision" in text(empty)


def test_what_changed_since_the_preview_is_left_out_and_named(as_user, secretariat, decided):
    yes, no, stall = decided
    client = as_user(secretariat)
    preview = client.post(PREVIEW, {"chosen": [key(item) for item in decided]})
    review.take_back(no, by=secretariat)
    review.decline(no, note="Another reason.", by=secretariat)
    Booth.objects.filter(pk=stall.pk).update(title="Another topic", decided_at=timezone.now())

    later = client.post(PREVIEW, letters_of(preview))
    page = client.post(RELEASE, letters_of(preview), follow=True)

    assert text(later).count("It has changed since you opened the preview") == 2
    assert sent() == [("yes@example.org", "decision")]
    assert text(page).count("It has changed since the preview") == 2
    no.refresh_from_db()
    assert no.awaits_release


def test_what_cannot_or_should_not_go_out_is_said(as_user, secretariat):
    silent = make_workshop(title="Silent", status=Status.ACCEPTED)
    silent.contributors.all().delete()
    Workshop.objects.filter(pk=silent.pk).update(created_by=None)
    numberless = make_workshop(title="Numberless", status=Status.ACCEPTED)
    Workshop.objects.filter(pk=numberless.pk).update(number=None)
    make_place("1")
    stall = make_booth(title="Homeless", status=Booth.Status.ACCEPTED, is_onsite=True)

    page = as_user(secretariat).post(
        PREVIEW, {"chosen": [key(item) for item in (silent, numberless, stall)]}
    )

    assert page.context["warned"] == 2
    assert "nobody will be told" in text(page)
    assert "It has no place in the Village yet" in text(page)
    assert "It has no number yet" in text(page)


def test_all_of_a_view_are_chosen_over_its_pages(as_user, secretariat, edition):
    many_in(edition, secretariat, 60)
    client = as_user(secretariat)

    preview = client.post(PREVIEW, {"all": "1", "view": "waiting=release&kind=session"})
    second = client.post(PREVIEW, letters_of(preview) | {"page": "2"})
    client.post(RELEASE, letters_of(second))

    assert preview.context["ready"] == 60
    assert second.context["page"].number == 2
    assert len(sent()) == 60


def test_hundreds_of_letters_take_about_as_many_queries_as_three(
    as_user, secretariat, edition, django_assert_max_num_queries
):
    client, counted = as_user(secretariat), []
    for number, year in ((3, 2027), (300, 2028)):
        forum = edition if year == 2027 else make_edition(year, is_current=False)
        many_in(forum, secretariat, number)
        view = {"all": "1", "view": f"waiting=release&year={year}"}
        with django_assert_max_num_queries(40) as asked:
            preview = client.post(PREVIEW, view)
        with django_assert_max_num_queries(40):  # rows are inserted a hundred or so at a time
            client.post(RELEASE, letters_of(preview))
        counted.append(len(asked))

    assert counted[0] == counted[1]
    assert len(sent()) == 303


def many_in(edition, organizer, number: int) -> None:
    kind = make_type(edition)
    Workshop.objects.bulk_create(
        Workshop(
            edition=edition, type=kind, title=f"Session {n}", number=n + 1, created_by=organizer,
            status=Status.ACCEPTED, decided_at=timezone.now(),
        )
        for n in range(number)
    )  # fmt: skip


@pytest.mark.parametrize("address", [PREVIEW, DECIDE])
def test_nothing_chosen_is_a_message(as_user, secretariat, address):
    page = as_user(secretariat).post(
        address,
        {"step": "accept", "chosen": ["session:nonsense", "x"]},
        HTTP_REFERER=f"http://testserver{LIST}",
        follow=True,
    )

    assert "Choose at least one request." in text(page)


def test_a_selection_has_a_limit(as_user, secretariat, edition):
    many_in(edition, secretariat, 501)

    page = as_user(secretariat).post(
        PREVIEW, {"all": "1"}, HTTP_REFERER=f"http://testserver{LIST}", follow=True
    )

    assert "501 requests are too many" in text(page)


def test_many_are_accepted_under_their_numbers_and_the_refused_are_named(as_user, secretariat):
    fresh = [make_workshop(title=f"Fresh {n}") for n in range(2)]
    gone = make_workshop(title="Gone", status=Status.WITHDRAWN)
    stall = make_booth(title="Stall")
    chosen = {"step": "accept", "chosen": [key(item) for item in (*fresh, gone, stall)]}
    client = as_user(secretariat)

    asked = client.post(DECIDE, chosen)
    waiting = Workshop.objects.filter(status=Status.ACCEPTED).count()
    page = client.post(DECIDE, chosen | {"confirm": "1", "view": "kind=session"}, follow=True)

    assert (asked.status_code, waiting) == (200, 0)
    accepted = Workshop.objects.filter(status=Status.ACCEPTED).order_by("pk")
    assert [w.number for w in accepted] == [w.number for w in fresh]
    assert Booth.objects.get().number == stall.number
    assert "3 requests are decided. Nobody was told yet." in text(page)
    assert "Left out: “Gone”." in text(page)
    assert page.redirect_chain == [(f"{LIST}?kind=session", 302)]
    assert sent() == []


@pytest.mark.parametrize(("step", "screened"), [("decline", False), ("screen_out", True)])
def test_many_are_refused_with_one_note(as_user, secretariat, step, screened):
    fresh = make_workshop()
    chosen = {"step": step, "chosen": [key(fresh)], "confirm": "1"}
    client = as_user(secretariat)

    without = client.post(DECIDE, chosen | {"note": " "})
    client.post(DECIDE, chosen | {"note": "Not about the Internet."})

    fresh.refresh_from_db()
    assert "note" in without.context["form"].errors
    assert (fresh.status, fresh.is_screened_out) == (Status.DECLINED, screened)
    assert fresh.decision_note == "Not about the Internet."


def test_an_unknown_step_is_a_message(as_user, secretariat):
    page = as_user(secretariat).post(
        DECIDE, {"step": "delete"}, HTTP_REFERER=f"http://testserver{LIST}", follow=True
    )

    assert "Choose what to do" in text(page)
