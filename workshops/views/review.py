from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.permissions import is_mag, is_secretariat


@require_safe
@login_required
def review(request: HttpRequest) -> HttpResponse:
    """The door of the reviewers; says when there is nothing to review."""
    if not (is_mag(request.user) or is_secretariat(request.user)):
        raise PermissionDenied(
            _("Proposals are reviewed by members of the Multistakeholder Advisory Group (MAG).")
        )
    return render(request, "workshops/review.html")
