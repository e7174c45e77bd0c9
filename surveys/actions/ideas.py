"""Questions and ideas of attendees: sent, supported, moderated.

What an attendee does is written under the key alone, so there is no audit line for it.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum import audit
from forum.errors import RuleError
from forum.models import User
from surveys import errors
from surveys.models import Asking, Attendee, Ballot, HiddenText, Idea, Question, Support, Survey

REASON_LENGTH = 200
IN_A_MINUTE = 3
ALTOGETHER = 20
TOO_MANY = gettext_lazy("You have sent %(number)s. Nobody can send more in one session.")
WAIT = gettext_lazy("You sent several in a short time. Wait a minute and send it again.")
TAKING = {Survey.Status.PREPARING, Survey.Status.RUNNING}


@transaction.atomic
def submit_idea(survey: Survey, voter_key: str, words: Mapping[str, Any]) -> Idea:
    """Keep a question or idea for the moderators; `words` are the cleaned fields of the form.

    Raises Closed after the end, NotJoined for an unknown key, TooFast beyond the limits per person.
    """
    attendee = _present(survey, voter_key)
    own = Idea.objects.filter(survey=survey, voter_key=voter_key)
    if own.count() >= ALTOGETHER:
        raise errors.TooFast(TOO_MANY, number=ALTOGETHER)
    if own.filter(sent_at__gt=timezone.now() - timedelta(minutes=1)).count() >= IN_A_MINUTE:
        raise errors.TooFast(WAIT)
    return Idea.objects.create(survey=survey, voter_key=voter_key, door=attendee.door, **words)


@transaction.atomic
def support_idea(idea: Idea, voter_key: str) -> None:
    """Count the person as a supporter, once; one's own idea cannot be supported."""
    _present(idea.survey, voter_key)
    if idea.voter_key == voter_key or not _is_public(idea):
        raise errors.Invalid(_("This cannot be supported."))
    Support.objects.get_or_create(idea=idea, voter_key=voter_key)


@transaction.atomic
def withdraw_support(idea: Idea, voter_key: str) -> None:
    """Take the support back; without one nothing changes."""
    _present(idea.survey, voter_key)
    Support.objects.filter(idea=idea, voter_key=voter_key).delete()


@transaction.atomic
def approve_idea(idea: Idea, *, by: User) -> None:
    """Let everybody read the idea; also takes back that it was hidden or answered."""
    idea.move_to(Idea.Status.APPROVED, hidden_for="")
    audit.record(by, "approved", idea)


@transaction.atomic
def answer_idea(idea: Idea, *, by: User) -> None:
    """Say that the approved idea was taken up in the session."""
    idea.move_to(Idea.Status.ANSWERED)
    audit.record(by, "marked as answered", idea)


@transaction.atomic
def hide_idea(idea: Idea, reason: str, *, by: User) -> None:
    """Show it to nobody but the moderators and its author, who reads the reason."""
    idea.move_to(Idea.Status.HIDDEN, hidden_for=_checked(reason, idea))
    audit.record(by, "hid", idea)


@transaction.atomic
def hide_text(asking: Asking, receipt: str, reason: str, *, by: User) -> HiddenText:
    """Leave an open answer of a closed survey out of pages and papers; the record keeps it."""
    reason = _checked(reason, asking)
    found = Ballot.objects.filter(asking=asking, receipt=receipt).exists()
    is_text = asking.question.kind == Question.Kind.TEXT
    if not (found and is_text and asking.wave.closed_at):
        raise RuleError(_("There is no such open answer in a closed survey."), on=asking)
    hidden, _made = HiddenText.objects.update_or_create(
        asking=asking, receipt=receipt, defaults={"reason": reason}
    )
    audit.record(by, "hid", hidden)
    return hidden


@transaction.atomic
def restore_text(hidden: HiddenText, *, by: User) -> None:
    """Let the open answer be shown again."""
    audit.record(by, "showed again", hidden)
    hidden.delete()


def cut_idea_links(survey: Survey) -> None:
    """Part of the seal: the ideas stay, without author; of their supporters stays the number."""
    for idea in Idea.objects.filter(survey=survey).with_backing():
        Idea.objects.filter(pk=idea.pk).update(supporters=idea.backing, voter_key=None)
    Support.objects.filter(idea__survey=survey).delete()


def _present(survey: Survey, voter_key: str) -> Attendee:
    """The attendee; the seal waits until this transaction ends."""
    held = Survey.objects.select_for_update(of=("self",), no_key=True).order_by()
    if held.get(pk=survey.pk).status not in TAKING:
        raise errors.Closed(_("The session has ended."))
    attendee = Attendee.objects.filter(survey=survey, voter_key=voter_key).first()
    if attendee is None:
        raise errors.NotJoined
    return attendee


def _is_public(idea: Idea) -> bool:
    return Idea.objects.public().filter(pk=idea.pk).exists()


def _checked(reason: str, on: Idea | Asking) -> str:
    reason = reason.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise RuleError(_("Give a reason in at most 200 characters."), on=on, field="reason")
    return reason
