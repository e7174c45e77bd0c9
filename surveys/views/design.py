from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.errors import RuleError
from surveys import actions, patterns, permissions
from surveys.forms import StartForm, SurveyDesign
from surveys.models import Survey
from surveys.views.by_code import visible_session
from workshops.models import Workshop


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def design(request: HttpRequest, code: str) -> HttpResponse:
    """Write the questions and say which survey asks which; every button is a plain form button."""
    workshop = visible_session(request, code)
    if not permissions.can_design(request.user, workshop):
        raise PermissionDenied
    lasting = workshop.surveys.exclude(status=Survey.Status.SEALED).filter(is_rehearsal=False)
    survey = lasting.first()
    if survey is None:
        return _start(request, workshop)
    form = SurveyDesign(survey, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, workshop, survey, form)
    if {"add", "remove"} & set(request.POST):
        form.leave_unjudged()
        return _page(request, workshop, survey, form)
    if form.is_valid():
        return _save(request, workshop, survey, form)
    return _page(request, workshop, survey, form, status=422)


def _start(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Start from the running order, from a template, or from another session of one's own."""
    sources = StartForm(
        request.POST if request.method == "POST" else None, surveys=_own_surveys(request, workshop)
    )
    if request.method != "POST":
        return _page(request, workshop, None, None, sources=sources)
    if not sources.is_valid():
        return _page(request, workshop, None, None, sources=sources, status=422)
    found = sources.design()
    if found:
        actions.start_from(workshop, found, by=request.user)
    else:
        actions.create_survey(workshop, by=request.user)
    return redirect("surveys:design", workshop.join_code)


def _own_surveys(request: HttpRequest, workshop: Workshop) -> QuerySet[Survey]:
    """Designs of other sessions that this account may design."""
    sessions = permissions.designed_by(request.user).exclude(pk=workshop.pk)
    found = Survey.objects.filter(
        workshop__in=sessions, is_rehearsal=False, questions__isnull=False
    )
    return found.select_related("workshop__edition", "workshop__type").distinct()


def _save(
    request: HttpRequest, workshop: Workshop, survey: Survey, form: SurveyDesign
) -> HttpResponse:
    try:
        actions.save_design(survey, *form.plans(), by=request.user)
    except RuleError as error:
        form.questions.refuse(error.message)
        return _page(request, workshop, survey, form, status=422)
    messages.success(request, _("The survey is saved."))
    return redirect("surveys:design", workshop.join_code)


def _page(
    request: HttpRequest,
    workshop: Workshop,
    survey: Survey | None,
    form: SurveyDesign | None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    context = {
        **extra,
        "workshop": workshop,
        "survey": survey,
        "design": form,
        "patterns": patterns.PATTERNS,
        "can_moderate": permissions.can_moderate(request.user, workshop),
        "wave_items": workshop.agenda.filter(is_wave=True),
    }
    return render(request, "surveys/design.html", context, status=status)
