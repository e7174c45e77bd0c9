"""The dates of the calls of an edition, which everybody with a request sees on its page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.access import secretariat_only
from forum.errors import RuleError, refused
from forum.models import Edition
from submissions import timeline as dates
from submissions.actions import timeline as actions
from submissions.following_forms import MilestoneForm
from submissions.models import Call, Milestone


@require_safe
@secretariat_only
def timeline(request: HttpRequest) -> HttpResponse:
    """The dates of every call of an edition, the current one unless asked otherwise."""
    year = request.GET.get("year", "")
    editions = Edition.objects.all()
    asked = editions.filter(year=int(year)) if year.isdecimal() and len(year) == 4 else None
    edition = (asked.first() if asked else None) or editions.current()
    calls = Call.objects.filter(edition=edition).prefetch_related("milestones")
    context = {
        "edition": edition,
        "editions": editions,
        "calls": [
            (call, [(row, dates.of_milestone(row, edition)) for row in call.milestones.all()])
            for call in calls
        ],
    }
    return render(request, "igfportal/timeline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_only
def add(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """One more date of a call."""
    call = get_object_or_404(Call.objects.select_related("edition"), edition__year=year, kind=kind)
    form = MilestoneForm(
        request.POST if request.method == "POST" else None, initial={"is_public": True}
    )
    return _saved(request, call, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_only
def change(request: HttpRequest, milestone: int) -> HttpResponse:
    stored = get_object_or_404(Milestone.objects.select_related("call__edition"), pk=milestone)
    initial = {name: getattr(stored, name) for name in MilestoneForm.base_fields}
    form = MilestoneForm(request.POST if request.method == "POST" else None, initial=initial)
    return _saved(request, stored.call, form, stored)


@require_POST
@secretariat_only
def delete(request: HttpRequest, milestone: int) -> HttpResponse:
    stored = get_object_or_404(Milestone.objects.select_related("call__edition"), pk=milestone)
    actions.remove_milestone(stored, by=request.user)
    messages.success(request, _("The date is deleted."))
    return _to_list(stored.call)


def _saved(
    request: HttpRequest, call: Call, form: MilestoneForm, stored: Milestone | None
) -> HttpResponse:
    if form.is_valid():
        try:
            actions.set_milestone(call, **form.cleaned_data, by=request.user, milestone=stored)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The date is saved."))
            return _to_list(call)
    context = {"call": call, "edition": call.edition, "milestone": stored, "form": form}
    return render(request, "igfportal/timeline_form.html", context)


def _to_list(call: Call) -> HttpResponse:
    return redirect(f"{reverse('secretariat:timeline')}?year={call.edition.year}")
