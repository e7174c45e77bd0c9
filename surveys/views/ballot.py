"""The JSON ballot and the live stream through Django; `surveys.live` answers the same, faster."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from surveys import ballot_json, errors, intake, pace, state, tokens
from surveys.views.by_code import by_code
from workshops.models import Workshop


@csrf_exempt
@never_cache
@require_POST
@by_code
def ballot(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Take one answer; the receipt is sent after COMMIT."""
    try:
        receipt = _cast(request, workshop)
    except errors.IntakeError as error:
        return _refused(error)
    return JsonResponse({"receipt": receipt})


@never_cache
@require_safe
@by_code
def stream(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The state as one server-sent event; the browser asks again after a while.

    A stream kept open here would hold a thread for every viewer.
    """
    current = state.build(state.survey_of(workshop))
    body = state.as_event(state.as_bytes(current), retry=state.RETRY)
    response = HttpResponse(body, content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    return response


def _cast(request: HttpRequest, workshop: Workshop) -> str:
    headers = request.headers
    origin, site = headers.get("Origin", ""), headers.get("Sec-Fetch-Site", "")
    if not ballot_json.is_own_page(origin, site, request.get_host()):
        raise errors.Foreign
    ballot_json.require_json(
        headers.get("Content-Type", ""), request.META.get("CONTENT_LENGTH") or ""
    )
    key = _voter_key(request, workshop)
    if not pace.ballots.allows(key):
        raise errors.TooFast
    question, answer, nonce = ballot_json.read(request.read(ballot_json.LARGEST + 1))
    return intake.cast(question, key, answer, nonce)


def _voter_key(request: HttpRequest, workshop: Workshop) -> str:
    survey = state.survey_of(workshop)
    if survey is None:
        raise errors.Closed
    cookie = request.COOKIES.get(tokens.cookie_name(survey.uuid), "")
    token = tokens.read(cookie, survey.uuid)
    if not token:
        raise errors.NotJoined
    if not survey.secret:
        raise errors.Closed
    return tokens.voter_key(survey, token)


def _refused(error: errors.IntakeError) -> HttpResponse:
    response = JsonResponse(ballot_json.refusal(error), status=error.code)
    if error.retry_after:
        response["Retry-After"] = str(error.retry_after)
    return response
