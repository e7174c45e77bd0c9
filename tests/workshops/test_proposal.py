import pytest

from forum.models import OutgoingMail
from tests import factories
from tests.workshops.typed_proposal import person_row, rows, typed_proposal, typed_ws33
from workshops.models import Contributor, Workshop

NEW = "/my/proposals/new/"


def messages_of(response) -> str:
    return " ".join(f"{entry['label']}: {entry['message']}" for entry in response.context["errors"])


def shown(response) -> str:
    return response.content.decode()


def test_a_visitor_is_asked_to_log_in_and_comes_back(open_edition, as_user):
    response = as_user().get(NEW)

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/my/proposals/new/"


def test_without_an_open_call_the_page_says_so_and_shows_what_was_sent(edition, organizer, as_user):
    client = as_user(organizer)

    opened = client.get(NEW)
    sent = client.post(NEW, {"title": "Too late", "action": "save"})

    assert "The call for sessions is closed" in shown(opened)
    assert "Too late" in shown(sent)
    assert not Workshop.objects.exists()


def test_the_new_form_has_the_submitter_as_first_organizer(open_edition, organizer, as_user):
    response = as_user(organizer).get(NEW)

    row = response.context["forms"].rows["people"].forms[0]
    assert (row["name"].value(), row["email"].value(), row["role"].value()) == (
        "Olu Organizer",
        "organizer@example.org",
        "organizer",
    )


def test_ws33_goes_through_the_form_and_keeps_every_fact(open_edition, organizer, as_user):
    typed = typed_ws33(open_edition)

    response = as_user(organizer).post(NEW, typed)

    workshop = Workshop.objects.get()
    assert response["Location"] == f"/my/proposals/{workshop.uuid}/"
    assert workshop.status == Workshop.Status.SUBMITTED
    for name in ("title", "description", "gains", "expected_outcomes", "hybrid_plan", "layout"):
        assert getattr(workshop, name) == typed[name]
    assert [q.text for q in workshop.policy_questions.all()] == [
        typed[f"questions-{n}-text"] for n in range(3)
    ]
    assert [(i.title, i.minutes, i.is_wave) for i in workshop.agenda.all()] == [
        (typed[f"agenda-{n}-title"], int(typed[f"agenda-{n}-minutes"]), n in (1, 4, 6))
        for n in range(8)
    ]
    assert [(str(c.person), c.role, c.group, c.region) for c in workshop.contributors.all()] == [
        tuple(typed[f"people-{n}-{name}"] for name in ("name", "role", "group", "region"))
        for n in range(11)
    ]
    assert workshop.contributors.values("person").distinct().count() == 7
    assert [topic.title for topic in workshop.topics.all()] == [
        "Cyberattacks, Cyberconflicts and International Security",
        "New Technologies and Risks to Online Security",
    ]
    assert workshop.links == [{"title": typed["links-0-title"], "url": typed["links-0-url"]}]
    assert workshop.planned_minutes() == workshop.minutes == 90


def test_submitting_confirms_to_the_submitter_and_invites_the_others(
    open_edition, organizer, as_user
):
    team = [
        person_row("Olu Organizer", "organizer", email="ORGANIZER@example.org"),
        person_row("Ada <Example>", email="ada@example.org"),
        person_row("Bo Silent"),
    ]

    as_user(organizer).post(
        NEW, typed_proposal(open_edition, title="A & B", **rows("people", team))
    )

    workshop = Workshop.objects.get()
    ada = workshop.contributors.get(person__name="Ada <Example>")
    mails = {mail.kind: mail for mail in OutgoingMail.objects.all()}
    assert set(mails) == {"submitted", "invitation"}
    assert mails["submitted"].to == "organizer@example.org"
    assert "A & B" in mails["submitted"].subject_line
    assert f"/my/proposals/{workshop.uuid}/" in mails["submitted"].body
    assert mails["invitation"].to == "ada@example.org"
    assert "Dear Ada <Example>," in mails["invitation"].body
    assert f"/my/invitations/{ada.token}/" in mails["invitation"].body
    own = workshop.contributors.get(role="organizer")
    assert (own.person.user, own.answer) == (organizer, Contributor.Answer.ACCEPTED)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Title: This field is required."),
        ({"title": "x" * 61}, "Title: Shorten this to 60 characters or fewer; it has 61."),
        ({"description": "w " * 351}, "Description: Shorten this to 350 words or fewer"),
        ({"gains": "网" * 351}, "Shorten this to 350 words or fewer; it has 351."),
        ({"hybrid_plan": "x" * 20_001}, "Shorten this to 20000 characters or fewer"),
        (
            {"description": "a\x00b"},
            "Description: Remove the invisible character U+0000 (null) after “a”.",
        ),
        ({"type": "999999"}, "Type of session: Select a valid choice."),
        ({"type": "9" * 40}, "Type of session: Select a valid choice."),
        ({"theme": "x"}, "Theme: Select a valid choice."),
        ({"topics": ["x"]}, "Topics: “x” is not a valid value."),
        ({"goals": ["18"]}, "Goals: Select a valid choice."),
        ({"layout": "Circus"}, "Format: Select a valid choice."),
        ({"minutes": "91"}, "Length: Select a valid choice."),
        ({"people_agreed": None}, "Confirm that the people named agreed"),
        (rows("questions", []), "Policy questions: Ask at least one policy question."),
        (rows("questions", [{"text": "?"}] * 7), "At most 6 are possible here; there are 7."),
        (rows("questions", [{"text": "x" * 501}]), "Question 1, Question: Shorten this to 500"),
        (rows("people", [person_row()]), "People: Name at least one organizer."),
        (rows("links", [{"title": "Site"}]), "Link 1, Address: This field is required."),
        (
            rows("links", [{"title": "Site", "url": "javascript:alert(1)"}]),
            "Link 1, Address: Enter a valid URL.",
        ),
        (
            rows("agenda", [{"title": "Talk", "minutes": "soon"}]),
            "Item 1, Minutes: Enter a whole number.",
        ),
        (rows("agenda", [{"title": "Talk", "minutes": "0"}]), "greater than or equal to 1"),
        (
            rows("agenda", [{"title": "A", "minutes": "60"}, {"title": "B", "minutes": "35"}]),
            "Item 2, Minutes: The items take 95 minutes, the slot has 90: 5 minutes too long.",
        ),
        (
            rows("agenda", [{"title": "", "minutes": "", "is_wave": "on"}]),
            "Item 1, Item: This field is required.",
        ),
    ],
)
def test_wrong_input_is_refused_at_its_field_and_everything_typed_stays(
    open_edition, organizer, as_user, changes, message
):
    typed = typed_proposal(open_edition, **{"gains": "Gains as typed.", **changes})

    response = as_user(organizer).post(NEW, typed)

    assert response.status_code == 200
    assert message in messages_of(response)
    assert "Error:" in shown(response)
    assert not Workshop.objects.exists()
    assert changes.get("gains", "Gains as typed.") in shown(response)
    for name in ("title", "agenda-0-minutes", "links-0-url"):
        assert typed.get(name, "") in shown(response)


@pytest.mark.parametrize(
    ("people", "message"),
    [
        ([person_row(), person_row()], "Person 3, Name: This person is named above"),
        (
            [person_row(email="a@example.org"), person_row("Eve", email="A@example.org")],
            "Person 3, E-mail: This address is given for “Ada Example” above.",
        ),
        ([person_row(region="Nowhere")], "Person 2, Regional group: Select a valid choice."),
        ([person_row(role="king")], "Person 2, Role: Select a valid choice."),
        ([person_row(email="no address")], "Person 2, E-mail: Enter a valid email address."),
        ([person_row(name="n" * 121)], "Person 2, Name: Shorten this to 120 characters"),
    ],
)
def test_wrong_people_are_refused_in_their_row(open_edition, organizer, as_user, people, message):
    own = person_row("Olu Organizer", "organizer", email="organizer@example.org")
    typed = typed_proposal(open_edition, **rows("people", [own, *people]))

    response = as_user(organizer).post(NEW, typed)

    assert message in messages_of(response)
    assert not Workshop.objects.exists()


def test_one_person_may_have_two_roles(open_edition, organizer, as_user):
    own = person_row("Olu Organizer", "organizer", email="organizer@example.org")
    team = [own, person_row(), person_row(role="rapporteur")]

    as_user(organizer).post(NEW, typed_proposal(open_edition, **rows("people", team)))

    assert Contributor.objects.filter(person__name="Ada Example").count() == 2


def test_format_length_and_topics_must_fit_type_and_theme(open_edition, organizer, as_user):
    talk = factories.make_type(
        open_edition, "lt", name="Lightning Talk", minutes=[20], layouts=["Stage"]
    )
    other = factories.make_theme(open_edition, "Another theme")
    typed = typed_proposal(open_edition, type=talk.pk, topics=[other.topics.get().pk])

    response = as_user(organizer).post(NEW, typed)

    said = messages_of(response)
    assert "Format: Lightning Talk: choose one of Stage." in said
    assert "Length: Lightning Talk: minutes can be 20." in said
    assert "Topics: Choose only topics of the theme" in said


def test_empty_rows_count_as_not_there(open_edition, organizer, as_user):
    typed = typed_proposal(
        open_edition,
        **rows("questions", [{"text": " "}, {"text": "Only this?"}, {"text": ""}]),
        **rows("agenda", [{"title": "", "minutes": ""}]),
        **rows("links", [{"title": "", "url": ""}]),
    )

    as_user(organizer).post(NEW, typed)

    workshop = Workshop.objects.get()
    assert [(q.position, q.text) for q in workshop.policy_questions.all()] == [(1, "Only this?")]
    assert (workshop.agenda.count(), workshop.links) == (0, [])


def test_texts_in_any_script_arrive_as_typed(open_edition, organizer, as_user):
    typed = typed_proposal(
        open_edition,
        title="حوكمة الإنترنت 🌍",
        description="互联网治理\r\n\r\nΔιάλογος",
        **rows("questions", [{"text": "من يقرر؟"}]),
    )

    as_user(organizer).post(NEW, typed)

    workshop = Workshop.objects.get()
    assert workshop.title == "حوكمة الإنترنت 🌍"
    assert workshop.description == "互联网治理\r\n\r\nΔιάλογος"
    assert workshop.policy_questions.get().text == "من يقرر؟"


def test_line_breaks_in_a_title_become_spaces(open_edition, organizer, as_user):
    as_user(organizer).post(NEW, typed_proposal(open_edition, title="Two\r\nlines"))

    assert Workshop.objects.get().title == "Two lines"
    assert "Two lines" in OutgoingMail.objects.get(kind="submitted").subject_line
