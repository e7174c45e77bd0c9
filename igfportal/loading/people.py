from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password

from forum.models import Edition, Organization, Person, Role, User
from igfportal.sample.people import LOGINS, ORGANIZATIONS, PASSWORD, PEOPLE


def load() -> None:
    """Organizations, the people named in sessions, and the log-ins with their roles."""
    for facts in ORGANIZATIONS:
        Organization.objects.get_or_create(name=facts["name"], defaults={"group": facts["group"]})
    for facts in PEOPLE.values():
        _person(facts)
    password = _password_hash()
    for facts in LOGINS.values():
        _account(facts, password)


def account(login: str) -> User:
    """The account behind one of the sample log-ins."""
    return User.objects.get(email=LOGINS[login]["email"])


def person(key: str) -> Person:
    """A person named in the sample data, by key."""
    return Person.objects.get(name=PEOPLE[key]["name"], email="")


def _person(facts: dict, **more) -> Person:
    found, _ = Person.objects.get_or_create(
        name=facts["name"],
        email=facts.get("email", ""),
        defaults={
            "organization": Organization.objects.filter(name=facts["affiliation"]).first(),
            "country": facts["country"],
            "group": facts["group"],
            "region": facts["region"],
            **more,
        },
    )
    return found


def _password_hash() -> str:
    """One hash for all log-ins: the password is public, and checking eight would take seconds."""
    emails = [facts["email"] for facts in LOGINS.values()]
    stored = User.objects.filter(email__in=emails).values_list("password", flat=True).first()
    if stored and check_password(PASSWORD, stored):
        return stored
    return make_password(PASSWORD)


def _account(facts: dict, password: str) -> None:
    """A log-in that works, whatever a visitor did to it; the password is printed on the page."""
    email = facts["email"]
    user, _ = User.objects.get_or_create(email=email, defaults={"name": facts["name"]})
    is_admin = any(kind == Role.Kind.ADMIN for kind, _year in facts["roles"])
    user.is_active, user.is_staff, user.is_superuser = True, is_admin, is_admin
    user.password = password
    user.save()
    address = {"primary": True, "verified": True}
    EmailAddress.objects.update_or_create(user=user, email=email, defaults=address)
    Organization.objects.get_or_create(name=facts["affiliation"])
    _person(facts, user=user)
    for kind, year in facts["roles"]:
        Role.objects.get_or_create(user=user, edition=Edition.objects.get(year=year), kind=kind)
