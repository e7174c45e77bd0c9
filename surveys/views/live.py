"""What is public about a running survey: its state, the projector view, the QR code."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from forum import qr as codes
from forum.vocabulary import Door
from surveys import screen as slides
from surveys import state
from surveys.models import Wave
from surveys.views.by_code import by_code
from workshops.models import Workshop


@require_safe
@by_code
def state_json(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The live state; unchanged since the caller's ETag: 304."""
    current = state.build(state.survey_of(workshop))
    tag = f'"{current["version"]}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(state.as_bytes(current), content_type="application/json")
    response["ETag"] = tag
    patch_cache_control(response, no_cache=True)
    return response


@never_cache
@xframe_options_exempt
@csp_replace({"frame-ancestors": settings.SCREEN_FRAME_ANCESTORS})
@require_safe
@by_code
def screen(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The projector view: how to join, the question, counts, and results once they are shown."""
    survey = state.survey_of(workshop)
    current = state.build(survey)
    wave = state.current_wave(survey) if survey else None
    at = request.GET.get("at")
    join_url = join_address(request, workshop, at if at in Door.values else "")
    path, size = codes.path(join_url)
    context = {
        "workshop": workshop,
        "survey": survey,
        "state": current,
        "wave": wave,
        "is_voided": bool(wave and wave.voided_at),
        "is_shown": bool(wave and wave.status == Wave.Status.SHOWN),
        "slides": slides.slides(wave),
        "closing_at": wave.closing_at if wave and wave.status == Wave.Status.OPEN else None,
        "now": timezone.now(),
        "at": at if at in Door.values else "",
        "join_url": join_url,
        "qr_path": path,
        "qr_size": size,
        "total": sum(current["answered"].values()),
    }
    return render(request, "surveys/screen.html", context)


@cache_control(max_age=3600)
@require_safe
@by_code
def qr(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The QR code of the join page, to print; `?at=` makes the one of a door."""
    at = request.GET.get("at")
    path, size = codes.path(join_address(request, workshop, at if at in Door.values else ""))
    context = {"path": path, "size": size, "join_code": workshop.join_code}
    return render(request, "surveys/qr.svg", context, content_type="image/svg+xml")


def join_address(request: HttpRequest, workshop: Workshop, door: str = "") -> str:
    """The address printed and shown, on the host the reader uses now."""
    place = reverse("surveys:join", args=[workshop.join_code])
    return request.build_absolute_uri(f"{place}?at={door}" if door else place)
