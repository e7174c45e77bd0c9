import pytest
from django.utils import timezone

from forum.errors import RuleError
from outcomes.actions import feedback
from outcomes.models import Comment, ImpulsePaper
from tests.outcomes.sessions import make_staffed_session, published, take_note


@pytest.fixture
def paper(organizer, rapporteur, secretariat):
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur)
    return published(session, rapporteur, secretariat)


def typed(**fields) -> dict:
    return {"anchor": "", "text": "Add public buyers.", "group": "Government", "name": "", **fields}


def address(paper) -> str:
    return f"{paper.get_absolute_url()}comments/"


def test_anybody_signed_in_comments_on_a_statement(paper, stranger, as_user):
    as_user(stranger).post(address(paper), typed(anchor="s1"))

    comment = Comment.objects.get()
    assert (comment.anchor, comment.by, comment.name) == ("s1", stranger, "")
    assert "Add public buyers." in as_user().get(paper.get_absolute_url()).content.decode()


def test_a_visitor_is_asked_to_sign_in(paper, as_user):
    assert as_user().post(address(paper), typed()).url.startswith("/accounts/login/")
    assert "Sign in to comment" in as_user().get(paper.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "bad",
    [{"text": ""}, {"text": "x" * 2001}, {"anchor": "s9999"}, {"group": "x"}, {"name": "x" * 121}],
)
def test_a_refused_comment_keeps_what_was_typed(paper, stranger, as_user, bad):
    response = as_user(stranger).post(address(paper), typed(**bad))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(bad)
    assert Comment.objects.count() == 0


def test_the_same_comment_twice_is_kept_once(paper, stranger, as_user):
    as_user(stranger).post(address(paper), typed())
    as_user(stranger).post(address(paper), typed())

    assert Comment.objects.count() == 1


def test_after_the_round_nobody_comments(paper, stranger):
    ImpulsePaper.objects.filter(pk=paper.pk).update(comments_until=timezone.now())

    with pytest.raises(RuleError):
        feedback.give(ImpulsePaper.objects.get().version, by=stranger, text="Late.")


def test_the_rapporteur_answers_and_the_answer_is_public(paper, stranger, rapporteur, as_user):
    comment = feedback.give(paper.version, by=stranger, text="Add public buyers.")

    as_user(rapporteur).post(
        f"{address(paper)}{comment.uuid}/",
        {f"c{comment.pk}-disposition": "accepted", f"c{comment.pk}-reply": "Goes into 1.0."},
    )

    page = as_user().get(paper.get_absolute_url()).content.decode()
    assert Comment.objects.get().disposition == "accepted"
    assert "Goes into 1.0." in page


def test_declining_needs_a_reason_at_the_field(paper, stranger, rapporteur, as_user):
    comment = feedback.give(paper.version, by=stranger, text="Add public buyers.")

    response = as_user(rapporteur).post(
        f"{address(paper)}{comment.uuid}/", {f"c{comment.pk}-disposition": "declined"}
    )

    assert "Say why the comment is declined." in response.content.decode()
    with pytest.raises(RuleError):
        feedback.dispose(comment, by=rapporteur, disposition="declined")


def test_a_stranger_does_not_answer(paper, stranger):
    comment = feedback.give(paper.version, by=stranger, text="Add public buyers.")

    with pytest.raises(RuleError):
        feedback.dispose(comment, by=stranger, disposition="accepted")


def test_nobody_comments_on_a_draft(organizer, rapporteur, stranger):
    from tests.outcomes.sessions import compiled

    draft = compiled(make_staffed_session(organizer, rapporteur, number=977))

    with pytest.raises(RuleError):
        feedback.give(draft.version, by=stranger, text="Too early.")
