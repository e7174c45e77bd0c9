"""The survey of a session as its page shows it: `{% load session_survey %}{% session_survey workshop %}`."""

from typing import Any

from django import template
from django.template import Context

from surveys import panel, state
from surveys.console import running_order
from surveys.permissions import can_design, can_moderate
from workshops.models import Workshop

register = template.Library()


@register.inclusion_tag("surveys/_session_survey.html", takes_context=True)
def session_survey(context: Context, workshop: Workshop) -> dict[str, Any]:
    """Code, join link, live state and people per survey; nothing while there is none."""
    survey = state.lasting_survey_of(workshop)
    request = context.get("request")
    user = getattr(request, "user", None)
    return {
        "workshop": workshop,
        "survey": survey,
        "phase": state.phase(survey),
        "wave": state.current_wave(survey) if survey else None,
        "waves": answered_waves(workshop),
        "may_moderate": bool(user and can_moderate(user, workshop)),
        "may_design": bool(user and can_design(user, workshop)),
    }


@register.simple_tag
def answered_waves(workshop: Workshop) -> list[dict[str, Any]]:
    """`wave`, its agenda `item` and `people` for every survey that was opened, in order."""
    survey = state.lasting_survey_of(workshop)
    if survey is None:
        return []
    answered = panel.answered(survey)
    return [
        {"wave": wave, "item": wave.agenda_item, "people": answered.get(wave.position)}
        for wave in sorted(survey.waves.all(), key=lambda w: w.position)
        if wave.opened_at
    ]


@register.simple_tag
def survey_lines(workshop: Workshop) -> list:
    """The running order with planned starts and the state of each survey (`console.Line`)."""
    return running_order(workshop, state.lasting_survey_of(workshop))


@register.simple_tag
def survey_is_open(workshop: Workshop) -> bool:
    """Whether the moderator has a survey of the session open now."""
    survey = state.lasting_survey_of(workshop)
    return state.phase(survey) == "open"
