import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys import actions, errors, intake, receipts, tokens
from surveys.intake import Paper
from surveys.models import Attendee, Ballot, Question, Survey, Wave
from tests.factories import make_survey
from tests.surveys.room import asked, seat, wave_of

NONCE = "0" * 31 + "1"


@pytest.fixture
def survey(db, moderator):
    survey = make_survey()
    actions.open_wave(wave_of(survey, 1), by=moderator)
    return Survey.objects.get()


@pytest.fixture(params=["nobody answered yet", "somebody answered before"])
def question(request, survey):
    """The agreement question as asked in the open wave; once answered it is known to the process."""
    question = asked(wave_of(survey, 1))[0]
    if request.param == "somebody answered before":
        intake.cast(question.uuid, seat(survey), "4", "e" * 32)
        Ballot.objects.all().delete()
        Attendee.objects.all().delete()
    return question


@pytest.fixture
def voter(survey):
    return seat(survey)


def of_kind(asking, kind: str):
    """The question after its wave was opened anew with another kind."""
    Wave.objects.filter(pk=asking.wave_id).update(opened_at=timezone.now())
    Question.objects.filter(pk=asking.question_id).update(kind=kind)
    return asking


def test_an_answer_is_stored_with_the_documented_receipt(question, voter):
    receipt = intake.cast(question.uuid, voter, "4", NONCE)

    ballot = Ballot.objects.get()
    assert receipt == receipts.receipt(str(question.uuid), "4", NONCE)
    assert (ballot.answer, ballot.nonce, ballot.receipt) == ("4", NONCE, receipt)


def test_the_same_answer_with_the_same_nonce_changes_nothing(question, voter):
    intake.cast(question.uuid, voter, "4", NONCE)
    before = Ballot.objects.get()

    intake.cast(question.uuid, voter, "4", NONCE)

    assert Ballot.objects.values().get() == {
        **{field.attname: getattr(before, field.attname) for field in Ballot._meta.fields}
    }


def test_another_answer_replaces_the_first(question, voter):
    intake.cast(question.uuid, voter, "4", NONCE)

    receipt = intake.cast(question.uuid, voter, "2", "f" * 32)

    assert list(Ballot.objects.values_list("answer", "receipt")) == [("2", receipt)]


def test_several_choices_are_stored_sorted(question, voter):
    of_kind(question, "multiple")

    intake.cast(question.uuid, voter, ["3", "1"], NONCE)

    assert Ballot.objects.get().answer == ["1", "3"]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("agreement", "6"),
        ("agreement", 4),
        ("agreement", ["4"]),
        ("single", None),
        ("multiple", "1"),
        ("multiple", []),
        ("multiple", ["1", "1"]),
        ("multiple", ["1", "9"]),
        ("multiple", [1]),
        ("text", ""),
        ("text", " \n"),
        ("text", "a\0b"),
        ("text", "\ud800"),
        ("text", 5),
    ],
)
def test_what_the_question_cannot_have_is_refused(question, voter, kind, answer):
    of_kind(question, kind)

    with pytest.raises(errors.Invalid):
        intake.cast(question.uuid, voter, answer, NONCE)

    assert Ballot.objects.count() == 0


def test_a_text_of_280_characters_is_taken_and_one_more_is_too_large(question, voter):
    of_kind(question, "text")

    intake.cast(question.uuid, voter, "ص" * 280, NONCE)
    with pytest.raises(errors.TooLarge):
        intake.cast(question.uuid, voter, "ص" * 281, NONCE)

    assert Ballot.objects.get().answer == "ص" * 280


@pytest.mark.parametrize("key", ["nonsense", "5a4ab3a4-32c7-4b1b-9a3f-1d3d1f3b8f0e"])
def test_an_unknown_question_is_refused(voter, key):
    with pytest.raises(errors.Invalid):
        intake.cast(key, voter, "4", NONCE)


@pytest.mark.parametrize("nonce", ["", "0" * 31, "G" * 32, None])
def test_a_nonce_of_another_form_is_refused(question, voter, nonce):
    with pytest.raises(errors.Invalid):
        intake.cast(question.uuid, voter, "4", nonce)


def test_who_did_not_join_cannot_answer(question, survey):
    stranger = tokens.voter_key(survey, tokens.new_token())

    with pytest.raises(errors.NotJoined):
        intake.cast(question.uuid, stranger, "4", NONCE)


def test_questions_of_a_wave_that_is_not_open_are_closed(survey, voter):
    later = asked(wave_of(survey, 2))[0]

    with pytest.raises(errors.Closed):
        intake.cast(later.uuid, voter, "4", NONCE)


def test_a_voided_wave_takes_no_answers(survey, question, voter, moderator):
    actions.void(wave_of(survey, 1), "Wrong question.", by=moderator)

    with pytest.raises(errors.Closed):
        intake.cast(question.uuid, voter, "4", NONCE)


def test_a_page_is_stored_whole_or_not_at_all(survey, voter):
    first, second = asked(wave_of(survey, 1))

    with pytest.raises(errors.Invalid):
        intake.cast_many(voter, {first.uuid: "4", second.uuid: "99"})

    assert Ballot.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"door": "roof"},
        {"door": ""},
        {"door": "room", "group": "Aliens"},
        {"door": "room", "region": "Moon"},
    ],
)
def test_joining_takes_only_the_exact_words(survey, fields):
    with pytest.raises(errors.Invalid):
        intake.join(survey, tokens.new_token(), **fields)

    assert Attendee.objects.count() == 0


def test_the_stored_key_is_the_hmac_of_the_token_and_no_token_is_stored(survey):
    token = tokens.new_token()

    intake.join(survey, token, "room")

    attendee = Attendee.objects.get(survey=survey)
    assert attendee.voter_key == tokens.voter_key(survey, token)
    assert token not in str(Attendee.objects.values())
    assert tokens.voter_key(make_survey(), token) != attendee.voter_key


def test_a_ballot_row_has_no_time_address_agent_or_running_number():
    columns = {field.attname for field in Ballot._meta.fields}

    assert columns == {"id", "asking_id", "voter_key", "answer", "nonce", "receipt"}
    assert Ballot._meta.pk.get_internal_type() == "UUIDField"


def test_an_answer_locks_its_wave_and_nothing_else(question, voter):
    with CaptureQueriesContext(connection) as queries:
        intake.cast(question.uuid, voter, "4", NONCE)

    locking = [query["sql"] for query in queries if "surveys_wave" in query["sql"]]
    assert len(locking) == 1
    assert ("FOR SHARE OF w" in locking[0]) == (connection.vendor == "postgresql")


def test_answers_to_a_known_question_are_one_statement(survey, django_assert_num_queries):
    question = asked(wave_of(survey, 1))[0]
    papers = [Paper(str(question.uuid), seat(survey), "4", f"{i:032x}") for i in range(5)]
    intake.cast_batch(papers[:1])

    with django_assert_num_queries(3):  # and the savepoint around it
        receipts_given = intake.cast_batch(papers)

    assert set(receipts_given) == set(Ballot.objects.values_list("receipt", flat=True))
    assert Ballot.objects.count() == 5


def test_in_a_batch_every_answer_gets_its_own_outcome(survey, question, voter):
    stranger = tokens.voter_key(survey, tokens.new_token())
    key, used = str(question.uuid), intake.cast(question.uuid, seat(survey), "4", "d" * 32)

    outcomes = intake.cast_batch(
        [
            Paper(key, voter, "1", "a" * 32),
            Paper(key, stranger, "1", "b" * 32),
            Paper(key, voter, "99", "c" * 32),
            Paper(key, voter, "2", "a" * 32),
            Paper(key, seat(survey), "4", "d" * 32),
        ]
    )

    assert [type(outcome) for outcome in outcomes] == [
        str,
        errors.NotJoined,
        errors.Invalid,
        str,
        errors.Invalid,
    ]
    assert outcomes[0] == receipts.receipt(key, "1", "a" * 32)
    assert set(Ballot.objects.values_list("receipt", flat=True)) == {used, outcomes[3]}
