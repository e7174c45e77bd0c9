"""Who waits for a paper sees which step the worker is at."""

import re

import pytest

from forum.models import Job
from outcomes import progress
from outcomes.actions import paper as papers
from outcomes.models import ImpulsePaper
from tests.outcomes.sessions import compiled, job_of, make_staffed_session, take_note


@pytest.fixture
def waiting(organizer, rapporteur) -> ImpulsePaper:
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur)
    return papers.queue(session, by=rapporteur)


def states(paper: ImpulsePaper) -> list[str]:
    return [step["state"] for step in progress.steps(paper)]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("", ["", "", "", ""]),
        (progress.READING, ["is-current", "", "", ""]),
        (progress.CHECKING, ["is-done", "is-done", "is-current", ""]),
        (progress.SAVING, ["is-done", "is-done", "is-done", "is-current"]),
        ("something else", ["", "", "", ""]),
    ],
)
def test_the_steps_before_the_present_one_are_done(waiting, step, expected):
    Job.objects.filter(pk=job_of(waiting).pk).update(progress=step)

    assert states(waiting) == expected


def test_the_page_shows_them_and_looks_again(waiting, rapporteur, as_user):
    Job.objects.filter(pk=job_of(waiting).pk).update(progress=progress.COMPILING)

    text = as_user(rapporteur).get(waiting.get_absolute_url()).content.decode()

    assert "look-again" in text
    assert re.search(r'role="status">\s*Counting, comparing and putting sentences', text)
    assert text.count('<li class="is-done"><b>Reading the record') == 1


def test_the_worker_names_its_last_step_and_a_draft_is_not_looked_at_again(
    waiting, rapporteur, as_user
):
    draft = compiled(waiting.workshop)

    assert job_of(draft).progress == progress.SAVING
    text = as_user(rapporteur).get(draft.get_absolute_url()).content.decode()
    assert "look-again" not in text


def test_a_paper_compiled_again_shows_its_draft_and_the_steps(waiting, rapporteur, as_user):
    draft = compiled(waiting.workshop)
    papers.queue(draft.workshop, by=rapporteur)

    text = as_user(rapporteur).get(draft.get_absolute_url()).content.decode()

    assert "Control comes first." in text
    assert "data-look-again" in text
