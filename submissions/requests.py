"""The steps of a request that sessions and booths share, from the first draft to the withdrawal."""

from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import User
from submissions import drafts
from submissions.drafts import Draft
from submissions.models import Submission

Request = TypeVar("Request", bound=Submission)


@transaction.atomic
def begin(request: Request, draft: Draft, *, by: User) -> Request:
    """Store a new request together with what was typed so far."""
    request.save(force_insert=True)
    drafts.keep(request, draft, revision=0)
    audit.record(by, "started", request)
    return request


def require(refusal: str, request: Submission) -> None:
    """Raise the refusal, if there is one."""
    if refusal:
        raise RuleError(refusal, on=request)


@transaction.atomic
def claim_for_submission(request: Submission, revision: int) -> bool:
    """Take the draft away and make the request submitted; returns whether it is the first time."""
    drafts.claim(request, revision, draft={})
    first = request.status == request.Status.DRAFT
    if first:
        request.move_to(request.Status.SUBMITTED, submitted_at=timezone.now())
    return first


@transaction.atomic
def report_submission(request: Submission, *, first: bool, mail: str, by: User) -> None:
    """Note it in the log; the first time its submitter gets a confirmation."""
    audit.record(by, "submitted" if first else "changed", request)
    if first:
        outbox.add(mail, request, to=[by.email], page=request.get_absolute_url())


@transaction.atomic
def withdraw(request: Submission, *, by: User) -> None:
    """Take a submitted or accepted request back, for good."""
    request.move_to(request.Status.WITHDRAWN)
    audit.record(by, "withdrew", request)
