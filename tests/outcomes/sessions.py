"""Sessions with notes, a sealed survey and a paper, made the way the portal makes them."""

from uuid import uuid4

from forum.models import Job, User
from forum.references import reference
from outcomes import tasks
from outcomes.actions import notes, review
from outcomes.actions import paper as papers
from outcomes.forms.notes import NoteForm
from outcomes.models import ImpulsePaper, Note, PaperVersion
from outcomes.review import last_step
from surveys import actions
from surveys.models import Survey, Wave
from tests import factories
from tests.surveys.room import hold
from workshops.models import Contributor, Workshop

Role = Contributor.Role


def make_staffed_session(organizer: User, rapporteur: User, **fields) -> Workshop:
    """A public session with an organizer and a rapporteur and a slot."""
    workshop = factories.make_session(organizer=organizer, **fields)
    factories.make_contributor(workshop, Role.RAPPORTEUR, rapporteur)
    factories.make_slot(workshop)
    return workshop


def take_note(workshop: Workshop, by: User, text: str = "Control comes first.", **fields) -> Note:
    typed = {"kind": "point", "text": text, "uuid": "", "door": "", "about": "", **fields}
    typed["uuid"] = typed["uuid"] or str(uuid4())
    form = NoteForm(typed, workshop=workshop)
    assert form.is_valid(), form.errors
    return notes.add_note(workshop, by=by, uuid=form.cleaned_data["uuid"], **form.note_fields())


def seal_survey(workshop: Workshop, by: User, people: int = 12, simulated: bool = False) -> Survey:
    """Three waves answered by so many people, ended and sealed; the seal queues the paper."""
    Wave.objects.filter(survey__workshop=workshop).update(agenda_item=None)
    survey = factories.make_survey(workshop)
    Survey.objects.filter(pk=survey.pk).update(is_simulated=simulated)
    survey.refresh_from_db()
    hold(survey, by, people)
    survey.refresh_from_db()
    actions.seal(survey, by=by)
    return survey


def job_of(paper: ImpulsePaper) -> Job:
    return Job.objects.filter(subject=reference(paper)).latest("queued_at")


def compiled(workshop: Workshop, by: User | None = None) -> ImpulsePaper:
    """The paper after the worker did the queued job; queued first where it is not."""
    paper = ImpulsePaper.objects.filter(workshop=workshop).first()
    if paper is None or paper.status != ImpulsePaper.Status.QUEUED:
        paper = papers.queue(workshop, by=by)
    tasks.compile_impulse_paper(str(job_of(paper).pk))
    paper.refresh_from_db()
    return paper


def approved(paper: ImpulsePaper, by: User) -> PaperVersion:
    """Every caution answered, then approved; what was fixed by it."""
    for caution in paper.version.compiled.content["cautions"]:
        review.answer(paper, caution["key"], by=by, text="Read in the session.")
    version = papers.approve(paper.version, by=by, step=last_step(paper))
    paper.refresh_from_db()
    return version


def published(workshop: Workshop, approver: User, publisher: User) -> ImpulsePaper:
    paper = compiled(workshop)
    approved(paper, approver)
    papers.publish(paper.version, by=publisher)
    paper.refresh_from_db()
    return paper
