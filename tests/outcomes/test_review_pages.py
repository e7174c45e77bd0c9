"""The pages of a review: every step by a plain form, nothing typed is lost, nothing is executed."""

import io
import re

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.actions import paper as papers
from outcomes.actions import review as actions
from outcomes.compiler import edits, statements
from outcomes.models import ImpulsePaper
from tests import factories
from tests.outcomes.sessions import approved, compiled, make_staffed_session, take_note
from workshops.models import Contributor

TEXT, EVIL = "Small teams need help.", "<script>alert(1)</script>“'\"><img src=x onerror=alert(1)>"


@pytest.fixture
def draft(organizer, rapporteur, moderator) -> ImpulsePaper:
    session = make_staffed_session(organizer, rapporteur)
    factories.make_contributor(session, Contributor.Role.ONSITE_MODERATOR, moderator)
    take_note(session, rapporteur, TEXT, kind="agreement")
    take_note(session, rapporteur, "Nobody is left out.", kind="agreement")
    return compiled(session)


def key_of(paper: ImpulsePaper, text: str = TEXT) -> str:
    names = edits.keys(paper.version.compiled.content)
    found = statements(paper.version.compiled.content)
    return next(names[b["id"]] for _s, b in found if b["text"] == text)


def page_of(paper: ImpulsePaper, section: str = "positions") -> str:
    return f"{paper.get_absolute_url()}review/{section}/"


def read(client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_sentence_is_accepted_edited_cut_moved_and_restored(draft, rapporteur, as_user):
    client, page, key = as_user(rapporteur), page_of(draft), key_of(draft)
    about = {"key": key, "seen": 0}
    near = key_of(draft, "Nobody is left out.")

    answers = [
        client.post(page, {"do": "accept", **about}),
        client.post(page, {"do": "edit", **about, "seen": 1, "text": "Mine."}),
        client.post(page, {"do": "cut", **about, "seen": 2, "reason": "wrong"}),
        client.post(page, {"do": "move", **about, "act": "after", "near": near}),
        client.post(page, {"do": "undo", "key": key, "number": 3}),
    ]

    assert [(a.status_code, a.headers["Location"]) for a in answers] == [
        (302, f"{page}#k-{key}")
    ] * 5
    assert [step.act for step in draft.edits.all()] == ["accept", "edit", "cut", "after", "undo"]
    shown = read(client, page)
    assert shown.index("Nobody is left out.") < shown.index("Mine.")
    assert "Mine." in read(client, draft.get_absolute_url())


def test_what_was_typed_stays_when_it_is_refused(draft, rapporteur, as_user):
    page, typed = page_of(draft), "x" * 1001

    sent = {"do": "edit", "key": key_of(draft), "seen": 0, "text": typed}
    answer = as_user(rapporteur).post(page, sent).content.decode()

    assert typed in answer
    assert "igf-errors" in answer or "at most 1000" in answer
    assert draft.edits.count() == 0


def test_a_stale_edit_shows_both_texts_and_can_be_sent_again(draft, rapporteur, moderator, as_user):
    key, client = key_of(draft), as_user(rapporteur)
    actions.edit(draft, key, by=moderator, seen=0, text="The wording of Mo.")

    sent = {"do": "edit", "key": key, "seen": 0, "text": "The wording of Ria."}
    answer = client.post(page_of(draft), sent).content.decode()
    hidden = re.search(rf'<input[^>]*id="editform-{key}-seen"[^>]*>', answer)[0]
    newest = re.search(r'value="(\d+)"', hidden)[1]
    client.post(page_of(draft), {**sent, "seen": newest})

    assert "The wording of Mo." in answer
    assert "The wording of Ria." in answer
    assert draft.edits.last().text == "The wording of Ria."


def test_what_was_typed_about_a_sentence_that_is_gone_is_shown(draft, rapporteur, as_user):
    sent = {"do": "edit", "key": "gone", "seen": 0, "text": "My long sentence."}

    answer = as_user(rapporteur).post(page_of(draft), sent).content.decode()

    assert "My long sentence." in answer
    assert "compiled again" in answer


def test_a_cut_needs_its_reason(draft, rapporteur, as_user):
    client, page = as_user(rapporteur), page_of(draft)
    about = {"do": "cut", "key": key_of(draft), "seen": 0}

    without = client.post(page, {**about, "reason": ""})
    other = client.post(page, {**about, "reason": "other", "text": ""})

    assert (without.status_code, other.status_code) == (200, 200)
    assert "Say what the other reason is." in other.content.decode()
    assert draft.edits.count() == 0


def test_the_rest_of_a_page_is_accepted_at_once(draft, rapporteur, as_user):
    page = page_of(draft)
    keys = re.findall(r'name="keys" value="([^"]+)"', read(as_user(rapporteur), page))

    as_user(rapporteur).post(page, {"do": "rest", "keys": keys})

    assert {step.key for step in draft.edits.all()} == set(keys)
    assert "that are left" not in read(as_user(rapporteur), page)


@pytest.mark.parametrize("where", ["edit", "cut", "answer"])
def test_what_people_type_is_never_executed(draft, rapporteur, secretariat, as_user, where):
    key, client = key_of(draft), as_user(rapporteur)
    if where == "edit":
        actions.edit(draft, key, by=rapporteur, seen=0, text=EVIL)
    elif where == "cut":
        actions.cut(draft, key, by=rapporteur, seen=0, reason="other", text=EVIL)
    else:
        client.post(page_of(draft), {"do": "edit", "key": EVIL, "seen": 0, "text": EVIL})

    pages = [read(client, page_of(draft)), read(client, f"{draft.get_absolute_url()}review/")]
    fixed = approved(draft, rapporteur)
    pages.append(read(client, draft.get_absolute_url()))

    assert fixed
    assert all("<script>alert" not in page and "<img src=x" not in page for page in pages)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("rapporteur", 200),
        ("moderator", 200),
        ("organizer", 200),
        ("secretariat", 200),
        ("mag_member", 404),
        ("stranger", 404),
    ],
)
def test_who_reads_the_review(draft, name, status, request, as_user):
    client = as_user(request.getfixturevalue(name))

    codes = {
        client.get(page).status_code
        for page in (page_of(draft), f"{draft.get_absolute_url()}review/")
    }

    assert codes == {status}


def test_a_speaker_sees_the_draft_but_not_its_review(draft, stranger, as_user):
    factories.make_contributor(draft.workshop, Contributor.Role.SPEAKER, stranger)

    assert as_user(stranger).get(draft.get_absolute_url()).status_code == 200
    assert as_user(stranger).get(page_of(draft)).status_code == 404


def test_the_secretariat_reads_and_changes_nothing(draft, secretariat, as_user):
    client, page = as_user(secretariat), page_of(draft)

    answer = client.post(page, {"do": "accept", "key": key_of(draft), "seen": 0})

    assert 'name="do"' not in read(client, page)
    assert "reviews its paper" in answer.content.decode()
    assert draft.edits.count() == 0


def test_the_paper_says_how_it_was_made(draft, rapporteur, moderator, organizer, as_user):
    actions.edit(draft, key_of(draft), by=moderator, seen=0, text="Mine.")
    second = key_of(draft, "Nobody is left out.")
    actions.cut(draft, second, by=moderator, seen=0, reason="private", text="Said in private.")
    papers.publish(approved(draft, rapporteur), by=organizer)

    page = re.sub(r"\s+", " ", read(as_user(), draft.get_absolute_url()))
    made = page[page.index('id="made"') : page.index('id="sources"')]

    total = len(statements(draft.versions.get(revision=1).content))
    said = (
        f"Of {total} compiled sentences people accepted 0 in the review, edited 1 and left out 1."
    )
    assert said in made
    assert f"The other {total - 2} were accepted together with the approval." in made
    assert "Ria Rapporteur approved this exact version." in made
    assert "Another person, Olu Organizer, published it." in made
    assert "Edited or left out by: Mo Moderator." in made
    assert "Personal or confidential (1)" in made
    assert "Said in private." not in page
    assert made.count("<h3>") == 5


def test_pages_need_as_many_queries_for_many_sentences(draft, rapporteur, as_user):
    client, page = as_user(rapporteur), page_of(draft)
    with CaptureQueriesContext(connection) as few:
        read(client, page)
    for number in range(4):
        take_note(draft.workshop, rapporteur, f"Line {number}.", kind="agreement")
    compiled(draft.workshop)
    with CaptureQueriesContext(connection) as many:
        read(client, page)

    assert len(many) == len(few)


def test_an_approval_from_the_page_names_the_last_step(draft, rapporteur, moderator, as_user):
    client = as_user(rapporteur)
    overview = read(client, f"{draft.get_absolute_url()}review/")
    actions.accept(draft, key_of(draft), by=moderator, seen=0)

    late = {"revision": 1, "step": re.search(r'name="step" value="(\d+)"', overview)[1]}
    client.post(f"{draft.get_absolute_url()}approve/", late)
    draft.refresh_from_db()
    before = draft.status
    client.post(f"{draft.get_absolute_url()}approve/", {"revision": 1, "step": 1})
    draft.refresh_from_db()

    assert (before, draft.status) == ("draft", "approved")


def test_every_form_of_a_draft_reads_as_reviewed(draft, rapporteur, moderator, as_user):
    actions.edit(draft, key_of(draft), by=moderator, seen=0, text="All teams need help.")
    cut = key_of(draft, "Nobody is left out.")
    actions.cut(draft, cut, by=moderator, seen=0, reason="repeated", text="Again.")
    client, address = as_user(rapporteur), draft.get_absolute_url().rstrip("/")

    document = docx.Document(io.BytesIO(client.get(f"{address}.docx").content))
    texts = [read(client, f"{address}{form}") for form in ("/", ".md", ".json")]
    texts.append("\n".join(paragraph.text for paragraph in document.paragraphs))

    for text in texts:
        assert "All teams need help." in text
        assert "Nobody is left out." not in text
        assert "Mo Moderator" in text
    assert "All teams need help. (edited by Mo Moderator)" in texts[1]
    assert "Why sentences were left out: Says again what stands elsewhere (1)." in texts[3]
