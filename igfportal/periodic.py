"""What the clock owes: surveys that are due are sealed, lost jobs and mails are sent again."""

from forum.tasks import send_stale_mail
from outcomes import periodic as papers
from surveys.periodic import seal_due


def run() -> dict[str, int]:
    """Do once whatever is due; returns how many of each. Safe at any time and twice at once."""
    return {
        "surveys sealed": seal_due(),
        "paper jobs sent again": papers.run(),
        "mails sent again": send_stale_mail(),
    }
