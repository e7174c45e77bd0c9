import gzip
import re
import uuid
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from surveys import actions, panel
from surveys.models import Attendee, Ballot, Question
from tests.factories import make_session, make_survey
from tests.surveys.room import (
    form_answers,
    guest,
    joined_guest,
    receipts_on,
    state_of,
    wave_of,
)


@pytest.fixture
def survey(db):
    return make_survey(make_session(join_code="KYOTO33"))


@pytest.fixture
def open_wave(survey, moderator):
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)
    return wave


@pytest.mark.parametrize("address", ["/j/KYOTO33", "/j/KYOTO33/", "/j/KYOTO33?at=room"])
def test_looking_at_the_join_page_joins_nobody_and_sets_no_cookie(survey, client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert Attendee.objects.count() == 0


@pytest.mark.parametrize("typed", ["kyoto33", "KYOT033", " kyot0 33 ", "Kyoto33"])
def test_a_code_typed_any_way_leads_to_the_session(survey, client, typed):
    response = client.get("/j/", {"code": typed}, follow=True)

    assert response.redirect_chain[-1][0] == "/j/KYOTO33"
    assert b"A session for tests" in response.content


@pytest.mark.parametrize("address", ["/j/nowhere9", "/j/?code=nowhere9", "/j/?code=" + "x" * 300])
def test_an_unknown_code_is_explained_at_the_field_and_kept(survey, client, address):
    response = client.get(address)

    page = response.content.decode()
    assert response.status_code == 404
    assert 'id="code-msg"' in page
    assert re.search(r'name="code" value="(nowhere9|x{300})"', page)


def test_the_link_preselects_the_door_and_the_person_confirms_it(survey, client):
    page = client.get("/j/KYOTO33?at=online").content.decode()

    assert re.search(r'value="online"[^>]*checked', page)
    assert Attendee.objects.count() == 0


def test_joining_sets_one_cookie_for_this_survey_only(survey):
    response = guest(survey.workshop).join("online")

    cookie = response.cookies[f"igf_att_{survey.uuid.hex[:12]}"]
    assert list(response.cookies) == [cookie.key]
    assert re.fullmatch("[0-9a-f.]{74}", cookie.value)
    assert (cookie["path"], cookie["max-age"]) == ("/j/KYOTO33", 12 * 3600)
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert Attendee.objects.get().door == "online"


def test_joining_again_changes_the_door_and_adds_nobody(survey):
    phone = joined_guest(survey.workshop, "room")

    phone.join("online", group="Government", region="African Group")

    attendee = Attendee.objects.get()
    assert (attendee.door, attendee.group, attendee.region) == (
        "online",
        "Government",
        "African Group",
    )


def test_joining_without_a_door_asks_at_the_field(survey, client):
    response = client.post("/j/KYOTO33/join/", {"door": "roof"})

    assert response.status_code == 422
    assert b'id="door-msg"' in response.content
    assert Attendee.objects.count() == 0


def test_a_form_sent_from_another_site_is_refused(survey, client):
    foreign = [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]

    codes = [
        client.post("/j/KYOTO33/join/", {"door": "room"}, headers=headers).status_code
        for headers in foreign
    ]

    assert codes == [403, 403]
    assert Attendee.objects.count() == 0


def test_answers_sent_to_another_spelling_of_the_code_arrive(survey, open_wave):
    phone = joined_guest(survey.workshop)
    phone.code = "kyot033"

    first = phone.vote(form_answers(open_wave, "4", "2"))
    again = phone.client.post(first.url, form_answers(open_wave, "4", "2"))

    assert (first.status_code, again.status_code) == (307, 200)


def test_voting_says_recorded_with_the_receipts_and_never_the_choice(survey, open_wave):
    phone = joined_guest(survey.workshop)

    response = phone.vote(form_answers(open_wave, "4", "2"))

    page = response.content.decode()
    stored = {str(b.asking_id): b.receipt for b in Ballot.objects.all()}
    assert "2 of 2 answers recorded" in page
    assert {k: v.replace(" ", "") for k, v in receipts_on(response).items()} == stored
    assert "Agree" not in page
    assert "Safety" not in page


def test_the_vote_page_holds_no_answer_in_a_button(survey, open_wave):
    page = joined_guest(survey.workshop).page().content.decode()

    buttons = re.findall(r"<button[^>]*>", page)
    assert page.count('type="radio"') == 10
    assert all("name=" not in button for button in buttons)


def test_a_missing_answer_is_asked_for_and_the_other_one_kept(survey, open_wave):
    phone = joined_guest(survey.workshop)
    answers = form_answers(open_wave, "4", "")

    response = phone.vote(answers)

    page = response.content.decode()
    assert response.status_code == 422
    assert "1 answer is missing" in page
    assert re.search(r'value="4"[^>]*checked', page)
    assert Ballot.objects.count() == 0


def test_an_option_that_does_not_exist_is_refused_at_the_question(survey, open_wave):
    phone = joined_guest(survey.workshop)

    response = phone.vote(form_answers(open_wave, "4", "99"))

    assert response.status_code == 422
    assert b"not one of the options" in response.content
    assert Ballot.objects.count() == 0


def test_who_has_not_joined_is_led_to_the_door_first(survey, open_wave):
    phone = guest(survey.workshop)

    response = phone.vote(form_answers(open_wave, "4", "2"))

    assert (response.status_code, response.url) == (302, "/j/KYOTO33?first=1")
    assert b"How are you taking part?" in phone.page("?first=1").content


def test_an_answer_after_closing_is_refused_and_what_was_chosen_stays_in_sight(
    survey, open_wave, moderator
):
    phone = joined_guest(survey.workshop)
    actions.close_wave(open_wave, by=moderator)

    response = phone.vote(form_answers(open_wave, "4", "2"))

    assert response.status_code == 409
    assert b"Not recorded" in response.content
    assert b"Agree" in response.content
    assert b"you sent before" not in response.content
    assert Ballot.objects.count() == 0


def test_a_page_sent_again_after_closing_says_that_the_first_answers_stand(
    survey, open_wave, moderator
):
    phone = joined_guest(survey.workshop)
    receipts = receipts_on(phone.vote(form_answers(open_wave, "4", "2")))
    actions.close_wave(open_wave, by=moderator)

    response = phone.vote(form_answers(open_wave, "5", "2"))

    assert response.status_code == 409
    assert b"The answers you sent before are recorded." in response.content
    assert receipts_on(response) == receipts


def test_answers_can_be_replaced_until_closing_and_the_same_again_changes_nothing(
    survey, open_wave
):
    phone = joined_guest(survey.workshop)
    first = receipts_on(phone.vote(form_answers(open_wave, "4", "2")))

    same = receipts_on(phone.vote(form_answers(open_wave, "4", "2")))
    other = receipts_on(phone.vote(form_answers(open_wave, "5", "2")))

    changed = {key for key in first if first[key] != other[key]}
    assert same == first
    assert len(changed) == 1
    assert Ballot.objects.count() == 2


def test_group_and_region_are_asked_once_and_can_be_skipped(survey, open_wave):
    phone = joined_guest(survey.workshop)
    asked = phone.vote(form_answers(open_wave, "4", "2")).content

    skipped = phone.client.post("/j/KYOTO33/about/", {}, follow=True).content

    assert b"Two questions about you" in asked
    assert b"Two questions about you" not in skipped
    assert b"2 of 2 answers recorded" in skipped


def test_group_and_region_take_only_the_exact_words(survey, open_wave):
    phone = joined_guest(survey.workshop)
    phone.vote(form_answers(open_wave, "4", "2"))

    wrong = phone.client.post("/j/KYOTO33/about/", {"group": "Aliens"})
    right = phone.client.post("/j/KYOTO33/about/", {"group": "Private Sector"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert Attendee.objects.get().group == "Private Sector"


def test_an_open_text_may_stay_empty_and_a_long_one_is_kept_with_a_message(survey, moderator):
    wave = wave_of(survey, 1)
    question = wave.askings.order_by("position").last().question
    Question.objects.filter(pk=question.pk).update(kind="text", options=[])
    actions.open_wave(wave, by=moderator)
    phone = joined_guest(survey.workshop)

    long = phone.vote(form_answers(wave, "4", "x" * 281))
    empty = phone.vote(form_answers(wave, "4", ""))

    assert long.status_code == 422
    assert b"x" * 281 in long.content
    assert b"1 of 2 answers recorded" in empty.content


def test_a_garbled_form_is_never_an_error_of_the_server(survey, open_wave):
    phone = joined_guest(survey.workshop)
    fields = [{}, {"q-": "1"}, {f"q-{uuid.uuid4()}": "1"}, {"q-\0": "\0"}, {"x" * 500: "1"}]

    codes = {phone.vote(field).status_code for field in fields}

    assert codes == {422}


def test_the_page_speaks_arabic_from_right_to_left(survey, open_wave):
    page = guest(survey.workshop).page("?lang=ar").content.decode()

    assert '<html lang="ar" dir="rtl">' in page


@pytest.mark.parametrize("query", ["", "?at=room", "?at=room&lang=ar"])
@pytest.mark.parametrize("enter", [guest, joined_guest])
def test_the_whole_page_fits_into_15_kilobytes_and_4_files(survey, open_wave, enter, query):
    page = enter(survey.workshop).page(query).content
    loaded = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    files = [page, *(Path(finders.find(name.decode())).read_bytes() for name in loaded)]

    size = sum(len(gzip.compress(file)) for file in files)

    assert len(files) <= 3  # the stream is the fourth
    assert size <= 15 * 1024


def test_a_session_without_a_survey_says_so(db):
    workshop = make_session()

    page = Client().get(f"/j/{workshop.join_code}")

    assert b"No survey here now" in page.content
    assert state_of(workshop)["phase"] == "waiting"


def test_joining_after_the_end_is_refused(survey, open_wave, moderator):
    actions.end(survey, by=moderator)

    response = guest(survey.workshop).join()

    assert response.status_code == 409
    assert panel.joined(survey).total == 0
