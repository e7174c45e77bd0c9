from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from tests.factories import (
    make_session,
    make_slot,
    make_type,
    make_workshop,
    numbers_given,
)
from workshops.actions import conversion, review
from workshops.models import Workshop

Status = Workshop.Status


@pytest.fixture
def talk(edition):
    """Lightning talks: shorter than a workshop, with one format; 30 of them were given a number."""
    numbers_given(edition, "lt", 30)
    facts = {"label": "Lightning Talk", "name": "Lightning Talk", "needs": ["description"]}
    return make_type(code="lt", minutes=[20, 30], layouts=["Theater"], **facts)


def address(workshop: Workshop, verb: str = "convert") -> str:
    return reverse(f"workshops:{verb}", args=[workshop.uuid])


def choice(kind, **changes) -> dict:
    return {"to": kind.pk, "layout": "Theater", "minutes": "30", "anyway": "on", **changes}


def told() -> list[str]:
    return list(OutgoingMail.objects.filter(kind="converted").values_list("to", flat=True))


def test_a_converted_session_has_a_number_of_its_new_type(talk, secretariat, organizer):
    workshop = make_workshop(number=12, organizer=organizer)

    conversion.convert(workshop, to=talk, layout="Theater", minutes=30, by=secretariat)

    assert workshop.short_name == "Lightning Talk #31"
    assert (workshop.layout, workshop.minutes) == ("Theater", 30)
    assert workshop.former_names == ["WS #12"]
    assert told() == ["organizer@example.org"]
    entry = AuditEntry.objects.get(verb="converted")
    assert entry.details == {"from": "WS #12", "to": "Lightning Talk #31"}


def test_the_old_number_is_given_to_nobody_else(talk, secretariat):
    first = make_workshop(number=12)
    conversion.convert(first, to=talk, layout="Theater", minutes=30, by=secretariat)

    with pytest.raises(RuleError):
        make_workshop(number=12)


def test_converted_back_it_has_its_first_number_again(talk, secretariat):
    workshop = make_workshop(number=12)
    kind = workshop.type
    conversion.convert(workshop, to=talk, layout="Theater", minutes=30, by=secretariat)

    conversion.convert(workshop, to=kind, layout="Panel", minutes=60, by=secretariat)

    assert workshop.short_name == "WS #12"
    assert workshop.former_names == ["Lightning Talk #31"]


@pytest.mark.parametrize("path", ["", "calendar.ics"])
def test_the_old_address_leads_to_the_new_one(talk, secretariat, client, path):
    workshop = make_session(number=12)
    conversion.convert(workshop, to=talk, layout="Theater", minutes=30, by=secretariat)

    answer = client.get(f"/2027/sessions/ws-12/{path}")

    assert (answer.status_code, answer["Location"]) == (302, f"/2027/sessions/lt-31/{path}")
    assert "formerly WS #12" in client.get("/2027/sessions/lt-31/").content.decode()


def test_an_old_address_gives_nothing_hidden_away(talk, secretariat, client):
    workshop = make_workshop(number=12)
    conversion.convert(workshop, to=talk, layout="Theater", minutes=30, by=secretariat)

    assert client.get("/2027/sessions/ws-12/").status_code == 404


def test_before_the_release_the_mail_of_the_decision_tells_it(talk, secretariat):
    workshop = make_workshop(number=12)
    review.accept(workshop, by=secretariat)

    conversion.convert(workshop, to=talk, layout="Theater", minutes=30, by=secretariat)
    review.release(workshop, by=secretariat)

    assert told() == []
    assert "It was submitted as WS #12" in OutgoingMail.objects.get(kind="decision").body


@pytest.mark.parametrize(
    ("layout", "minutes", "field"), [("Panel", 30, "layout"), ("Theater", 90, "minutes")]
)
def test_what_the_type_does_not_have_is_refused(talk, secretariat, layout, minutes, field):
    workshop = make_workshop(number=12)

    with pytest.raises(RuleError) as refused:
        conversion.convert(workshop, to=talk, layout=layout, minutes=minutes, by=secretariat)

    workshop.refresh_from_db()
    assert refused.value.field == field
    assert workshop.short_name == "WS #12"
    assert not workshop.given_numbers().filter(series="lt").exists()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN, Status.DECLINED])
def test_only_what_may_still_take_place_is_converted(talk, secretariat, status):
    workshop = make_workshop(status=status)

    with pytest.raises(RuleError, match="Only submitted and accepted"):
        conversion.convert(workshop, to=talk, layout="Theater", minutes=30, by=secretariat)


def test_a_session_that_has_begun_keeps_its_type(talk, secretariat):
    workshop = make_session(number=12)
    make_slot(workshop, timezone.now() - timedelta(minutes=1))

    with pytest.raises(RuleError, match="begun"):
        conversion.convert(workshop, to=talk, layout="Theater", minutes=30, by=secretariat)


def test_what_somebody_changed_meanwhile_is_not_overwritten(talk, secretariat):
    workshop = make_workshop(number=12)
    Workshop.objects.filter(pk=workshop.pk).update(revision=9)

    with pytest.raises(RuleError, match="in the meantime"):
        conversion.convert(workshop, to=talk, layout="Theater", minutes=30, by=secretariat)


def test_changes_not_submitted_yet_stay_and_get_the_new_type(talk, secretariat):
    typed = {"title": ["A better title"], "type": ["1"], "minutes": ["90"]}
    workshop = make_workshop(number=12, draft=typed)

    conversion.convert(workshop, to=talk, layout="Theater", minutes=30, by=secretariat)

    assert workshop.draft == {
        "title": ["A better title"],
        "type": [str(talk.pk)],
        "layout": ["Theater"],
        "minutes": ["30"],
    }


def test_the_form_names_what_no_longer_fits_and_asks_once_more(talk, secretariat, as_user):
    workshop = make_workshop(number=12, description="")
    client = as_user(secretariat)

    wrong = client.post(address(workshop), choice(talk, layout="Panel", minutes="90"))
    named = client.post(address(workshop), choice(talk, anyway=""))
    done = client.post(address(workshop), choice(talk))

    assert {"layout", "minutes"} <= set(wrong.context["form"].errors)
    text = named.content.decode()
    assert "The running order takes 90 minutes, the session 30." in text
    assert "Empty, though the type needs it: Description." in text
    assert done["Location"] == address(workshop, "desk_proposal")
    workshop.refresh_from_db()
    assert workshop.code == "lt-31"


def test_a_conversion_that_loses_nothing_asks_nothing(talk, secretariat, as_user):
    workshop = make_workshop(number=12, agenda=[("Talk", 20, False)])

    as_user(secretariat).post(address(workshop), choice(talk, anyway=""))

    workshop.refresh_from_db()
    assert workshop.code == "lt-31"


def test_only_the_secretariat_converts(talk, as_user, organizer, mag_member):
    workshop = make_workshop(number=12, organizer=organizer)

    visitor = as_user().post(address(workshop), choice(talk))
    others = [
        as_user(user).post(address(workshop), choice(talk)) for user in (organizer, mag_member)
    ]

    workshop.refresh_from_db()
    assert visitor.status_code == 302
    assert [answer.status_code for answer in others] == [403, 403]
    assert workshop.code == "ws-12"


def test_the_desk_offers_it_while_it_is_possible(talk, secretariat, as_user):
    client, over = as_user(secretariat), make_workshop(status=Status.DECLINED)

    open_page = client.get(address(make_workshop(), "desk_proposal")).content.decode()
    closed = client.get(address(over, "desk_proposal")).content.decode()

    assert "Convert it to another type" in open_page
    assert "Convert it to another type" not in closed
    assert client.get(address(over)).status_code == 403
