"""Comments of the community on a published paper, and the written answer each one gets."""

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from outcomes.models import Comment, PaperVersion
from outcomes.permissions import can_answer, can_comment

COMMENTS_LIMIT = 2000
PER_PERSON = 50


@transaction.atomic
def give(version: PaperVersion, *, by: User, text: str, **fields: str) -> Comment:
    """Put a comment beside the published paper. The same text sent twice is kept once."""
    if not can_comment(by, version.paper):
        raise RuleError(_("Comments are closed for this paper."), on=version)
    same = version.comments.filter(by=by, text=text, anchor=fields.get("anchor", ""))
    if found := same.first():
        return found
    _leave_room(version, by)
    comment = Comment.objects.create(version=version, by=by, text=text, **fields)
    audit.record(by, "commented", comment)
    return comment


@transaction.atomic
def dispose(comment: Comment, *, by: User, disposition: str, reply: str = "") -> None:
    """Answer a comment in writing; declining one needs a reason."""
    if not can_answer(by, comment):
        raise RuleError(_("The rapporteur of the session answers comments."), on=comment)
    if disposition == Comment.Disposition.DECLINED and not reply.strip():
        raise RuleError(_("Say why the comment is declined."), on=comment, field="reply")
    comment.disposition, comment.reply = disposition, reply
    comment.save(update_fields=["disposition", "reply"])
    audit.record(by, "answered comment", comment)


def _leave_room(version: PaperVersion, by: User) -> None:
    mine = version.comments.filter(by=by).count()
    if mine >= PER_PERSON or version.comments.count() >= COMMENTS_LIMIT:
        raise RuleError(_("This paper has as many comments as fit."), on=version)
