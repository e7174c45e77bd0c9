"""What the people named in a session said to it, as their organizers read it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from submissions.people import address_of
from workshops.models import Contributor, Workshop

BETWEEN_MAILS = timedelta(days=3)
OVER = (Workshop.Status.WITHDRAWN, Workshop.Status.DECLINED)


@dataclass(frozen=True)
class Answer:
    """One person in one role; `refusal` says why no reminder can be sent now."""

    contributor: Contributor
    refusal: str

    @property
    def is_gap(self) -> bool:
        """Declined: the role waits for somebody else."""
        return self.contributor.answer == Contributor.Answer.DECLINED

    @property
    def is_open(self) -> bool:
        return self.contributor.answer == Contributor.Answer.ASKED


def answers(workshop: Workshop) -> list[Answer]:
    """Everybody listed in the session in their order."""
    related = workshop.contributors.filter(listed=True).select_related(
        "person__user", "affiliation"
    )
    rows = list(related)
    for row in rows:
        row.workshop = workshop
    return [
        Answer(row, reminder_refusal(row, [one for one in rows if one.person_id == row.person_id]))
        for row in rows
    ]


def reminder_refusal(contributor: Contributor, rows: list[Contributor]) -> str:
    """Why this person gets no reminder now; empty when they can. `rows`: all of theirs in the session."""
    name = {"name": contributor.person.name}
    if contributor.workshop.shown_status in OVER:
        return _("The session does not take place; nobody is reminded.")
    if contributor.answer != Contributor.Answer.ASKED:
        return _("%(name)s has answered.") % name
    if not address_of(contributor.person):
        return _("No e-mail address is known.")
    asked = [row.asked_at for row in rows if row.asked_at]
    if asked and max(asked) + BETWEEN_MAILS > timezone.now():
        return _("The last mail went out less than three days ago.")
    return ""
