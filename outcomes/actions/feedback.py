"""Comments of the community on a published paper, the answer each one gets, and their moderation."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from outcomes.models import Comment, ImpulsePaper, PaperVersion
from outcomes.permissions import can_answer, can_comment, can_moderate_comments

COMMENTS_LIMIT = 2000
PER_PERSON = 50


@transaction.atomic
def give(version: PaperVersion, *, by: User, text: str, **fields: str) -> Comment:
    """Put a comment beside the published paper. The same text sent twice is kept once."""
    lock(version.paper)
    if not can_comment(by, version.paper):
        raise RuleError(_("Comments are closed for this paper."), on=version)
    if found := same(version.paper, text=text, anchor=fields.get("anchor", ""), by=by):
        return found
    comment = enter(version, text=text, **fields, by=by)
    audit.record(by, "commented", comment)
    return comment


def same(paper: ImpulsePaper, **said: Any) -> Comment | None:
    """A comment of the same person with the same words about the same statement."""
    return paper.comments.filter(**said).first()


def enter(version: PaperVersion, *, text: str, **fields: Any) -> Comment:
    """The comment with its number, for whoever holds the lock of the paper and asked who may.

    `by` or `stakeholder` says from whom it is. Raises RuleError when no more fit.
    """
    paper = version.paper
    person = {key: fields[key] for key in ("by", "stakeholder") if fields.get(key)}
    mine = paper.comments.filter(**person).count() if person else 0
    if mine >= PER_PERSON or paper.comments.count() >= COMMENTS_LIMIT:
        raise RuleError(_("This paper has as many comments as fit."), on=version)
    last = paper.comments.aggregate(last=Max("number"))["last"] or 0
    return paper.comments.create(version=version, number=last + 1, text=text, **fields)


@transaction.atomic
def dispose(comment: Comment, *, by: User, disposition: str, reply: str = "") -> None:
    """Answer a comment in writing; declining one needs a reason."""
    if not can_answer(by, comment):
        raise RuleError(_("The rapporteur of the session answers comments."), on=comment)
    if comment.is_hidden:
        raise RuleError(_("A hidden comment needs no answer."), on=comment)
    if disposition == Comment.Disposition.DECLINED and not reply.strip():
        raise RuleError(_("Say why the comment is declined."), on=comment, field="reply")
    comment.disposition, comment.reply = disposition, reply
    comment.save(update_fields=["disposition", "reply"])
    audit.record(by, "answered comment", comment)


@transaction.atomic
def hide(comment: Comment, *, by: User, kind: str, reason: str) -> None:
    """Take text and name off every page and file; number, date, kind and reason stay public."""
    _require_moderator(comment, by)
    if kind not in Comment.Hidden.values:
        raise RuleError(_("Choose one of the options."), on=comment, field="kind")
    if not reason.strip():
        raise RuleError(
            _("Say why; it stands in place of the comment."), on=comment, field="reason"
        )
    comment.hidden_as, comment.hidden_because = kind, reason.strip()
    comment.save(update_fields=["hidden_as", "hidden_because"])
    audit.record(by, "hid comment", comment, details={"kind": kind, "reason": reason.strip()})


@transaction.atomic
def show_again(comment: Comment, *, by: User) -> None:
    """Undo hiding; the comment stands as it was, with the answer it had."""
    _require_moderator(comment, by)
    comment.hidden_as = comment.hidden_because = ""
    comment.save(update_fields=["hidden_as", "hidden_because"])
    audit.record(by, "showed comment again", comment)


def lock(paper: ImpulsePaper) -> None:
    """Be the only one who adds to the round of this paper until the transaction ends."""
    ImpulsePaper.objects.select_for_update().get(pk=paper.pk)
    paper.refresh_from_db()


def _require_moderator(comment: Comment, by: User) -> None:
    if not can_moderate_comments(by, comment.paper):
        message = _("The people of the session and the Secretariat moderate comments.")
        raise RuleError(message, on=comment)
