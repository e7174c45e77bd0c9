"""The moderator's console as a page, also when a form on it comes back with a mistake."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forum import qr
from surveys import console as steps
from surveys import floor, panel, periodic, permissions, results, state
from surveys.actions.conduct import MINUTES
from surveys.forms import HideForm, SealForm, VoidForm
from surveys.models import Survey, Wave
from surveys.views.live import join_address
from workshops.models import Workshop


def render_console(
    request: HttpRequest,
    workshop: Workshop,
    survey: Survey | None,
    status: int = 200,
    **forms: SealForm | VoidForm | HideForm,
) -> HttpResponse:
    """The whole console; `forms` are those that come back with a mistake."""
    context = {
        "workshop": workshop,
        "survey": survey,
        "lines": steps.running_order(workshop, survey),
        "join_url": join_address(request, workshop),
        "clock": _clock(workshop),
        "phase": state.phase(survey),
        "seal_form": SealForm(),
        "void_form": VoidForm(),
        "can_hand_out_codes": permissions.can_hand_out_codes(request.user),
        **forms,
    }
    context["qr_path"], context["qr_size"] = qr.path(context["join_url"])
    if survey:
        context |= _survey_context(survey)
    return render(request, "surveys/console.html", context, status=status)


def _survey_context(survey: Survey) -> dict:
    wave = state.current_wave(survey)
    return {
        "step": steps.next_step(survey),
        "wave": wave,
        "state": state.build(survey),
        "answered_per_wave": {
            position: people.total for position, people in panel.answered(survey).items()
        },
        "comes_again": bool(wave and steps.waits_for_repeat(wave)),
        "showable": steps.can_be_shown(survey),
        "begun": [w for w in survey.waves.all() if w.opened_at],
        "voidable": [w for w in survey.waves.all() if w.opened_at and not w.voided_at],
        "panels": results.for_moderators(survey),
        "seals_at": periodic.due_at(survey),
        **floor_context(survey),
    }


def floor_context(survey: Survey) -> dict:
    """What other devices change while the console is open."""
    wave = state.current_wave(survey)
    return {
        "closing_at": wave.closing_at if wave and wave.status == Wave.Status.OPEN else None,
        "minutes_choices": MINUTES,
        "last_step": floor.last_step(survey),
        "spoken": floor.spoken(survey),
        "queue": floor.queue(survey),
        "open_answers": floor.open_ballots(survey).count(),
    }


def _clock(workshop: Workshop) -> dict | None:
    """Minutes gone and left, while the slot runs."""
    slot = getattr(workshop, "slot", None)
    now = timezone.now()
    if slot is None or not slot.starts_at <= now < slot.ends_at:
        return None
    length = int((slot.ends_at - slot.starts_at).total_seconds() // 60)
    gone = int((now - slot.starts_at).total_seconds() // 60)
    return {"minute": gone, "length": length, "left": length - gone}
