"""What requests wait for, as the desk and the dashboard of the Secretariat count them."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from submissions.models import Submission

Status = Submission.Status
SCREENED_OUT = "screened_out"


def waiting_for(requests: QuerySet, step: str) -> QuerySet:
    """Requests at one step of the desk; none for a step that these requests do not have."""
    submitted = Q(status=Status.SUBMITTED)
    steps = {
        "decision": submitted & Q(repair_until=None),
        "release": Q(status__in=[Status.ACCEPTED, Status.DECLINED], released_at=None),
        "repair": submitted & Q(repair_until__gt=timezone.now()),
        "overdue": submitted & Q(repair_until__lte=timezone.now()),
        "repaired": submitted & Q(repair_until=None, repaired_at__isnull=False),
    }
    return requests.filter(steps[step]) if step in steps else requests.none()


def with_status(requests: QuerySet, value: str) -> QuerySet:
    """Requests with one of the states the desk tells apart: declined, or screened out before."""
    if value == SCREENED_OUT:
        return requests.filter(status=Status.DECLINED, is_screened_out=True)
    found = requests.filter(status=value)
    return found.filter(is_screened_out=False) if value == Status.DECLINED else found


def with_checks(requests: QuerySet, value: str) -> QuerySet:
    """Requests by the stored result of their rules."""
    none = {"blocking_rules": 0, "warning_rules": 0}
    results = {
        "blocking": Q(blocking_rules__gt=0),
        "warning": Q(blocking_rules=0, warning_rules__gt=0),
        "fulfilled": Q(checked_at__isnull=False, **none),
        "due": Q(checked_at=None),
    }
    return requests.filter(results[value])
