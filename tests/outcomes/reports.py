"""What people type into the form of a session report."""

from outcomes.actions import report as actions
from outcomes.models import ReportVersion, SessionReport


def typed_report(**fields) -> dict[str, str]:
    """A complete report as a browser sends it."""
    return {
        "action": "file",
        "revision": "0",
        "takeaway_1": "People decide.",
        "takeaway_2": "Trust is built by audits.",
        "call_1": "Companies publish their audits.",
        "narrative": "We talked about audits.",
        "room": "40",
        "online": "25",
        **fields,
    }


CONTENT = {
    "takeaways": ["People decide.", "Trust is built by audits."],
    "calls": ["Companies publish their audits."],
    "narrative": "We talked about audits.",
    "participants": {"room": 40, "online": 25},
}


def filed(workshop, by, reason: str = "", **changes) -> ReportVersion:
    """A filed version of the report, over whatever is there."""
    report = SessionReport.objects.filter(workshop=workshop).first()
    revision = report.revision if report else 0
    return actions.file(workshop, {**CONTENT, **changes}, by=by, revision=revision, reason=reason)
