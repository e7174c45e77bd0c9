"""What somebody named in a session says to it; the token of the mail is the right to say it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import Person, User
from submissions import checklists, people, uploads
from submissions.people import PHOTOS
from workshops.answers import reminder_refusal
from workshops.models import Contributor, Workshop

AS_INVITED = "invited person"


@transaction.atomic
def answer(contributor: Contributor, answer: str, *, by: User | None) -> None:
    """Accept or decline; can be changed later. Who accepts signed in acts with that account from then on."""
    _require_alive(contributor.workshop)
    contributor.answer = answer
    contributor.answered_at = timezone.now()
    contributor.save(update_fields=["answer", "answered_at"])
    checklists.forget(contributor.workshop)
    if by and answer == Contributor.Answer.ACCEPTED:
        _join_account(contributor, by)
    audit.record(by, f"{answer} the invitation", contributor, role=AS_INVITED)


@transaction.atomic
def correct(contributor: Contributor, own: Mapping[str, Any], *, by: User | None) -> None:
    """Write what the person says: affiliation, group and region in this session too.

    A new photo takes the place of the old one, whose file goes away.
    """
    _require_alive(contributor.workshop)
    person = Person.objects.select_for_update().get(pk=contributor.person_id)
    for name in ("name", "country", "group", "region", "gender", "biography"):
        setattr(person, name, own.get(name, getattr(person, name)))
    _set_photo(person, own.get("photo"), remove=bool(own.get("remove_photo")))
    person.save()
    contributor.person = person
    contributor.affiliation = people.organization_named(own.get("affiliation", ""))
    contributor.group, contributor.region = person.group, person.region
    contributor.save(update_fields=["affiliation", "group", "region"])
    checklists.forget(contributor.workshop)
    audit.record(by, "corrected own data", contributor, role=AS_INVITED)


@transaction.atomic
def remind(contributor: Contributor, *, by: User) -> None:
    """Ask once more for an answer; one mail in three days to a person is enough."""
    workshop = contributor.workshop
    rows = workshop.contributors.select_for_update(of=("self",)).filter(
        person=contributor.person_id
    )
    contributor = rows.select_related("workshop", "person__user").get(pk=contributor.pk)
    if reason := reminder_refusal(contributor, list(rows)):
        raise RuleError(reason, on=contributor)
    contributor.asked_at = timezone.now()
    contributor.save(update_fields=["asked_at"])
    outbox.add(
        "reminder",
        workshop,
        to=[people.address_of(contributor.person)],
        contributor=contributor,
        page=reverse("workshops:invitation", args=[contributor.token]),
    )
    audit.record(by, "reminded", contributor)


def _set_photo(person: Person, photo: uploads.Accepted | None, *, remove: bool) -> None:
    if not (photo or remove):
        return
    uploads.discard_later(PHOTOS, person.photo)
    person.photo = uploads.keep(photo, PHOTOS) if photo else ""


def _require_alive(workshop: Workshop) -> None:
    if workshop.status == Workshop.Status.WITHDRAWN:
        raise RuleError(_("The organizers have withdrawn this session."), on=workshop)


def _join_account(contributor: Contributor, user: User) -> None:
    """Give the account this role, unless it belongs to another account already."""
    if contributor.person.user_id is not None:
        return
    own = people.own_person(user)
    if own is None:
        Person.objects.filter(pk=contributor.person_id, user=None).update(user=user)
        return
    same = contributor.workshop.contributors.filter(person=own, role=contributor.role)
    if not same.exists():
        contributor.person = own
        contributor.save(update_fields=["person"])
