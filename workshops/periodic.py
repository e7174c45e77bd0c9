"""What the clock does with session proposals."""

from submissions import checklists
from submissions.models import Call
from workshops import rules
from workshops.models import Workshop

MOST = 50


def run() -> int:
    """Check proposals again whose result is due; returns how many. Safe at any time and twice at once."""
    rows = Workshop.objects.select_related("edition", "type", "created_by")
    return checklists.renew(rows, Call.Kind.SESSION, rules.of_stored, most=MOST)
