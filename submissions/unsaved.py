"""What somebody sent after their log-in had expired: kept in the session until they are back."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

from forum.errors import RuleError
from submissions import drafts

KEY = "unsaved"


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """Go to the log-in and come back; a form that was sent waits for the return."""
    if request.method == "POST":
        try:
            typed = drafts.pack(request.POST)
        except RuleError:
            typed = {}
        typed["revision"] = request.POST.getlist("revision")
        request.session[KEY] = {request.path: typed}
        return redirect_to_login(request.path)
    return redirect_to_login(request.get_full_path())


def take(request: HttpRequest) -> QueryDict:
    """What waits for this page, once; empty when nothing does."""
    waiting = request.session.get(KEY, {})
    if request.path not in waiting:
        return QueryDict()
    del request.session[KEY]
    return drafts.unpack(waiting[request.path])
