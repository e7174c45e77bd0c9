"""Handing a request over to another account: offered by mail, taken over by the account it names."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import User
from forum.references import reference
from submissions.models import Handover, Submission
from submissions.models.following import HandoverQuerySet
from submissions.people import is_address_of
from submissions.permissions import gone_because

DAYS_TO_ANSWER = 14
MOST_IN_A_DAY = 5


@transaction.atomic
def offer(submission: Submission, *, email: str, page: Callable[[str], str], by: User) -> Handover:
    """Ask an address to take the request over; an offer that is open ends with this.

    `page` makes the address in the mail from the token. Nothing changes before it is accepted.
    """
    _lock(submission)
    _require_possible(submission, email)
    now = timezone.now()
    for former in _of(submission).open():
        former.move_to(Handover.Status.CANCELLED, answered_at=now)
    if _of(submission).filter(at__gt=now - timedelta(days=1)).count() >= MOST_IN_A_DAY:
        text = _("At most %(most)d people can be asked in a day. Try again tomorrow.")
        raise RuleError(text % {"most": MOST_IN_A_DAY}, on=submission)
    handover = Handover.objects.create(
        about=reference(submission),
        email=email,
        by=by,
        expires_at=now + timedelta(days=DAYS_TO_ANSWER),
    )
    context = {"handover": handover, "page": page(handover.token), "days": DAYS_TO_ANSWER}
    outbox.add("handover", submission, to=[email], **context)
    audit.record(by, "offered to hand over", submission)
    return handover


@transaction.atomic
def cancel(submission: Submission, *, by: User) -> None:
    """End the open offer; its link no longer works."""
    handover = _of(submission).open().first()
    if handover is None:
        raise RuleError(_("Nobody is asked to take it over."), on=submission)
    handover.move_to(Handover.Status.CANCELLED, answered_at=timezone.now())
    audit.record(by, "cancelled the hand-over", submission)


@transaction.atomic
def decline(handover: Handover, submission: Submission, *, by: User) -> None:
    """Refuse the request; its submitter is told by mail."""
    _require_answerable(handover, submission, by)
    handover.move_to(Handover.Status.DECLINED, answered_at=timezone.now())
    outbox.add("handover_declined", submission, to=_addresses(submission), handover=handover)
    audit.record(by, "declined the hand-over", submission)


@transaction.atomic
def accept(
    handover: Handover,
    submission: Submission,
    *,
    by: User,
    page: str,
    also: Callable[[Any], None],
) -> None:
    """Make the account the submitter. The former one keeps only the roles it is named in.

    The link for co-organizers ends, because the former submitter knows it. `also` is what
    else belongs to the submitter in the app of the request. Both are told by mail.
    """
    _lock(submission)
    _require_answerable(handover, submission, by)
    former = submission.created_by
    if former == by:
        raise RuleError(_("It is yours already."), on=submission)
    handover.move_to(Handover.Status.ACCEPTED, answered_at=timezone.now())
    submission.created_by, submission.share_key = by, ""
    submission.save(update_fields=["created_by", "share_key"])
    also(submission)
    details = {"from": former.pk if former else None, "to": by.pk, "offered by": handover.by_id}
    audit.record(by, "took over", submission, details=details)
    if former:
        outbox.add("handed_over", submission, to=[former.email], receiver=by)
    outbox.add("taken_over", submission, to=[by.email], page=page)


def why_not_answer(handover: Handover, submission: Submission, user: User) -> str:
    """Why this account cannot answer the offer; empty when it can."""
    if not is_address_of(user, handover.email):
        return _(
            "This link was sent to another address than the one of your account. Sign in with "
            "the account of that address, or ask to have it sent to your address."
        )
    if handover.status != Handover.Status.OPEN:
        return _("This hand-over is over: %(state)s.") % {"state": handover.get_status_display()}
    if not handover.can_be_answered:
        return _("This link has expired. Ask the person who sent it for a new one.")
    return gone_because(submission)


def _require_answerable(handover: Handover, submission: Submission, by: User) -> None:
    handover.refresh_from_db()
    if reason := why_not_answer(handover, submission, by):
        raise RuleError(reason, on=submission)


def _require_possible(submission: Submission, email: str) -> None:
    if reason := gone_because(submission):
        raise RuleError(reason, on=submission)
    if submission.created_by and is_address_of(submission.created_by, email):
        text = _("It belongs to the account of this address already.")
        raise RuleError(text, on=submission, field="email")


def _lock(submission: Submission) -> None:
    """One change of hands at a time; what is decided upon is what is stored."""
    type(submission)._base_manager.select_for_update().get(pk=submission.pk)
    submission.refresh_from_db()


def _of(submission: Submission) -> HandoverQuerySet:
    return Handover.objects.filter(about=reference(submission))


def _addresses(submission: Submission) -> list[str]:
    return [submission.created_by.email] if submission.created_by else []
