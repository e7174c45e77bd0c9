from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.models import Edition
from igfportal.stages import stages
from outcomes.models import ImpulsePaper
from surveys.models import Survey, Wave
from workshops.models import Workshop

LIVE_SHOWN = 5
PAPERS_SHOWN = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The current edition: join a survey, see what is live, what is open and where it stands."""
    edition = Edition.objects.current()
    live = _open_waves(request.user)
    context = {
        "live": live[:LIVE_SHOWN],
        "live_count": live.count(),
        "papers": _newest_papers(request.user),
        **(_of_edition(request.user, edition) if edition else {}),
    }
    return render(request, "igfportal/home.html", context)


def _open_waves(user):
    released = Workshop.objects.visible_to(user).public()
    return (
        Wave.objects.filter(
            status=Wave.Status.OPEN, survey__workshop__in=released, survey__is_rehearsal=False
        )
        .select_related("survey__workshop__edition", "survey__workshop__type")
        .prefetch_related("askings", "survey__waves")
        .order_by("opened_at", "pk")
    )


def _newest_papers(user):
    simulated = Survey.objects.filter(workshop=OuterRef("workshop"), is_simulated=True)
    return (
        ImpulsePaper.objects.visible_to(user)
        .public()
        .annotate(is_simulated=Exists(simulated))
        .select_related("workshop__edition", "workshop__type")[:PAPERS_SHOWN]
    )


def _of_edition(user, edition: Edition) -> dict:
    calls = list(edition.calls.order_by("-kind").prefetch_related("closing_changes"))
    today = timezone.now().astimezone(edition.zone).date()
    released = Workshop.objects.visible_to(user).public().filter(edition=edition)
    return {"calls": calls, "stages": stages(edition, calls, released.exists(), today)}
