"""The steps of a request that sessions and booths share, from the first draft to the withdrawal."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import User
from submissions import drafts, numbering, repairs
from submissions.drafts import Draft
from submissions.models import Call, Submission
from submissions.permissions import closed_because

Request = TypeVar("Request", bound=Submission)
Content = Mapping[str, Any]


class AlreadyBegun(RuleError):
    """The same form was sent twice at once and its request is stored by now."""


@transaction.atomic
def begin(request: Request, draft: Draft, *, by: User) -> Request:
    """Store a new request of this account together with what was typed so far."""
    request.created_by = by
    _insert(request)
    drafts.keep(request, draft, revision=0)
    audit.record(by, "started", request)
    return request


@transaction.atomic
def save_draft(request: Request, draft: Draft, *, kind: str, revision: int) -> Request:
    """Keep what was typed without touching what is submitted; raises Stale over another's save."""
    require_open(request, kind)
    drafts.keep(request, draft, revision=revision)
    return request


@transaction.atomic
def submit_new(
    request: Request, content: Content, *, submit: Callable[..., Request], by: User
) -> Request:
    """Store and submit a request that was never saved."""
    begin(request, {}, by=by)
    return submit(request, content, by=by, revision=request.revision)


def _insert(request: Submission) -> None:
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyBegun(_("This was saved a moment ago."), on=request) from error


def require_open(request: Submission, kind: str) -> None:
    """Refuse to write what is decided, withdrawn, or past its call."""
    if refusal := closed_because(request, kind):
        raise RuleError(refusal, on=request)


@transaction.atomic
def claim_for_submission(request: Submission, revision: int, *, by: User) -> bool:
    """Take the draft away and make the request submitted; returns whether it is the first time.

    A request that was returned for repair is repaired with that.
    """
    drafts.claim(request, revision, draft={}, form_version=_form_version(request))
    first = request.status == request.Status.DRAFT
    if first:
        request.move_to(request.Status.SUBMITTED, submitted_at=timezone.now())
    repairs.finish(request, by=by)
    return first


def _form_version(request: Submission) -> int | None:
    calls = Call.objects.filter(edition=request.edition_id, kind=request.call_kind)
    return calls.values_list("form_version", flat=True).first()


@transaction.atomic
def report_submission(request: Submission, *, first: bool, mail: str, page: str, by: User) -> None:
    """Note it in the log; the first time it gets its number and its submitter a confirmation."""
    if first:
        numbering.ensure(request, by=by)
    audit.record(by, "submitted" if first else "changed", request)
    if first:
        outbox.add(mail, request, to=[by.email], page=page)


@transaction.atomic
def withdraw(request: Submission, *, by: User) -> None:
    """Take a submitted or accepted request back, for good."""
    request.move_to(request.Status.WITHDRAWN)
    audit.record(by, "withdrew", request)
