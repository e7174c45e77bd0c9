"""Deciding on a request and releasing the decision: the same for sessions and booths."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import User
from submissions import numbering
from submissions.models import Submission


@transaction.atomic
def accept(request: Submission, *, by: User, **fields) -> None:
    """Accept a submitted request; nobody is told before the decision is released.

    It keeps the number of its submission; one that has none yet gets the next.
    """
    decided = {"decided_by": by, "decided_at": timezone.now()}
    request.move_to(request.Status.ACCEPTED, **decided, **fields)
    numbering.ensure(request, by=by)
    audit.record(by, "accepted", request)


@transaction.atomic
def decline(request: Submission, *, note: str, by: User) -> None:
    """Decline a submitted request; the note goes out with the release."""
    request.move_to(
        request.Status.DECLINED, decision_note=note, decided_by=by, decided_at=timezone.now()
    )
    audit.record(by, "declined", request)


@transaction.atomic
def release(request: Submission, *, mail: str, to: list[str], by: User) -> None:
    """Make the decision public and put one mail per address into the outbox, once."""
    waiting = type(request)._base_manager.filter(
        pk=request.pk,
        released_at=None,
        status__in=[request.Status.ACCEPTED, request.Status.DECLINED],
    )
    released = waiting.update(released_at=timezone.now(), released_by=by)
    request.refresh_from_db()
    if not released:
        raise RuleError(_("There is no decision that waits to be released."), on=request)
    outbox.add(mail, request, to=to)
    audit.record(by, "released", request)


def addresses(*emails: str) -> list[str]:
    """The addresses once each, whatever their upper and lower case; empty ones left out."""
    return list({email.lower(): email for email in emails if email}.values())
