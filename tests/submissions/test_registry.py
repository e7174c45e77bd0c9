import pytest

from forum.audit import first_broken_entry
from forum.errors import RuleError
from forum.models import AuditEntry, Organization, Person
from submissions import registry, uploads
from tests.factories import (
    make_booth,
    make_contributor,
    make_organization,
    make_person,
    make_session,
    make_user,
)
from tests.submissions.odd_files import picture
from tests.submissions.test_uploads import sent
from workshops.models import Contributor

Answer = Contributor.Answer


@pytest.fixture
def two(db) -> tuple[Person, Person]:
    return make_person("Ada Example"), make_person("Ada E. Example", email="ada@example.org")


def test_the_one_that_stays_takes_over_roles_account_and_what_it_did_not_say(two, secretariat):
    keep, other = two
    account, office = make_user(), make_organization()
    Person.objects.filter(pk=other.pk).update(
        user=account, organization=office, country="Ghana", gender="woman", biography="Hers."
    )
    role = make_contributor(make_session(), "speaker", person=other)

    registry.merge_people(keep, other, by=secretariat)

    keep.refresh_from_db()
    role.refresh_from_db()
    assert role.person == keep
    assert (keep.name, keep.email, keep.user) == ("Ada Example", "ada@example.org", account)
    assert (keep.organization, keep.country, keep.gender) == (office, "Ghana", "woman")
    assert not Person.objects.filter(pk=other.pk).exists()


def test_two_accounts_are_refused_and_nothing_changes(two, secretariat):
    keep, other = two
    for person in two:
        Person.objects.filter(pk=person.pk).update(user=make_user())
    make_contributor(make_session(), "speaker", person=other)

    with pytest.raises(RuleError, match="Two accounts"):
        registry.merge_people(keep, other, by=secretariat)

    assert other.contributors.count() == 1
    assert not AuditEntry.objects.filter(verb="merged people").exists()


def test_a_row_cannot_be_merged_with_itself_or_with_one_that_is_gone(two, secretariat):
    keep, other = two
    gone = Person.objects.get(pk=other.pk)
    other.delete()

    for wrong in (keep, gone):
        with pytest.raises(RuleError, match="two different"):
            registry.merge_people(keep, wrong, by=secretariat)


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        ((Answer.ACCEPTED, 1), (Answer.DECLINED, 2), Answer.DECLINED),
        ((Answer.DECLINED, 2), (Answer.ACCEPTED, 1), Answer.DECLINED),
        ((Answer.ASKED, None), (Answer.DECLINED, 1), Answer.DECLINED),
        ((Answer.ACCEPTED, 1), (Answer.ASKED, None), Answer.ACCEPTED),
    ],
)
def test_of_two_answers_to_one_role_the_later_one_counts(two, secretariat, first, second, stays):
    session = make_session()
    for person, (answer, day) in zip(two, (first, second), strict=True):
        at = f"2027-01-0{day}T00:00:00Z" if day else None
        make_contributor(session, "speaker", person=person, answer=answer, answered_at=at)

    registry.merge_people(*two, by=secretariat)

    assert list(session.contributors.filter(role="speaker").values_list("person", "answer")) == [
        (two[0].pk, stays)
    ]


def test_the_log_says_what_moved_without_what_is_never_public(two, secretariat):
    keep, other = two
    Person.objects.filter(pk=other.pk).update(gender="man", biography="A secret life.")
    row = make_contributor(make_session(), "speaker", person=other)

    registry.merge_people(keep, other, by=secretariat)

    entry = AuditEntry.objects.get(verb="merged people")
    assert entry.details["moved"] == [f"workshops.contributor:{row.pk} person"]
    assert entry.details["name"] == "Ada E. Example"
    assert "man" not in entry.details.values()
    assert "secret" not in str(entry.details)
    assert first_broken_entry() is None


def test_changed_details_break_the_chain(two, secretariat):
    registry.merge_people(*two, by=secretariat)

    AuditEntry.objects.filter(verb="merged people").update(details={"moved": []})

    assert first_broken_entry().verb == "merged people"


def test_a_photo_moves_or_goes(
    two, secretariat, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    names = [uploads.keep(uploads.photo(sent(picture())), "photos") for _person in two]
    for person, name in zip(two, names, strict=True):
        Person.objects.filter(pk=person.pk).update(photo=name)

    with django_capture_on_commit_callbacks(execute=True):
        registry.merge_people(*two, by=secretariat)

    assert Person.objects.get(pk=two[0].pk).photo == names[0]
    assert [path.name for path in (tmp_path / "photos").iterdir()] == [names[0]]


def test_an_organization_takes_over_people_affiliations_and_booths(secretariat):
    keep, other = make_organization("Sample Office"), make_organization("Sample-Office")
    person = make_person(organization=other)
    role = make_contributor(make_session(), "speaker", affiliation=other)
    own, partner = make_booth(organization=other), make_booth()
    partner.partners.set([other, keep])

    registry.merge_organizations(keep, other, by=secretariat)

    for row in (person, role, own):
        row.refresh_from_db()
    assert (person.organization, role.affiliation, own.organization) == (keep, keep, keep)
    assert list(partner.partners.all()) == [keep]
    assert not Organization.objects.filter(name="Sample-Office").exists()
