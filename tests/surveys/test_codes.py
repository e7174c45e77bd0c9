import csv
import io
import re
from urllib.parse import unquote

import pytest
from django.core import mail
from django.test import Client, override_settings

from forum import tasks
from forum.errors import RuleError
from forum.models import OutgoingMail
from surveys import actions, entry_codes, errors, intake, panel, record, tokens
from surveys.models import Attendee, EntryCode, Survey
from tests.factories import make_session, make_survey
from tests.surveys.room import form_answers, guest, hold, receipts_on, seat_moderator, wave_of

CODE = re.compile(r"[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}")


@pytest.fixture
def survey(db, secretariat):
    made = make_survey(make_session(join_code="KYOTO33"))
    actions.choose_level(made, Survey.Level.CODES, by=secretariat)
    return made


def joins(survey, code, token=None):
    intake.join(survey, token or tokens.new_token(), "room", code=code)


def test_a_code_has_more_than_60_bits_and_only_its_keyed_hash_is_stored(survey, secretariat):
    made = actions.make_codes(survey, 20, by=secretariat)

    stored = set(survey.entry_codes.values_list("digest", flat=True))
    assert len(set(made)) == 20
    assert 30**entry_codes.LENGTH > 2**60
    assert stored == {entry_codes.digest(survey, code) for code in made}
    assert not any(code in str(list(EntryCode.objects.values())) for code in made)


def test_a_code_lets_one_person_in_however_it_is_typed_and_leaves_nothing(survey, secretariat):
    code = actions.make_codes(survey, 1, by=secretariat)[0]

    joins(survey, f" {entry_codes.in_groups(code).lower()} ")

    with pytest.raises(errors.NoCode):
        joins(survey, code)
    assert (Attendee.objects.count(), EntryCode.objects.count()) == (1, 0)


@pytest.mark.parametrize("code", ["", "AAAAA-AAAAA-AAAAA", "x" * 60])
def test_without_a_good_code_nobody_joins(survey, code):
    response = guest(survey.workshop).join(code=code)

    assert response.status_code == 422
    assert b'id="code-msg"' in response.content
    assert Attendee.objects.count() == 0


def test_a_code_of_another_survey_does_not_count(survey, secretariat):
    other = make_survey()
    actions.choose_level(other, Survey.Level.CODES, by=secretariat)
    code = actions.make_codes(other, 1, by=secretariat)[0]

    with pytest.raises(errors.NoCode):
        joins(survey, code)


def test_the_same_phone_changes_its_door_without_another_code(survey, secretariat):
    code = actions.make_codes(survey, 1, by=secretariat)[0]
    phone = guest(survey.workshop)
    phone.join("room", code=code)

    again = phone.join("online")

    assert again.status_code == 302
    assert Attendee.objects.get().door == "online"


def test_the_same_form_sent_twice_joins_once_and_both_answers_let_in(survey, secretariat):
    code = actions.make_codes(survey, 1, by=secretariat)[0]
    ticket = re.search(
        rb'name="ticket" value="([0-9a-f]{32})"', guest(survey.workshop).page().content
    )
    form = {"code": code, "ticket": ticket[1].decode()}

    replies = [guest(survey.workshop).join(**form) for _time in range(2)]

    assert [reply.status_code for reply in replies] == [302, 302]
    assert all(reply.cookies for reply in replies)
    assert Attendee.objects.count() == 1


def test_the_door_the_code_and_the_answers_can_be_sent_at_once(survey, secretariat, moderator):
    code = actions.make_codes(survey, 1, by=secretariat)[0]
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)

    response = guest(survey.workshop).join(code=code, **form_answers(wave, "4", "2"))

    assert b"2 of 2 answers recorded" in response.content
    assert len(receipts_on(response)) == 2


def test_half_of_the_answers_sent_with_the_door_are_kept_and_the_rest_asked_for(db, moderator):
    survey = make_survey(make_session(join_code="KYOTO33"))
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)

    response = guest(survey.workshop).join(**form_answers(wave, "4", ""))

    assert response.status_code == 422
    assert b"1 answer is missing" in response.content
    assert re.search(rb'value="4"[^>]*checked', response.content)
    assert panel.joined(survey).total == 1


def test_the_level_is_fixed_when_the_first_survey_opens(survey, secretariat, moderator):
    actions.make_codes(survey, 1, by=secretariat)
    actions.open_wave(wave_of(survey, 1), by=moderator)

    with pytest.raises(RuleError):
        actions.choose_level(survey, Survey.Level.OPEN, by=secretariat)


@pytest.mark.parametrize("who", ["moderator", "secretariat"])
@pytest.mark.parametrize(("level", "opens"), [("codes", False), ("open", True)])
def test_a_survey_nobody_could_get_into_is_not_opened(
    request, survey, as_user, secretariat, moderator, who, level, opens
):
    seat_moderator(survey.workshop, moderator)
    actions.choose_level(survey, level, by=secretariat)
    console = as_user(request.getfixturevalue(who))

    page = console.post("/moderate/KYOTO33/open/", {"wave": 1}).content.decode()

    assert wave_of(survey, 1).status == ("open" if opens else "planned")
    assert ("Ask the Secretariat to make codes" in page) is not opens


def test_a_code_that_is_out_or_under_way_lets_the_survey_open(survey, secretariat, moderator):
    code = actions.make_codes(survey, 1, by=secretariat)[0]
    actions.take_back(survey, code, by=secretariat)
    with pytest.raises(RuleError):
        actions.open_wave(wave_of(survey, 1), by=moderator)
    row = actions.mail_codes(survey, ["one@example.org"], by=secretariat)[0]
    OutgoingMail.objects.filter(pk=row.pk).update(status=OutgoingMail.Status.FAILED)
    with pytest.raises(RuleError):
        actions.open_wave(wave_of(survey, 1), by=moderator)
    OutgoingMail.objects.filter(pk=row.pk).update(status=OutgoingMail.Status.QUEUED)

    actions.open_wave(wave_of(survey, 1), by=moderator)

    assert wave_of(survey, 1).status == "open"


def test_a_used_code_lets_later_surveys_open(survey, secretariat, moderator):
    joins(survey, actions.make_codes(survey, 1, by=secretariat)[0])
    actions.open_wave(wave_of(survey, 1), by=moderator)
    actions.close_wave(wave_of(survey, 1), by=moderator)

    actions.open_wave(wave_of(survey, 2), by=moderator)

    assert wave_of(survey, 2).status == "open"


def test_changing_the_level_sends_everybody_back_to_the_door(survey, secretariat):
    code = actions.make_codes(survey, 2, by=secretariat)[0]
    joins(survey, code)

    actions.choose_level(survey, Survey.Level.OPEN, by=secretariat)

    assert (Attendee.objects.count(), EntryCode.objects.count(), survey.codes_given) == (0, 0, 0)


def test_an_unused_code_can_be_taken_back_and_a_used_one_cannot(survey, secretariat):
    lost, used = actions.make_codes(survey, 2, by=secretariat)
    joins(survey, used)

    actions.take_back(survey, lost, by=secretariat)

    for code in (lost, used):
        with pytest.raises(RuleError):
            actions.take_back(survey, code, by=secretariat)
    with pytest.raises(errors.NoCode):
        joins(survey, lost)
    survey.refresh_from_db()
    assert survey.codes_given == 1


def test_an_open_survey_has_no_codes(db, secretariat):
    survey = make_survey()

    with pytest.raises(RuleError):
        actions.make_codes(survey, 1, by=secretariat)


def test_the_seal_deletes_the_codes_and_the_record_says_how_many_were_given(
    db, secretariat, moderator
):
    survey = make_survey()
    hold(survey, moderator, people=2)
    Survey.objects.filter(pk=survey.pk).update(level="codes", codes_given=3)
    EntryCode.objects.create(survey=survey, digest="0" * 64)
    survey.refresh_from_db()

    actions.seal(survey, by=moderator)

    rules = survey.record.files()["rules.json"]
    assert EntryCode.objects.count() == 0
    assert b'"level": "codes"' in rules
    assert b'"codes_given": 3' in rules
    assert record.record_hash(survey.record.files()) == survey.record.sha256


def test_the_secretariat_prints_codes_once_with_the_same_ones_in_the_table(
    survey, as_user, secretariat
):
    desk = as_user(secretariat)

    sheet = desk.post("/moderate/KYOTO33/codes/", {"deed": "make", "number": 3}).content.decode()

    shown = CODE.findall(sheet.partition("<main>")[2])
    table = unquote(re.search(r'href="data:text/csv;charset=utf-8,([^"]+)"', sheet)[1])
    rows = list(csv.DictReader(io.StringIO(table)))
    assert shown == [row["code"] for row in rows]
    assert all(row["address"].endswith("?at=room#" + row["code"].replace("-", "")) for row in rows)
    assert survey.entry_codes.count() == 3
    assert not CODE.search(desk.get("/moderate/KYOTO33/codes/").content.decode())


@pytest.mark.parametrize("number", ["", "0", "201", "x"])
def test_a_wrong_number_of_codes_is_refused_at_the_field(survey, as_user, secretariat, number):
    page = as_user(secretariat).post("/moderate/KYOTO33/codes/", {"deed": "make", "number": number})

    assert page.status_code == 422
    assert EntryCode.objects.count() == 0


def test_only_the_secretariat_hands_out_codes(survey, as_user, moderator, organizer):
    seat_moderator(survey.workshop, moderator)

    codes = [
        as_user(user).post("/moderate/KYOTO33/codes/", {"deed": "make", "number": 1}).status_code
        for user in (moderator, organizer)
    ]

    assert codes == [403, 403]
    assert b"One-time codes" not in as_user(moderator).get("/moderate/KYOTO33/").content


def test_moderators_print_a_qr_code_for_each_door(survey, as_user, moderator):
    seat_moderator(survey.workshop, moderator)

    page = as_user(moderator).get("/moderate/KYOTO33/doors/").content

    assert b"?at=room" in page
    assert b"?at=online" in page
    assert (
        Client().get("/j/KYOTO33/qr.svg?at=room").content
        != Client().get("/j/KYOTO33/qr.svg").content
    )


@override_settings(
    EMAIL_URL="smtp://mail.example.org",
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
)
def test_a_mailed_code_exists_in_the_mail_only(survey, as_user, secretariat):
    addresses = "one@example.org\nTwo@example.org, one@example.org"
    as_user(secretariat).post("/moderate/KYOTO33/codes/", {"deed": "mail", "addresses": addresses})
    rows = list(OutgoingMail.objects.filter(kind="survey_code"))

    for row in rows:
        tasks.send_mail(str(row.pk))

    sent = [re.search(r"#([A-Z0-9]{15})", message.body)[1] for message in mail.outbox]
    assert sorted(message.to[0] for message in mail.outbox) == [
        "one@example.org",
        "two@example.org",
    ]
    assert len(set(sent)) == survey.entry_codes.count() == 2
    stored = str(list(OutgoingMail.objects.values()))
    assert not any(code in stored for code in sent)
    joins(survey, sent[0])
    actions.mail_codes(survey, ["one@example.org"], by=secretariat)
    assert OutgoingMail.objects.filter(kind="survey_code").count() == 2


@override_settings(
    EMAIL_URL="smtp://127.0.0.1:9",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=9,
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
)
def test_a_mail_that_could_not_be_sent_leaves_no_code(survey, secretariat):
    row = actions.mail_codes(survey, ["one@example.org"], by=secretariat)[0]

    tasks.send_mail(str(row.pk))

    row.refresh_from_db()
    assert row.status == OutgoingMail.Status.FAILED
    assert EntryCode.objects.count() == 0


@pytest.mark.parametrize("level", ["open", "codes"])
def test_the_level_is_shown_on_phone_screen_and_console_and_not_in_the_state(
    survey, as_user, secretariat, level
):
    actions.choose_level(survey, level, by=secretariat)
    words = {"open": b"Open: one answer per browser, indicative", "codes": b"Codes: one device per"}
    pages = [
        Client().get("/j/KYOTO33"),
        Client().get("/j/KYOTO33/screen"),
        as_user(secretariat).get("/moderate/KYOTO33/"),
        as_user(secretariat).get("/moderate/KYOTO33/codes/"),
    ]

    assert all(words[level] in page.content for page in pages)
    assert "level" not in Client().get("/j/KYOTO33/state.json").json()
