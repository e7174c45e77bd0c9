"""Keeping what a request said each time it was submitted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from forum.models import User
from forum.references import reference
from submissions import drafts
from submissions.models import Submission, Version

MOST = 100


@transaction.atomic
def keep(submission: Submission, said: QueryDict, *, by: User | None) -> None:
    """Store what the request says now as its next version; one that says the same is not repeated.

    Of more than MOST versions the first one and the latest stay.
    """
    _keep(submission, drafts.pack(said), by=by, at=timezone.now())


@transaction.atomic
def keep_earlier(submission: Submission, written: Callable[[Any], QueryDict]) -> None:
    """Store as version 1 what a request says that was submitted before versions were kept."""
    submitted = submission.status != submission.Status.DRAFT
    if submitted and not of(submission).exists():
        content = drafts.pack(written(submission))
        at = submission.submitted_at or submission.created_at
        _keep(submission, content, by=submission.created_by, at=at)


def of(submission: Submission) -> QuerySet[Version]:
    """Its versions, the latest first."""
    return Version.objects.filter(about=reference(submission)).order_by("-number")


def _keep(submission: Submission, content: drafts.Draft, *, by: User | None, at: datetime) -> None:
    last = of(submission).first()
    if last and last.content == content:
        return
    number = last.number + 1 if last else 1
    Version.objects.create(
        about=reference(submission), number=number, at=at, by=by, content=content
    )
    surplus = of(submission).exclude(number=1).values_list("pk", flat=True)[MOST - 1 :]
    Version.objects.filter(pk__in=list(surplus)).delete()
