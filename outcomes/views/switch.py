from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.access import secretariat_only
from forum.errors import RuleError, refused
from outcomes import switch
from outcomes.actions import switch as actions
from outcomes.forms.review import StopForm
from outcomes.models import CompilingSwitch

SHOWN = 20


@secretariat_only
@require_http_methods(["GET", "POST"])
def compiling(request: HttpRequest) -> HttpResponse:
    """Whether papers are compiled; a POST stops it, with the reason that people read."""
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.stop(by=request.user, **form.cleaned_data)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("No paper is compiled now. What is queued waits."))
            return redirect("outcomes:compiling")
    context = {
        "form": form,
        "stopped": switch.stopped(),
        "waiting": switch.waiting().count(),
        "throws": CompilingSwitch.objects.select_related("by")[:SHOWN],
    }
    return render(request, "outcomes/compiling.html", context)


@secretariat_only
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    actions.go_on(by=request.user)
    messages.success(request, _("Papers are compiled again, beginning with those that waited."))
    return redirect("outcomes:compiling")
