"""The read-only API: what it says, what it refuses, and that it says nothing else."""

import json
from itertools import chain

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from forum.api import MOST_PER_PAGE
from outcomes.models import ImpulsePaper
from outcomes.reading import as_json
from surveys import figures
from tests import factories
from tests.outcomes.sessions import make_staffed_session, published, seal_survey, take_note
from workshops.models import Workshop

API = "/api/v1/"
HOSTILE = [
    "0", "-1", "1e9", "99999999999999999999", "%00", "'", "\"><script>", "NaN", "٣", "",
    "../../etc/passwd", "1;DROP TABLE", "a" * 5000, "\ufffd",
]  # fmt: skip


@pytest.fixture
def session(organizer, rapporteur, secretariat) -> Workshop:
    """With a sealed survey and a published paper."""
    workshop = make_staffed_session(organizer, rapporteur, title="A public session")
    take_note(workshop, rapporteur)
    seal_survey(workshop, organizer, people=12)
    published(workshop, rapporteur, secretariat)
    return workshop


@pytest.fixture
def hidden(organizer, rapporteur) -> Workshop:
    """Accepted and not released, with a sealed survey and a draft."""
    workshop = make_staffed_session(organizer, rapporteur, title="A hidden session")
    seal_survey(workshop, organizer, people=12)
    Workshop.objects.filter(pk=workshop.pk).update(released_at=None)
    ImpulsePaper.objects.filter(workshop=workshop).update(status="draft")
    return workshop


def got(path: str, client: Client | None = None) -> dict:
    answer = (client or Client()).get(API + path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def place(workshop: Workshop) -> str:
    return f"{workshop.edition.year}/{workshop.code}/"


def everywhere(*workshops: Workshop) -> list[str]:
    """Every address of the API, for these sessions."""
    one = chain.from_iterable(
        (f"sessions/{place(w)}", f"papers/{place(w)}", f"papers/{place(w)}figures/")
        for w in workshops
    )
    years = {f"editions/{w.edition.year}/" for w in workshops}
    return ["", "openapi.json", "editions/", "sessions/", "papers/", *years, *one]


def test_the_start_leads_everywhere(session):
    start = got("")

    assert set(start) == {"editions", "sessions", "papers", "openapi"}
    for address in start.values():
        assert Client().get(address.partition("8000")[2]).status_code == 200


def test_a_session_is_what_its_page_shows(session):
    listed = got("sessions/")
    one = got(f"sessions/{place(session)}")

    assert [row["title"] for row in listed["results"]] == ["A public session"]
    assert {name: one[name] for name in listed["results"][0]} == listed["results"][0]
    assert [row["text"] for row in one["policy_questions"]] == ["What should be done?"]
    assert sum(row["minutes"] for row in one["agenda"]) == session.planned_minutes()
    assert one["url"].endswith(session.get_absolute_url())


def test_a_paper_is_its_json_and_its_figures_are_those_of_the_record(session):
    listed = got("papers/")["results"]
    paper = session.impulse_paper
    told = got(f"papers/{place(session)}figures/")
    record = session.surveys.get().record

    assert [(row["version"], row["record"]) for row in listed] == [("0.9", record.sha256)]
    assert got(f"papers/{place(session)}") == json.loads(json.dumps(as_json(paper.current)))
    computed = figures.figures(record.files())
    assert told["figures"] == json.loads(json.dumps(computed))
    assert told["sha256"] == record.sha256


def test_the_answers_are_as_the_schema_says(session):
    schema = got("openapi.json")
    parts = {"components": schema["components"]}

    assert schema["openapi"].startswith("3.")
    assert {method for path in schema["paths"].values() for method in path} == {"get"}
    for path, methods in schema["paths"].items():
        filled = path.replace("{year}", str(session.edition.year)).replace("{code}", session.code)
        said = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        errors = Draft202012Validator({**said, **parts}).iter_errors(Client().get(filled).json())
        assert [error.message for error in errors] == []
        assert methods["get"]["summary"]


def test_nothing_private_is_said_to_anybody(session, hidden, secretariat, as_user):
    """The Secretariat sees both on its pages; the API knows no one."""
    for who in (as_user(), as_user(secretariat)):
        answers = [who.get(API + path) for path in everywhere(session, hidden)]
        said = b"".join(answer.content for answer in answers).decode()
        codes = [answer.status_code for answer in answers]

        assert codes.count(404) == 3
        assert "A public session" in said
        for secret in ("A hidden session", "@", session.join_code, hidden.join_code):
            assert secret not in said


def test_a_draft_of_a_public_session_stays_unsaid(session):
    ImpulsePaper.objects.update(status="draft")

    assert got("papers/")["results"] == []
    codes = [
        Client().get(f"{API}papers/{place(session)}{end}").status_code for end in ("", "figures/")
    ]
    assert codes == [404, 404]


def test_lists_come_in_pages(db):
    for number in range(5):
        factories.make_session(title=f"Session {number}")

    first = got("sessions/?size=2&edition=2027")
    second = Client().get(first["next"].partition("8000")[2]).json()
    last = got("sessions/?size=2&page=3")
    beyond = got("sessions/?size=2&page=4")

    assert (first["count"], first["pages"], len(first["results"])) == (5, 3, 2)
    assert (second["page"], len(second["results"])) == (2, 2)
    assert (len(last["results"]), last["next"]) == (1, None)
    assert (beyond["results"], beyond["next"]) == ([], None)
    assert got("sessions/?edition=2020")["results"] == []
    too_long = Client().get(f"{API}sessions/?size={MOST_PER_PAGE + 1}")
    assert (too_long.status_code, too_long.json()["error"]) == (422, "invalid")


@pytest.mark.parametrize("path", ["sessions/", "papers/"])
def test_a_longer_list_takes_no_more_queries(path, organizer, rapporteur, secretariat):
    counts = []
    for _ in range(2):
        workshop = make_staffed_session(organizer, rapporteur)
        take_note(workshop, rapporteur)
        published(workshop, rapporteur, secretariat)
        with CaptureQueriesContext(connection) as queries:
            got(path)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_hostile_parameters_are_refused_in_words(session):
    for value in HOSTILE:
        for path in everywhere(session):
            for names in (("page", "lang"), ("size", "unknown"), ("edition",)):
                query = "&".join(f"{name}={value}" for name in names)
                answer = Client().get(f"{API}{path}?{query}")
                assert answer.status_code in (200, 422)
                assert answer.content


def test_hostile_addresses_lead_nowhere(session):
    for value in HOSTILE:
        for path in (f"editions/{value}/x", f"sessions/{value}/ws-1/x", f"x{value}"):
            answer = Client().get(API + path.replace("%00", "\0"))
            assert answer.status_code == 404
            assert set(answer.json()) == {"error", "detail"}
    for path in ("sessions/99999999999999999999/ws-1/", "sessions/2027/ws-99999999999999999999/",
                 "editions/99999999999999999999/", "papers/2027/-/"):  # fmt: skip
        assert Client().get(API + path).status_code == 404


def test_it_is_only_read(session):
    for path in everywhere(session):
        for send in ("post", "put", "patch", "delete"):
            answer = getattr(Client(enforce_csrf_checks=True), send)(API + path)
            assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
            assert answer.json()["error"] == "not allowed"


def test_any_site_may_read_and_nobody_is_sent_the_same_twice(session):
    for path in everywhere(session):
        first = Client().get(API + path)
        again = Client().get(API + path, headers={"If-None-Match": first["ETag"]})
        head = Client().head(API + path)

        assert first["Access-Control-Allow-Origin"] == again["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in first
        assert "public" in first["Cache-Control"]
        assert (again.status_code, again.content) == (304, b"")
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
        assert first["Content-Type"].startswith("application/json")


def test_no_page_of_it_loads_anything(session):
    answers = [Client().get(f"{API}{path}") for path in ("docs", "docs/", "redoc", "swagger/")]

    assert {answer.status_code for answer in answers} == {404}
    assert all(answer["Content-Type"].startswith("application/json") for answer in answers)
