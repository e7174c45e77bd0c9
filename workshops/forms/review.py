"""Which proposals the Secretariat looks for at its desk."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from submissions import steps
from submissions.models import Submission
from workshops.forms.programme import search
from workshops.models import Contributor, Workshop


def narrow(proposals: QuerySet[Workshop], chosen: Mapping[str, Any]) -> QuerySet[Workshop]:
    """The proposals of the chosen type and theme that the text is found in."""
    if chosen.get("type"):
        proposals = proposals.filter(type__code=chosen["type"])
    if chosen.get("theme"):
        proposals = proposals.filter(theme=chosen["theme"])
    text = chosen.get("q", "").strip()
    if not text:
        return proposals
    by_account = Q(created_by__email__icontains=text) | Q(created_by__name__icontains=text)
    named = Contributor.objects.filter(
        Q(affiliation__name__icontains=text)
        | Q(person__name__icontains=text)
        | Q(person__email__icontains=text)
    )
    found = Q(pk__in=search(Workshop.objects.all(), text).order_by().values("pk"))
    found |= Q(pk__in=named.order_by().values("workshop")) | by_account
    return proposals.filter(found)


def waiting_for(proposals: QuerySet[Workshop], step: str) -> QuerySet[Workshop]:
    """Proposals that wait for something: for a room and time, or what any request waits for."""
    if step == "place":
        return proposals.filter(status=Submission.Status.ACCEPTED, slot=None)
    return steps.waiting_for(proposals, step)
