"""Numbers of requests: given once, in turn within their series, and never to another request."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import Edition, User
from forum.references import reference
from submissions.models import GivenNumber, Submission

FIRST_INVENTED = 900


@transaction.atomic
def ensure(request: Submission, *, by: User | None) -> None:
    """Give the request the next number of its series, unless it has one there already.

    However many requests arrive at once, each gets another number and none is refused.
    """
    if request.number is None:
        _write(request, take(request, request.series, by=by))


@transaction.atomic
def reserve(request: Submission, number: int, *, by: User | None) -> None:
    """Give the request this very number, as an import of earlier requests does.

    Raises RuleError when the number was given before, or the request has another one.
    """
    audit.lock_chain()
    if request.number not in (None, number):
        raise RuleError(_("A number that was given never changes."), on=request, field="number")
    given = GivenNumber.objects.filter(edition=request.edition, series=request.series)
    if given.filter(number=number).exclude(about=reference(request)).exists():
        raise RuleError(_("This number is taken."), on=request, field="number")
    if not given.filter(number=number).exists():
        _record(request, request.series, number, by=by)
    _write(request, number)


@transaction.atomic
def take(request: Submission, series: str, *, by: User | None) -> int:
    """The number of the request in a series: the one it was given there before, else the next.

    The log is written by one at a time until the transaction ends, and whoever takes a number
    writes to it: the same lock keeps numbers apart, and no second lock can wait for it.
    """
    audit.lock_chain()
    own = request.given_numbers().filter(series=series).first()
    if own:
        return own.number
    number = _next(request.edition, series, invented=request.is_sample)
    _record(request, series, number, by=by)
    return number


def _next(edition: Edition, series: str, *, invented: bool) -> int:
    """One more than the highest; numbers of invented requests are a row of their own from 900."""
    given = GivenNumber.objects.filter(edition=edition, series=series)
    alike = given.filter(is_sample=invented).aggregate(highest=Max("number"))["highest"] or 0
    number = max(alike, FIRST_INVENTED - 1 if invented else 0) + 1
    taken = set(given.filter(number__gte=number).values_list("number", flat=True))
    while number in taken:
        number += 1
    return number


def _record(request: Submission, series: str, number: int, *, by: User | None) -> None:
    GivenNumber.objects.create(
        edition=request.edition,
        series=series,
        number=number,
        about=reference(request),
        is_sample=request.is_sample,
        by=by,
    )


def _write(request: Submission, number: int) -> None:
    request.number = number
    request.save(update_fields=["number"])
