import pytest

from surveys.permissions import can_design
from tests import factories
from tests.workshops.typed_proposal import person_row, rows, typed_proposal
from workshops import permissions, stats
from workshops.actions.review import organizer_addresses
from workshops.models import Contributor, Workshop


@pytest.fixture
def shared(open_edition, moderator) -> Workshop:
    workshop = factories.make_workshop()
    factories.make_contributor(workshop, Contributor.Role.CO_ORGANIZER, moderator)
    return workshop


def test_a_co_organizer_has_every_right_but_to_withdraw(shared, moderator):
    assert permissions.can_edit(moderator, shared)
    assert permissions.can_read_addresses(moderator, shared)
    assert permissions.can_remind(moderator, shared)
    assert can_design(moderator, shared)
    assert not permissions.can_withdraw(moderator, shared)


def test_who_declined_to_be_co_organizer_has_no_right(shared, moderator):
    shared.contributors.update(answer="declined")

    assert not permissions.can_edit(moderator, shared)


def test_a_co_organizer_is_told_about_the_decision_and_finds_the_proposal(
    shared, moderator, as_user
):
    page = as_user(moderator).get("/my/").content.decode()

    assert moderator.email in organizer_addresses(shared)
    assert shared.title in page


def test_a_co_organizer_has_no_seat(shared):
    assert stats.seated(shared.public_contributors()) == []


def test_a_co_organizer_alone_is_not_enough(open_edition, organizer, as_user):
    alone = person_row("Olu Organizer", "co_organizer", email="organizer@example.org")
    typed = typed_proposal(open_edition, **rows("people", [alone]))

    response = as_user(organizer).post("/my/proposals/new/", typed)

    assert "Name at least one organizer." in response.content.decode()


def test_group_and_region_may_stay_open_and_the_region_follows_the_country(
    open_edition, organizer, as_user
):
    people = [
        person_row("Olu Organizer", "organizer", email="organizer@example.org"),
        person_row("Ada Example", group="", region="", country="kenya"),
        person_row("Bo Example", group="", region="", country="Nowhere"),
    ]

    as_user(organizer).post(
        "/my/proposals/new/", typed_proposal(open_edition, **rows("people", people))
    )

    written = Contributor.objects.filter(role="speaker").order_by("position")
    assert list(written.values_list("person__country", "group", "region")) == [
        ("Kenya", "", "African Group"),
        ("Nowhere", "", ""),
    ]
