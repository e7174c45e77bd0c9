import pytest
from django.urls import reverse

from booths.models import Booth
from forum.errors import RuleError
from forum.models import OutgoingMail
from submissions import numbering
from submissions.models import GivenNumber
from tests.booths.test_request import typed_booth35
from tests.factories import (
    make_booth,
    make_edition,
    make_session,
    make_type,
    make_workshop,
    numbers_given,
)
from tests.workshops.typed_proposal import typed_proposal
from workshops.models import Workshop

Status = Workshop.Status
NEW = reverse("workshops:proposal_new")


def fresh(request):
    """The request of a factory as if it had just been submitted without a number."""
    request.given_numbers().delete()
    request.number = None
    request.save(update_fields=["number"])
    return request


def test_the_first_submission_gives_the_next_number_of_the_type(open_edition, organizer, as_user):
    numbers_given(open_edition, "ws", 32)

    page = as_user(organizer).post(NEW, typed_proposal(open_edition), follow=True)

    workshop = Workshop.objects.get()
    assert (workshop.status, workshop.number) == (Status.SUBMITTED, 33)
    assert "WS #33" in page.content.decode()
    mail = OutgoingMail.objects.get(kind="submitted")
    assert "WS #33" in mail.subject_line
    assert "Its number is WS #33." in mail.body


def test_a_booth_gets_the_next_number_of_the_village(open_edition, exhibitor, as_user):
    numbers_given(open_edition, "booth", 34)

    address = reverse("booths:request_new")
    page = as_user(exhibitor).post(address, typed_booth35(open_edition), follow=True)

    assert Booth.objects.get().number == 35
    assert "Village Booth #35" in page.content.decode()
    assert "Village Booth #35" in OutgoingMail.objects.get(kind="booth_submitted").body


def test_a_draft_has_no_number(open_edition, organizer, as_user):
    as_user(organizer).post(NEW, typed_proposal(open_edition, action="save"))

    assert Workshop.objects.get().number is None
    assert not GivenNumber.objects.exists()


def test_a_change_keeps_the_number(open_edition, organizer, as_user):
    client = as_user(organizer)
    client.post(NEW, typed_proposal(open_edition))
    workshop = Workshop.objects.get()

    changed = typed_proposal(open_edition, title="Another title", revision=workshop.revision)
    client.post(workshop.get_absolute_url(), changed)

    workshop.refresh_from_db()
    assert (workshop.title, workshop.number) == ("Another title", 1)


def test_each_type_and_each_edition_counts_for_itself(secretariat):
    forum = make_type(code="of", label="OF")
    later = make_edition(2028, is_current=False)
    requests = [
        fresh(one)
        for one in (
            make_workshop(),
            make_workshop(),
            make_workshop(type=forum),
            make_workshop(edition=later),
            make_booth(),
        )
    ]

    for request in requests:
        numbering.ensure(request, by=secretariat)

    assert [request.number for request in requests] == [1, 2, 1, 1, 1]


@pytest.mark.parametrize("end", [Status.WITHDRAWN, Status.DECLINED])
def test_a_number_is_not_given_again(secretariat, end):
    gone = fresh(make_workshop(status=end))
    numbering.ensure(gone, by=secretariat)
    Workshop.objects.filter(pk=gone.pk).update(number=None)
    later = fresh(make_workshop())

    numbering.ensure(later, by=secretariat)

    assert later.number == 2


def test_an_import_keeps_its_numbers_and_the_next_ones_follow(secretariat):
    old, new = fresh(make_workshop()), fresh(make_workshop())

    numbering.reserve(old, 33, by=secretariat)
    numbering.ensure(new, by=secretariat)

    assert (old.number, new.number) == (33, 34)


def test_a_number_that_is_taken_is_refused(secretariat):
    make_session(number=33)
    rival, forum = fresh(make_workshop()), fresh(make_workshop(type=make_type(code="of")))

    with pytest.raises(RuleError) as refused:
        numbering.reserve(rival, 33, by=secretariat)
    numbering.reserve(forum, 33, by=secretariat)

    assert refused.value.field == "number"
    assert (rival.number, forum.number) == (None, 33)


def test_a_given_number_never_changes(secretariat):
    workshop = make_session(number=7)

    with pytest.raises(RuleError):
        numbering.reserve(workshop, 8, by=secretariat)
    numbering.reserve(workshop, 7, by=secretariat)
    numbering.ensure(workshop, by=secretariat)

    assert list(workshop.given_numbers().values_list("number", flat=True)) == [7]


def test_invented_requests_have_numbers_of_their_own(secretariat):
    make_workshop(number=900, is_sample=True)
    real, invented = fresh(make_workshop()), fresh(make_workshop(is_sample=True))

    numbering.ensure(real, by=secretariat)
    numbering.ensure(invented, by=secretariat)

    assert (real.number, invented.number) == (1, 901)


def test_the_numbers_of_real_requests_pass_over_invented_ones(secretariat):
    make_workshop(number=899)
    make_workshop(number=900, is_sample=True)
    real = fresh(make_workshop())

    numbering.ensure(real, by=secretariat)

    assert real.number == 901


def test_a_submission_that_is_refused_takes_no_number(open_edition, organizer, as_user):
    client = as_user(organizer)

    client.post(NEW, typed_proposal(open_edition, title="x" * 61))
    client.post(NEW, typed_proposal(open_edition))

    assert list(GivenNumber.objects.values_list("number", flat=True)) == [1]


def test_organizers_do_not_change_the_type_of_what_has_a_number(open_edition, organizer, as_user):
    forum = make_type(code="of", label="OF", name="Open Forum")
    client = as_user(organizer)
    client.post(NEW, typed_proposal(open_edition))
    workshop = Workshop.objects.get()

    changed = typed_proposal(open_edition, type=forum.pk, revision=workshop.revision)
    page = client.post(workshop.get_absolute_url(), changed)

    workshop.refresh_from_db()
    assert "The Secretariat can convert it" in str(page.context["form"].errors["type"])
    assert workshop.short_name == "WS #1"


def test_a_preview_of_another_type_shows_the_number_that_was_given(
    open_edition, organizer, as_user
):
    forum = make_type(code="of", label="OF", name="Open Forum")
    client = as_user(organizer)
    client.post(NEW, typed_proposal(open_edition))
    workshop = Workshop.objects.get()
    make_workshop(type=forum, number=workshop.number)

    changed = typed_proposal(
        open_edition, type=forum.pk, revision=workshop.revision, action="preview"
    )
    page = client.post(workshop.get_absolute_url(), changed, follow=True)

    assert page.status_code == 200
    assert "WS #1" in page.content.decode()
