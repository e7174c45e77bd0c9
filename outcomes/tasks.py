"""The worker's part of a paper: compile a draft, render a PDF. Nothing here approves or publishes."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.db import DatabaseError, transaction

from forum import jobs, outbox
from forum.models import Job
from forum.pdf import RendererMissing
from forum.references import resolve
from outcomes import packages, progress, switch
from outcomes.compiler import CompileError, compile_paper, input_hash
from outcomes.inputs import address, paper_input
from outcomes.models import Export, ImpulsePaper, PaperVersion
from outcomes.pdf import store
from workshops.models import Contributor

COMPILE, RENDER, EXPORT = switch.COMPILE, "paper-pdf", "export"
BROKEN = "The paper could not be compiled because of a fault of the portal. The fault is recorded."
logger = logging.getLogger(__name__)


@shared_task(soft_time_limit=240, time_limit=270)
def compile_impulse_paper(job_id: str) -> None:
    """Compile the draft of one job. Sent twice, killed halfway or late, it leaves one draft.

    While compiling is stopped the job stays in the queue.
    """
    if switch.stopped():
        return
    _run(job_id, _compile, _compile_failed)


@shared_task(soft_time_limit=240, time_limit=270)
def render_paper_pdf(job_id: str) -> None:
    """Render the PDF of a version into the data folder; the page renders it itself if this fails."""
    _run(job_id, _render, lambda job, sentence: jobs.fail(job, sentence))


@shared_task(soft_time_limit=240, time_limit=270)
def build_export(job_id: str) -> None:
    """Make a large file its owner asked for. Sent twice or killed halfway, it leaves one file."""
    _run(job_id, _export, lambda job, sentence: jobs.fail(job, sentence))


def _run(job_id: str, work: Callable[[Job], None], failed: Callable[[Job, str], None]) -> None:
    """Claim and work. What the database refused stays claimed until its lease ends and is redone.

    So does the job of a killed worker.
    """
    job = jobs.claim(job_id)
    if job is None:
        return
    try:
        with jobs.held(job):
            work(job)
    except DatabaseError:
        raise
    except (CompileError, RendererMissing) as error:
        failed(job, str(error))
    except Exception:
        logger.exception("job %s failed", job_id)
        failed(job, BROKEN)


def _compile(job: Job) -> None:
    paper = _paper(job)
    jobs.progress(job, progress.READING)
    data = paper_input(paper.workshop)
    jobs.progress(job, progress.COMPILING)
    content = compile_paper(data, lambda: jobs.progress(job, progress.CHECKING))
    digest = input_hash(data)
    jobs.progress(job, progress.SAVING)
    with transaction.atomic():
        if not switch.lets_through():
            jobs.give_back(job)
            return
        if not jobs.finish(job):
            return
        added = _add_version(paper, content, digest)
        if paper.status == ImpulsePaper.Status.QUEUED:
            paper.move_to(ImpulsePaper.Status.DRAFT)
        if added:
            url = address("outcomes:paper", paper.workshop)
            outbox.add("paper_draft", paper, to=_rapporteurs(paper), url=url)


def _add_version(paper: ImpulsePaper, content: dict, digest: str) -> bool:
    """A new revision; False when the newest one was made from the same inputs."""
    newest = paper.version
    if newest and newest.input_hash == digest:
        return False
    paper.add_version(content, digest)
    return True


def _compile_failed(job: Job, sentence: str) -> None:
    with transaction.atomic():
        jobs.fail(job, sentence)
        ours = Job.objects.filter(pk=job.pk, fence=job.fence, status=Job.Status.FAILED).exists()
        paper = _paper(job)
        if ours and paper.status == ImpulsePaper.Status.QUEUED:
            paper.move_to(ImpulsePaper.Status.FAILED, failure=sentence)


def _render(job: Job) -> None:
    version = resolve(job.subject)
    if isinstance(version, PaperVersion):
        store(version)
    jobs.finish(job)


def _export(job: Job) -> None:
    export = resolve(job.subject)
    if not isinstance(export, Export):
        raise TypeError(f"{job.subject} is no export")

    def step(done: int, total: int) -> None:
        Export.objects.filter(pk=export.pk).update(done=done, total=total)
        jobs.progress(job, f"{done} / {total}")

    packages.keep(export, packages.build(export, step))
    jobs.finish(job)


def _paper(job: Job) -> ImpulsePaper:
    paper = resolve(job.subject)
    if not isinstance(paper, ImpulsePaper):
        raise TypeError(f"{job.subject} is no paper")
    return paper


def _rapporteurs(paper: ImpulsePaper) -> list[str]:
    rows = paper.workshop.contributors.filter(
        role=Contributor.Role.RAPPORTEUR, person__user__isnull=False
    ).exclude(answer=Contributor.Answer.DECLINED)
    return list(rows.values_list("person__user__email", flat=True))
