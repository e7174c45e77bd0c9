"""The moderator's console and the steps taken on it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from surveys import actions, permissions, state
from surveys.actions.conduct import MINUTES
from surveys.forms import SealForm, VoidForm
from surveys.models import Survey, Wave
from surveys.views import floor as floor_steps
from surveys.views.by_code import visible_session
from surveys.views.console_page import floor_context, render_console
from workshops.models import Workshop


@login_required
@never_cache
@require_safe
def console(request: HttpRequest, code: str) -> HttpResponse:
    workshop = visible_session(request, code)
    if not permissions.can_moderate(request.user, workshop):
        raise PermissionDenied
    return render_console(request, workshop, state.survey_of(workshop))


@login_required
@require_POST
def conduct(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """One step: open, extend, close, show, void, end, undo, seal or rehearse."""
    workshop = visible_session(request, code)
    if not permissions.can_moderate(request.user, workshop):
        raise PermissionDenied
    survey = state.survey_of(workshop)
    if survey is None or verb not in STEPS:
        raise Http404
    return STEPS[verb](request, workshop, survey) or redirect("surveys:console", workshop.join_code)


@login_required
@never_cache
@require_safe
def console_news(request: HttpRequest, code: str) -> HttpResponse:
    """The parts of the console that other devices change, alone, for pages that follow."""
    workshop = visible_session(request, code)
    if not permissions.can_moderate(request.user, workshop):
        raise PermissionDenied
    survey = state.survey_of(workshop)
    context = {"workshop": workshop, "survey": survey, **(floor_context(survey) if survey else {})}
    return render(request, "surveys/console_news.html", context)


def _wave(request: HttpRequest, survey: Survey) -> Wave:
    """The wave the button was made for, so that a stale page never acts on another one."""
    position = request.POST.get("wave", "")
    if not position.isdecimal() or len(position) > 3:
        raise Http404
    return get_object_or_404(survey.waves, position=int(position))


def _open(request: HttpRequest, workshop: Workshop, survey: Survey) -> None:
    wave = _wave(request, survey)
    actions.open_wave(wave, by=request.user)
    messages.success(request, _("Survey %(number)s is open.") % {"number": wave.position})


def _close(request: HttpRequest, workshop: Workshop, survey: Survey) -> None:
    wave = _wave(request, survey)
    actions.close_wave(wave, by=request.user)
    messages.success(request, _("Survey %(number)s is closed.") % {"number": wave.position})


def _extend(request: HttpRequest, workshop: Workshop, survey: Survey) -> None:
    wave = _wave(request, survey)
    minutes = {str(choice): choice for choice in MINUTES}.get(request.POST.get("minutes", ""), 0)
    actions.extend(wave, minutes, by=request.user)
    messages.success(request, _("The new closing time is on the screen."))


def _show(request: HttpRequest, workshop: Workshop, survey: Survey) -> None:
    wave = _wave(request, survey)
    actions.show(wave, by=request.user)
    message = _("Everybody sees the results of survey %(number)s.") % {"number": wave.position}
    messages.success(request, message)


def _void(request: HttpRequest, workshop: Workshop, survey: Survey) -> HttpResponse | None:
    wave = _wave(request, survey)
    form = VoidForm(request.POST)
    if not form.is_valid():
        return render_console(request, workshop, survey, 422, void_form=form)
    actions.void(wave, form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Survey %(number)s is voided.") % {"number": wave.position})
    return None


def _rehearse(request: HttpRequest, workshop: Workshop, survey: Survey) -> None:
    actions.start_rehearsal(survey, by=request.user)
    messages.success(request, _("The rehearsal has begun. No answer counts."))


def _end(request: HttpRequest, workshop: Workshop, survey: Survey) -> None:
    if survey.is_rehearsal:
        actions.end_rehearsal(survey, by=request.user)
        messages.success(request, _("The rehearsal is over and deleted. The survey starts fresh."))
        return
    actions.end(survey, by=request.user)
    messages.success(request, _("The session has ended. You can undo it until the seal."))


def _undo(request: HttpRequest, workshop: Workshop, survey: Survey) -> None:
    actions.undo_end(survey, by=request.user)
    messages.success(request, _("The session goes on."))


def _seal(request: HttpRequest, workshop: Workshop, survey: Survey) -> HttpResponse | None:
    form = SealForm(request.POST)
    if not form.is_valid():
        return render_console(request, workshop, survey, 422, seal_form=form)
    actions.seal(survey, by=request.user)
    messages.success(request, _("The answers are sealed. The draft paper is being compiled."))
    return None


Conduct = Callable[[HttpRequest, Workshop, Survey], HttpResponse | None]
STEPS: dict[str, Conduct] = {
    "open": _open,
    "extend": _extend,
    "close": _close,
    "show": _show,
    "void": _void,
    "end": _end,
    "undo": _undo,
    "seal": _seal,
    "rehearse": _rehearse,
    **floor_steps.STEPS,
}
