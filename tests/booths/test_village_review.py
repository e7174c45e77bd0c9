import pytest
from django.urls import reverse

from booths.actions import review
from booths.models import Booth
from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from tests.factories import make_booth, make_place, make_user

Status = Booth.Status


def test_accepting_keeps_the_number_gives_the_place_and_tells_nobody(secretariat):
    booth = make_booth(is_onsite=True, number=35)

    review.accept(booth, stand=make_place("A4"), by=secretariat)

    assert (booth.status, booth.number, booth.place) == (Status.ACCEPTED, 35, "A4")
    assert not booth.is_public
    assert OutgoingMail.objects.count() == 0
    assert AuditEntry.objects.get().verb == "accepted"


def test_a_place_is_given_once_per_edition(secretariat):
    stand = make_place("A4")
    make_place("A5")
    make_booth(status=Status.ACCEPTED, is_onsite=True, stand=stand)
    booth = make_booth(is_onsite=True)

    with pytest.raises(RuleError) as place:
        review.accept(booth, stand=stand, by=secretariat)

    booth.refresh_from_db()
    assert place.value.field == "stand"
    assert booth.status == Status.SUBMITTED


def test_two_booths_may_have_no_place(secretariat):
    booths = [make_booth(), make_booth()]

    for booth in booths:
        review.accept(booth, by=secretariat)

    assert [booth.place for booth in booths] == ["", ""]


def test_releasing_tells_the_exhibitor_once(secretariat):
    booth = make_booth(created_by=make_user("eda@example.org"), number=35)
    review.accept(booth, by=secretariat)

    review.release(booth, by=secretariat)
    with pytest.raises(RuleError):
        review.release(booth, by=secretariat)

    mail = OutgoingMail.objects.get()
    assert mail.to == "eda@example.org"
    assert "/2027/village/35/" in mail.body
    assert booth.is_public


def test_a_declined_request_stays_hidden_and_its_note_goes_out(secretariat):
    booth = make_booth()
    review.decline(booth, note="The Village is full.", by=secretariat)

    review.release(booth, by=secretariat)

    assert "The Village is full." in OutgoingMail.objects.get().body
    assert not Booth.objects.public().exists()


def test_of_two_people_deciding_the_second_is_told(secretariat):
    booth = make_booth()
    same = Booth.objects.get(pk=booth.pk)
    review.decline(booth, note="No.", by=secretariat)

    with pytest.raises(RuleError, match="Declined"):
        review.accept(same, by=secretariat)


def address(booth: Booth, verb: str = "desk_request") -> str:
    return reverse(f"booths:{verb}", args=[booth.uuid])


@pytest.mark.parametrize("verb", ["accept", "decline", "release"])
def test_only_the_secretariat_decides(as_user, exhibitor, verb):
    booth = make_booth(created_by=exhibitor)

    visitor = as_user().post(address(booth, verb))
    other = as_user(exhibitor).post(address(booth, verb))

    booth.refresh_from_db()
    assert (visitor.status_code, other.status_code) == (302, 403)
    assert booth.status == Status.SUBMITTED


def test_the_desk_belongs_to_the_secretariat(as_user, exhibitor, edition):
    answers = [as_user(user).get(reverse("booths:desk")).status_code for user in (None, exhibitor)]

    assert answers == [302, 403]


def test_the_chain_from_accepting_to_the_public_page(as_user, secretariat):
    booth = make_booth(number=35)
    client = as_user(secretariat)

    client.post(address(booth, "accept"), {"stand": ""})
    hidden = as_user().get("/2027/village/35/").status_code
    preview = client.get(address(booth)).content.decode()
    client.post(address(booth, "release"))
    shown = as_user().get("/2027/village/35/").status_code

    assert (hidden, shown) == (404, 200)
    assert "Release and send the mail" in preview


@pytest.mark.parametrize(
    "stand",
    ["A4", "x"],
)
def test_a_refused_decision_keeps_what_was_typed(as_user, secretariat, stand):
    places = {label: str(make_place(label).pk) for label in ("A4", "B1")}
    make_booth(status=Status.ACCEPTED, is_onsite=True, stand_id=places["A4"])
    typed = {"stand": places.get(stand, stand)}

    page = as_user(secretariat).post(address(make_booth(is_onsite=True), "accept"), typed)

    form = page.context["accept_form"]
    assert list(form.errors) == ["stand"]
    assert form["stand"].value() == typed["stand"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["Decided", "Fresh"]),
        ({"waiting": "decision"}, ["Fresh"]),
        ({"waiting": "release"}, ["Decided"]),
        ({"q": "35"}, ["Decided"]),
    ],
)
def test_the_desk_finds_requests(as_user, secretariat, query, titles):
    make_booth(title="Fresh")
    make_booth(title="Decided", status=Status.ACCEPTED, number=35)

    page = as_user(secretariat).get(reverse("booths:desk"), query)

    assert sorted(row.title for row in page.context["page"]) == titles
