"""The round of feedback: its end, and the stakeholders asked by name, each with a personal link."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, links, outbox
from forum.errors import RuleError
from forum.models import User
from outcomes.actions.feedback import enter, lock, same
from outcomes.models import Comment, ImpulsePaper, PaperVersion, PersonalLink, Stakeholder
from outcomes.permissions import can_run_round, invite_refusal, round_refusal
from workshops.duties import end_of_day

INVITATION, REMINDER = "feedback_invitation", "feedback_reminder"
MAILS = (INVITATION, REMINDER)
LONGEST = timedelta(days=90)
STAKEHOLDERS_LIMIT = 500
KEPT = timedelta(days=90)
AT_ONCE = 500


@transaction.atomic
def set_end(paper: ImpulsePaper, day: date, *, by: User) -> None:
    """The round ends with this day at the venue: extended, shortened or opened again."""
    lock(paper)
    if refusal := round_refusal(by, paper):
        raise RuleError(refusal, on=paper)
    edition = paper.workshop.edition
    today = timezone.now().astimezone(edition.zone).date()
    if day < today:
        message = _("This day is over. The round can end today or later.")
        raise RuleError(message, on=paper, field="day")
    if day > today + LONGEST:
        message = _("A round ends at most %(days)s days from today.") % {"days": LONGEST.days}
        raise RuleError(message, on=paper, field="day")
    paper.comments_until = end_of_day(day, edition) - timedelta(seconds=1)
    paper.save(update_fields=["comments_until"])
    audit.record(by, "set the end of the round of", paper, details={"day": day.isoformat()})


@transaction.atomic
def add(paper: ImpulsePaper, people: Iterable[dict[str, str]], *, language: str, by: User) -> int:
    """Put people on the list; nobody is mailed by this. Who is on it already is passed over."""
    lock(paper)
    if refusal := invite_refusal(by, paper):
        raise RuleError(refusal, on=paper)
    known = set(paper.stakeholders.values_list("address", flat=True))
    fresh = {row["address"]: row for row in people if row["address"] not in known}
    if paper.stakeholders.count() + len(fresh) > STAKEHOLDERS_LIMIT:
        message = _("At most %(most)s people are invited to a paper.") % {
            "most": STAKEHOLDERS_LIMIT
        }
        raise RuleError(message, on=paper, field="lines")
    made = Stakeholder.objects.bulk_create(
        Stakeholder(paper=paper, language=language, added_by=by, **row) for row in fresh.values()
    )
    audit.record(by, "added stakeholders to", paper, details={"number": len(made)})
    return len(made)


@transaction.atomic
def send(paper: ImpulsePaper, *, by: User) -> int:
    """One mail with a personal link to everybody who got none; returns how many."""
    lock(paper)
    if refusal := invite_refusal(by, paper):
        raise RuleError(refusal, on=paper)
    fresh = list(paper.stakeholders.to_be_sent())
    if not fresh:
        raise RuleError(_("Everybody on the list has the mail already."), on=paper)
    paper.stakeholders.filter(pk__in=[one.pk for one in fresh]).update(sent_at=timezone.now())
    _mail(INVITATION, paper, fresh)
    audit.record(by, "mailed stakeholders of", paper, details={"number": len(fresh)})
    return len(fresh)


@transaction.atomic
def remind(paper: ImpulsePaper, *, by: User, only: Stakeholder | None = None) -> int:
    """Mail everybody who has not answered, or one of them, once a day at most; returns how many."""
    lock(paper)
    if refusal := invite_refusal(by, paper):
        raise RuleError(refusal, on=paper)
    silent = paper.stakeholders.to_be_reminded()
    due = list(silent.filter(pk=only.pk) if only else silent)
    if not due:
        raise RuleError(_("Whoever can be reminded has answered or got a mail today."), on=paper)
    paper.stakeholders.filter(pk__in=[one.pk for one in due]).update(reminded_at=timezone.now())
    _mail(REMINDER, paper, due)
    audit.record(by, "reminded stakeholders of", paper, details={"number": len(due)})
    return len(due)


@transaction.atomic
def withdraw(stakeholder: Stakeholder, *, by: User) -> None:
    """The personal link stops; who was not mailed yet leaves the list."""
    paper = stakeholder.paper
    _require_runner(paper, by)
    lock(paper)
    audit.record(by, "withdrew the invitation of", stakeholder)
    paper.stakeholders.filter(pk=stakeholder.pk, sent_at=None).delete()
    paper.stakeholders.filter(pk=stakeholder.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )


@transaction.atomic
def readmit(stakeholder: Stakeholder, *, by: User) -> None:
    """Take a withdrawal back: the link in the mail works again."""
    _require_runner(stakeholder.paper, by)
    Stakeholder.objects.filter(pk=stakeholder.pk).update(withdrawn_at=None)
    audit.record(by, "took back the withdrawal of", stakeholder)


def find(paper: ImpulsePaper, token: str) -> Stakeholder | None:
    """Whom the link of a mail belongs to; the links of reminders work beside the first one."""
    link = PersonalLink.objects.filter(
        digest=links.digest(token), stakeholder__paper=paper
    ).select_related("stakeholder")
    found = link.first()
    return found.stakeholder if found else None


@transaction.atomic
def give(version: PaperVersion, *, stakeholder: Stakeholder, text: str, **fields: str) -> Comment:
    """A comment through a personal link, public at once. The same text sent twice is kept once."""
    paper = _open_to(version.paper, stakeholder)
    said = {"text": text, "anchor": fields.get("anchor", ""), "stakeholder": stakeholder}
    if found := same(paper, **said):
        return found
    comment = enter(version, text=text, stakeholder=stakeholder, **fields)
    _answered(stakeholder, has_no_comments=False)
    audit.record(None, "commented", comment, role="stakeholder")
    return comment


@transaction.atomic
def say_nothing(paper: ImpulsePaper, *, stakeholder: Stakeholder) -> None:
    """“I have no comments” is an answer too; a comment can still follow."""
    _open_to(paper, stakeholder)
    _answered(stakeholder, has_no_comments=not stakeholder.comments.exists())


def forget_addresses() -> int:
    """Some time after a round the addresses go, and with them the links; returns how many."""
    over = Q(paper__comments_until__lt=timezone.now() - KEPT)
    final = Q(paper__comments_until=None, paper__status=ImpulsePaper.Status.FINAL)
    found = Stakeholder.objects.filter(over | final).exclude(address="")
    keys = list(found.values_list("pk", flat=True)[:AT_ONCE])
    with transaction.atomic():
        PersonalLink.objects.filter(stakeholder__in=keys).delete()
        return Stakeholder.objects.filter(pk__in=keys).update(address="")


def _open_to(paper: ImpulsePaper, stakeholder: Stakeholder) -> ImpulsePaper:
    """The locked paper, where this person can still say something."""
    lock(paper)
    stakeholder.refresh_from_db()
    if stakeholder.withdrawn_at:
        raise RuleError(_("This invitation was withdrawn."), on=stakeholder)
    if not paper.takes_comments:
        raise RuleError(_("Comments are closed for this paper."), on=paper)
    return paper


def _answered(stakeholder: Stakeholder, *, has_no_comments: bool) -> None:
    stakeholder.answered_at = stakeholder.answered_at or timezone.now()
    stakeholder.has_no_comments = has_no_comments
    stakeholder.save(update_fields=["answered_at", "has_no_comments"])


def _mail(kind: str, paper: ImpulsePaper, people: Iterable[Stakeholder]) -> None:
    """One letter each, with a link of its own, in the language chosen for the person."""
    letters, made = [], []
    for one in people:
        token, digest = links.new()
        made.append(PersonalLink(stakeholder=one, digest=digest))
        letters.append((one, [one.address], *letter(kind, paper, one, token)))
    PersonalLink.objects.bulk_create(made)
    outbox.post(kind, letters)


def letter(kind: str, paper: ImpulsePaper, to: Stakeholder, token: str) -> tuple[str, str]:
    """Subject and text of the mail to one stakeholder."""
    workshop = paper.workshop
    page = reverse("outcomes:feedback_link", args=[workshop.edition.year, workshop.code, token])
    context: dict[str, Any] = {"paper": paper, "workshop": workshop, "page": page}
    return outbox.render(kind, to, language=to.language, **context)


def _require_runner(paper: ImpulsePaper, by: User) -> None:
    if not can_run_round(by, paper):
        message = _("The people of the session and the Secretariat invite stakeholders.")
        raise RuleError(message, on=paper)
