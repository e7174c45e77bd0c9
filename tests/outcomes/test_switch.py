"""The switch of the Secretariat that stops all compiling: nothing is written, nothing is lost."""

import pytest

from forum import jobs
from forum.errors import RuleError
from forum.models import AuditEntry, Job
from outcomes import periodic, tasks
from outcomes.actions import paper as papers
from outcomes.actions import switch as actions
from outcomes.models import CompilingSwitch, ImpulsePaper
from outcomes.switch import stopped
from tests.outcomes.sessions import job_of, make_staffed_session, take_note

Status = ImpulsePaper.Status
PAGE = "/secretariat/compiling/"


@pytest.fixture
def paper(organizer, rapporteur):
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur)
    return papers.queue(session)


def test_while_it_is_thrown_a_queued_paper_waits(paper, secretariat):
    actions.stop(by=secretariat, reason="A fault.")

    tasks.compile_impulse_paper(str(job_of(paper).pk))

    paper.refresh_from_db()
    assert (paper.status, paper.versions.count()) == (Status.QUEUED, 0)
    assert (job_of(paper).status, job_of(paper).attempts) == (Job.Status.QUEUED, 0)


def test_a_paper_that_was_being_compiled_goes_back_into_the_queue(paper, secretariat):
    job = jobs.claim(str(job_of(paper).pk))
    actions.stop(by=secretariat, reason="A fault.")

    tasks._compile(job)

    assert paper.versions.count() == 0
    assert (job_of(paper).status, job_of(paper).attempts) == (Job.Status.QUEUED, 0)


def test_the_clock_sends_no_paper_while_it_is_thrown(paper, secretariat, monkeypatch):
    Job.objects.update(queued_at=job_of(paper).queued_at.replace(year=2020))
    sent = []
    monkeypatch.setitem(periodic.SENDERS, tasks.COMPILE, _Sender(sent))
    actions.stop(by=secretariat, reason="A fault.")

    assert periodic.resend() == 0
    actions.go_on(by=secretariat)
    assert periodic.resend() == 1
    assert sent == [str(job_of(paper).pk)]


class _Sender:
    def __init__(self, sent: list[str]) -> None:
        self.delay = sent.append


def test_what_waited_is_compiled_when_it_goes_on(
    paper, secretariat, monkeypatch, django_capture_on_commit_callbacks
):
    actions.stop(by=secretariat, reason="A fault.")
    monkeypatch.setattr(
        tasks.compile_impulse_paper, "delay", lambda key: tasks.compile_impulse_paper(key)
    )

    with django_capture_on_commit_callbacks(execute=True):
        actions.go_on(by=secretariat)

    paper.refresh_from_db()
    assert (paper.status, paper.versions.count()) == (Status.DRAFT, 1)


def test_papers_can_be_queued_while_it_is_thrown(organizer, rapporteur, secretariat):
    actions.stop(by=secretariat, reason="A fault.")
    session = make_staffed_session(organizer, rapporteur)

    assert papers.queue(session, by=rapporteur).status == Status.QUEUED


def test_it_is_thrown_once(secretariat):
    with pytest.raises(RuleError, match="already"):
        actions.go_on(by=secretariat)
    actions.stop(by=secretariat, reason="A fault.")
    with pytest.raises(RuleError, match="already"):
        actions.stop(by=secretariat, reason="Again.")

    assert CompilingSwitch.objects.count() == 1


@pytest.mark.parametrize("name", ["rapporteur", "moderator", "organizer", "mag_member", "stranger"])
def test_nobody_but_the_secretariat_throws_it(name, request, as_user, edition):
    who = request.getfixturevalue(name)

    with pytest.raises(RuleError, match="Secretariat"):
        actions.stop(by=who, reason="Mine.")
    codes = [as_user(who).get(PAGE).status_code, as_user(who).post(f"{PAGE}go-on/").status_code]

    assert (codes, stopped()) == ([403, 403], None)


def test_the_secretariat_throws_it_in_a_page_and_people_read_why(
    paper, rapporteur, secretariat, as_user
):
    office = as_user(secretariat)
    empty = office.post(PAGE, {"reason": ""})
    office.post(PAGE, {"reason": "A fault <b>in</b> the wording."})

    seen = as_user(rapporteur).get(paper.get_absolute_url()).content.decode()
    notes = as_user(rapporteur).get(f"/notes/{paper.workshop.join_code}/").content.decode()
    page = office.get(PAGE).content.decode()
    office.post(f"{PAGE}go-on/")

    assert "Why is compiling stopped?" in empty.content.decode()
    for text in (seen, notes, page):
        assert "A fault &lt;b&gt;in&lt;/b&gt; the wording." in text
    assert "1 paper waits" in page
    assert stopped() is None
    verbs = AuditEntry.objects.filter(who=secretariat).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["stopped compiling", "started compiling"]
