"""Comments of people without an account: kept apart until a link in a mail confirms them."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, links, outbox
from forum.errors import RuleError
from outcomes.actions.feedback import COMMENTS_LIMIT, enter, lock
from outcomes.models import Comment, ImpulsePaper, PaperVersion, UnconfirmedComment

MAIL = "comment_confirm"
KEPT = timedelta(days=7)
PER_ADDRESS = 10
WAITING_LIMIT = 500
AT_ONCE = 500


@transaction.atomic
def ask_to_confirm(
    version: PaperVersion, *, address: str, text: str, language: str = "", **fields: str
) -> None:
    """Keep what was typed and mail a link to the address. The same text sent twice is one mail.

    What the caller learns does not depend on who has that address.
    """
    paper = version.paper
    lock(paper)
    if not paper.takes_comments:
        raise RuleError(_("Comments are closed for this paper."), on=version)
    key = links.address_key(address)
    mine = UnconfirmedComment.objects.filter(address_key=key, at__gt=timezone.now() - KEPT)
    anchor = fields.get("anchor", "")
    if mine.filter(version__paper=paper, comment=None, text=text, anchor=anchor).exists():
        return
    _leave_room(paper, mine.count())
    token, digest = links.new()
    kept = UnconfirmedComment.objects.create(
        version=version, address=address, address_key=key, digest=digest, text=text, **fields
    )
    workshop = paper.workshop
    page = reverse("outcomes:comment_confirm", args=[workshop.edition.year, workshop.code, token])
    outbox.add(MAIL, kept, to=[address], language=language, workshop=workshop, page=page)


def find(paper: ImpulsePaper, token: str) -> UnconfirmedComment | None:
    """What the link of a mail stands for, confirmed or not; nothing after a week."""
    known = UnconfirmedComment.objects.filter(
        digest=links.digest(token), version__paper=paper, at__gt=timezone.now() - KEPT
    )
    found = known.select_related("version", "comment").first()
    if found:
        found.version.paper = paper
    return found


@transaction.atomic
def confirm(kept: UnconfirmedComment) -> Comment:
    """Make the comment public and forget the address. Confirmed again, it is the same comment."""
    paper = kept.version.paper
    lock(paper)
    kept = _kept(kept)
    if kept.comment:
        kept.comment.paper = paper
        return kept.comment
    if not paper.takes_comments:
        raise RuleError(_("Comments are closed for this paper."), on=paper)
    version = paper.versions.get(pk=kept.version_id)
    version.paper = paper
    said = {name: getattr(kept, name) for name in ("anchor", "text", "name", "group")}
    comment = enter(version, **said)
    outbox.forget(MAIL, kept)
    kept.comment, kept.text, kept.name, kept.address = comment, "", "", ""
    kept.save(update_fields=["comment", "text", "name", "address"])
    audit.record(None, "commented", comment, role="visitor")
    return comment


@transaction.atomic
def discard(kept: UnconfirmedComment) -> None:
    """Delete what nobody confirmed, at the wish of whoever reads the mail."""
    outbox.forget(MAIL, kept)
    UnconfirmedComment.objects.filter(pk=kept.pk, comment=None).delete()


def forget_old() -> int:
    """Delete what was written more than a week ago, confirmed or not; returns how many."""
    old = list(UnconfirmedComment.objects.filter(at__lte=timezone.now() - KEPT)[:AT_ONCE])
    for kept in old:
        with transaction.atomic():
            outbox.forget(MAIL, kept)
            kept.delete()
    return len(old)


def _kept(found: UnconfirmedComment) -> UnconfirmedComment:
    """As it stands now, under the lock of its paper."""
    kept = UnconfirmedComment.objects.select_related("comment").filter(pk=found.pk).first()
    if kept is None:
        raise RuleError(_("This comment was deleted before it was confirmed."), on=found)
    return kept


def _leave_room(paper: ImpulsePaper, of_address: int) -> None:
    waiting = UnconfirmedComment.objects.filter(version__paper=paper, comment=None).count()
    if of_address >= PER_ADDRESS:
        message = _("With one address %(most)s comments a week can be written. Please sign in.")
        raise RuleError(message % {"most": PER_ADDRESS}, on=paper, field="address")
    if waiting >= WAITING_LIMIT or paper.comments.count() >= COMMENTS_LIMIT:
        raise RuleError(_("This paper has as many comments as fit."), on=paper)
