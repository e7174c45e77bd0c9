"""Public papers and the figures of their records over the read-only API."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from forum.api import Page, Pages, page_of
from outcomes.inputs import sealed_record
from outcomes.models import ImpulsePaper, PaperVersion
from outcomes.reading import as_json, places
from surveys.kept_figures import figures_of
from workshops.models import Workshop

router = Router(tags=["papers"])


class PaperPages(Pages):
    edition: int | None = Field(None, ge=1900, le=2999, description="the year; all without")


class PaperOut(Schema):
    """A public paper: `version` is its newest public one, `record` the SHA-256 of its record."""

    edition: int
    code: str
    session: str
    title: str
    status: str
    version: str
    published_at: datetime | None
    comments_until: datetime | None
    simulated: bool
    record: str | None
    urls: dict[str, str]


class PaperPage(Page):
    results: list[PaperOut]


class FiguresOut(Schema):
    """The figures of a sealed record, as in `figures.json` of the bundle."""

    session: str
    sha256: str
    sealed_at: datetime
    simulated: bool
    figures: list[dict[str, Any]]


@router.get("/papers/", response=PaperPage, url_name="papers", summary="Public papers")
def papers(request: HttpRequest, pages: Query[PaperPages]):
    found = _with_newest(_public()).order_by("-workshop__edition__year", "-published_at", "pk")
    if pages.edition:
        found = found.filter(workshop__edition__year=pages.edition)
    return page_of(request, found, pages, _short)


@router.get(
    "/papers/{int:year}/{slug:code}/",
    response=dict[str, Any],
    url_name="paper",
    summary="One paper, as its JSON form; its fields: /outcomes/paper-schema.json",
)
def paper(request: HttpRequest, year: int, code: str):
    version = _found(year, code).current
    if version is None:
        raise Http404
    return as_json(version)


@router.get(
    "/papers/{int:year}/{slug:code}/figures/",
    response=FiguresOut,
    url_name="figures",
    summary="Every figure of the sealed record; its fields: docs/record-format.md",
)
def figures(request: HttpRequest, year: int, code: str):
    workshop = _found(year, code).workshop
    record = sealed_record(workshop)
    if record is None:
        raise Http404
    return {
        "session": workshop.full_name,
        "sha256": record.sha256,
        "sealed_at": record.sealed_at,
        "simulated": record.survey.is_simulated,
        "figures": figures_of(record),
    }


def _public() -> QuerySet[ImpulsePaper]:
    shown = Workshop.objects.visible_to(AnonymousUser())
    visible = ImpulsePaper.objects.visible_to(AnonymousUser()).filter(workshop__in=shown)
    return visible.select_related("workshop__edition", "workshop__type")


def _with_newest(found: QuerySet[ImpulsePaper]) -> QuerySet[ImpulsePaper]:
    """With what a list says of the newest public version, without its long content."""
    newest = PaperVersion.objects.public().filter(paper=OuterRef("pk")).order_by("-revision")
    said = {
        "label": "label",
        "version_at": "published_at",
        "simulated": "content__simulated",
        "sha256": "content__record__sha256",
    }
    return found.annotate(
        **{name: Subquery(newest.values(field)[:1]) for name, field in said.items()}
    )


def _found(year: int, code: str) -> ImpulsePaper:
    known = Workshop.objects.at_address(year, code).values("pk")
    found = _public().filter(workshop__in=known).first()
    if found is None:
        raise Http404
    return found


def _short(found: Any) -> dict[str, Any]:
    workshop = found.workshop
    return {
        "edition": workshop.edition.year,
        "code": workshop.code,
        "session": workshop.full_name,
        "title": workshop.title,
        "status": found.status,
        "version": found.label,
        "published_at": found.version_at,
        "comments_until": found.comments_until,
        "simulated": found.simulated,
        "record": found.sha256,
        "urls": places(workshop, sealed=found.sha256 is not None),
    }
