"""How a survey begins: templates, copies, joint groups, rehearsals."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum.errors import RuleError
from surveys import actions, intake, panel, patterns, periodic, record
from surveys.models import Asking, Attendee, Ballot, Record, Survey, Wave
from surveys.plan import of_survey
from tests.factories import make_session, make_survey, make_user
from tests.surveys.kinds import make_survey_of_all_kinds
from tests.surveys.room import asked, joined_guest, seat, seat_moderator, state_of, wave_of
from tests.surveys.test_design import rows, wave_rows


@pytest.fixture
def workshop(organizer, moderator):
    workshop = make_session(organizer=organizer)
    seat_moderator(workshop, moderator)
    return workshop


@pytest.fixture
def address(workshop):
    return f"/moderate/{workshop.join_code}/design/"


@pytest.fixture
def console(workshop, moderator, as_user):
    client = as_user(moderator)
    return lambda verb, **data: client.post(
        f"/moderate/{workshop.join_code}/{verb}/", data, follow=True
    )


@pytest.mark.parametrize("pattern", patterns.PATTERNS, ids=lambda pattern: pattern.key)
def test_a_template_makes_a_survey_that_can_be_opened(
    workshop, organizer, moderator, as_user, address, pattern
):
    client = as_user(organizer)

    page = client.post(address, {"pattern": pattern.key}, follow=True)

    survey = workshop.surveys.get()
    first = wave_of(survey, 1)
    actions.open_wave(first, by=moderator)
    assert page.status_code == 200
    assert first.agenda_item == workshop.agenda.filter(is_wave=True).first()
    assert asked(first)


def test_the_first_template_asks_two_questions_three_times_and_compares_all_three(
    workshop, organizer, as_user, address
):
    as_user(organizer).post(address, {"pattern": "three-by-two"})

    survey = workshop.surveys.get()
    assert [len(asked(wave)) for wave in survey.waves.all()] == [2, 2, 2]
    assert not Asking.objects.filter(wave__survey=survey, compared=False).exists()


@pytest.mark.parametrize("pattern", patterns.PATTERNS, ids=lambda pattern: pattern.key)
def test_the_words_of_a_template_are_arabic_for_who_reads_arabic(
    workshop, organizer, moderator, as_user, address, pattern
):
    as_user(organizer).post(address, {"pattern": pattern.key})
    survey = workshop.surveys.get()
    actions.open_wave(wave_of(survey, 1), by=moderator)

    said = state_of(workshop, query="?lang=ar")["questions"]

    words = [question["text"] for question in said]
    words += [option["text"] for question in said for option in question["options"]]
    words += [question["number"]["unit"] for question in said if "number" in question]
    assert [text for text in words if not re.search("[\u0600-\u06ff]", text)] == []


def test_a_copy_keeps_the_comparison_and_the_joint_groups_and_takes_items_of_its_own(
    workshop, organizer, as_user, address
):
    merge = _stored(
        {"name": "Both", "groups": ["group:Technical Community", "group:Private Sector"]}
    )
    source = make_survey(make_session(organizer=organizer))
    waves, questions = _same(source)
    questions[0].compared = frozenset({1, 3})
    actions.save_design(source, waves, questions, [merge], by=organizer)

    as_user(organizer).post(address, {"copy": source.pk, "copying": "1"})

    copied = workshop.surveys.get()
    again = of_survey(copied, same_session=True)
    assert again.merges == [merge]
    assert [sorted(plan.compared) for plan in again.questions] == [[1, 3], [1, 2, 3]]
    assert [wave.agenda_item for wave in copied.waves.all()] == list(
        workshop.agenda.filter(is_wave=True)
    )


def test_moderators_start_a_rehearsal_from_the_design_by_one_button(
    workshop, organizer, moderator, as_user, address
):
    make_survey(workshop)
    button = f'action="/moderate/{workshop.join_code}/rehearse/"'

    pages = [as_user(user).get(address).content.decode() for user in (moderator, organizer)]

    assert [button in page for page in pages] == [True, False]


def test_the_design_of_another_session_of_mine_is_copied(workshop, organizer, as_user, address):
    other = make_session(organizer=organizer)
    source = make_survey_of_all_kinds(organizer, other)
    client = as_user(organizer)

    first = client.get(address).content.decode()
    client.post(address, {"copy": source.pk, "copying": "1"})

    copied = workshop.surveys.get()
    assert other.full_name in first
    for mine, theirs in zip(
        copied.questions.order_by("position"), source.questions.order_by("position"), strict=True
    ):
        assert (mine.kind, mine.text, mine.options, mine.number) == (
            theirs.kind,
            theirs.text,
            theirs.options,
            theirs.number,
        )
        assert mine.uuid != theirs.uuid
        assert mine.policy_question is None
        assert mine.askings.count() == theirs.askings.count()


def test_the_design_of_a_session_of_others_is_not_offered(workshop, organizer, as_user, address):
    source = make_survey(make_session(organizer=make_user()))
    client = as_user(organizer)

    first = client.get(address).content.decode()
    refused = client.post(address, {"copy": source.pk, "copying": "1"})

    assert source.workshop.full_name not in first
    assert refused.status_code == 422
    assert not workshop.surveys.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("organizer", 200), ("moderator", 200), ("other", 403)]
)
def test_only_people_of_the_session_design_it(request, as_user, workshop, address, who, status):
    user = make_user() if who == "other" else request.getfixturevalue(who)

    response = as_user(user).get(address)

    assert response.status_code == status
    assert Client().get(address).status_code == 302


def test_the_reason_for_consent_follows_in_the_same_surveys(workshop, organizer, as_user, address):
    survey = actions.create_survey(workshop, by=organizer)
    question = {
        "kind": "consent",
        "text_en": "Support it?",
        "waves": ["1", "2"],
        "asks_why": "on",
    }
    client = as_user(organizer)

    client.post(address, wave_rows(survey) | rows("question", question))
    kinds = [a.question.kind for a in asked(wave_of(survey, 2))]
    stored = survey.questions.get(kind="consent")
    again = {**question, "uuid": stored.uuid}
    del again["asks_why"]
    client.post(address, wave_rows(survey) | rows("question", again))

    assert kinds == ["consent", "text"]
    assert [a.question.kind for a in asked(wave_of(survey, 2))] == ["consent"]


def test_the_bounds_of_a_number_are_asked_for(workshop, organizer, as_user, address):
    survey = actions.create_survey(workshop, by=organizer)
    number = {"kind": "number", "text_en": "How many?", "waves": ["1"], "unit": "years"}
    client = as_user(organizer)

    missing = client.post(address, wave_rows(survey) | rows("question", number))
    turned = {**number, "minimum": "5", "maximum": "1"}
    wrong = client.post(address, wave_rows(survey) | rows("question", turned))
    good = {**number, "minimum": "0", "maximum": "2.5", "decimals": "1", "lines_fr": "ans"}
    client.post(address, wave_rows(survey) | rows("question", good))

    assert b"Write a number." in missing.content
    assert b"must be above the smallest" in wrong.content
    assert survey.questions.get().number == {
        "min": 0,
        "max": 2.5,
        "unit": {"en": "years", "fr": "ans"},
        "decimals": 1,
    }


def test_joint_groups_are_counted_as_one_and_fixed_by_the_first_opening(
    workshop, organizer, moderator, as_user, address
):
    survey = make_survey(workshop)
    fixed = rows("question", *[{"uuid": q.uuid} for q in survey.questions.all()])
    merge = {
        "name": "Technical and private",
        "groups": ["group:Technical Community", "group:Private Sector"],
    }
    client = as_user(organizer)
    actions.save_design(survey, *_same(survey), [_stored(merge)], by=organizer)

    actions.open_wave(wave_of(survey, 1), by=moderator)
    client.post(address, wave_rows(survey) | fixed | rows("merge"))

    survey.refresh_from_db()
    assert survey.merges == [_stored(merge)]
    assert b'"merges": []' not in record.build(panel.linked(survey))["rules.json"]
    assert b"Technical and private" in client.get(address).content


@pytest.mark.parametrize(
    ("merge", "message"),
    [
        ({"name": "One", "groups": ["group:Government"]}, "at least two groups"),
        ({"name": "Mix", "groups": ["group:Government", "region:African Group"]}, "of one kind"),
        ({"groups": ["group:Government", "group:Civil Society"]}, "Give the joint group a name."),
        (
            {"name": "Government", "groups": ["group:Government", "group:Civil Society"]},
            "This is the name of a group.",
        ),
    ],
)
def test_a_wrong_joint_group_is_named(workshop, organizer, as_user, address, merge, message):
    survey = actions.create_survey(workshop, by=organizer)

    response = as_user(organizer).post(
        address, wave_rows(survey) | rows("question") | rows("merge", merge)
    )

    assert response.status_code == 422
    assert message in response.content.decode()


def _stored(merge: dict) -> dict:
    groups = [group.partition(":")[2] for group in merge["groups"]]
    return {"dimension": "group", "name": merge["name"], "groups": groups}


def _same(survey: Survey):
    design = of_survey(survey, same_session=True)
    return design.waves, design.questions


def test_a_rehearsal_leaves_nothing_and_the_survey_starts_fresh(workshop, console):
    survey = make_survey(workshop)

    begun = console("rehearse")
    console("open", wave=1)
    rehearsal = workshop.surveys.get(is_rehearsal=True)
    guest = joined_guest(workshop)
    phone = guest.page().content.decode()
    screen = guest.client.get(f"/j/{workshop.join_code}/screen").content.decode()
    guest.vote({f"q-{a.uuid}": "1" for a in asked(wave_of(rehearsal, 1))})
    counted = (Attendee.objects.count(), Ballot.objects.count())
    console("end")

    assert b"No answer counts" in begun.content
    assert "Rehearsal" in phone
    assert "Rehearsal" in screen
    assert counted == (1, 2)
    assert (Attendee.objects.count(), Ballot.objects.count(), Record.objects.count()) == (0, 0, 0)
    assert list(workshop.surveys.all()) == [survey]
    assert set(survey.waves.values_list("status", flat=True)) == {Wave.Status.PLANNED}
    assert state_of(workshop)["phase"] == "waiting"


def test_a_rehearsal_is_never_ended_sealed_or_public(workshop, moderator, client):
    survey = make_survey(workshop)
    rehearsal = actions.start_rehearsal(survey, by=moderator)
    actions.open_wave(wave_of(rehearsal, 1), by=moderator)

    for refused in (actions.end, actions.seal):
        with pytest.raises(RuleError):
            refused(rehearsal, by=moderator)
    with pytest.raises(RuleError):
        actions.open_wave(wave_of(survey, 1), by=moderator)
    with pytest.raises(RuleError):
        actions.start_rehearsal(survey, by=moderator)

    assert workshop.title.encode() not in client.get("/").content
    assert b"Answer survey" not in client.get(workshop.get_absolute_url()).content


def test_an_answer_to_a_deleted_rehearsal_is_refused(workshop, moderator):
    rehearsal = actions.start_rehearsal(make_survey(workshop), by=moderator)
    actions.open_wave(wave_of(rehearsal, 1), by=moderator)
    key, asking = seat(rehearsal), asked(wave_of(rehearsal, 1))[0]

    actions.end_rehearsal(rehearsal, by=moderator)

    with pytest.raises(intake.errors.IntakeError):
        intake.cast(asking.uuid, key, "1", "0" * 32)


def test_the_clock_deletes_a_forgotten_rehearsal(workshop, moderator):
    actions.start_rehearsal(make_survey(workshop), by=moderator)

    periodic.seal_due(timezone.now() + timedelta(hours=1))
    after_an_hour = Survey.objects.filter(is_rehearsal=True).count()
    periodic.seal_due(timezone.now() + timedelta(hours=13))

    assert (after_an_hour, Survey.objects.filter(is_rehearsal=True).count()) == (1, 0)


def test_a_begun_survey_is_not_rehearsed(workshop, moderator):
    survey = make_survey(workshop)
    actions.open_wave(wave_of(survey, 1), by=moderator)

    with pytest.raises(RuleError):
        actions.start_rehearsal(survey, by=moderator)
