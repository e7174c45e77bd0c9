from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from booths import permissions
from booths.actions import request as actions
from booths.forms.request import BoothForms
from booths.models import Booth
from forum.models import User
from submissions import unsaved
from submissions.models import Call
from submissions.views import Office, open_new, open_stored

REQUESTS = Office(
    forms=BoothForms,
    call=Call.Kind.BOOTH,
    page="booths:request",
    templates="booths/request",
    can_follow=permissions.can_follow,
    can_edit=permissions.can_edit,
    can_withdraw=permissions.can_withdraw,
    can_read_addresses=permissions.can_follow,
    why_not_editable=permissions.why_not_editable,
    begin=actions.begin,
    save_draft=actions.save_draft,
    submit_new=actions.submit_new,
    submit=actions.submit,
)


@never_cache
@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    return open_new(request, REQUESTS, _blank)


@never_cache
@require_http_methods(["GET", "POST"])
def booth_request(request: HttpRequest, uuid: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return unsaved.ask_to_log_in(request)
    booth = get_object_or_404(Booth.objects.visible_to(request.user), uuid=uuid)
    return open_stored(request, REQUESTS, booth, {"booth": booth})


def _blank(_user: User) -> QueryDict:
    return QueryDict()
