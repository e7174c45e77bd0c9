import pytest

from forum import duplicates
from forum.errors import RuleError
from forum.models import AuditEntry
from submissions import registry
from tests.factories import make_organization, make_person, make_user


def found() -> list[tuple[str, str, str]]:
    return [(pair.keep.name, pair.other.name, pair.reason) for pair in duplicates.people()]


def test_the_same_name_apart_from_case_and_accents_is_suggested(db):
    make_person("José  Álvarez")
    make_person("jose alvarez")

    assert found() == [("José  Álvarez", "jose alvarez", "the same name")]


def test_the_same_address_is_suggested_once_and_counts_more_than_the_name(db):
    make_person("Ada Example", email="ada@example.org")
    make_person("Ada Example", email="ADA@example.org")

    assert found() == [("Ada Example", "Ada Example", "the same e-mail address")]


def test_a_similar_name_counts_only_in_one_organization(db):
    office = make_organization("Sample Office")
    make_person("Katharina Muster", organization=office)
    make_person("Katarina Muster", organization=office)
    make_person("Catharina Muster")
    make_person("Paul Other", organization=office)

    assert found() == [
        ("Katharina Muster", "Katarina Muster", "a similar name in the same organization")
    ]


def test_the_one_with_an_account_stays_and_two_accounts_are_not_suggested(db):
    make_person("Ada Example")
    account = make_person("Ada Example", user=make_user())
    make_person("Bo Example", user=make_user())
    make_person("Bo Example", user=make_user())

    pairs = duplicates.people()

    assert [pair.keep for pair in pairs] == [account]


def test_organizations_of_the_same_name_are_suggested(db):
    first = make_organization("Sample Office")
    second = make_organization("Sample-Office")
    make_organization("Another Office")

    pairs = duplicates.organizations()

    assert [(pair.keep, pair.other) for pair in pairs] == [(first, second)]


def test_two_said_to_be_different_are_not_suggested_again(db):
    first, second = make_person("Ada Example"), make_person("Ada Example")
    office, same = make_organization("Sample Office"), make_organization("Sample-Office")
    admin = make_user()

    registry.tell_apart(second, first, by=admin)
    registry.tell_apart(first, second, by=admin)
    registry.tell_apart(office, same, by=admin)

    assert (found(), duplicates.organizations()) == ([], [])
    assert AuditEntry.objects.filter(verb="said to be different").count() == 2


def test_a_third_of_the_same_name_is_still_suggested(db):
    first, second = make_person("Ada Example"), make_person("Ada Example")
    third = make_person("Ada Example")

    registry.tell_apart(first, second, by=make_user())
    registry.tell_apart(first, third, by=make_user())

    assert [(pair.keep, pair.other) for pair in duplicates.people()] == [(second, third)]


def test_one_entry_differs_from_itself_in_nothing(db):
    person = make_person("Ada Example")

    with pytest.raises(RuleError, match="two different"):
        registry.tell_apart(person, person, by=make_user())


def test_what_was_said_of_a_pair_costs_one_look(db, django_assert_num_queries):
    for _ in range(4):
        registry.tell_apart(make_person("Ada"), make_person("Ada"), by=make_user())

    with django_assert_num_queries(2):
        duplicates.people()
