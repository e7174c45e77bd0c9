"""What invited people say about themselves, and where it is shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.models import Person
from tests import factories
from tests.submissions.odd_files import archive, picture
from workshops.actions import invitation as actions
from workshops.models import Contributor, Workshop

OWN = {
    "action": "correct",
    "name": "Ada Example",
    "affiliation": "Sample Office",
    "country": "ghana",
    "group": "Technical Community",
    "region": "",
    "gender": "woman",
    "biography": "Works on captions.",
}


@pytest.fixture
def invited(edition, settings, tmp_path) -> Contributor:
    settings.MEDIA_ROOT = tmp_path
    person = factories.make_person("Ada", email="ada@example.org", region="", group="")
    return factories.make_contributor(factories.make_session(), "speaker", person=person)


def photo(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("me.jpg", data or picture("JPEG"), content_type="image/jpeg")


def send(client, invited: Contributor, **changes):
    return client.post(f"/my/invitations/{invited.token}/", OWN | changes)


def page(client, invited: Contributor) -> str:
    return client.get(invited.workshop.get_absolute_url()).content.decode()


def address_of_photo(invited: Contributor) -> str:
    return f"/people/{Person.objects.get(pk=invited.person_id).photo_key}/photo"


def test_the_page_takes_everything_and_derives_the_region(invited, as_user):
    assert send(as_user(), invited).status_code == 302

    invited.refresh_from_db()
    person = invited.person
    assert (person.name, person.country, person.gender) == ("Ada Example", "Ghana", "woman")
    assert (invited.group, invited.region) == ("Technical Community", "African Group")
    assert (person.group, person.biography) == ("Technical Community", "Works on captions.")


def test_a_region_of_the_own_choice_stays(invited, as_user):
    send(as_user(), invited, region="Intergovernmental Organization")

    invited.refresh_from_db()
    assert invited.region == "Intergovernmental Organization"


def test_the_form_shows_what_is_known(invited, as_user):
    send(as_user(), invited)

    shown = as_user().get(f"/my/invitations/{invited.token}/").content.decode()

    for words in ("Ada Example", "Sample Office", "Works on captions.", 'value="woman" selected'):
        assert words in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("biography", "word " * 151),
        ("gender", "king"),
        ("group", "Nobody"),
        ("region", "Mars"),
        ("country", "x" * 81),
        ("affiliation", "a\x00b"),
    ],
)
def test_a_slip_is_said_at_its_field_and_nothing_is_written(invited, as_user, field, value):
    response = send(as_user(), invited, **{field: value})

    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert Person.objects.get(pk=invited.person_id).name == "Ada"


def test_a_photo_is_shown_where_the_person_accepted(invited, as_user):
    send(as_user(), invited, photo=photo())
    before = page(as_user(), invited), as_user().get(address_of_photo(invited)).status_code
    actions.answer(invited, "accepted", by=None)
    after = as_user().get(address_of_photo(invited))

    assert (address_of_photo(invited) in before[0], before[1]) == (False, 404)
    assert address_of_photo(invited) in page(as_user(), invited)
    assert "Works on captions." in page(as_user(), invited)
    assert (after.status_code, after["Content-Type"]) == (200, "image/jpeg")
    assert after["X-Content-Type-Options"] == "nosniff"
    assert "max-age" in after["Cache-Control"]


@pytest.mark.parametrize(
    "change", [{"answer": "declined"}, {"listed": False}, {"answer": "accepted", "workshop": None}]
)
def test_a_photo_is_not_public_where_the_person_is_not(invited, as_user, change):
    send(as_user(), invited, photo=photo())
    actions.answer(invited, "accepted", by=None)
    if "workshop" in change:
        Workshop.objects.update(released_at=None)
    else:
        Contributor.objects.filter(pk=invited.pk).update(**change)

    assert as_user().get(address_of_photo(invited)).status_code == 404


def test_only_the_token_shows_a_photo_before_that(invited, as_user):
    nothing = as_user().get(f"/my/invitations/{invited.token}/photo").status_code
    send(as_user(), invited, photo=photo())

    assert nothing == 404
    assert as_user().get(f"/my/invitations/{invited.token}/photo").status_code == 200


def test_a_new_photo_takes_the_place_of_the_old_one_and_can_be_removed(
    invited, as_user, settings, django_capture_on_commit_callbacks
):
    files = settings.MEDIA_ROOT / "photos"
    with django_capture_on_commit_callbacks(execute=True):
        send(as_user(), invited, photo=photo())
    first = [path.name for path in files.iterdir()]
    with django_capture_on_commit_callbacks(execute=True):
        send(as_user(), invited, photo=photo())
    second = [path.name for path in files.iterdir()]
    with django_capture_on_commit_callbacks(execute=True):
        send(as_user(), invited, remove_photo="on")

    assert len(first) == len(second) == 1
    assert first != second
    assert list(files.iterdir()) == []


def test_a_photo_that_is_none_is_refused_at_its_field_with_all_else_kept(invited, as_user):
    response = send(as_user(), invited, photo=photo(picture("JPEG") + archive()))

    assert "something else" in response.context["form"].errors["photo"][0]
    assert "Works on captions." in response.content.decode()
    assert Person.objects.get(pk=invited.person_id).photo == ""


def test_a_photo_whose_file_is_gone_is_not_found(invited, as_user, settings):
    send(as_user(), invited, photo=photo())
    actions.answer(invited, "accepted", by=None)
    for path in (settings.MEDIA_ROOT / "photos").iterdir():
        path.unlink()

    assert as_user().get(address_of_photo(invited)).status_code == 404
    assert as_user().get(f"/my/invitations/{invited.token}/photo").status_code == 404
