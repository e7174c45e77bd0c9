import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.models import Organization, Person
from tests import factories

PAGES = [
    "/secretariat/people/",
    "/secretariat/people/duplicates/",
    "/secretariat/people/organizations/",
]


@pytest.fixture
def client(secretariat, as_user):
    return as_user(secretariat)


def text(client, address: str, **query) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_only_the_secretariat_opens_the_registry(address, edition, stranger, as_user):
    assert as_user().get(address).url.startswith("/accounts/login/")
    assert as_user(stranger).get(address).status_code == 403


def test_people_are_found_by_name_address_and_organization(client):
    office = factories.make_organization("Sample Office")
    factories.make_person("Ada Example", email="ada@example.org", organization=office)
    factories.make_person("Bo Other")

    for words in ("ada ex", "ada@", "sample off"):
        page = text(client, PAGES[0], q=words)
        assert ("Ada Example" in page, "Bo Other" in page) == (True, False)


@pytest.mark.parametrize(
    "query",
    [
        {"group": "Government"},
        {"region": "Eastern European Group"},
        {"account": "yes"},
    ],
)
def test_people_are_filtered(client, query):
    factories.make_person(
        "Ada Example", factories.make_user(), group="Government", region="Eastern European Group"
    )
    factories.make_person("Bo Other")

    page = text(client, PAGES[0], **query)

    assert ("Ada Example" in page, "Bo Other" in page) == (True, False)


@pytest.mark.parametrize(
    "query", [{"q": "x" * 300}, {"q": "a\x00"}, {"group": "?"}, {"page": "x"}, {"account": "1"}]
)
def test_nonsense_is_no_error(client, query):
    for address in PAGES:
        text(client, address, **query)


def test_the_page_of_a_person_lists_sessions_and_answers_but_no_gender(client):
    person = factories.make_person("Ada Example", gender="woman")
    session = factories.make_session(title="Captions for all")
    factories.make_contributor(session, "speaker", person=person, answer="declined")

    page = text(client, f"/secretariat/people/{person.pk}/")

    for words in ("Captions for all", "Speaker", "declined"):
        assert words in page
    assert "Woman" not in page


def test_an_organization_shows_people_sessions_and_booths(client):
    office = factories.make_organization("Sample Office")
    factories.make_person("Ada Example", organization=office)
    factories.make_contributor(
        factories.make_session(title="Captions for all"), "speaker", affiliation=office
    )
    factories.make_booth(organization=office, title="A table of ours")

    page = text(client, f"/secretariat/people/organizations/{office.pk}/")

    for words in ("Ada Example", "Captions for all", "A table of ours"):
        assert words in page


def test_a_duplicate_is_suggested_with_its_reason_and_merged(client):
    keep = factories.make_person("Ada Example")
    other = factories.make_person("ada example")

    page = text(client, "/secretariat/people/duplicates/")
    response = client.post("/secretariat/people/merge/", {"keep": keep.pk, "other": other.pk})

    assert "the same name" in page
    assert response.url == f"/secretariat/people/{keep.pk}/"
    assert list(Person.objects.filter(name__iexact="ada example")) == [keep]


def test_a_suggestion_is_dismissed_and_stays_away(client):
    one, other = factories.make_person("Ada Example"), factories.make_person("ada example")
    office, same = (factories.make_organization(name) for name in ("Office A", "Office-A"))
    pairs = {"": (one, other), "organizations/": (office, same)}

    before = text(client, "/secretariat/people/duplicates/")
    for part, (keep, gone) in pairs.items():
        address = f"/secretariat/people/{part}apart/"
        assert f'formaction="{address}"' in before
        client.post(address, {"keep": keep.pk, "other": gone.pk})
    after = text(client, "/secretariat/people/duplicates/")

    assert "No people look the same." in after
    assert "No organizations look the same." in after
    assert Person.objects.filter(name__iexact="ada example").count() == 2


def test_another_entry_is_found_from_the_page_of_the_first(client):
    keep = factories.make_person("Ada Example")
    other = factories.make_person("Ada Exemple")
    office, same = factories.make_organization("Office A"), factories.make_organization("Office B")

    people = text(client, f"/secretariat/people/{keep.pk}/", q="exemple")
    offices = text(client, f"/secretariat/people/organizations/{office.pk}/", q="office")

    assert f'value="{other.pk}"' in people
    assert f'value="{same.pk}"' in offices


def test_two_accounts_are_refused_with_a_message(client):
    keep, other = (factories.make_person("Ada", factories.make_user()) for _ in range(2))
    page = f"/secretariat/people/{keep.pk}/"

    response = client.post(
        "/secretariat/people/merge/",
        {"keep": keep.pk, "other": other.pk},
        headers={"referer": f"http://testserver{page}"},
        follow=True,
    )

    assert "Two accounts cannot be merged." in response.content.decode()
    assert Person.objects.filter(pk=other.pk).exists()


def test_organizations_are_merged(client):
    keep, other = factories.make_organization("Office"), factories.make_organization("OFFICE!")

    client.post("/secretariat/people/organizations/merge/", {"keep": keep.pk, "other": other.pk})

    assert list(Organization.objects.filter(name__istartswith="office")) == [keep]


@pytest.mark.parametrize("said", [{}, {"keep": "x", "other": "1"}, {"keep": 1, "other": 2**60}])
def test_a_merge_of_nothing_is_not_found(client, said):
    for address in ("merge/", "organizations/merge/"):
        assert client.post(f"/secretariat/people/{address}", said).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_the_registry_asks_as_often_for_many_as_for_few(client, address):
    def entries(number: int) -> None:
        for _ in range(number):
            office = factories.make_organization()
            person = factories.make_person("Ada Example", organization=office)
            factories.make_contributor(session, "speaker", person=person, affiliation=office)

    session = factories.make_session()
    entries(2)
    client.get(address)
    few = _queries(client, address)
    entries(6)

    assert _queries(client, address) == few


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
