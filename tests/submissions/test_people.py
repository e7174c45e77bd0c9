import pytest

from forum.models import Organization, Person
from submissions import people
from tests import factories

NOBODY: dict = {"present": [], "correctable": set()}


@pytest.fixture
def by(organizer):
    return organizer


def row(name: str = "Ada Example", **fields) -> dict:
    return {
        "name": name,
        "email": "",
        "affiliation": "",
        "country": "",
        "group": "Government",
        "region": "African Group",
        **fields,
    }


def test_a_person_is_found_by_address_in_any_case(by):
    known = factories.make_person("Ada Example", email="Ada@Example.org")

    found = people.find_or_add(row("A. Example", email="ada@example.ORG"), by=by, **NOBODY)

    assert found == known
    assert found.name == "Ada Example"


def test_without_an_address_name_and_affiliation_find_a_person_without_one(by):
    office = Organization.objects.create(name="Sample Office")
    known = factories.make_person("Ada Example", email="", organization=office)
    factories.make_person("Ada Example", email="other@example.org", organization=office)

    found = people.find_or_add(row("ada example", affiliation="sample office"), by=by, **NOBODY)
    stranger = people.find_or_add(row(affiliation="Elsewhere"), by=by, **NOBODY)

    assert found == known
    assert stranger not in (known,)


def test_a_name_alone_never_leads_to_the_person_of_an_account(by, moderator):
    mine = factories.make_person("Mo Moderator", user=moderator, email="")

    found = people.find_or_add(row("Mo Moderator"), by=by, **NOBODY)

    assert found != mine


def test_an_address_is_not_written_to_a_person_known_without_one(by):
    known = factories.make_person("Ada Example", email="")

    found = people.find_or_add(row(email="ada@example.org"), by=by, **NOBODY)

    assert found != known
    assert Person.objects.get(pk=known.pk).email == ""


def test_a_confirmed_address_joins_person_and_account(by, moderator):
    waiting = factories.make_person("Mo Moderator", email="moderator@example.org")

    found = people.find_or_add(row("Mo", email="Moderator@example.org"), by=by, **NOBODY)

    assert found == waiting
    assert found.user == moderator


def test_an_unconfirmed_address_joins_nobody(by):
    factories.make_user("claimed@example.org", verified=False)

    found = people.find_or_add(row(email="claimed@example.org"), by=by, **NOBODY)

    assert found.user is None


def test_an_unconfirmed_account_does_not_take_over_the_person_of_its_address(db):
    known = factories.make_person("Real Person", email="claimed@example.org")
    claimant = factories.make_user("claimed@example.org", verified=False)

    own = people.find_or_add(row(email="claimed@example.org"), by=claimant, **NOBODY)

    assert own != known
    assert (own.user, own.email) == (claimant, "")
    assert Person.objects.get(pk=known.pk).user is None


def test_later_rows_for_an_unconfirmed_address_do_not_lead_to_its_claimant(by):
    claimant = factories.make_user("claimed@example.org", verified=False)
    own = people.find_or_add(row(email="claimed@example.org"), by=claimant, **NOBODY)

    invited = people.find_or_add(row(email="claimed@example.org"), by=by, **NOBODY)

    assert invited != own
    assert invited.user is None


def test_a_person_named_only_here_takes_over_corrections_and_others_only_what_was_unknown(by):
    here = factories.make_person("Ada Exmple", email="ada@example.org", country="")
    elsewhere = factories.make_person("Bo Known", email="bo@example.org", country="")
    known = {"present": [here, elsewhere], "correctable": {here.pk}}

    people.find_or_add(row("Ada Example", email="ada@example.org", country="Ghana"), by=by, **known)
    people.find_or_add(row("Bad Name", email="bo@example.org", country="Peru"), by=by, **known)

    names = Person.objects.filter(pk__in=[here.pk, elsewhere.pk]).order_by("pk")
    assert list(names.values_list("name", "country")) == [
        ("Ada Example", "Ghana"),
        ("Bo Known", "Peru"),
    ]


def test_an_organization_is_one_in_any_case(db):
    first = people.organization_named(" Sample  Office ")

    assert people.organization_named("SAMPLE OFFICE") == first
    assert people.organization_named("  ") is None
