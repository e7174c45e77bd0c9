"""The outcomes of a session on its own page: `{% load session_outcomes %}`."""

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from outcomes.compiler import statements
from outcomes.models import ImpulsePaper, PaperVersion, ReportVersion
from outcomes.permissions import can_take_notes, can_write_report
from outcomes.readers import can_be_asked_for
from outcomes.review import shown
from workshops.models import Workshop

register = template.Library()
DONE, CURRENT = "is-done", "is-current"


@register.inclusion_tag("outcomes/_session_outcomes.html", takes_context=True)
def session_outcomes(context: Context, workshop: Workshop) -> dict:
    """A box with the state of the paper and its forms; nothing for whoever may not see it."""
    user = context.get("user")
    papers = ImpulsePaper.objects.visible_to(user) if user else ImpulsePaper.objects.public()
    paper = papers.filter(workshop=workshop).first()
    version = shown(paper) if paper else None
    return {
        "paper": paper,
        "workshop": workshop,
        "version": version,
        "headline": _headline(version),
        "takes_notes": bool(user and user.is_authenticated and can_take_notes(user, workshop)),
        "steps": _steps(paper, version) if paper else [],
        "by_mail": not (paper and paper.is_public) and can_be_asked_for(workshop),
        "report": _report(workshop),
        "may_report": bool(user and can_write_report(user, workshop)),
    }


def _report(workshop: Workshop) -> ReportVersion | None:
    """The newest version of its report, whoever looks: what is filed is public with the session."""
    found = ReportVersion.objects.filter(report__workshop=workshop).select_related("filed_by")
    return found.order_by("-number").first()


def _headline(version: PaperVersion | None) -> str:
    if version is None:
        return ""
    found = (b["text"] for s, b in statements(version.content) if s["kind"] == "brief")
    return next(found, "")


def _steps(paper: ImpulsePaper, version: PaperVersion | None) -> list[dict]:
    """The way of the paper; each step with its state, name and who or when."""
    published = paper.is_public
    approved = bool(version and version.approved_at)
    compiled = paper.status not in (ImpulsePaper.Status.QUEUED, ImpulsePaper.Status.FAILED)
    return [
        {"state": DONE if compiled else CURRENT, "name": _("Draft compiled"), "who": ""},
        {
            "state": DONE if approved else (CURRENT if compiled else ""),
            "name": _("Draft approved"),
            "who": str(version.approved_by or "") if version else "",
            "at": version.approved_at if version else None,
        },
        {
            "state": DONE if published else (CURRENT if approved else ""),
            "name": _("Published"),
            "who": str(version.published_by or "") if version else "",
            "at": version.published_at if version else None,
        },
    ]
