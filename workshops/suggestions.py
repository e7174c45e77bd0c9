"""Names to choose from while typing: only those that a released session shows to everybody."""

from django.db.models import QuerySet

from forum.models import Organization
from workshops.models import Contributor, Workshop

LEAST_LETTERS, MOST_ROWS, LONGEST = 3, 10, 100


def shown_in_public() -> QuerySet[Contributor]:
    """Everybody named on the page of a released session."""
    return Contributor.objects.filter(listed=True, workshop__in=Workshop.objects.public()).exclude(
        answer=Contributor.Answer.DECLINED
    )


def people(text: str) -> list[dict[str, str]]:
    """Names and affiliations that contain the text; nothing for fewer than three letters.

    Somebody whose name is an address is not offered.
    """
    if not (text := _searched(text)):
        return []
    found = shown_in_public().filter(person__name__icontains=text)
    found = found.exclude(person__name__contains="@")
    rows = found.values_list("person__name", "affiliation__name").order_by(
        "person__name", "affiliation__name"
    )
    return [
        {"name": name, "affiliation": affiliation or ""}
        for name, affiliation in rows.distinct()[:MOST_ROWS]
    ]


def organizations(text: str) -> list[dict[str, str]]:
    """Affiliations that contain the text; nothing for fewer than three letters."""
    if not (text := _searched(text)):
        return []
    shown = Organization.objects.filter(pk__in=shown_in_public().values("affiliation"))
    names = shown.filter(name__icontains=text).order_by("name").values_list("name", flat=True)
    return [{"name": name} for name in names[:MOST_ROWS]]


def _searched(text: str) -> str:
    text = text.replace("\x00", "").strip()[:LONGEST]
    return text if len(text) >= LEAST_LETTERS else ""
