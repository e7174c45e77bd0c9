import pytest

from forum.models import Organization, Role
from tests.factories import make_edition, make_role_holder, make_room, make_type, make_user

REFERENCE = [
    "forum/edition",
    "forum/theme",
    "forum/topic",
    "forum/goal",
    "forum/organization",
    "forum/role",
    "workshops/room",
    "workshops/sessiontype",
]


@pytest.fixture
def administrator(edition):
    return make_role_holder(Role.Kind.ADMIN, edition, email="admin@example.org")


def test_administrators_see_reference_data_only(as_user, administrator):
    text = as_user(administrator).get("/admin/").content.decode()

    assert [name for name in REFERENCE if f"/admin/{name}/" not in text] == []
    assert "/admin/workshops/workshop/" not in text
    assert "/admin/forum/user/" not in text
    assert "/admin/auth/group/" not in text


@pytest.mark.parametrize("name", REFERENCE)
def test_every_list_opens(as_user, administrator, name):
    make_type()
    make_room()

    assert as_user(administrator).get(f"/admin/{name}/").status_code == 200


def test_an_organization_can_be_added_with_its_website(as_user, administrator):
    administration = as_user(administrator)
    typed = {"name": "Forum", "website": "forum.example", "country": "", "group": ""}

    page = administration.get("/admin/forum/organization/add/")
    administration.post("/admin/forum/organization/add/", typed)

    assert page.status_code == 200
    assert Organization.objects.get(name="Forum").website == "https://forum.example"


def test_everybody_else_is_sent_away(as_user, secretariat, organizer):
    staff = make_user(is_staff=True)

    answers = [
        as_user(user).get("/admin/forum/edition/").status_code
        for user in (None, secretariat, organizer, staff)
    ]

    assert answers == [302, 302, 302, 302]


def test_an_edition_is_changed_and_a_goal_is_not(as_user, administrator):
    past = make_edition(2023, is_current=False)
    client = as_user(administrator)

    edition = client.get(f"/admin/forum/edition/{past.pk}/change/").content.decode()
    goal = client.get("/admin/forum/goal/9/change/").content.decode()
    added = client.get("/admin/forum/goal/add/").status_code

    assert 'name="_save"' in edition
    assert 'name="_save"' not in goal
    assert added == 403


def test_the_log_in_of_the_portal_guards_the_admin(as_user, edition):
    answer = as_user().get("/admin/login/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
