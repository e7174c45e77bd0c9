import pytest

from forum.errors import RuleError
from tests import factories
from workshops.models import Workshop

Status = Workshop.Status


def test_a_move_stores_the_status_and_the_given_fields(secretariat):
    workshop = factories.make_workshop(status=Status.SUBMITTED)

    workshop.move_to(Status.ACCEPTED, decided_by=secretariat)

    assert (workshop.status, workshop.decided_by) == (Status.ACCEPTED, secretariat)


def test_of_two_people_deciding_at_once_the_second_is_told(secretariat):
    workshop = factories.make_workshop(status=Status.SUBMITTED)
    same = Workshop.objects.get(pk=workshop.pk)

    workshop.move_to(Status.ACCEPTED)
    with pytest.raises(RuleError, match="Accepted"):
        same.move_to(Status.DECLINED)

    workshop.refresh_from_db()
    assert workshop.status == Status.ACCEPTED


@pytest.mark.parametrize("target", [Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN])
def test_a_draft_can_only_be_submitted(db, target):
    workshop = factories.make_workshop(status=Status.DRAFT)

    with pytest.raises(RuleError):
        workshop.move_to(target)
