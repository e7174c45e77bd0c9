"""Editions over the read-only API, and what its lists share: pages of bounded size."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from forum.models import Edition

PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 50, 100, 10_000
router = Router(tags=["editions"])


class Pages(Schema):
    """Which page of a list, and how long a page is."""

    page: int = Field(1, ge=1, le=LAST_PAGE)
    size: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)


class Page(Schema):
    """`count` things in all; `next` is the address of the next page, null on the last one."""

    count: int
    page: int
    pages: int
    next: str | None


class EditionOut(Schema):
    """One year's forum; days are those of its time zone."""

    year: int
    number: int
    title: str
    host_city: str
    host_country: str
    is_online: bool
    timezone: str
    starts_on: date
    ends_on: date
    is_current: bool
    is_sample: bool
    themes: list[str]
    url: str


class EditionPage(Page):
    results: list[EditionOut]


def page_of(
    request: HttpRequest, found: QuerySet, pages: Pages, written: Callable[[Any], dict]
) -> dict[str, Any]:
    """One page of a list; beyond the last one it has no results."""
    paginator = Paginator(found, pages.size)
    page = paginator.page(pages.page) if pages.page <= paginator.num_pages else None
    following = request.GET.copy()
    following["page"] = str(pages.page + 1)
    address = f"{settings.SITE_URL}{request.path}?{following.urlencode()}"
    return {
        "count": paginator.count,
        "page": pages.page,
        "pages": paginator.num_pages,
        "next": address if page and page.has_next() else None,
        "results": [written(one) for one in page or ()],
    }


@router.get("/editions/", response=EditionPage, url_name="editions", summary="Every edition")
def editions(request: HttpRequest, pages: Query[Pages]):
    return page_of(request, _complete(), pages, written)


@router.get("/editions/{int:year}/", response=EditionOut, url_name="edition", summary="One edition")
def edition(request: HttpRequest, year: int):
    return written(get_object_or_404(_complete(), year=year))


def _complete() -> QuerySet[Edition]:
    return Edition.objects.prefetch_related("themes")


def written(shown: Edition) -> dict[str, Any]:
    """An edition as plain data."""
    names = [*EditionOut.model_fields.keys() - {"themes", "url"}]
    return {
        **{name: getattr(shown, name) for name in names},
        "themes": [theme.title for theme in shown.themes.all()],
        "url": settings.SITE_URL + shown.get_absolute_url(),
    }
