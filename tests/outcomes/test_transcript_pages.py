"""The transcript of a session on its pages and in the paper: read by its people, cited word for word."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.errors import RuleError
from outcomes import transcripts
from outcomes.actions import notes, paper
from outcomes.actions import transcript as actions
from outcomes.compiler import CompileError, as_bytes, compile_paper, statements
from outcomes.inputs import paper_input
from outcomes.models import Note, Passage, Transcript
from tests import factories
from tests.outcomes.sessions import approved, compiled, make_staffed_session
from tests.outcomes.test_transcripts import HOSTILE, VTT
from workshops.models import Contributor

WORDS = "Control & openness come first."
TEXT = """Alice Doe: Control comes first, and people stay in charge.
We agree. Alice Doe said it well.
Reports must be public."""


@pytest.fixture
def session(organizer, rapporteur):
    return make_staffed_session(organizer, rapporteur)


@pytest.fixture
def kept(session, rapporteur):
    return actions.keep_transcript(session, transcripts.read_text(TEXT), by=rapporteur)


def address(session, rest: str = "") -> str:
    return f"/notes/{session.join_code}/transcript/{rest}"


def quoted(session, by, words: str, number: int = 1, **fields) -> Note:
    passage = Passage.objects.get(transcript__workshop=session, number=number)
    said = {"kind": "point", "consent": False, "speaker": "", **fields}
    return actions.quote(passage, words, by=by, uuid=uuid4(), **said)


def typed(**fields) -> dict:
    return {"kind": "point", "uuid": str(uuid4()), "door": "", "about": "", **fields}


def cited(session) -> dict:
    content = compile_paper(paper_input(session))
    blocks = [b for _s, b in statements(content) if b["type"] == "said"]
    return next(b for b in blocks if b["span"]["of"].startswith("transcript:"))


def test_a_file_is_kept_as_numbered_passages(session, rapporteur, as_user):
    file = SimpleUploadedFile("anything.bin", VTT.encode())

    response = as_user(rapporteur).post(address(session), {"file": file}, follow=True)

    rows = Passage.objects.values_list("number", "starts_ms", "speaker", "text")
    assert list(rows) == [
        (1, 1500, "Maria da Silva", WORDS),
        (2, 3_723_000, "CHAIR", "Thank you."),
    ]
    page = response.content.decode()
    assert "0:00:01" in page
    assert "Control &amp; openness come first." in page


def test_a_pasted_text_is_kept_without_invisible_characters(session, rapporteur, as_user):
    page = as_user(rapporteur).post(address(session), {"text": "Control\u202e first."}, follow=True)

    assert Passage.objects.get().text == "Control first."
    assert "1 invisible character was left out." in page.content.decode()


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - {"nothing"}))
def test_a_hostile_file_is_refused_at_the_field_and_keeps_nothing(
    session, rapporteur, as_user, name
):
    file = SimpleUploadedFile("transcript.txt", HOSTILE[name], "text/plain")

    response = as_user(rapporteur).post(address(session), {"file": file})

    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not Transcript.objects.exists()


def test_fifty_megabytes_are_refused(session, rapporteur, as_user):
    file = SimpleUploadedFile("transcript.txt", b"word " * 10_000_000)

    response = as_user(rapporteur).post(address(session), {"file": file})

    assert "2 MB" in str(response.context["form"].errors["file"])


@pytest.mark.parametrize("both", [{}, {"file": True, "text": "Words."}])
def test_either_a_file_or_a_text_is_sent(session, rapporteur, as_user, both):
    if "file" in both:
        both = {**both, "file": SimpleUploadedFile("a.txt", b"Words.")}

    assert as_user(rapporteur).post(address(session), both).status_code == 422


def test_words_are_searched_in_any_letters_of_any_script(session, rapporteur, as_user):
    text = "Контроль важен.\nREPORTS must be public.\nالتقارير علنية."
    actions.keep_transcript(session, transcripts.read_text(text), by=rapporteur)
    client = as_user(rapporteur)

    found = [
        [row.number for row in client.get(address(session), {"q": words}).context["page"]]
        for words in ("контроль", "reports MUST", "التقارير", "nowhere")
    ]

    assert found == [[1], [2], [3], []]


def test_the_page_costs_the_same_with_one_and_many_passages(
    session, rapporteur, as_user, django_assert_max_num_queries, django_assert_num_queries
):
    client = as_user(rapporteur)
    actions.keep_transcript(session, transcripts.read_text("One."), by=rapporteur)
    with django_assert_max_num_queries(40) as first:
        client.get(address(session))
    actions.keep_transcript(session, transcripts.read_text("a\n" * 300), by=rapporteur)

    with django_assert_num_queries(len(first)):
        client.get(address(session))


def test_people_of_the_session_read_it_and_nobody_else(
    session, kept, organizer, rapporteur, secretariat, stranger, mag_member, as_user
):
    speaker = factories.make_user()
    factories.make_contributor(session, Contributor.Role.SPEAKER, speaker)
    people = (organizer, rapporteur, secretariat, stranger, mag_member, speaker)

    seen = [
        [as_user(who).get(address(session, rest)).status_code for rest in ("", "1/")]
        for who in people
    ]

    assert seen == [[200, 200]] * 3 + [[404, 404]] * 3
    assert as_user().get(address(session)).url.startswith("/accounts/login/")
    assert as_user(stranger).post(address(session, "delete/")).status_code == 404
    with pytest.raises(RuleError):
        actions.delete_transcript(session, by=speaker)
    with pytest.raises(RuleError):
        actions.keep_transcript(session, transcripts.read_text("No."), by=stranger)
    with pytest.raises(RuleError):
        quoted(session, stranger, "Control comes first")


def test_words_are_quoted_from_their_exact_place(session, kept, rapporteur, as_user):
    response = as_user(rapporteur).post(
        address(session, "1/"), typed(text=" people  stay\r\nin charge.", kind="agreement")
    )

    note = Note.objects.get()
    assert response.status_code == 302
    assert (note.text, note.start, note.end) == ("people stay in charge.", 25, 47)
    assert note.passage.text[note.start : note.end] == note.text


@pytest.mark.parametrize("words", ["People stay in charge", "Control first", "…"])
def test_other_words_are_refused_and_stay_in_the_form(session, kept, rapporteur, as_user, words):
    response = as_user(rapporteur).post(address(session, "1/"), typed(text=words))

    assert response.context["form"].errors["text"]
    assert response.context["form"]["text"].value() == words
    assert not Note.objects.exists()


def test_a_quote_keeps_its_words_and_may_say_something_else_about_them(
    session, kept, rapporteur, as_user
):
    note = quoted(session, rapporteur, "Control comes first")
    client = as_user(rapporteur)

    client.post(
        f"/notes/{session.join_code}/{note.uuid}/",
        typed(text="Chaos comes first", kind="call", uuid=str(note.uuid)),
    )
    with pytest.raises(RuleError):
        notes.change_note(note, by=rapporteur, text="Chaos comes first")

    note.refresh_from_db()
    assert (note.text, note.kind) == ("Control comes first", "call")


def test_a_name_stands_with_a_quote_only_with_consent(session, organizer, rapporteur):
    text = "Alice Doe: I speak.\nAlice Doe: Alice Doe speaks again."
    actions.keep_transcript(session, transcripts.read_text(text), by=rapporteur)

    with pytest.raises(RuleError):
        quoted(session, rapporteur, "Alice Doe speaks again.", number=2)
    note = quoted(session, rapporteur, "Alice Doe speaks", number=2, consent=True)
    with pytest.raises(RuleError):
        notes.change_note(note, by=rapporteur, consent=False)


def test_the_paper_cites_the_words_and_nothing_else_of_the_transcript(session, kept, rapporteur):
    quoted(session, rapporteur, "people stay in charge", kind="call")

    block = cited(session)
    body = as_bytes(compile_paper(paper_input(session))).decode()

    assert (block["kind"], block["text"]) == ("quote", "people stay in charge")
    assert (block["span"]["number"], block["span"]["start"], block["span"]["end"]) == (1, 25, 46)
    assert kept.sha256 in body
    assert "Alice" not in body
    assert "Reports" not in body
    assert "Control comes" not in body


def test_a_named_quote_has_the_name_in_the_paper(session, kept, rapporteur):
    quoted(session, rapporteur, "Control comes first", speaker="Alice Doe", consent=True)

    assert cited(session)["speaker"] == "Alice Doe"


def tampered(session, **passage) -> str:
    """What stops the paper when this is other than what was kept."""
    data = paper_input(session)
    note = data.notes[0]
    said = {name: passage.pop(name) for name in ("text_of_note", "consent") if name in passage}
    note = note | {"passage": note["passage"] | passage}
    if "text_of_note" in said:
        note["text"] = said["text_of_note"]
    if "consent" in said:
        note["consent"] = said["consent"]
    with pytest.raises(CompileError) as stopped:
        compile_paper(replace(data, notes=[note]))
    return str(stopped.value)


def test_the_build_stops_at_a_quote_that_is_not_in_the_transcript(session, kept, rapporteur):
    quoted(session, rapporteur, "Control comes first", speaker="Alice Doe", consent=True)

    assert "word for word" in tampered(session, text_of_note="Control came first")
    assert "word for word" in tampered(session, text="Chaos comes first, and people say so.")
    assert "word for word" in tampered(session, start=1)
    assert "empty" in tampered(session, start=5000, end=5005)
    assert "consent" in tampered(session, consent=False)
    assert "consent" in tampered(session, consent=False, label="Control")


def test_the_same_words_give_the_same_bytes_and_hash_after_sending_the_transcript_again(
    session, kept, rapporteur
):
    quoted(session, rapporteur, "people stay in charge")
    first = as_bytes(compile_paper(paper_input(session)))

    actions.keep_transcript(session, transcripts.read_text(TEXT), by=rapporteur)

    assert as_bytes(compile_paper(paper_input(session))) == first


def test_quotes_move_to_a_new_transcript_that_holds_them_once(session, kept, rapporteur):
    note = quoted(session, rapporteur, "people stay in charge")
    new = "A word before.\nIndeed, people stay in charge."

    actions.keep_transcript(session, transcripts.read_text(new), by=rapporteur)

    note.refresh_from_db()
    assert (note.passage.number, note.start) == (2, 8)
    assert list(Passage.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("new", ["Nothing of it.", "people stay in charge\npeople stay in charge"])
def test_a_transcript_without_the_quoted_words_is_refused(session, kept, rapporteur, as_user, new):
    quoted(session, rapporteur, "people stay in charge")

    response = as_user(rapporteur).post(address(session), {"text": new})

    assert "people stay in charge" in str(response.context["form"].errors)
    assert Passage.objects.count() == 3
    assert Transcript.objects.get().sha256 == kept.sha256


def test_deleting_leaves_what_was_quoted_as_notes(session, kept, rapporteur, as_user):
    quoted(session, rapporteur, "people stay in charge", kind="call")

    as_user(rapporteur).post(address(session, "delete/"))

    note = Note.objects.get()
    assert not Passage.objects.exists()
    assert (note.text, note.passage) == ("people stay in charge", None)
    content = compile_paper(paper_input(session))
    kinds = {b["kind"] for _s, b in statements(content) if b["text"] == note.text}
    assert kinds == {"note"}


def test_a_paper_is_approved_only_with_the_transcript_it_cites(session, kept, rapporteur):
    quoted(session, rapporteur, "people stay in charge", kind="call")
    draft = compiled(session, rapporteur)
    actions.delete_transcript(session, by=rapporteur)

    with pytest.raises(RuleError, match="transcript was changed"):
        approved(draft, rapporteur)


def test_what_an_approved_or_published_paper_cites_stays(session, kept, organizer, rapporteur):
    quoted(session, rapporteur, "people stay in charge", kind="call")
    draft = compiled(session, rapporteur)
    version = approved(draft, rapporteur)

    with pytest.raises(RuleError, match="Withdraw"):
        actions.delete_transcript(session, by=rapporteur)
    paper.publish(version, by=organizer)
    with pytest.raises(RuleError, match="published"):
        actions.keep_transcript(session, transcripts.read_text(TEXT), by=rapporteur)
