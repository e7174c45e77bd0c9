"""The people of the tests and an edition whose calls are open."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from forum.models import Edition, Role, User
from submissions.models import Call
from tests import factories


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """The cast gets its passwords by a hash that takes no time."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_clients() -> Iterator[None]:
    """Static files are looked up when asked for; else every new client would list them all."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test inherits the attempts another one made to log in."""
    cache.clear()


@pytest.fixture
def edition(db) -> Edition:
    """The current edition."""
    return factories.current_edition()


@pytest.fixture
def open_edition(edition) -> Edition:
    """The current edition with open calls, a session type and a theme."""
    factories.make_call(Call.Kind.SESSION, edition)
    factories.make_call(Call.Kind.BOOTH, edition)
    factories.make_type(edition)
    factories.make_theme(edition)
    return edition


@pytest.fixture
def secretariat(edition) -> User:
    return factories.make_secretariat(edition, email="secretariat@example.org", name="Secretariat")


@pytest.fixture
def mag_member(edition) -> User:
    return factories.make_role_holder(Role.Kind.MAG, edition, email="mag@example.org")


@pytest.fixture
def organizer(db) -> User:
    return factories.make_user("organizer@example.org", name="Olu Organizer")


@pytest.fixture
def exhibitor(db) -> User:
    return factories.make_user("exhibitor@example.org", name="Eda Exhibitor")


@pytest.fixture
def moderator(db) -> User:
    return factories.make_user("moderator@example.org", name="Mo Moderator")


@pytest.fixture
def rapporteur(db) -> User:
    return factories.make_user("rapporteur@example.org", name="Ria Rapporteur")


@pytest.fixture
def stranger(db) -> User:
    return factories.make_user("stranger@example.org", name="Sam Stranger")


@pytest.fixture
def as_user(db):
    """`as_user(somebody)` is a test client logged in as them; `as_user()` is a visitor."""

    def client(user: User | None = None) -> Client:
        made = Client()
        if user:
            made.force_login(user)
        return made

    return client
