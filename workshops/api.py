"""Public sessions over the read-only API: what their pages show to everybody."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from forum.api import Page, Pages, page_of
from workshops.models import Contributor, Workshop

router = Router(tags=["sessions"])


class SessionPages(Pages):
    edition: int | None = Field(None, ge=1900, le=2999, description="the year; all without")


class SlotOut(Schema):
    starts_at: datetime
    ends_at: datetime
    room: str


class SessionOut(Schema):
    """A session of the public programme; `code` is `ws-33`, as in its address."""

    edition: int
    code: str
    number: int | None
    type: str
    name: str
    title: str
    format: str
    minutes: int | None
    theme: str
    topics: list[str]
    goals: list[str]
    slot: SlotOut | None
    is_sample: bool
    url: str


class PersonOut(Schema):
    """Somebody named in public; group and region as stated for this session."""

    role: str
    name: str
    affiliation: str
    group: str
    region: str


class AgendaOut(Schema):
    title: str
    minutes: int
    is_survey: bool


class QuestionOut(Schema):
    letter: str
    text: str


class FullSessionOut(SessionOut):
    description: str
    gains: str
    expected_outcomes: str
    hybrid_plan: str
    former_names: list[str]
    policy_questions: list[QuestionOut]
    agenda: list[AgendaOut]
    people: list[PersonOut]


class SessionPage(Page):
    results: list[SessionOut]


@router.get("/sessions/", response=SessionPage, url_name="sessions", summary="Public sessions")
def sessions(request: HttpRequest, pages: Query[SessionPages]):
    found = _public().order_by("-edition__year", "type__position", "number", "pk")
    if pages.edition:
        found = found.filter(edition__year=pages.edition)
    return page_of(request, found, pages, _short)


@router.get(
    "/sessions/{int:year}/{slug:code}/",
    response=FullSessionOut,
    url_name="session",
    summary="One session, also under a number it had before",
)
def session(request: HttpRequest, year: int, code: str):
    known = Workshop.objects.at_address(year, code).values("pk")
    workshop = _public().filter(pk__in=known).first()
    if workshop is None:
        raise Http404
    return _full(workshop)


def _public() -> QuerySet[Workshop]:
    visible = Workshop.objects.visible_to(AnonymousUser())
    related = visible.select_related("edition", "type", "theme", "slot__room")
    return related.prefetch_related("topics", "goals")


def _short(workshop: Workshop) -> dict[str, Any]:
    return {
        "edition": workshop.edition.year,
        "code": workshop.code,
        "number": workshop.number,
        "type": workshop.type.name if workshop.type else "",
        "name": workshop.full_name,
        "title": workshop.title,
        "format": workshop.layout,
        "minutes": workshop.minutes,
        "theme": workshop.theme.title if workshop.theme else "",
        "topics": [topic.title for topic in workshop.topics.all()],
        "goals": [str(goal) for goal in workshop.goals.all()],
        "slot": _slot(workshop),
        "is_sample": workshop.is_sample,
        "url": settings.SITE_URL + workshop.get_absolute_url(),
    }


def _slot(workshop: Workshop) -> dict[str, Any] | None:
    slot = getattr(workshop, "slot", None)
    if slot is None:
        return None
    return {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "room": slot.room.name}


def _full(workshop: Workshop) -> dict[str, Any]:
    texts = ("description", "gains", "expected_outcomes", "hybrid_plan", "former_names")
    questions = workshop.policy_questions.all()
    return {
        **_short(workshop),
        **{name: getattr(workshop, name) for name in texts},
        "policy_questions": [{"letter": q.letter, "text": q.text} for q in questions],
        "agenda": [
            {"title": item.title, "minutes": item.minutes, "is_survey": item.is_wave}
            for item in workshop.agenda.all()
        ],
        "people": [_person(row) for row in workshop.public_contributors()],
    }


def _person(row: Contributor) -> dict[str, str]:
    return {
        "role": row.role,
        "name": row.person.name,
        "affiliation": row.affiliation.name if row.affiliation else "",
        "group": row.group,
        "region": row.region,
    }
