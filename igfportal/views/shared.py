from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from booths.views.request import REQUESTS
from submissions import sharing
from submissions.views import open_shared
from workshops.views.proposal import PROPOSALS

OFFICES = {str(office.kind): office for office in (PROPOSALS, REQUESTS)}


@never_cache
@require_http_methods(["GET", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The form of the session or booth a link was made for; no account is needed."""
    link = sharing.read(token)
    if link is None:
        raise Http404
    response = open_shared(request, OFFICES[link.kind], link)
    response["X-Robots-Tag"] = "noindex"
    return response
