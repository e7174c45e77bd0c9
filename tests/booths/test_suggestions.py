"""Organizations offered while typing in the form of a booth: public ones only."""

import pytest

from booths.models import Booth
from tests.factories import make_booth, make_organization

Status = Booth.Status


def names(client, text: str, of: str = "organization") -> list[dict]:
    return client.get("/my/booths/names/", {"q": text, "of": of}).json()["names"]


@pytest.fixture
def labs(edition):
    """A public booth of two organizations; two more requests that are not public."""
    booth = make_booth(
        status=Status.ACCEPTED, released=True, organization=make_organization("Sample Labs")
    )
    booth.partners.add(make_organization("Sample Partner"))
    make_booth(organization=make_organization("Sample Secret"))
    make_booth(status=Status.ACCEPTED, organization=make_organization("Sample Unreleased"))
    return booth


def test_public_exhibitors_and_partners_are_offered(labs, as_user, stranger):
    found = names(as_user(stranger), "sample")

    assert found == [{"name": "Sample Labs"}, {"name": "Sample Partner"}]


@pytest.mark.parametrize("text", ["", "sa", " s ", "sa\x00", "%%%", "Ж" * 500])
def test_too_little_and_nonsense_find_nothing(labs, as_user, stranger, text):
    assert names(as_user(stranger), text) == []


def test_people_are_not_asked_for_here(labs, as_user, stranger):
    assert names(as_user(stranger), "sample", "person") == []


def test_the_form_asks_both_sources(open_edition, exhibitor, as_user):
    page = as_user(exhibitor).get("/my/booths/new/").content.decode()

    assert 'data-names="organization"' in page
    assert 'data-names-url="/my/names/ /my/booths/names/"' in page
