"""The Secretariat gives a session another type."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.access import secretariat_only
from forum.errors import RuleError, refused
from workshops import fitting
from workshops.actions import conversion
from workshops.forms.conversion import ConversionForm
from workshops.models import SessionType, Workshop
from workshops.permissions import can_convert


@require_http_methods(["GET", "POST"])
@secretariat_only
def convert(request: HttpRequest, uuid) -> HttpResponse:
    """Another type for a submitted or accepted session; what would not fit is named first."""
    visible = Workshop.objects.visible_to(request.user).select_related("edition", "type")
    workshop = get_object_or_404(visible, uuid=uuid)
    if not can_convert(request.user, workshop):
        raise PermissionDenied(fitting.why_not_converted(workshop))
    data = request.POST if request.method == "POST" else None
    form = ConversionForm(data, workshop=workshop)
    if form.is_valid():
        try:
            conversion.convert(workshop, **form.choice(), by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            words = _("It is %(name)s now. The old number leads to it.")
            messages.success(request, words % {"name": workshop.short_name})
            return redirect("workshops:desk_proposal", workshop.uuid)
    kinds = SessionType.objects.filter(edition=workshop.edition).exclude(pk=workshop.type_id)
    context = {"edition": workshop.edition, "workshop": workshop, "form": form, "kinds": kinds}
    return render(request, "workshops/conversion_form.html", context)
