"""What every rendering of a paper needs besides its content."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from outcomes.inputs import address
from outcomes.making import citation, principles
from outcomes.models import PaperVersion
from workshops.models import Workshop

FORMATS = {
    "page": "outcomes:paper",
    "pdf": "outcomes:paper_pdf",
    "docx": "outcomes:paper_docx",
    "markdown": "outcomes:paper_markdown",
    "json": "outcomes:paper_json",
    "bundle": "outcomes:bundle",
}


def paper_context(version: PaperVersion, *, for_print: bool = False) -> dict[str, Any]:
    """Content, addresses and labels of the sources; the same for page and PDF."""
    paper = version.paper
    content, urls = version.content, addresses(version)
    return {
        "paper": paper,
        "workshop": paper.workshop,
        "edition_of_paper": paper.workshop.edition,
        "version": version,
        "content": content,
        "sources": {source["number"]: source for source in content["evidence"]},
        "urls": urls,
        "principles": principles(version),
        "citation": citation(version, permanent(version)),
        "history": history(version),
        "for_print": for_print,
    }


def addresses(version: PaperVersion) -> dict[str, str]:
    """Where each form of the paper is; the bundle only where a record is sealed."""
    return places(version.paper.workshop, sealed=version.content["record"] is not None)


def places(workshop: Workshop, *, sealed: bool) -> dict[str, str]:
    """Where each form of a session's paper is; the bundle only where a record is sealed."""
    found = {name: address(view, workshop) for name, view in FORMATS.items()}
    if not sealed:
        del found["bundle"]
    return found


def history(version: PaperVersion) -> list[PaperVersion]:
    """The public versions up to this one, oldest first; what is printed of it never changes."""
    public = version.paper.versions.public().filter(revision__lte=version.revision)
    return list(public.order_by("revision"))


def permanent(version: PaperVersion) -> str:
    """Where exactly this version stays for good; before its publication, the paper's address."""
    if version.published_at is None:
        return address("outcomes:paper", version.paper.workshop)
    return settings.SITE_URL + version.get_absolute_url()


def as_json(version: PaperVersion) -> dict[str, Any]:
    """The paper for machines: status and addresses around the same content as on the page.

    The fields are described in outcomes/paper-schema.json, to which `$schema` leads.
    """
    paper, urls = version.paper, addresses(version)
    with translation.override(version.content["language"]):
        cited = citation(version, permanent(version))
    return {
        "$schema": settings.SITE_URL + reverse("outcomes:paper_schema"),
        "status": paper.status,
        "version": version.label,
        "revision": version.revision,
        "simulated": version.content["simulated"],
        "approved_by": str(version.approved_by or ""),
        "published_by": str(version.published_by or ""),
        "published_at": version.published_at.isoformat() if version.published_at else None,
        "comments_until": paper.comments_until.isoformat() if paper.comments_until else None,
        "versions": [
            {
                "version": one.label,
                "published_at": one.published_at.isoformat() if one.published_at else None,
                "reason": one.reason,
                "url": permanent(one),
            }
            for one in history(version)
        ],
        "citation": cited,
        "urls": urls,
        "content": version.content,
    }
