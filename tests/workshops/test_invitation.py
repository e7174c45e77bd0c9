import pytest

from forum.errors import RuleError
from forum.models import Person
from tests import factories
from workshops.actions import invitation as actions
from workshops.models import Contributor, Workshop


@pytest.fixture
def invited(open_edition) -> Contributor:
    person = factories.make_person("Ada Example", email="ada@example.org")
    workshop = factories.make_workshop(title="Captions for all")
    return factories.make_contributor(workshop, "onsite_moderator", person=person)


def page_of(contributor: Contributor) -> str:
    return f"/my/invitations/{contributor.token}/"


def test_the_token_opens_the_invitation_without_an_account(invited, as_user):
    response = as_user().get(page_of(invited))

    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Captions for all", "Ada Example", "Onsite moderator", "not answered yet"):
        assert words in page
    assert "ada@example.org" not in page


@pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "ü" * 30])
def test_an_unknown_token_leads_nowhere(invited, as_user, token):
    assert as_user().get(f"/my/invitations/{token}/").status_code == 404


def test_an_answer_can_be_given_and_changed(invited, as_user):
    as_user().post(page_of(invited), {"action": "accept"})
    first = Contributor.objects.get(pk=invited.pk).answer
    response = as_user().post(page_of(invited), {"action": "decline"}, follow=True)

    invited.refresh_from_db()
    assert (first, invited.answer) == ("accepted", "declined")
    assert invited.answered_at
    assert "<strong>declined</strong>" in response.content.decode()


def test_looking_at_the_page_answers_nothing(invited, as_user):
    as_user().get(page_of(invited) + "?action=accept")

    invited.refresh_from_db()
    assert invited.answer == Contributor.Answer.ASKED


def test_who_declined_is_not_among_the_public_people(invited, as_user):
    as_user().post(page_of(invited), {"action": "decline"})

    assert invited not in invited.workshop.public_contributors()


def test_the_own_name_and_affiliation_can_be_corrected(invited, as_user):
    as_user().post(
        page_of(invited), {"action": "correct", "name": "Ada E. Example", "affiliation": "Office"}
    )

    invited.refresh_from_db()
    assert (invited.person.name, str(invited.affiliation)) == ("Ada E. Example", "Office")


@pytest.mark.parametrize("name", ["", "n" * 121, "a\x00b"])
def test_a_wrong_name_is_refused_at_its_field_and_kept(invited, as_user, name):
    response = as_user().post(page_of(invited), {"action": "correct", "name": name})

    assert response.status_code == 200
    assert response.context["form"].errors["name"]
    assert response.context["form"]["name"].value() == name
    assert Person.objects.get(pk=invited.person_id).name == "Ada Example"


def test_accepting_signed_in_gives_the_account_the_role(invited, moderator):
    actions.answer(invited, Contributor.Answer.ACCEPTED, by=moderator)

    assert invited.workshop.has_role(moderator, "onsite_moderator")


def test_an_account_that_is_a_person_already_takes_the_role_as_that_person(invited, moderator):
    own = factories.make_person("Mo Moderator", user=moderator)

    actions.answer(invited, Contributor.Answer.ACCEPTED, by=moderator)

    assert Contributor.objects.get(pk=invited.pk).person == own


def test_an_invitation_of_another_account_gives_no_right(invited, moderator, stranger):
    Person.objects.filter(pk=invited.person_id).update(user=moderator)
    invited.refresh_from_db()

    actions.answer(invited, Contributor.Answer.ACCEPTED, by=stranger)

    assert not invited.workshop.has_role(stranger, "onsite_moderator")


def test_a_withdrawn_session_asks_for_no_answer(invited, as_user):
    invited.workshop.move_to(Workshop.Status.WITHDRAWN)

    page = as_user().get(page_of(invited)).content.decode()
    refused = as_user().post(page_of(invited), {"action": "accept"})

    assert "There is nothing to answer" in page
    assert refused.status_code == 409
    with pytest.raises(RuleError):
        actions.correct(invited, {"name": "New"}, by=None)
