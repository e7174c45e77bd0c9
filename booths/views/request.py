from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from booths import permissions, rules, suggestions
from booths.actions.request import submit, taken_over, withdraw, write
from booths.dates import events
from booths.forms.request import BoothForms
from booths.models import Booth
from booths.views.sharing import shared_place
from booths.views.village import public_page
from submissions.models import Call
from submissions.views import Office, open_new, open_stored, preview

REQUESTS = Office(
    model=Booth,
    forms=BoothForms,
    kind=Call.Kind.BOOTH,
    page="booths:request",
    templates="booths/request",
    submit=submit,
    can_follow=permissions.can_follow,
    can_edit=permissions.can_edit,
    can_withdraw=permissions.can_withdraw,
    can_read_addresses=permissions.can_follow,
    can_see_versions=permissions.can_follow,
    check=rules.of_typed,
    write=write,
    public_page=public_page,
    shown_with=shared_place,
    withdraw=withdraw,
    events=events,
    taken_over=taken_over,
)


@never_cache
@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    return open_new(request, REQUESTS, lambda _user: QueryDict())


@never_cache
@require_http_methods(["GET", "POST"])
def booth_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return open_stored(request, REQUESTS, uuid)


@never_cache
@require_safe
def booth_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return preview(request, REQUESTS, uuid)


@require_safe
@login_required
@never_cache
def names(request: HttpRequest) -> JsonResponse:
    """Up to ten public organizations that contain what was typed."""
    asked = request.GET.get("of") == "organization"
    found = suggestions.organizations(request.GET.get("q", "")) if asked else []
    return JsonResponse({"names": found})
