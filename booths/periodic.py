"""What the clock does in the Village."""

from booths import rules
from booths.actions import waiting
from booths.models import Booth
from submissions import checklists
from submissions.models import Call

MOST = 50


def run() -> int:
    """Close the offers whose time is over; returns how many. Safe at any time and twice at once."""
    return waiting.expire_due()


def check_again() -> int:
    """Check requests again whose result is due; returns how many."""
    rows = Booth.objects.select_related("edition", "organization", "created_by")
    return checklists.renew(rows, Call.Kind.BOOTH, rules.of_stored, most=MOST)
