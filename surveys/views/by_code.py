"""How the pages below a session code find their session, and whom they take forms from."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from forum import codes
from surveys.ballot_json import is_own_page
from surveys.forms import CodeForm
from workshops.models import Workshop

View = Callable[..., HttpResponse]


class SameMethodRedirect(HttpResponseRedirect):
    """A form posted to another spelling of the code arrives with everything typed."""

    status_code = 307


def by_code(view: View) -> View:
    """Hand the released session of the code to the view; an unknown code asks for another one."""

    @wraps(view)
    def found(request: HttpRequest, code: str) -> HttpResponse:
        normal = codes.normalize(code)
        sessions = Workshop.objects.public().select_related("edition", "type", "slot")
        workshop = sessions.filter(join_code=normal).first()
        if workshop is None:
            return render_enter(request, CodeForm({"code": code}))
        if code != normal and request.method in {"GET", "HEAD", "POST"}:
            place = request.get_full_path().replace(f"/j/{code}", f"/j/{normal}", 1)
            return SameMethodRedirect(place)
        return view(request, workshop)

    return found


def visible_session(request: HttpRequest, code: str) -> Workshop:
    """The session of the code if this account may know of it; else 404."""
    sessions = Workshop.objects.visible_to(request.user).select_related("edition", "type", "slot")
    return get_object_or_404(sessions, join_code=codes.normalize(code))


def render_enter(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """The page that asks for a code, with what was typed and what was wrong with it."""
    context = {"form": form, "here": reverse("surveys:enter")}
    return render(request, "surveys/enter.html", context, status=404 if form.errors else 200)


def from_own_pages(view: View) -> View:
    """In place of a CSRF cookie: the browser says that the form was sent from one of our pages.

    The attendee's cookie is SameSite=Lax, so a foreign page cannot use it either; scripts that
    send neither header have no cookies to abuse.
    """

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        origin, site = request.headers.get("Origin", ""), request.headers.get("Sec-Fetch-Site", "")
        if not is_own_page(origin, site, request.get_host()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked
