"""The pages of people who answer. No account, no session, one cookie per survey."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.vocabulary import Door
from surveys import intake, phone, results, state, tokens
from surveys.console import next_wave_start
from surveys.errors import Closed, IntakeError, NoCode, NotJoined
from surveys.forms import AboutForm, CodeForm, JoinForm, VoteForm
from surveys.models import Attendee, Survey, Wave
from surveys.views.by_code import by_code, from_own_pages, render_enter
from surveys.views.newcomers import alike_for_newcomers
from workshops.models import Workshop


@never_cache
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """The field for a session code; `?code=` leads on to the session."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("surveys:join", form.cleaned_data["code"])
    return render_enter(request, form)


@never_cache
@require_safe
@alike_for_newcomers
@by_code
def join_page(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    survey = state.survey_of(workshop)
    attendee = _attendee(request, survey)
    if "change" in request.GET and attendee:
        form = JoinForm(initial={"door": attendee.door})
        return _page(request, workshop, survey, step=phone.JOIN, form=form)
    at = request.GET.get("at")
    form = JoinForm(initial={"door": at if at in Door.values else ""})
    step = phone.step(survey, attendee, again="again" in request.GET)
    return _page(
        request, workshop, survey, attendee, step=step, form=form, asked="first" in request.GET
    )


@from_own_pages
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_code
def join(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Take part through the chosen door. The cookie is set here and nowhere else."""
    survey = state.survey_of(workshop)
    if request.method != "POST" or survey is None or not survey.secret:
        return redirect("surveys:join", workshop.join_code)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _page(request, workshop, survey, step=phone.JOIN, form=form, status=422)
    told = dict(form.cleaned_data)
    token = _token(request, survey) or told["ticket"] or tokens.new_token()
    del told["ticket"]
    try:
        intake.join(survey, token, **told)
    except NoCode as error:
        form.add_error(error.field, error.detail)
        return _page(request, workshop, survey, step=phone.JOIN, form=form, status=422)
    except IntakeError as error:
        return _refused(request, workshop, survey, error)
    response = redirect("surveys:join", workshop.join_code)
    if _has_answers(request):
        response = _take(request, workshop, survey, _seated(survey, token))
    return _with_cookie(response, workshop, survey, token)


@from_own_pages
@never_cache
@require_POST
@by_code
def about(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Group and region, or an empty form: skipped. Asked once."""
    survey = state.survey_of(workshop)
    form = AboutForm(request.POST)
    token = _token(request, survey)
    if survey is None or not token:
        return redirect("surveys:join", workshop.join_code)
    if not form.is_valid():
        attendee = _attendee(request, survey)
        step = phone.step(survey, attendee)
        return _page(request, workshop, survey, attendee, step=step, about=form, status=422)
    try:
        intake.tell_about(survey, token, **form.cleaned_data)
    except IntakeError as error:
        return _refused(request, workshop, survey, error)
    return redirect("surveys:join", workshop.join_code)


@from_own_pages
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_code
def vote(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """All answers of the open wave in one form; says "recorded" with the receipts."""
    survey = state.survey_of(workshop)
    if request.method != "POST" or survey is None:
        return redirect("surveys:join", workshop.join_code)
    return _take(request, workshop, survey, _attendee(request, survey))


def _take(
    request: HttpRequest, workshop: Workshop, survey: Survey, attendee: Attendee | None
) -> HttpResponse:
    """Store the answers of the form, or show it again with what is wrong."""
    wave = _asked_wave(survey, request)
    form = VoteForm(state.askings_of(wave) if wave else [], request.POST)
    if survey.secret and attendee is None:
        return _refused(request, workshop, survey, NotJoined())
    if attendee is None or wave is None or wave.status != Wave.Status.OPEN:
        return _refused(request, workshop, survey, Closed(), form, attendee)
    if not form.is_valid():
        return _page(
            request, workshop, survey, attendee, step=phone.QUESTION, form=form, status=422
        )
    try:
        intake.cast_many(attendee.voter_key, form.answers())
    except IntakeError as error:
        return _refused(request, workshop, survey, error, form, attendee)
    return _page(request, workshop, survey, attendee, step=phone.SENT)


def _has_answers(request: HttpRequest) -> bool:
    """Whether anything was chosen or written, possible or not."""
    given = [values for name, values in request.POST.lists() if name.startswith("q-")]
    return any(value.strip() for values in given for value in values)


def _asked_wave(survey: Survey, request: HttpRequest) -> Wave | None:
    """The wave the form was made for, as its field names say; the current one when it names none."""
    names = [name.removeprefix("q-") for name in request.POST if name.startswith("q-")]
    waves = Wave.objects.filter(survey=survey)
    keys = [key for name in names if (key := _uuid(name))]
    return waves.filter(askings__uuid__in=keys).first() or state.current_wave(survey)


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _refused(
    request: HttpRequest,
    workshop: Workshop,
    survey: Survey,
    error: IntakeError,
    form: VoteForm | None = None,
    attendee: Attendee | None = None,
) -> HttpResponse:
    """Say why nothing was recorded, what was before, and keep what was typed in sight."""
    if isinstance(error, NotJoined):
        return redirect(f"/j/{workshop.join_code}?first=1")
    told = {"status": error.code, "kept": form, "error": error}
    return _page(request, workshop, survey, attendee, step=phone.REFUSED, **told)


def _page(
    request: HttpRequest,
    workshop: Workshop,
    survey: Survey | None,
    attendee: Attendee | None = None,
    *,
    step: str,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    wave = state.current_wave(survey) if survey else None
    context = {
        "here": reverse("surveys:join", args=[workshop.join_code]),
        "workshop": workshop,
        "survey": survey,
        "attendee": attendee,
        "wave": wave,
        "waves": len(survey.waves.all()) if survey else 0,
        "phase": state.phase(survey),
        "step": step,
        "changing": "change" in request.GET,
        "at": _chosen_door(request),
        "ticket": tokens.new_token(),
        "receipts": phone.own_receipts(wave, attendee) if wave and attendee else [],
        **extra,
    }
    if step == phone.QUESTION and not isinstance(extra.get("form"), VoteForm):
        context["form"] = VoteForm(state.askings_of(wave))
    if step == phone.JOIN and wave and (context["at"] or _has_answers(request)):
        context["questions"] = _questions(survey, wave, request)
    if step == phone.QUESTION or context.get("questions"):
        context |= _sketch(wave, attendee)
    if step == phone.SENT:
        context["asked_of"] = wave.askings.count()
        context["counts"] = [len(context["receipts"])]
        if not attendee.asked_about:
            context.setdefault("about", AboutForm())
    if step == phone.WAIT:
        context["starts_at"] = next_wave_start(workshop, survey)
    if step in {phone.WAIT, phone.ENDED, phone.JOIN}:
        context["results"] = results.shown_results(wave)
    return render(request, "surveys/vote.html", context, status=status)


def _chosen_door(request: HttpRequest) -> str:
    """The door named by the link, or by the form that comes back with a mistake."""
    named = request.GET.get("at") or request.POST.get("door")
    return named if named in Door.values else ""


def _questions(survey: Survey, wave: Wave, request: HttpRequest) -> VoteForm | None:
    """The open questions below a door chosen by the link: who confirms it may answer at once."""
    if state.phase(survey) != "open":
        return None
    return VoteForm(state.askings_of(wave), request.POST if _has_answers(request) else None)


def _sketch(wave: Wave, attendee: Attendee | None) -> dict[str, Any]:
    """What the script needs to say "recorded" by itself: every count, empty receipts, two questions."""
    receipts = phone.blank_receipts(wave)
    known = attendee is not None and attendee.asked_about
    return {
        "blank": receipts,
        "counts": range(1, len(receipts) + 1),
        "blank_about": None if known else AboutForm(),
    }


def _token(request: HttpRequest, survey: Survey | None) -> str:
    if survey is None:
        return ""
    return tokens.read(request.COOKIES.get(tokens.cookie_name(survey.uuid), ""), survey.uuid)


def _attendee(request: HttpRequest, survey: Survey | None) -> Attendee | None:
    return _seated(survey, _token(request, survey))


def _seated(survey: Survey | None, token: str) -> Attendee | None:
    if not token or survey is None or not survey.secret:
        return None
    key = tokens.voter_key(survey, token)
    return Attendee.objects.filter(survey=survey, voter_key=key).first()


def _with_cookie(
    response: HttpResponse, workshop: Workshop, survey: Survey, token: str
) -> HttpResponse:
    response.set_cookie(
        tokens.cookie_name(survey.uuid),
        tokens.signed(token, survey.uuid),
        max_age=tokens.HOURS * 3600,
        path=f"/j/{workshop.join_code}",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
