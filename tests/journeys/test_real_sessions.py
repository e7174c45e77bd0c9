"""Five real sessions of four types and five years go through the form; no field takes another's."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from forum.models import Edition
from igfportal.sample.session_types import TYPES
from submissions.models import Call
from tests import factories
from tests.journeys.real_sessions import REAL_SESSIONS
from tests.workshops.typed_proposal import rows
from workshops.actions import review
from workshops.models import Workshop

NEEDS = {code: needs for code, _label, _name, _minutes, needs, *_rest in TYPES}
TEXTS = ("title", "layout", "description", "gains", "expected_outcomes", "hybrid_plan")
PERSON = ("role", "name", "affiliation", "group", "region", "door")
IDS = [f"{facts['label']} #{facts['number']} of {facts['year']}" for facts in REAL_SESSIONS]

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("facts", REAL_SESSIONS, ids=IDS)]


def edition_of(facts: dict) -> Edition:
    """The edition of the session with its call open; what the page leaves open is not needed."""
    year = facts["year"]
    edition = factories.make_edition(year, starts_on=date(year, 11, 8), ends_on=date(year, 11, 12))
    factories.make_call(Call.Kind.SESSION, edition)
    empty = {name for name in TEXTS if not facts[name]}
    needs = [name for name in NEEDS[facts["type"]] if name not in empty]
    factories.make_type(
        edition, facts["type"], label=facts["label"], layouts=[facts["layout"]], needs=needs,
        minutes=[facts["minutes"]],
    )  # fmt: skip
    factories.make_theme(edition, facts["theme"], topics=0)
    factories.numbers_given(edition, facts["type"], facts["number"] - 1)
    return edition


def typed(edition: Edition, facts: dict) -> dict:
    theme = edition.themes.get()
    topics = [theme.topics.create(title=title).pk for title in facts["topics"]]
    return {
        **{name: facts[name] for name in TEXTS},
        "type": edition.session_types.get().pk,
        "theme": theme.pk,
        "topics": topics,
        "minutes": str(facts["minutes"]),
        "goals": [str(goal) for goal in facts["goals"]],
        "people_agreed": "on",
        "action": "submit",
        **rows("questions", [{"text": text} for text in facts["questions"]]),
        **rows("people", facts["people"]),
        **rows("agenda", facts["agenda"]),
        **rows("links", []),
    }


@pytest.fixture
def entered(facts, as_user, organizer) -> Workshop:
    edition = edition_of(facts)
    page = as_user(organizer).post(reverse("workshops:proposal_new"), typed(edition, facts))
    assert page.status_code == 302, page.context["errors"]
    return Workshop.objects.get()


def stored(workshop: Workshop) -> dict:
    """Every field of the session as it was stored, by the names of the facts."""
    people = workshop.contributors.select_related("person", "affiliation")
    return {
        **{name: getattr(workshop, name) for name in TEXTS},
        "number": workshop.number,
        "minutes": workshop.minutes,
        "theme": str(workshop.theme),
        "topics": [topic.title for topic in workshop.topics.order_by("pk")],
        "goals": [goal.number for goal in workshop.goals.all()],
        "questions": [question.text for question in workshop.policy_questions.all()],
        "people": [
            (one.role, one.person.name, str(one.affiliation or ""), one.group, one.region, one.door)
            for one in people
        ],
        "agenda": [(item.title, str(item.minutes), item.is_wave) for item in workshop.agenda.all()],
    }


def expected(facts: dict) -> dict:
    plain = ("number", "minutes", "theme", "topics", "goals", "questions")
    return {
        **{name: facts[name] for name in (*TEXTS, *plain)},
        "people": [tuple(row[name] for name in PERSON) for row in facts["people"]],
        "agenda": [(row["title"], row["minutes"], "is_wave" in row) for row in facts["agenda"]],
    }


def test_every_field_is_stored_where_it_was_typed(entered, facts):
    assert stored(entered) == expected(facts)
    assert entered.short_name == f"{facts['label']} #{facts['number']}"


def test_the_form_shows_every_field_again(entered, facts, as_user, organizer):
    forms = as_user(organizer).get(entered.get_absolute_url()).context["forms"]

    assert {name: forms.form[name].value() for name in TEXTS} == {
        name: facts[name] for name in TEXTS
    }
    shown = [{name: row[name].value() for name in PERSON} for row in forms.rows["people"].forms]
    assert shown == [{name: row[name] for name in PERSON} for row in facts["people"]]
    asked = [row["text"].value() for row in forms.rows["questions"].forms if row["text"].value()]
    assert asked == facts["questions"]


def test_the_public_page_tells_all_of_it(entered, facts, as_user):
    secretariat = factories.make_secretariat(entered.edition)
    review.accept(entered, by=secretariat)
    review.release(entered, by=secretariat)

    page = as_user().get(f"/{facts['year']}/sessions/{facts['type']}-{facts['number']}/")

    text = " ".join(unescape(re.sub("<[^>]+>", " ", page.content.decode())).split())
    wanted = [facts[name] for name in TEXTS] + facts["questions"]
    wanted += [row["name"] for row in facts["people"]] + [row["title"] for row in facts["agenda"]]
    assert [one for one in wanted if " ".join(one.split()) not in text] == []
