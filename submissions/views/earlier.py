"""A new request that begins with the words of an earlier one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from submissions.actions import copies
from submissions.models import Call
from submissions.views.request import Office, followed


@require_POST
@login_required
def copy(request: HttpRequest, office: Office) -> HttpResponse:
    """Begin a draft of the open call from one of the requests of this account."""
    own = office.model.objects.visible_to(request.user).filter(created_by=request.user)
    source = get_object_or_404(own, uuid=_uuid(request.POST.get("request", "")))
    call = Call.objects.open(office.kind)
    if call is None:
        messages.error(request, _("The call is closed. Nothing new can be stored."))
        return redirect(f"{office.page}_new")
    made = copies.begin_from(source, kind=office.forms, edition=call.edition, by=request.user)
    messages.success(request, _("This is a new draft with the words of the earlier one."))
    return redirect(office.page, made.uuid)


@require_POST
@login_required
def copied(request: HttpRequest, uuid: UUID, office: Office) -> HttpResponse:
    """The note about what was not copied has been read."""
    stored = followed(request, office, uuid)
    copies.mark_read(stored)
    return redirect(office.page, stored.uuid)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
