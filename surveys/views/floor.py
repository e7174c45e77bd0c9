"""Moderation beside the survey: who spoke, ideas, open answers. Steps of the console as well."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from surveys import actions, floor, permissions, state
from surveys.forms import HideForm
from surveys.models import Asking, Ballot, HiddenText, Idea, Survey, Turn
from surveys.views.by_code import visible_session
from surveys.views.console_page import render_console
from workshops.models import Workshop

ON_A_PAGE = 50


@login_required
@never_cache
@require_safe
def open_answers(request: HttpRequest, code: str) -> HttpResponse:
    """The open answers of closed surveys, each with what hides it from screen and paper."""
    workshop = visible_session(request, code)
    if not permissions.can_moderate(request.user, workshop):
        raise PermissionDenied
    return _answers(request, workshop, state.survey_of(workshop), request.GET.get("page"))


def _answers(
    request: HttpRequest,
    workshop: Workshop,
    survey: Survey | None,
    number: str | None,
    refused: HideForm | None = None,
) -> HttpResponse:
    ballots = floor.open_ballots(survey) if survey else Ballot.objects.none()
    page = Paginator(ballots, ON_A_PAGE).get_page(number)
    rows = floor.open_answers(survey, page.object_list) if survey else []
    context = {
        "workshop": workshop,
        "survey": survey,
        "page": page,
        "rows": rows,
        "hide_form": refused,
    }
    status = 422 if refused else 200
    return render(request, "surveys/open_answers.html", context, status=status)


def _back(workshop: Workshop, part: str) -> HttpResponse:
    return redirect(f"{reverse('surveys:console', args=[workshop.join_code])}#{part}")


def _turn(request: HttpRequest, workshop: Workshop, survey: Survey) -> HttpResponse:
    actions.count_turn(survey, request.POST.get("door", ""), by=request.user)
    return _back(workshop, "spoke")


def _undo_turn(request: HttpRequest, workshop: Workshop, survey: Survey) -> HttpResponse:
    """The tap the button was made for: of two devices undoing at once, one tap goes."""
    key = request.POST.get("turn", "")
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    turn = Turn.objects.filter(survey=survey, pk=int(key)).first()
    if turn:
        actions.undo_turn(turn, by=request.user)
    return _back(workshop, "spoke")


def _approve(request: HttpRequest, workshop: Workshop, survey: Survey) -> HttpResponse:
    actions.approve_idea(_idea(request, survey), by=request.user)
    return _back(workshop, "ideas")


def _answered(request: HttpRequest, workshop: Workshop, survey: Survey) -> HttpResponse:
    actions.answer_idea(_idea(request, survey), by=request.user)
    return _back(workshop, "ideas")


def _hide(request: HttpRequest, workshop: Workshop, survey: Survey) -> HttpResponse:
    idea, form = _idea(request, survey), HideForm(request.POST)
    if not form.is_valid():
        return render_console(request, workshop, survey, 422, hide_form=form)
    actions.hide_idea(idea, form.cleaned_data["reason"], by=request.user)
    return _back(workshop, "ideas")


def _hide_answer(request: HttpRequest, workshop: Workshop, survey: Survey) -> HttpResponse:
    asking = get_object_or_404(
        Asking.objects.select_related("wave", "question"),
        wave__survey=survey,
        pk=_uuid(request.POST.get("asking", "")),
    )
    form = HideForm(request.POST)
    if not form.is_valid():
        return _answers(request, workshop, survey, request.POST.get("page"), form)
    receipt = request.POST.get("receipt", "")
    actions.hide_text(asking, receipt, form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The answer is hidden. The record keeps it."))
    place = reverse("surveys:open_answers", args=[workshop.join_code])
    number = request.POST.get("page", "")
    return redirect(f"{place}?page={number}" if number.isdecimal() else place)


def _show_answer(request: HttpRequest, workshop: Workshop, survey: Survey) -> HttpResponse:
    hidden = HiddenText.objects.filter(
        asking__wave__survey=survey,
        asking=_uuid(request.POST.get("asking", "")),
        receipt=request.POST.get("receipt", ""),
    ).first()
    if hidden:
        actions.restore_text(hidden, by=request.user)
    return redirect("surveys:open_answers", workshop.join_code)


def _idea(request: HttpRequest, survey: Survey) -> Idea:
    return get_object_or_404(Idea, survey=survey, pk=_uuid(request.POST.get("idea", "")))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


STEPS: dict[str, Callable[[HttpRequest, Workshop, Survey], HttpResponse | None]] = {
    "turn": _turn,
    "undo-turn": _undo_turn,
    "approve": _approve,
    "answered": _answered,
    "hide": _hide,
    "hide-answer": _hide_answer,
    "show-answer": _show_answer,
}
