import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.errors import RuleError
from outcomes import comments
from outcomes.actions import feedback, review
from outcomes.actions import paper as papers
from outcomes.compiler import edits, statements
from outcomes.models import Comment, ImpulsePaper
from tests.outcomes.sessions import approved, make_staffed_session, published, take_note


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


def test_the_page_of_a_paper_leads_a_visitor_to_the_form_and_sets_no_cookie(paper, as_user):
    client = as_user()

    page = client.get(paper.get_absolute_url())

    assert f'href="{address(paper)}"' in page.content.decode()
    assert client.cookies == {}


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


def test_comments_are_numbered_per_paper(paper, stranger, organizer, rapporteur, secretariat):
    other = make_staffed_session(organizer, rapporteur, number=978)
    take_note(other, rapporteur)
    version = published(other, rapporteur, secretariat).current

    labels = [
        feedback.give(paper.current, by=stranger, text="One.").label,
        feedback.give(version, by=stranger, text="Another paper.").label,
        feedback.give(paper.current, by=stranger, text="Two.").label,
    ]

    assert labels == ["F-1", "F-1", "F-2"]


def second_version(paper, said, anchor, by, publisher) -> None:
    """The final version, in which one sentence reads differently or is gone."""
    ImpulsePaper.objects.filter(pk=paper.pk).update(comments_until=timezone.now())
    paper.refresh_from_db()
    key = edits.keys(paper.version.compiled.content)[anchor]
    if said:
        review.edit(paper, key, by=by, seen=0, text=said)
    else:
        review.cut(paper, key, by=by, seen=0, reason="wrong", text="It was not said.")
    approved(paper, by)
    papers.publish(paper.version, by=publisher)
    paper.refresh_from_db()


def statement(paper) -> tuple[str, str]:
    """Id and words of the note in the paper."""
    found = [b for _section, b in statements(paper.current.content) if "Control" in b["text"]]
    return found[0]["id"], found[0]["text"]


@pytest.mark.parametrize(("said", "state"), [("It reads otherwise now.", "changed"), ("", "gone")])
def test_an_anchor_survives_the_next_version(
    paper, stranger, rapporteur, secretariat, as_user, said, state
):
    anchor, words = statement(paper)
    first = paper.current
    comment = feedback.give(first, by=stranger, text="About this.", anchor=anchor)
    before = comments.places(paper.current, [comment])[comment.pk]
    feedback.dispose(comment, by=rapporteur, disposition="accepted")

    second_version(paper, said, anchor, rapporteur, secretariat)

    after = comments.places(paper.current, [comment])[comment.pk]
    assert (before.href, before.state, before.words) == (f"#{anchor}", "stands", words)
    assert (after.href, after.state) == (f"{first.get_absolute_url()}#{anchor}", state)
    page = as_user().get(paper.get_absolute_url()).content.decode()
    assert f'href="{first.get_absolute_url()}#{anchor}"' in page
    assert f'id="{anchor}"' in as_user().get(first.get_absolute_url()).content.decode()


def test_a_statement_that_stands_is_where_the_comment_leads(
    paper, stranger, rapporteur, secretariat
):
    anchor, _words = statement(paper)
    first = next(b["id"] for _s, b in statements(paper.current.content) if b["id"] != anchor)
    comment = feedback.give(paper.current, by=stranger, text="About this.", anchor=anchor)
    feedback.dispose(comment, by=rapporteur, disposition="accepted")

    second_version(paper, "Another sentence.", first, rapporteur, secretariat)

    place = comments.places(paper.current, [comment])[comment.pk]
    assert (place.href, place.state) == (f"#{anchor}", "stands")


def test_the_list_is_filtered_by_the_answer(paper, stranger, rapporteur, as_user):
    for number, answer in enumerate(["open", "accepted", "noted", "declined"]):
        given = feedback.give(paper.current, by=stranger, text=f"Comment {number}.")
        if answer != "open":
            feedback.dispose(given, by=rapporteur, disposition=answer, reply="So it is.")

    def shown(kind):
        page = as_user().get(f"{paper.get_absolute_url()}?show={kind}")
        return [row["comment"].label for row in page.context["comments"]]

    assert shown("all") == shown("nonsense") == ["F-1", "F-2", "F-3", "F-4"]
    assert [shown(kind) for kind in ("open", "accepted", "noted", "declined")] == [
        ["F-1"],
        ["F-2"],
        ["F-3"],
        ["F-4"],
    ]


def test_a_refused_answer_on_a_later_page_is_shown_where_it_was_typed(
    paper, stranger, rapporteur, as_user, monkeypatch
):
    monkeypatch.setattr(comments, "PER_PAGE", 1)
    feedback.give(paper.current, by=stranger, text="One.")
    second = feedback.give(paper.current, by=stranger, text="Two.")
    typed = {f"c{second.pk}-disposition": "declined", f"c{second.pk}-reply": " "}

    refused = as_user(rapporteur).post(f"{address(paper)}{second.uuid}/?page=2", typed)
    typed[f"c{second.pk}-reply"] = "Stands in section A."
    saved = as_user(rapporteur).post(f"{address(paper)}{second.uuid}/?page=2", typed)

    assert "Say why the comment is declined." in refused.content.decode()
    assert saved.url == f"{paper.get_absolute_url()}?page=2#F-2"


def test_the_list_takes_as_many_queries_for_one_as_for_three(
    paper, stranger, as_user, django_assert_num_queries
):
    anchor, _words = statement(paper)
    feedback.give(paper.current, by=stranger, text="One.", anchor=anchor)
    with CaptureQueriesContext(connection) as once:
        as_user().get(paper.get_absolute_url())
    for text in ("Two.", "Three."):
        feedback.give(paper.current, by=stranger, text=text, anchor=anchor)

    with django_assert_num_queries(len(once)):
        as_user().get(paper.get_absolute_url())
