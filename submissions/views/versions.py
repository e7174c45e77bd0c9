"""What was submitted when, and what changed between two versions."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from submissions import differences, drafts
from submissions.actions import versions as kept
from submissions.models import Submission
from submissions.views.request import Office, followed

PER_PAGE = 20


@require_safe
@never_cache
@login_required
def versions(request: HttpRequest, uuid: UUID, office: Office) -> HttpResponse:
    """The versions of a request, and what changed between the two that were asked for."""
    stored = followed(request, office, uuid)
    if not office.can_see_versions(request.user, stored):
        raise PermissionDenied(_("The organizers and the Secretariat read the versions."))
    found = kept.of(stored).defer("content").select_related("by")
    numbers = list(found.values_list("number", flat=True))
    pair = _pair(request.GET, numbers)
    context = {
        "submission": stored,
        "edition": stored.edition,
        "back": reverse(office.page, args=[stored.uuid]),
        "numbers": numbers,
        "pair": pair,
        "changes": _changes(request, office, stored, pair) if pair else [],
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "submissions/versions.html", context)


def _pair(asked: QueryDict, numbers: list[int]) -> tuple[int, int] | None:
    """The two versions asked for, the older one first; else the latest two, if there are two."""
    known = {str(number): number for number in numbers}
    stated = {asked.get("from", ""), asked.get("to", "")}
    chosen = sorted(known[text] for text in stated if text in known)
    if len(chosen) == 2:
        return chosen[0], chosen[1]
    return (numbers[1], numbers[0]) if len(numbers) > 1 else None


def _changes(
    request: HttpRequest, office: Office, stored: Submission, pair: tuple[int, int]
) -> list[differences.SectionChange]:
    said = dict(kept.of(stored).filter(number__in=pair).values_list("number", "content"))
    older, newer = (office.forms(stored.edition, drafts.unpack(said[at])) for at in pair)
    may_read = office.can_read_addresses(request.user, stored)
    hidden = frozenset() if may_read else office.forms.private
    return differences.between(older, newer, hidden=hidden)
