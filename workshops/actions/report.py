"""What a session is told by the part of the portal that keeps its report."""

from datetime import datetime

from submissions import checklists
from submissions.models import Submission
from workshops.models import Contributor, Workshop


def report_filed(workshop: Workshop, *, at: datetime) -> None:
    """Remember when the report was first filed, which the gate of the next edition looks at.

    Proposals of its organizers that wait for a decision are checked against the rules again.
    """
    Workshop.objects.filter(pk=workshop.pk, report_filed_at=None).update(report_filed_at=at)
    workshop.refresh_from_db(fields=["report_filed_at"])
    organizers = Contributor.objects.filter(workshop=workshop, role__in=Contributor.ORGANIZERS)
    proposals = Workshop.objects.filter(
        contributors__person__in=organizers.values("person"), status=Submission.Status.SUBMITTED
    )
    for proposal in proposals.distinct():
        checklists.forget(proposal)
