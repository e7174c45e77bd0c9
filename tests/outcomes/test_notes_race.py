"""Two note-takers, or one phone twice, at the same moment on PostgreSQL."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from forum.errors import RuleError
from outcomes.actions import draft, notes
from outcomes.models import DraftItem, Note
from tests.outcomes.sessions import make_staffed_session, take_note

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*calls: Callable[[], object]) -> list[str]:
    """What the calls were refused for, all begun together."""
    start, told = threading.Barrier(len(calls)), []

    def run(call: Callable[[], object]) -> None:
        start.wait()
        try:
            call()
        except RuleError as error:
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.fixture
def session(organizer, rapporteur):
    return make_staffed_session(organizer, rapporteur)


def test_the_same_note_sent_twice_at_once_is_one_note(session, rapporteur):
    key = uuid4()

    def send():
        notes.add_note(session, by=rapporteur, uuid=key, kind="point", text="Once.")

    assert at_once(send, send, send, send) == []
    assert Note.objects.get().uuid == key


def test_the_same_key_of_two_people_is_one_note_and_one_refusal(session, organizer, rapporteur):
    key = uuid4()

    told = at_once(
        lambda: notes.add_note(session, by=organizer, uuid=key, kind="point", text="Mine."),
        lambda: notes.add_note(session, by=rapporteur, uuid=key, kind="point", text="Mine."),
    )

    assert told == ["RuleError"]
    assert Note.objects.count() == 1


def test_of_two_wordings_at_once_one_is_kept_and_one_is_told(session, organizer, rapporteur):
    item = draft.add_draft_item(session, by=rapporteur, title="Control", text="People decide.")

    def reword(who, text):
        mine = DraftItem.objects.get(pk=item.pk)
        return lambda: draft.reword_draft_item(mine, by=who, text=text, seen=1)

    told = at_once(reword(organizer, "One."), reword(rapporteur, "Two."))

    assert told == ["StaleError"]
    assert item.versions.count() == 2


def test_of_two_dispositions_at_once_one_is_kept(session, organizer, rapporteur):
    item = draft.add_draft_item(session, by=rapporteur, title="Control", text="People decide.")
    note = take_note(session, rapporteur, kind="suggestion", about=f"d{item.pk}")

    def dispose(who, word):
        mine = Note.objects.get(pk=note.pk)
        return lambda: notes.dispose(mine, by=who, seen="", disposition=word, reason="Said.")

    assert at_once(dispose(organizer, "adopted"), dispose(rapporteur, "declined")) == ["RuleError"]


def test_two_removals_and_a_move_at_once_leave_numbers_without_gaps(session, organizer, rapporteur):
    items = [
        draft.add_draft_item(session, by=rapporteur, title=f"Item {n}", text="Text.")
        for n in range(4)
    ]

    told = at_once(
        lambda: draft.remove_draft_item(items[0], by=organizer),
        lambda: draft.remove_draft_item(items[1], by=rapporteur),
        lambda: draft.move_draft_item(items[3], by=rapporteur, place=1),
    )

    assert told == []
    assert list(session.draft_items.values_list("position", flat=True)) == [1, 2]
