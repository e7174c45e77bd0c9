"""The way of an impulse paper: queued by the seal or by a person, approved and published by two."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, jobs
from forum.errors import RuleError
from forum.models import Job, User
from forum.references import resolve
from outcomes import review, tasks
from outcomes.compiler import as_bytes
from outcomes.models import ImpulsePaper, PaperVersion
from outcomes.permissions import (
    approve_refusal,
    compile_refusal,
    publish_refusal,
    withdraw_refusal,
)
from surveys.models import Survey
from workshops.models import Workshop

COMMENTS_OPEN = timedelta(days=21)
PUBLISHED_LABEL = "0.9"


@transaction.atomic
def queue(workshop: Workshop, *, by: User | None = None) -> ImpulsePaper:
    """Have the paper compiled: once after this transaction commits, or later by the sweeper.

    `by=None` is the seal and the clock. Raises RuleError for a paper that is approved or public.
    """
    if by and (refusal := compile_refusal(by, workshop)):
        raise RuleError(refusal, on=workshop)
    paper, created = ImpulsePaper.objects.get_or_create(workshop=workshop)
    if not created and paper.status != ImpulsePaper.Status.QUEUED:
        paper.move_to(ImpulsePaper.Status.QUEUED, failure="")
    jobs.queue(tasks.COMPILE, paper, tasks.compile_impulse_paper.delay)
    audit.record(by, "queued paper", paper)
    return paper


def queue_after_seal(survey: Survey) -> None:
    """Called inside the seal. A paper that is approved or public stays as it is."""
    paper = ImpulsePaper.objects.filter(workshop=survey.workshop).first()
    redone = (ImpulsePaper.Status.QUEUED, ImpulsePaper.Status.DRAFT, ImpulsePaper.Status.FAILED)
    if paper is None or paper.status in redone:
        queue(survey.workshop)


@transaction.atomic
def approve(version: PaperVersion, *, by: User, step: int = 0, reason: str = "") -> PaperVersion:
    """Approve exactly this version with the review up to this step; later ones need another approval.

    What people changed becomes a revision of its own, which is returned; after the publication it
    always is one, and a correction of a final paper needs its `reason`. No further step is possible
    until the approval is withdrawn or the revision published.
    """
    paper = version.paper
    ImpulsePaper.objects.select_for_update().get(pk=paper.pk)
    paper.refresh_from_db()
    if refusal := approve_refusal(by, paper):
        raise RuleError(refusal, on=paper)
    _must_be_newest(version)
    if review.last_step(paper) != step:
        raise RuleError(_("Meanwhile somebody changed the draft. Please read it first."), on=paper)
    _must_say_why(paper, reason)
    fixed = _fixed(version)
    fixed.approved_by, fixed.approved_at, fixed.reason = by, timezone.now(), reason.strip()
    fixed.save(update_fields=["approved_by", "approved_at", "reason"])
    if not paper.is_public:
        paper.move_to(ImpulsePaper.Status.APPROVED)
    digest = hashlib.sha256(as_bytes(fixed.content)).hexdigest()
    audit.record(by, "approved paper", fixed, details={"sha256": digest, "step": step})
    return fixed


def _must_say_why(paper: ImpulsePaper, reason: str) -> None:
    if paper.status == ImpulsePaper.Status.FINAL and not reason.strip():
        message = _("Say what is corrected and why; it stands beside the correction.")
        raise RuleError(message, on=paper, field="reason")


def _fixed(version: PaperVersion) -> PaperVersion:
    """The reviewed content as a revision; an unpublished one that says the same is used again."""
    content = review.reviewed_content(version)
    if content == version.content and not version.published_at:
        return version
    return version.paper.add_version(content, version.input_hash, base=version.compiled)


@transaction.atomic
def withdraw_approval(paper: ImpulsePaper, *, by: User) -> None:
    """Take an approval back before publication; sentences can be changed again."""
    ImpulsePaper.objects.select_for_update().get(pk=paper.pk)
    paper.refresh_from_db()
    if refusal := withdraw_refusal(by, paper):
        raise RuleError(refusal, on=paper)
    waiting = paper.versions.filter(published_at=None)
    waiting.update(approved_by=None, approved_at=None, reason="")
    if not paper.is_public:
        paper.move_to(ImpulsePaper.Status.DRAFT)
    audit.record(by, "withdrew approval", paper)


@transaction.atomic
def publish(version: PaperVersion, *, by: User) -> Job:
    """Make the approved version public: 0.9 opens the round of comments, 1.0 is final, then 1.1 …

    Publishing is the deed of a second person. The PDF is rendered by the worker afterwards.
    """
    paper = version.paper
    ImpulsePaper.objects.select_for_update().get(pk=paper.pk)
    paper.refresh_from_db()
    if refusal := publish_refusal(by, paper):
        raise RuleError(refusal, on=paper)
    _must_be_newest(version)
    now = timezone.now()
    label = _next_label(paper)
    if paper.status == ImpulsePaper.Status.APPROVED:
        until = now + COMMENTS_OPEN
        paper.move_to(ImpulsePaper.Status.PUBLISHED, published_at=now, comments_until=until)
    elif paper.status == ImpulsePaper.Status.PUBLISHED:
        paper.move_to(ImpulsePaper.Status.FINAL)
    version.label, version.published_by, version.published_at = label, by, now
    version.save(update_fields=["label", "published_by", "published_at"])
    audit.record(by, "published paper", version)
    return jobs.queue(tasks.RENDER, version, tasks.render_paper_pdf.delay)


def _next_label(paper: ImpulsePaper) -> str:
    """0.9 is the first public version, 1.0 the final one, 1.1 the first correction."""
    if paper.status == ImpulsePaper.Status.APPROVED:
        return PUBLISHED_LABEL
    final = paper.versions.public().exclude(label=PUBLISHED_LABEL).count()
    return f"1.{final}"


@transaction.atomic
def give_up(job: Job, sentence: str) -> None:
    """End a job that died too often; its paper says so and can be started again."""
    job.move_to(Job.Status.FAILED, error=sentence, lease_until=None)
    paper = resolve(job.subject)
    if isinstance(paper, ImpulsePaper) and paper.status == ImpulsePaper.Status.QUEUED:
        paper.move_to(ImpulsePaper.Status.FAILED, failure=sentence)


def _must_be_newest(version: PaperVersion) -> None:
    newest = version.paper.version
    if newest is None or newest.pk != version.pk:
        raise RuleError(_("Meanwhile there is a newer version. Please read it first."), on=version)
