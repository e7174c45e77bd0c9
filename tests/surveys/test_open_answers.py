import json
import re

import pytest

from forum.errors import RuleError
from outcomes.inputs import survey_input
from surveys import actions, intake
from surveys.models import Ballot, HiddenText, Question
from tests.factories import make_survey
from tests.surveys.room import asked, seat, seat_moderator, wave_of

GOOD, BAD = "Captions on the screen", "Canary insult"


@pytest.fixture
def survey(db):
    made = make_survey(waves=1)
    made.questions.filter(position=2).update(kind=Question.Kind.TEXT, options=[])
    return made


@pytest.fixture
def shown(survey, moderator):
    """A survey with two open answers whose results everybody sees."""
    seat_moderator(survey.workshop, moderator)
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)
    for text in (GOOD, BAD):
        intake.cast_many(seat(survey), {asked(wave)[1].pk: text})
    actions.close_wave(wave, by=moderator)
    actions.show(wave, by=moderator)
    return survey


def bad_ballot() -> Ballot:
    return next(ballot for ballot in Ballot.objects.all() if ballot.answer == BAD)


def hide(client, survey, reason="Insults somebody", **fields):
    ballot = bad_ballot()
    fields |= {"asking": ballot.asking_id, "receipt": ballot.receipt, "reason": reason}
    return client.post(f"/moderate/{survey.workshop.join_code}/hide-answer/", fields)


def test_a_hidden_answer_leaves_the_screen_and_the_paper_and_stays_in_the_record(
    shown, moderator, as_user
):
    client, code = as_user(moderator), shown.workshop.join_code
    before = client.get(f"/j/{code}/screen").content.decode()

    hide(client, shown)
    after = client.get(f"/j/{code}/screen").content.decode()
    actions.end(shown, by=moderator)
    record = actions.seal(shown, by=moderator)
    paper = survey_input(shown.workshop)

    assert [(GOOD in page, BAD in page) for page in (before, after)] == [
        (True, True),
        (True, False),
    ]
    assert BAD in record.ballots
    assert BAD not in json.dumps(paper.texts)
    assert list(paper.held_back.values()) == [1]
    assert BAD not in client.get(f"/j/{code}/screen").content.decode()


def test_the_moderator_reads_all_with_the_reason_and_can_show_it_again(shown, moderator, as_user):
    client, code = as_user(moderator), shown.workshop.join_code
    hide(client, shown)
    page = client.get(f"/moderate/{code}/answers/").content.decode()

    fields = {"asking": bad_ballot().asking_id, "receipt": bad_ballot().receipt}
    client.post(f"/moderate/{code}/show-answer/", fields)

    assert BAD in page
    assert "Insults somebody" in page
    assert HiddenText.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "x" * 201])
def test_hiding_an_answer_needs_a_reason(shown, moderator, reason):
    ballot = bad_ballot()

    with pytest.raises(RuleError):
        actions.hide_text(ballot.asking, ballot.receipt, reason, by=moderator)


@pytest.mark.parametrize("typed", ["", "   ", "Insults somebody " * 20])
def test_a_refused_reason_comes_back_at_its_answer(shown, moderator, as_user, typed):
    response = hide(as_user(moderator), shown, typed)

    page, receipt = response.content.decode(), bad_ballot().receipt
    field = re.search(rf'<input [^>]*id="hide-{receipt}"[^>]*>', page)[0]
    assert response.status_code == 422
    assert page.count("Give a reason in at most 200 characters.") == 1
    assert f'value="{typed}"' in field
    assert (GOOD in page, HiddenText.objects.count()) == (True, 0)


def test_hiding_on_a_later_page_stays_on_it(shown, moderator, as_user, monkeypatch):
    monkeypatch.setattr("surveys.views.floor.ON_A_PAGE", 1)
    client, address = as_user(moderator), f"/moderate/{shown.workshop.join_code}/answers/"
    pages = [client.get(f"{address}?page={number}").content.decode() for number in (1, 2)]
    number = 1 + next(place for place, page in enumerate(pages) if BAD in page)

    refused = hide(client, shown, "", page=number).content.decode()
    hidden = hide(client, shown, page=number)

    assert BAD in refused
    assert hidden.url == f"{address}?page={number}"


def test_answers_of_an_open_survey_are_neither_read_nor_hidden(survey, moderator, as_user):
    seat_moderator(survey.workshop, moderator)
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)
    intake.cast_many(seat(survey), {asked(wave)[1].pk: BAD})
    client, code = as_user(moderator), survey.workshop.join_code

    pages = [client.get(f"/moderate/{code}/{page}").content for page in ("", "news/", "answers/")]
    ballot = bad_ballot()
    with pytest.raises(RuleError):
        actions.hide_text(ballot.asking, ballot.receipt, "Insult", by=moderator)

    assert [BAD.encode() in page for page in pages] == [False] * 3


def test_choices_and_unknown_receipts_cannot_be_hidden(shown, moderator):
    choice, text = asked(wave_of(shown, 1))

    for asking in (choice, text):
        with pytest.raises(RuleError):
            actions.hide_text(asking, "a" * 16, "No reason", by=moderator)
