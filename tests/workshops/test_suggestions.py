import pytest

from tests import factories


@pytest.fixture
def known(edition):
    office = factories.make_organization("Sample Office")
    person = factories.make_person("Ada Example", email="ada@example.org")
    return factories.make_contributor(
        factories.make_session(), "speaker", person=person, affiliation=office
    )


def names(client, text: str, of: str = "person") -> list[dict]:
    return client.get("/my/names/", {"q": text, "of": of}).json()["names"]


def test_public_names_are_offered_with_their_affiliation_and_no_address(known, as_user, stranger):
    found = names(as_user(stranger), "exam")

    assert found == [{"name": "Ada Example", "affiliation": "Sample Office"}]


def test_affiliations_are_offered(known, as_user, stranger):
    assert names(as_user(stranger), "office", "organization") == [{"name": "Sample Office"}]


@pytest.mark.parametrize("text", ["", "ad", "  a ", "%", "ada@example.org", "a\x00d", "Ж"])
def test_too_little_text_and_addresses_find_nobody(known, as_user, stranger, text):
    assert names(as_user(stranger), text) == []


@pytest.mark.parametrize("change", [{"listed": False}, {"answer": "declined"}])
def test_who_is_not_public_is_not_offered(known, as_user, stranger, change):
    type(known).objects.filter(pk=known.pk).update(**change)

    assert names(as_user(stranger), "example") == []
    assert names(as_user(stranger), "office", "organization") == []


def test_names_of_proposals_are_not_offered(edition, as_user, stranger):
    person = factories.make_person("Ada Example")
    factories.make_contributor(factories.make_workshop(), "speaker", person=person)

    assert names(as_user(stranger), "example") == []


def test_ten_names_are_enough_and_need_one_look(
    edition, as_user, stranger, django_assert_max_num_queries
):
    session = factories.make_session()
    for number in range(15):
        person = factories.make_person(f"Example {number:02}")
        factories.make_contributor(session, "speaker", person=person)
    client = as_user(stranger)

    with django_assert_max_num_queries(4):
        assert len(names(client, "Example")) == 10


def test_the_form_asks_for_names_and_lists_the_countries(open_edition, organizer, as_user):
    page = as_user(organizer).get("/my/proposals/new/").content.decode()

    for words in ('data-names="person"', 'data-names-url="/my/names/"', '<option value="Kenya">'):
        assert words in page
