"""“Mail me the paper”: pages apart from the survey, which set no cookie."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forum.errors import RuleError, refused
from outcomes.actions import readers as actions
from outcomes.forms.readers import ReaderForm
from outcomes.models import ImpulsePaper
from outcomes.readers import can_be_asked_for
from surveys.views.by_code import from_own_pages
from workshops.models import Workshop

ASKED = "asked"
View = Callable[..., HttpResponse]


def without_cookies(view: View) -> View:
    """Forms are taken from our own pages only, as the browser says; links in mails open the page."""
    sent = from_own_pages(view)

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return (sent if request.method == "POST" else view)(request, *args, **kwargs)

    return checked


@never_cache
@without_cookies
@require_http_methods(["GET", "HEAD", "POST"])
def mail_me(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Public, once the session is over: an address for its paper, confirmed by mail."""
    workshop = _session(Workshop.objects.public(), year, code)
    paper = ImpulsePaper.objects.filter(workshop=workshop).first()
    if paper and paper.status == ImpulsePaper.Status.FINAL:
        return redirect(paper)
    if not can_be_asked_for(workshop):
        raise Http404
    form = ReaderForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.ask(workshop, language=get_language(), **form.cleaned_data)
        except RuleError as error:
            refused(form, error)
        else:
            return redirect(f"{request.path}?{ASKED}")
    context = {"form": form, "asked": ASKED in request.GET, **_frame(workshop)}
    return render(request, "outcomes/mail_me.html", context)


@never_cache
@without_cookies
@require_http_methods(["GET", "HEAD", "POST"])
def reader(request: HttpRequest, year: int, code: str, token: str) -> HttpResponse:
    """Public for whoever has the link: confirm the address or delete it. Reading changes nothing."""
    workshop = _session(Workshop.objects.public(), year, code)
    found = actions.find(workshop, token)
    context = {"reader": found, "deleted": False, **_frame(workshop)}
    if found is None:
        return render(request, "outcomes/reader.html", context, status=404)
    if request.method == "POST" and request.POST.get("action") == "delete":
        actions.leave(found)
        context["deleted"] = True
    elif request.method == "POST":
        actions.confirm(found)
        return redirect(request.path)
    return render(request, "outcomes/reader.html", context)


def _session(sessions, year: int, code: str) -> Workshop:
    found = sessions.at_address(year, code).select_related("edition", "type", "slot")
    return get_object_or_404(found)


def _frame(workshop: Workshop) -> dict:
    return {"workshop": workshop, "edition_of_paper": workshop.edition}
