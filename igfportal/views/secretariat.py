from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booths.models import Booth
from forum.access import secretariat_only
from forum.models import Edition, Job, OutgoingMail
from igfportal import overview
from outcomes.models import ImpulsePaper
from workshops.models import Workshop

SHOWN = 10


@require_safe
@secretariat_only
def dashboard(request: HttpRequest) -> HttpResponse:
    """What needs the Secretariat, how far the edition is, what the machine works on."""
    year = request.GET.get("year", "")
    editions = Edition.objects.all()
    edition = editions.filter(year=int(year)).first() if year.isdecimal() else None
    edition = edition or editions.current()
    waiting = overview.waiting(edition) if edition else {}
    context = {
        "edition": edition,
        "editions": editions,
        "waiting": waiting,
        "waiting_count": sum(count > 0 for count in waiting.values()),
        "jobs": Job.objects.order_by("-queued_at")[:SHOWN],
        "mails": OutgoingMail.objects.order_by("-created_at", "to")[:SHOWN],
        "mail_counts": overview.counts(
            OutgoingMail.objects.all(), "status", OutgoingMail.Status.choices
        ),
        **(_of_edition(edition) if edition else {}),
    }
    return render(request, "igfportal/secretariat.html", context)


def _of_edition(edition: Edition) -> dict:
    sessions = overview.sessions(edition)
    booths = Booth.objects.filter(edition=edition)
    papers = overview.papers(edition)
    numbers = overview.pipeline(edition, timezone.now())
    return {
        "steps": overview.steps(numbers, _titles()),
        "session_counts": overview.counts(sessions, "status", Workshop.Status.choices),
        "booth_counts": overview.counts(booths, "status", Booth.Status.choices),
        "paper_counts": overview.counts(papers, "status", ImpulsePaper.Status.choices),
        "papers": papers.exclude(status__in=ImpulsePaper.PUBLIC)
        .select_related("workshop__edition", "workshop__type")
        .order_by("pk")[:SHOWN],
    }


def _titles() -> dict[str, str]:
    return {
        "started": _("Started"),
        "submitted": _("Submitted"),
        "accepted": _("Accepted"),
        "placed": _("Room and time"),
        "held": _("Held"),
        "paper": _("Paper drafted"),
        "published": _("Paper published"),
    }
