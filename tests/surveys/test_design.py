import pytest
from django.utils.translation import override

from surveys import actions, console
from surveys.models import Question, Survey
from surveys.plan import Design, of_survey
from surveys.state import option_text
from tests.factories import make_session, make_survey
from tests.surveys.room import asked, wave_of
from tests.surveys.sent_form import sent_as_it_stands


@pytest.fixture
def workshop(organizer):
    return make_session(organizer=organizer)


@pytest.fixture
def designer(workshop, organizer, as_user):
    client = as_user(organizer)
    client.address = f"/moderate/{workshop.join_code}/design/"
    return client


def rows(prefix: str, *forms: dict) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def wave_rows(survey: Survey, **first) -> dict:
    waves = [{"pk": w.pk, "agenda_item": w.agenda_item_id or ""} for w in survey.waves.all()]
    waves[0] |= first
    return rows("wave", *waves)


CHOICE = {
    "kind": "single",
    "text_en": "Which comes first?",
    "text_ar": "أيها أولًا؟",
    "waves": ["1", "3"],
    "option_1_en": "Control",
    "lines_ar": "السيطرة\n",
    "option_1_supports": "on",
    "option_2_en": "Privacy",
}


def test_one_button_starts_from_the_running_order(workshop, designer):
    first = designer.get(designer.address).content

    page = designer.post(designer.address, {"create": "1"}, follow=True).content

    assert b"Start from the running order" in first
    assert page.count(b"Remove survey") == 3


def test_questions_are_saved_with_options_and_the_surveys_that_ask_them(workshop, designer):
    survey = actions.create_survey(workshop, by=None)
    policy = workshop.policy_questions.get()
    question = {**CHOICE, "policy_question": policy.pk}
    agreement = {"kind": "agreement", "text_en": "Agreed?", "waves": ["2"]}

    designer.post(designer.address, wave_rows(survey) | rows("question", question, agreement))

    saved = Question.objects.get(kind="single")
    assert saved.text == {"en": "Which comes first?", "ar": "أيها أولًا؟"}
    assert saved.policy_question == policy
    assert saved.options == [
        {"id": "1", "text": {"en": "Control", "ar": "السيطرة"}, "supports": True},
        {"id": "2", "text": {"en": "Privacy"}, "supports": False},
    ]
    assert [len(asked(wave_of(survey, n))) for n in (1, 2, 3)] == [1, 1, 1]
    assert len(Question.objects.get(kind="agreement").options) == 5


def test_adding_and_removing_rows_keeps_everything_typed_and_saves_nothing(workshop, designer):
    survey = actions.create_survey(workshop, by=None)
    typed = wave_rows(survey, title="Half typed") | rows("question", {"text_en": "Half a question"})

    more = designer.post(designer.address, typed | {"add": "question"})
    less = designer.post(designer.address, typed | {"remove": "wave-2"})

    for page in (more, less):
        assert page.status_code == 200
        assert b"Half typed" in page.content
        assert b"Half a question" in page.content
        assert b"invalid-feedback" not in page.content
    assert more.content.count(b"Remove question") == 2
    assert less.content.count(b"Remove survey") == 2
    assert (survey.waves.count(), Question.objects.count()) == (3, 0)


def test_a_removed_survey_takes_its_number_from_the_questions(workshop, designer):
    survey = actions.create_survey(workshop, by=None)
    data = wave_rows(survey) | rows("question", CHOICE) | {"wave-1-DELETE": "on"}

    designer.post(designer.address, data)

    assert [wave.position for wave in survey.waves.all()] == [1, 2]
    assert [len(asked(wave)) for wave in survey.waves.all()] == [1, 1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text_en": ""}, "Write the question."),
        ({"text_en": "x" * 281}, "280"),
        ({"kind": "nonsense"}, "nonsense"),
        ({"option_2_en": ""}, "at least 2 options"),
        ({"option_2_en": "Control"}, "the same words"),
        ({"option_2_en": "x" * 121}, "120"),
        ({"lines_ar": "السيطرة\nب\nج"}, "2 options, 3 lines"),
        ({"waves": ["7"]}, "7 is not one of"),
        ({"uuid": "nonsense"}, "UUID"),
    ],
)
def test_what_does_not_fit_is_named_at_the_field_and_kept(workshop, designer, change, message):
    survey = actions.create_survey(workshop, by=None)

    response = designer.post(
        designer.address, wave_rows(survey) | rows("question", {**CHOICE, **change})
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "السيطرة" in page
    assert Question.objects.count() == 0


def test_a_question_may_come_in_every_survey_and_two_or_three_are_compared(workshop, designer):
    survey = make_survey(workshop, waves=4)
    everywhere = {**CHOICE, "waves": ["1", "2", "3", "4"]}
    chosen = {**everywhere, "text_en": "Chosen?", "compared": ["2", "3"]}
    refused = {**everywhere, "compared": ["1", "2", "3", "4"]}

    response = designer.post(designer.address, wave_rows(survey) | rows("question", refused))
    designer.post(designer.address, wave_rows(survey) | rows("question", everywhere, chosen))

    compared = [
        [a.wave.position for a in q.askings.order_by("wave__position") if a.compared]
        for q in survey.questions.order_by("position")
    ]
    assert b"Compare two or three surveys." in response.content
    assert compared == [[1, 4], [2, 3]]


def test_a_planned_comparison_stands_in_the_form_and_is_saved_again_unchanged(workshop, designer):
    survey = actions.create_survey(workshop, by=None)
    question = {**CHOICE, "waves": ["1", "2", "3"], "compared": ["1", "3"]}
    merge = {
        "name": "Technical and private",
        "groups": ["group:Private Sector", "group:Technical Community"],
    }
    designer.post(
        designer.address,
        wave_rows(survey, title="At the start") | rows("question", question) | rows("merge", merge),
    )
    first = stored_design(survey)

    page = designer.get(designer.address).content.decode()
    again = designer.post(designer.address, sent_as_it_stands(page, "save"))

    assert again.status_code == 302
    assert first == stored_design(survey)
    assert first.merges == [
        {
            "dimension": "group",
            "name": "Technical and private",
            "groups": ["Private Sector", "Technical Community"],
        }
    ]
    assert first.questions[0].compared == {1, 3}
    assert [option["supports"] for option in first.questions[0].options] == [True, False]


def stored_design(survey: Survey) -> Design:
    survey.refresh_from_db()
    return of_survey(survey, same_session=True)


def test_seven_questions_in_one_survey_are_too_many(workshop, designer):
    survey = actions.create_survey(workshop, by=None)
    many = [{**CHOICE, "text_en": f"Question {n}"} for n in range(7)]

    response = designer.post(designer.address, wave_rows(survey) | rows("question", *many))

    assert response.status_code == 422
    assert b"at most 6 questions" in response.content


def test_an_item_of_the_running_order_belongs_to_one_survey(workshop, designer):
    survey = actions.create_survey(workshop, by=None)
    second = survey.waves.get(position=2).agenda_item_id

    response = designer.post(
        designer.address, wave_rows(survey, agenda_item=second) | rows("question")
    )

    assert b"Another survey has this item already." in response.content


def test_surveys_are_named_freely_and_bound_to_items_of_the_running_order(workshop, designer):
    survey = actions.create_survey(workshop, by=None)
    items = [wave.agenda_item for wave in survey.waves.all()]
    data = wave_rows(survey, title="After lunch", agenda_item=items[2].pk)
    data |= {"wave-2-agenda_item": "", "wave-2-title": "Whenever there is time"}

    designer.post(designer.address, data | rows("question"))

    bound = [(wave.title, wave.agenda_item) for wave in survey.waves.all()]
    lines = {line.item: line.wave for line in console.running_order(workshop, survey)}
    assert bound == [
        ("After lunch", items[2]),
        ("", items[1]),
        ("Whenever there is time", None),
    ]
    assert (lines[items[2]], lines[items[0]]) == (wave_of(survey, 1), None)


def test_every_language_is_written_option_by_option_and_shown_again(workshop, designer):
    survey = actions.create_survey(workshop, by=None)
    texts = {
        "text_fr": "Quoi ?",
        "lines_fr": "Contrôle\r\nVie privée",
        "text_zh-hans": "先做什么？",
    }

    designer.post(designer.address, wave_rows(survey) | rows("question", {**CHOICE, **texts}))

    stored = survey.questions.get()
    page = designer.get(designer.address).content.decode()
    assert stored.text["zh-hans"] == "先做什么？"
    assert [option["text"].get("fr") for option in stored.options] == ["Contrôle", "Vie privée"]
    assert [option["text"].get("ar") for option in stored.options] == ["السيطرة", None]
    assert "Contrôle\nVie privée" in page
    with override("fr"):
        assert [option_text(stored, o) for o in stored.options] == ["Contrôle", "Vie privée"]
    with override("ru"):
        assert [option_text(stored, o) for o in stored.options] == ["Control", "Privacy"]


def test_what_was_asked_is_shown_and_not_changed_during_the_session(workshop, designer, moderator):
    survey = make_survey(workshop)
    actions.open_wave(wave_of(survey, 1), by=moderator)
    fixed = [{"uuid": q.uuid} for q in survey.questions.all()]
    late = {**CHOICE, "waves": ["3"]}

    page = designer.get(designer.address).content
    designer.post(designer.address, wave_rows(survey) | rows("question", *fixed, late))

    assert page.count(b"asked already, cannot be changed") == 2
    assert [len(asked(wave_of(survey, n))) for n in (1, 2, 3)] == [2, 2, 3]
    assert [w.changed_during_session for w in survey.waves.all()] == [False, False, True]


@pytest.mark.parametrize("data", [{}, {"save": "1"}, {"add": "x"}, {"remove": "wave-x"}])
def test_a_garbled_form_is_never_an_error_of_the_server(workshop, designer, data):
    actions.create_survey(workshop, by=None)

    assert designer.post(designer.address, data).status_code in {200, 422}
