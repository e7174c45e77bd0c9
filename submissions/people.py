"""The persons a request names: found again where they are known, added where they are not.

Rights follow from persons, so nobody becomes another person by typing their name: an
account is joined to a person only through an address it has confirmed.
"""

from collections.abc import Collection, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import F

from forum.models import Organization, Person, User

PHOTOS = "photos"
Row = Mapping[str, Any]


def organization_named(name: str) -> Organization | None:
    """The organization of that name in any case, added when it is new; None for no name."""
    name = " ".join(name.split())
    if not name:
        return None
    known = Organization.objects.filter(name__iexact=name).first()
    return known or Organization.objects.get_or_create(name=name)[0]


def own_person(user: User) -> Person | None:
    return Person.objects.filter(user=user).select_related("organization").first()


def address_of(person: Person) -> str:
    """The address its organizers see and write to; never public."""
    return person.email or (person.user.email if person.user else "")


def find_or_add(
    row: Row, *, by: User, present: Collection[Person], correctable: Collection[int]
) -> Person:
    """The person a row names.

    In turn: the account that writes, somebody already named in this request, whoever has
    that address; without an address whoever has that name and affiliation and no address.
    Persons in `correctable`, and oneself, take over what the row says; others only what
    was not known about them.
    """
    person = _known(row, by, present)
    if person is None:
        return _add(row, by)
    if person.pk in correctable or person.user_id == by.pk:
        _correct(person, row)
    elif person.user_id is None:
        _complete(person, row)
    return person


def is_address_of(user: User, email: str) -> bool:
    return bool(email) and email.casefold() == user.email.casefold()


def _known(row: Row, by: User, present: Collection[Person]) -> Person | None:
    email = row["email"]
    if is_address_of(by, email):
        return own_person(by) or (_with_address(email) if _confirmed(by) else None)
    if email:
        here = (person for person in present if address_of(person).casefold() == email.casefold())
        return next(here, None) or _with_address(email)
    return _with_name(row, present)


def _with_address(email: str) -> Person | None:
    found = Person.objects.filter(email__iexact=email).order_by(
        F("user").asc(nulls_last=True), "pk"
    )
    person = found.first()
    if person and person.user_id is None:
        person.user = _owner(email)
        person.save(update_fields=["user"])
    return person


def _with_name(row: Row, present: Collection[Person]) -> Person | None:
    for person in present:
        if _same_name(person, row) and not address_of(person):
            return person
    nameless = Person.objects.filter(name__iexact=row["name"], email="", user=None)
    if row["affiliation"]:
        return nameless.filter(organization__name__iexact=row["affiliation"]).first()
    return nameless.filter(organization=None).first()


def _same_name(person: Person, row: Row) -> bool:
    """Within one request a missing affiliation does not make somebody else of a person."""
    if person.name.casefold() != row["name"].casefold():
        return False
    known, said = str(person.organization or "").casefold(), row["affiliation"].casefold()
    return not known or not said or known == said


def _owner(email: str) -> User | None:
    """The account that has confirmed the address and is no other person yet."""
    confirmed = EmailAddress.objects.filter(
        email__iexact=email, verified=True, user__person__isnull=True
    )
    address = confirmed.select_related("user").first()
    return address.user if address else None


def _confirmed(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def _add(row: Row, by: User) -> Person:
    mine = is_address_of(by, row["email"])
    # an address nobody confirmed must not lead later rows for it to this account
    email = "" if mine and not _confirmed(by) else row["email"]
    return Person.objects.create(
        name=row["name"],
        email=email,
        organization=organization_named(row["affiliation"]),
        country=row["country"],
        group=row["group"],
        region=row["region"],
        user=by if mine else _owner(email),
    )


def _correct(person: Person, row: Row) -> None:
    person.organization = organization_named(row["affiliation"]) or person.organization
    for name in ("name", "country", "group", "region"):
        setattr(person, name, row[name] or getattr(person, name))
    person.save()


def _complete(person: Person, row: Row) -> None:
    person.organization = person.organization or organization_named(row["affiliation"])
    for name in ("country", "group", "region"):
        setattr(person, name, getattr(person, name) or row[name])
    person.save()
