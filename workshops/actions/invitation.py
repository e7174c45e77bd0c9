"""What somebody named in a session says to it; the token of the mail is the right to say it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import Person, User
from submissions import people
from workshops.models import Contributor, Workshop

AS_INVITED = "invited person"


@transaction.atomic
def answer(contributor: Contributor, answer: str, *, by: User | None) -> None:
    """Accept or decline; can be changed later. Who accepts signed in acts with that account from then on."""
    _require_alive(contributor.workshop)
    contributor.answer = answer
    contributor.answered_at = timezone.now()
    contributor.save(update_fields=["answer", "answered_at"])
    if by and answer == Contributor.Answer.ACCEPTED:
        _join_account(contributor, by)
    audit.record(by, f"{answer} the invitation", contributor, role=AS_INVITED)


@transaction.atomic
def correct(contributor: Contributor, *, name: str, affiliation: str, by: User | None) -> None:
    """Write the own name and the affiliation in this session."""
    _require_alive(contributor.workshop)
    contributor.person.name = name
    contributor.person.save(update_fields=["name"])
    contributor.affiliation = people.organization_named(affiliation)
    contributor.save(update_fields=["affiliation"])
    audit.record(by, "corrected own data", contributor, role=AS_INVITED)


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
