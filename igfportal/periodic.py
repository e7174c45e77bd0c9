"""What the clock owes: due surveys are sealed, offers of places expire, lost jobs and mails are sent again."""

from booths import periodic as village
from forum.tasks import forget_fleeting_mail, send_stale_mail
from outcomes import periodic as papers
from submissions import periodic as files
from surveys.periodic import seal_due
from workshops import periodic as sessions


def run() -> dict[str, int]:
    """Do once whatever is due; returns how many of each. Safe at any time and twice at once."""
    return {
        "surveys sealed": seal_due(),
        "village offers expired": village.run(),
        "files swept up": files.run(),
        "requests checked again": sessions.run() + village.check_again(),
        "paper jobs sent again": papers.run(),
        "reminders of reports": papers.remind(),
        "papers mailed to readers": papers.mail_readers(),
        "addresses forgotten": papers.forget_addresses() + forget_fleeting_mail(),
        "mails sent again": send_stale_mail(),
    }
