from forum import duplicates
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
