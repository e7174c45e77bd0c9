"""Comments hidden for a reason that stands in their place, and shown again."""

import pytest

from forum.errors import RuleError
from forum.models import AuditEntry
from outcomes import duties
from outcomes.actions import feedback
from outcomes.models import Comment
from tests.outcomes.sessions import make_staffed_session, published, take_note

TEXT, NAME = "Visit my shop of watches.", "Watches Incorporated"


@pytest.fixture
def paper(organizer, rapporteur, secretariat):
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur)
    return published(session, rapporteur, secretariat)


@pytest.fixture
def comment(paper, stranger):
    return feedback.give(paper.current, by=stranger, text=TEXT, name=NAME)


def hide(client, comment, **fields):
    typed = {"kind": "spam", "reason": "An advertisement.", **fields}
    key = f"h{comment.pk}"
    page = f"{comment.paper.get_absolute_url()}comments/{comment.uuid}/hide/"
    return client.post(page, {f"{key}-{name}": value for name, value in typed.items()})


def everywhere(paper, client) -> str:
    """What anybody can read of the paper: page, versions and every file."""
    year, code = paper.workshop.edition.year, paper.workshop.code
    page = paper.get_absolute_url()
    files = [f"/{year}/outcomes/{code}.{kind}" for kind in ("json", "md")]
    pages = [page, f"{page}?show=open", paper.current.get_absolute_url(), *files]
    return "".join(client.get(one).content.decode() for one in pages)


@pytest.mark.parametrize("role", ["rapporteur", "organizer", "secretariat"])
def test_people_of_the_session_and_the_secretariat_hide(paper, comment, role, request, as_user):
    hide(as_user(request.getfixturevalue(role)), comment)

    text = everywhere(paper, as_user())
    assert TEXT not in text
    assert NAME not in text
    assert "Hidden by the moderation:" in text
    assert "Advertising or spam" in text
    assert "An advertisement." in text
    assert 'id="F-1"' in text


def test_others_do_not_hide(comment, stranger, mag_member):
    for person in (stranger, mag_member):
        with pytest.raises(RuleError):
            feedback.hide(comment, by=person, kind="spam", reason="I do not like it.")
        with pytest.raises(RuleError):
            feedback.show_again(comment, by=person)

    assert Comment.objects.get().hidden_as == ""


def test_hiding_can_be_undone_with_the_answer_kept(paper, comment, rapporteur, as_user):
    feedback.dispose(comment, by=rapporteur, disposition="noted", reply="We looked at it.")
    client = as_user(rapporteur)
    hide(client, comment)
    hidden = everywhere(paper, as_user())

    client.post(f"{paper.get_absolute_url()}comments/{comment.uuid}/show/")

    text = everywhere(paper, as_user())
    assert "We looked at it." not in hidden
    assert TEXT in text
    assert "We looked at it." in text
    assert "Hidden by the moderation:" not in text


def test_a_hidden_comment_needs_no_answer(paper, comment, rapporteur):
    before = Comment.objects.waiting(paper).count()
    feedback.hide(comment, by=rapporteur, kind="spam", reason="An advertisement.")

    after = Comment.objects.waiting(paper).count()

    assert (before, after) == (1, 0)
    assert duties.of_workshop(paper.workshop, duties.DISPOSITION) is None
    with pytest.raises(RuleError):
        feedback.dispose(comment, by=rapporteur, disposition="noted")


@pytest.mark.parametrize("bad", [{"kind": "mood"}, {"reason": ""}, {"reason": "x" * 301}])
def test_hiding_needs_a_kind_and_words(paper, comment, rapporteur, as_user, bad):
    answer = hide(as_user(rapporteur), comment, **bad)

    assert answer.status_code == 200
    assert "thing to fix" in answer.content.decode()
    assert Comment.objects.get().hidden_as == ""


def test_the_log_names_the_comment_and_not_its_words(comment, rapporteur):
    feedback.hide(comment, by=rapporteur, kind="spam", reason="An advertisement.")

    written = "".join(str(entry.__dict__) for entry in AuditEntry.objects.all())
    assert "F-1, " in written
    assert TEXT not in written
