"""Two editors of one sentence at the same moment, on PostgreSQL."""

import threading

import pytest
from django.db import connection

from outcomes.actions import review as actions
from outcomes.models import ImpulsePaper
from tests import factories
from tests.outcomes.sessions import compiled, make_staffed_session, take_note
from tests.outcomes.test_review import FIRST, key_of
from workshops.models import Contributor

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_of_two_editors_at_once_one_is_kept_and_one_is_told(organizer, rapporteur, moderator):
    workshop = make_staffed_session(organizer, rapporteur)
    factories.make_contributor(workshop, Contributor.Role.ONSITE_MODERATOR, moderator)
    take_note(workshop, rapporteur, FIRST, kind="agreement")
    paper = compiled(workshop)
    key, start, told = key_of(paper, FIRST), threading.Barrier(2), []

    def edit(who, text):
        mine = ImpulsePaper.objects.get(pk=paper.pk)
        start.wait()
        try:
            actions.edit(mine, key, by=who, seen=0, text=text)
        except actions.StaleError as error:
            told.append((text, error.theirs))
        finally:
            connection.close()

    people = ((rapporteur, "One."), (moderator, "Two."))
    threads = [threading.Thread(target=edit, args=each) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = paper.edits.get().text
    other = {"One.": "Two.", "Two.": "One."}[kept]
    assert told == [(other, kept)]
