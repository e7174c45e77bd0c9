"""After the publication: a final version, numbered corrections, and every version at its address."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.errors import RuleError
from outcomes import differences
from outcomes.actions import feedback
from outcomes.actions import paper as papers
from outcomes.actions import review as steps
from outcomes.compiler import edits, statements
from outcomes.models import Comment, ImpulsePaper
from outcomes.review import last_step
from tests import factories
from tests.outcomes.sessions import make_staffed_session, published, take_note
from workshops.models import Contributor

FIRST, SECOND, NEW = "Small teams need help.", "Nobody is left out.", "Small teams get help."
Status = ImpulsePaper.Status


@pytest.fixture
def paper(organizer, rapporteur, secretariat) -> ImpulsePaper:
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur, FIRST, kind="agreement")
    take_note(session, rapporteur, SECOND, kind="agreement")
    return published(session, rapporteur, secretariat)


def close_round(paper: ImpulsePaper) -> None:
    ImpulsePaper.objects.filter(pk=paper.pk).update(comments_until=timezone.now())
    paper.refresh_from_db()


def reword(paper: ImpulsePaper, by, old: str = FIRST, new: str = NEW) -> None:
    content = paper.version.compiled.content
    names = edits.keys(content)
    key = next(names[b["id"]] for _s, b in statements(content) if b["text"] == old)
    seen = edits.seen(steps.review.steps(paper)).get(key, 0)
    steps.edit(paper, key, by=by, seen=seen, text=new)


def approve(paper: ImpulsePaper, by, reason: str = ""):
    return papers.approve(paper.version, by=by, step=last_step(paper), reason=reason)


def finalize(paper: ImpulsePaper, approver, publisher) -> None:
    close_round(paper)
    papers.publish(approve(paper, approver), by=publisher)
    paper.refresh_from_db()


def page(client, paper: ImpulsePaper, rest: str = "") -> str:
    answer = client.get(f"{paper.get_absolute_url()}{rest}")
    assert answer.status_code == 200, rest
    return answer.content.decode()


def test_the_final_version_follows_the_round_and_two_people(
    paper, rapporteur, organizer, secretariat
):
    reword(paper, rapporteur)
    with pytest.raises(RuleError, match="still open"):
        approve(paper, rapporteur)
    close_round(paper)

    fixed = approve(paper, rapporteur)
    assert paper.current.label == "0.9"
    with pytest.raises(RuleError, match="Another person"):
        papers.publish(fixed, by=rapporteur)
    papers.publish(fixed, by=secretariat)

    paper.refresh_from_db()
    assert (paper.status, paper.current.label, paper.current.pk) == (Status.FINAL, "1.0", fixed.pk)
    assert [v.label for v in paper.versions.public()] == ["0.9", "1.0"]


def test_a_final_version_may_say_the_same(paper, rapporteur, secretariat):
    before = paper.current

    finalize(paper, rapporteur, secretariat)

    assert paper.current.pk != before.pk
    assert paper.current.content["sections"] == before.content["sections"]


def test_comments_without_an_answer_stop_it(paper, stranger, rapporteur):
    comment = feedback.give(paper.current, by=stranger, text="Add public buyers.")
    close_round(paper)

    with pytest.raises(RuleError, match="1 comment has no answer"):
        approve(paper, rapporteur)
    feedback.dispose(comment, by=rapporteur, disposition=Comment.Disposition.NOTED)

    assert approve(paper, rapporteur).approved_by == rapporteur


def test_readers_get_the_published_words_while_the_next_ones_are_written(
    paper, rapporteur, organizer, as_user
):
    reword(paper, rapporteur)

    for client in (as_user(), as_user(rapporteur)):
        assert FIRST in page(client, paper)
        assert NEW not in page(client, paper)
    assert NEW in page(as_user(organizer), paper, "versions/next/")
    assert "<ins>get</ins>" in page(as_user(organizer), paper, "next/")
    assert "versions/next/" in page(as_user(organizer), paper, "review/")


@pytest.mark.parametrize(("rest", "visitor"), [("versions/next/", 404), ("next/", 302)])
def test_what_is_prepared_is_for_the_people_of_the_session(
    paper, rapporteur, as_user, rest, visitor
):
    reword(paper, rapporteur)
    address = f"{paper.get_absolute_url()}{rest}"

    assert as_user(factories.make_user("s@example.org")).get(address).status_code == 404
    assert as_user().get(address).status_code == visitor
    assert "A next version" not in page(as_user(), paper, "versions/")
    assert "A next version" in page(as_user(rapporteur), paper, "versions/")


def test_a_correction_is_numbered_and_says_why(paper, rapporteur, secretariat):
    finalize(paper, rapporteur, secretariat)
    with pytest.raises(RuleError, match="Nothing was changed"):
        approve(paper, rapporteur, "No reason.")
    reword(paper, rapporteur)
    with pytest.raises(RuleError, match="Say what is corrected"):
        approve(paper, rapporteur, "  ")

    for number, words in [(1, NEW), (2, "Small teams got help.")]:
        if number > 1:
            reword(paper, rapporteur, new=words)
        fixed = approve(paper, rapporteur, f"Correction {number}")
        papers.publish(fixed, by=secretariat)
        paper.refresh_from_db()
        assert (paper.current.label, paper.current.reason) == (
            f"1.{number}",
            f"Correction {number}",
        )
    assert paper.status == Status.FINAL


def test_who_declines_after_the_publication_does_not_stop_the_final_version(
    paper, rapporteur, stranger
):
    speaker = factories.make_contributor(paper.workshop, Contributor.Role.SPEAKER, stranger)
    speaker.answer, speaker.answered_at = Contributor.Answer.DECLINED, timezone.now()
    speaker.save()
    close_round(paper)

    assert approve(paper, rapporteur).approved_by == rapporteur


def test_nothing_changes_between_approval_and_publication(paper, rapporteur, organizer):
    close_round(paper)
    approve(paper, rapporteur)

    with pytest.raises(RuleError, match="is approved"):
        reword(paper, rapporteur)
    with pytest.raises(RuleError, match="approved already"):
        approve(paper, organizer)
    papers.withdraw_approval(paper, by=organizer)
    reword(paper, rapporteur)

    assert paper.signed is None
    assert paper.status == Status.PUBLISHED


def test_an_approval_that_was_withdrawn_and_given_again_is_one_revision(paper, rapporteur):
    close_round(paper)
    first = approve(paper, rapporteur)
    papers.withdraw_approval(paper, by=rapporteur)

    assert approve(paper, rapporteur) == first


def test_what_somebody_changed_meanwhile_is_not_approved(paper, rapporteur, organizer):
    close_round(paper)
    step = last_step(paper)
    reword(paper, organizer)

    with pytest.raises(RuleError, match="Meanwhile"):
        papers.approve(paper.version, by=rapporteur, step=step)


def test_who_is_no_part_of_the_session_neither_changes_nor_approves(paper, secretariat, stranger):
    factories.make_contributor(paper.workshop, Contributor.Role.SPEAKER, stranger)
    close_round(paper)

    for person in (stranger, secretariat):
        with pytest.raises(RuleError, match="The rapporteur"):
            reword(paper, person)
        with pytest.raises(RuleError, match="The rapporteur"):
            approve(paper, person)


def test_every_public_version_stays_at_its_address(paper, rapporteur, secretariat, as_user):
    reword(paper, rapporteur)
    finalize(paper, rapporteur, secretariat)

    assert NEW in page(as_user(), paper)
    old = page(as_user(), paper, "versions/0.9/")
    assert FIRST in old
    assert "replaced by version 1.0" in old
    assert ">replaced<" in re.sub(r"\s+", "", old)
    assert "versions/0.9/" in re.search(r"igf-cite.*?</p>", old, re.DOTALL)[0]
    assert NEW in page(as_user(), paper, "versions/1.0/")
    assert as_user().get(f"{paper.get_absolute_url()}versions/0.9.1/").status_code == 404
    assert as_user().get(f"{paper.get_absolute_url()}versions/2.0/").status_code == 404


@pytest.mark.parametrize("kind", ["json", "md"])
def test_old_versions_stay_as_files(paper, rapporteur, secretariat, as_user, kind):
    reword(paper, rapporteur)
    finalize(paper, rapporteur, secretariat)

    assert FIRST in page(as_user(), paper, f"versions/0.9/paper.{kind}")
    assert NEW in page(as_user(), paper, f"versions/1.0/paper.{kind}")
    assert as_user().get(f"{paper.get_absolute_url()}versions/1.0/paper.exe").status_code == 404


def test_the_list_of_versions_shows_what_changed_and_why(paper, rapporteur, secretariat, as_user):
    finalize(paper, rapporteur, secretariat)
    reword(paper, rapporteur)
    papers.publish(approve(paper, rapporteur, "The note said so."), by=secretariat)

    text = page(as_user(), paper, "versions/")

    assert "The note said so." in text
    assert "<del>need</del><ins>get</ins>" in text
    assert "It says the same as version 0.9." in text
    assert text.index("Version 1.1") < text.index("Version 1.0") < text.index("Version 0.9")


def test_approving_by_the_page_keeps_what_was_typed(paper, rapporteur, secretariat, as_user):
    finalize(paper, rapporteur, secretariat)
    reword(paper, rapporteur)
    client, address = as_user(rapporteur), f"{paper.get_absolute_url()}next/"
    read = {"revision": paper.version.revision, "step": last_step(paper) - 1, "reason": "My words"}

    refused = client.post(address, read)
    assert "My words" in refused.content.decode()
    assert "Meanwhile" in refused.content.decode()
    empty = client.post(address, {**read, "step": read["step"] + 1, "reason": ""})
    assert "reason" in empty.context["form"].errors
    done = client.post(address, {**read, "step": read["step"] + 1})

    assert done.status_code == 302
    assert paper.signed.reason == "My words"


def test_a_paper_that_is_not_public_has_no_versions_to_show(rapporteur, organizer, as_user):
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur, FIRST)
    draft = papers.queue(session, by=rapporteur)

    for rest in ("versions/", "versions/next/", "next/", "versions/0.1/"):
        address = f"{draft.get_absolute_url()}{rest}"
        assert as_user(rapporteur).get(address).status_code == 404


def test_the_database_refuses_a_public_version_with_one_name(paper, rapporteur):
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.versions.update(published_by=rapporteur)


def block(key: str, text: str) -> dict:
    return {"id": key, "text": text}


def content(*sections: list[dict]) -> dict:
    made = [
        {"id": f"p{n}", "title": f"Part {n}", "parts": [{"blocks": blocks}]}
        for n, blocks in enumerate(sections)
    ]
    return {"sections": made}


def test_differences_tell_added_left_out_changed_and_moved_sentences():
    old = content([block("a", "A"), block("b", "B"), block("c", "C")], [block("d", "D")])
    new = content([block("b", "B"), block("a", "A"), block("c", "CC"), block("e", "E")])

    first, second = differences.between(old, new)

    assert {(c.what, c.before, c.after) for c in first.changes} == {
        ("moved", "B", "B"),
        ("changed", "C", "CC"),
        ("added", "", "E"),
    }
    assert (second.title, [c.what for c in second.changes]) == ("Part 1", ["removed"])
    assert differences.between(old, old) == []
