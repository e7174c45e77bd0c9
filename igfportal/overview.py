"""The numbers of the Secretariat's dashboard, for one edition."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from booths.forms.review import waiting_for as booths_waiting_for
from booths.models import Booth, BoothMessage
from forum.models import Edition, Job, OutgoingMail
from outcomes.duties import held
from outcomes.models import ImpulsePaper
from workshops import duties
from workshops.forms.review import waiting_for as sessions_waiting_for
from workshops.models import Workshop


@dataclass(frozen=True)
class Step:
    """One step of the pipeline; `share` of the first step, as an SVG width."""

    title: str
    count: int
    share: str


def counts(rows: QuerySet, field: str, choices) -> list[tuple[str, str, int]]:
    """(value, label, rows) for every choice, the empty ones too."""
    found = dict(rows.order_by().values_list(field).annotate(rows=Count("pk")))
    return [(value, str(label), found.get(value, 0)) for value, label in choices]


def sessions(edition: Edition) -> QuerySet[Workshop]:
    return Workshop.objects.filter(edition=edition)


def papers(edition: Edition) -> QuerySet[ImpulsePaper]:
    return ImpulsePaper.objects.filter(workshop__edition=edition)


def pipeline(edition: Edition, now: datetime) -> dict[str, int]:
    """How many sessions reached each step from the first draft to the published paper."""
    every = sessions(edition)
    accepted = every.filter(status=Workshop.Status.ACCEPTED)
    return {
        "started": every.count(),
        "submitted": every.exclude(status=Workshop.Status.DRAFT).count(),
        "accepted": accepted.count(),
        "placed": accepted.exclude(slot=None).count(),
        "held": accepted.filter(slot__ends_at__lt=now).count(),
        "paper": papers(edition).count(),
        "published": papers(edition).filter(status__in=ImpulsePaper.PUBLIC).count(),
    }


def steps(numbers: dict[str, int], titles: dict[str, str]) -> list[Step]:
    """The pipeline as it is drawn."""
    most = max([*numbers.values(), 1])
    return [
        Step(titles[key], count, f"{100 * count / most:.2f}%") for key, count in numbers.items()
    ]


def _overdue_reports(edition: Edition) -> int:
    """Sessions held whose report has not come although its day has passed."""
    is_due = duties.report_due(edition) <= timezone.now()
    return held(edition).filter(report_filed_at=None).count() if is_due else 0


def waiting(edition: Edition) -> dict[str, int]:
    """What waits for the Secretariat; only what is above zero is worth a line."""
    rows = sessions(edition)
    booths = Booth.objects.filter(edition=edition)
    return {
        "decide_sessions": sessions_waiting_for(rows, "decision").count(),
        "release_sessions": sessions_waiting_for(rows, "release").count(),
        "place_sessions": sessions_waiting_for(rows, "place").count(),
        "decide_booths": booths_waiting_for(booths, "decision").count(),
        "release_booths": booths_waiting_for(booths, "release").count(),
        "read_messages": BoothMessage.objects.filter(status=BoothMessage.Status.WAITING).count(),
        "publish_papers": papers(edition).filter(status=ImpulsePaper.Status.APPROVED).count(),
        "overdue_reports": _overdue_reports(edition),
        "failed_papers": papers(edition).filter(status=ImpulsePaper.Status.FAILED).count(),
        "failed_mails": OutgoingMail.objects.filter(status=OutgoingMail.Status.FAILED).count(),
        "failed_jobs": Job.objects.filter(status=Job.Status.FAILED).count(),
    }
