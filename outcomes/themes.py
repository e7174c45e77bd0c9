"""The outcome report to read: the sessions of an edition under their themes, as plain data."""

from typing import Any

from django.conf import settings

from forum.models import Edition
from outcomes.compiler.votes import key_results
from outcomes.exports import NOT_STATED, SessionRow
from outcomes.inputs import slot_words
from outcomes.outcome_report import OutcomeReport
from outcomes.participation import theme_of


def by_theme(report: OutcomeReport) -> list[dict[str, Any]]:
    """Every theme with its sessions, in the order of the edition; those without one at the end."""
    rows = report.rows
    titles = [theme.title for theme in report.edition.themes.all()]
    groups = [(title, [row for row in rows if theme_of(row) == title]) for title in titles]
    rest = [row for row in rows if not theme_of(row)]
    groups.append((NOT_STATED, rest))
    return [
        {"title": title, "sessions": [_session(row, report.edition) for row in found]}
        for title, found in groups
        if found
    ]


def _session(row: SessionRow, edition: Edition) -> dict[str, Any]:
    return {
        "name": row.workshop.full_name,
        "address": settings.SITE_URL + row.workshop.get_absolute_url(),
        "when": slot_words(row.slot, edition) if row.slot else "",
        "marks": _marks(row),
        "joined": {door: row.joined(door) for door in ("room", "online")} if row.survey else {},
        "reported": row.reported("participants") or {},
        "results": key_results(row.survey) if row.survey else [],
        "takeaways": row.reported("takeaways") or [],
        "calls": row.reported("calls") or [],
        "narrative": (row.reported("narrative") or "").split("\n\n"),
        "paper": _paper(row),
        "record": row.record.sha256 if row.record else "",
    }


def _marks(row: SessionRow) -> str:
    marks = ["sample"] * row.workshop.is_sample + ["simulated answers"] * row.is_simulated
    return ", ".join(marks)


def _paper(row: SessionRow) -> str:
    """Address of the public paper; a draft is nobody's to read."""
    public = row.paper if row.paper and row.paper.is_public else None
    return settings.SITE_URL + public.get_absolute_url() if public else ""
