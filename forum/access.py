"""Doors of whole pages: a visitor is asked to log in, anybody else is told why not."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from forum.permissions import is_secretariat

View = Callable[..., HttpResponse]


def secretariat_only(view: View) -> View:
    """Let only the Secretariat in: visitors go to the log-in, other accounts get 403 with the reason."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not is_secretariat(request.user):
            raise PermissionDenied(_("This page belongs to the Secretariat of the forum."))
        return view(request, *args, **kwargs)

    return login_required(guarded)
