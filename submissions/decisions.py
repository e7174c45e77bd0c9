"""Deciding on a request and releasing the decision: the same for sessions and booths."""

from typing import Any

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
    request.move_to(request.Status.ACCEPTED, **_decided(by), **fields)
    numbering.ensure(request, by=by)
    audit.record(by, "accepted", request)


@transaction.atomic
def decline(request: Submission, *, note: str, by: User) -> None:
    """Decline a submitted request; the note goes out with the release."""
    request.move_to(request.Status.DECLINED, decision_note=note, **_decided(by))
    audit.record(by, "declined", request)


@transaction.atomic
def screen_out(request: Submission, *, note: str, by: User) -> None:
    """Refuse a submitted request before the review; the reason goes out with the release."""
    request.move_to(
        request.Status.DECLINED, decision_note=note, is_screened_out=True, **_decided(by)
    )
    audit.record(by, "screened out", request)


@transaction.atomic
def take_back(request: Submission, *, by: User, **fields) -> None:
    """Make a decision that is not released undone: the request is submitted again, its number stays."""
    rows = type(request)._base_manager.select_for_update(of=("self",))
    if not rows.get(pk=request.pk).awaits_release:
        refusal = _("Only a decision that is not released can be taken back.")
        raise RuleError(refusal, on=request)
    was = {"status": request.status, "note": request.decision_note}
    undone = {"decided_by": None, "decided_at": None, "decision_note": ""}
    request.move_to(request.Status.SUBMITTED, is_screened_out=False, **undone, **fields)
    audit.record(by, "took back the decision", request, details=was)


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


def _decided(by: User) -> dict[str, Any]:
    """What every decision sets; a repair that was asked for is not waited for any longer."""
    return {"decided_by": by, "decided_at": timezone.now(), "repair_until": None}
