from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from forum.models import Job
from forum.references import reference
from igfportal.loading import people, sessions
from igfportal.sample.discussion import COMMENTS, DRAFT_ITEMS_AFTER, NOTES, PAPER
from igfportal.sample.held import HELD_NOTES, HELD_WITHOUT_SURVEY
from igfportal.sample.live_session import WS900
from igfportal.sample.ws33 import WS33
from outcomes import tasks
from outcomes.actions import draft, feedback, notes, paper, review
from outcomes.models import Comment, ImpulsePaper, Note, PaperVersion
from outcomes.review import last_step
from workshops.models import Workshop

DISPOSITIONS = {"taken up": "adopted", "taken up in part": "partly", "not taken up": "declined"}
ANSWER = "Sample answer: read and accepted."


def load_discussions() -> None:
    """Notes and drafts under discussion, before the papers are compiled from them."""
    for facts, lines in [(WS33, NOTES), (HELD_WITHOUT_SURVEY, HELD_NOTES), (WS900, [])]:
        workshop = sessions.find(facts)
        if workshop and not workshop.notes.exists() and not workshop.draft_items.exists():
            _draft(workshop, facts["draft_items"])
            _notes(workshop, lines)
    _rewordings(sessions.find(WS33))
    _dispositions(sessions.find(WS33))


def load_papers() -> None:
    """The published papers: WS #33 from its record, and one compiled from notes alone."""
    ws33, held = sessions.find(WS33), sessions.find(HELD_WITHOUT_SURVEY)
    if ws33 and _publish(ws33, PAPER["approved_at"], PAPER["published_at"]):
        _comments(ws33)
    if held:
        _publish(held)


def _draft(workshop: Workshop, items: list[dict]) -> None:
    rapporteur = people.account("rapporteur")
    for item in items:
        draft.add_draft_item(workshop, by=rapporteur, title=item["title"], text=item["text"])


def _notes(workshop: Workshop, lines: list[dict]) -> None:
    """One note per line, at its minute of the session."""
    questions = {question.letter: question for question in workshop.policy_questions.all()}
    items = {item.position: item for item in workshop.draft_items.all()}
    for line in lines:
        note = notes.add_note(
            workshop,
            by=people.account("rapporteur"),
            uuid=uuid4(),
            kind=line["kind"],
            text=line["text"],
            policy_question=questions.get(line["policy_question"]),
            draft_item=items.get(line["draft_item"]),
            door=line["door"],
        )
        at = workshop.slot.starts_at + timedelta(minutes=line["minute"])
        Note.objects.filter(pk=note.pk).update(at=at, is_simulated=True)


def _rewordings(workshop: Workshop | None) -> None:
    if workshop is None:
        return
    by = people.account("rapporteur")
    for facts in DRAFT_ITEMS_AFTER:
        item = workshop.draft_items.get(position=facts["number"])
        if item.versions.count() == 1 and facts["after"]:
            draft.reword_draft_item(item, by=by, text=facts["after"], seen=1)


def _dispositions(workshop: Workshop | None) -> None:
    """What became of the suggestions; one is left open."""
    if workshop is None:
        return
    by = people.account("rapporteur")
    rows = {note.text: note for note in workshop.notes.filter(disposition="")}
    for said in [row for facts in DRAFT_ITEMS_AFTER for row in facts["suggestions"]]:
        decided = DISPOSITIONS.get(said["disposition"])
        if decided and said["text"] in rows:
            note = rows[said["text"]]
            notes.dispose(note, by=by, seen="", disposition=decided, reason=said["reason"])


def _publish(workshop: Workshop, *dates: datetime) -> bool:
    """Compile, approve and publish as the worker and two sample people would; False if done.

    The round of comments stays open, so that everybody can try it.
    """
    found = ImpulsePaper.objects.filter(workshop=workshop).first()
    if found and found.is_public:
        return False
    if found is None:
        found = paper.queue(workshop, by=people.account("rapporteur"))
    _work(found)
    found.refresh_from_db()
    with transaction.atomic():
        version = _approve(found)
        job = paper.publish(version, by=people.account("secretariat"))
    _dated(version, *dates)
    tasks.render_paper_pdf(str(job.pk))
    return True


def _dated(version: PaperVersion, *dates: datetime) -> None:
    """Give the publication the dates of the past it plays in."""
    found = ImpulsePaper.objects.filter(pk=version.paper_id)
    found.update(comments_until=None)
    if dates:
        approved, published = dates
        found.update(published_at=published)
        rows = PaperVersion.objects.filter(pk=version.pk)
        rows.update(approved_at=approved, published_at=published)


def _approve(found: ImpulsePaper) -> PaperVersion:
    """Answer what is open as the sample rapporteur would, and approve."""
    rapporteur = people.account("rapporteur")
    version = found.versions.latest("revision")
    for caution in version.compiled.content.get("cautions", []):
        review.answer(found, caution["key"], by=rapporteur, text=ANSWER)
    return paper.approve(version, by=rapporteur, step=last_step(found))


def _work(found: ImpulsePaper) -> None:
    """Do the queued job here instead of waiting for a worker, which then finds it done."""
    waiting = Job.objects.filter(kind=tasks.COMPILE, subject=reference(found))
    for job in waiting.filter(status=Job.Status.QUEUED):
        tasks.compile_impulse_paper(str(job.pk))


def _comments(workshop: Workshop) -> None:
    """Simulated feedback; nobody real is behind it."""
    version = workshop.impulse_paper.versions.latest("revision")
    for facts in COMMENTS:
        comment = feedback.give(
            version, by=people.account("organizer"), text=facts["text"], group=facts["group"]
        )
        Comment.objects.filter(pk=comment.pk).update(is_simulated=True)
        if facts["replied_by"]:
            feedback.dispose(
                comment,
                by=people.account(facts["replied_by"]),
                disposition=facts["disposition"],
                reply=facts["reply"],
            )
