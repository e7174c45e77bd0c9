"""Questions and ideas: a small page of its own beside the survey, without account or script."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from surveys import actions, state, tokens
from surveys.actions.ideas import TAKING
from surveys.errors import IntakeError, NotJoined
from surveys.forms import IdeaForm
from surveys.models import Idea, Support, Survey
from surveys.views.by_code import by_code, from_own_pages
from workshops.models import Workshop

SHOWN = 100


@from_own_pages
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_code
def ideas(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """What the moderators approved, one's own with what became of them, and the form for more."""
    survey = state.survey_of(workshop)
    if survey is None:
        return redirect("surveys:join", workshop.join_code)
    form = IdeaForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, workshop, survey, form)
    if not form.is_valid():
        return _page(request, workshop, survey, form, status=422)
    words = {**form.cleaned_data, "language": get_language() or "en"}
    try:
        actions.submit_idea(survey, _key(request, survey), words)
    except IntakeError as error:
        return _page(request, workshop, survey, form, status=error.code, error=error)
    return redirect(f"{reverse('surveys:ideas', args=[workshop.join_code])}?sent=1")


@from_own_pages
@never_cache
@require_POST
@by_code
def support(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Support one idea (`idea`), or with `withdraw` take that back."""
    survey = state.survey_of(workshop)
    idea = _idea(survey, request.POST.get("idea", ""))
    if survey is None or idea is None:
        return redirect("surveys:ideas", workshop.join_code)
    change = actions.withdraw_support if "withdraw" in request.POST else actions.support_idea
    try:
        change(idea, _key(request, survey))
    except IntakeError as error:
        return _page(request, workshop, survey, IdeaForm(), status=error.code, error=error)
    place = reverse("surveys:ideas", args=[workshop.join_code])
    return redirect(f"{place}#i-{idea.pk}")


def _idea(survey: Survey | None, key: str) -> Idea | None:
    try:
        return Idea.objects.public().filter(survey=survey, pk=UUID(key)).first()
    except ValueError:
        return None


def _key(request: HttpRequest, survey: Survey) -> str:
    """The voter key of the phone. Raises NotJoined without a valid cookie or after the seal."""
    cookie = request.COOKIES.get(tokens.cookie_name(survey.uuid), "")
    token = tokens.read(cookie, survey.uuid)
    if not token or not survey.secret:
        raise NotJoined
    return tokens.voter_key(survey, token)


def _page(
    request: HttpRequest,
    workshop: Workshop,
    survey: Survey,
    form: IdeaForm,
    *,
    status: int = 200,
    error: IntakeError | None = None,
) -> HttpResponse:
    try:
        key = _key(request, survey)
    except NotJoined:
        key = ""
    all_ideas = Idea.objects.filter(survey=survey).with_backing()
    attendee = survey.attendees.filter(voter_key=key).first() if key else None
    context = {
        "here": reverse("surveys:ideas", args=[workshop.join_code]),
        "workshop": workshop,
        "survey": survey,
        "form": form,
        "error": error,
        "attendee": attendee,
        "takes_more": survey.status in TAKING,
        "sent": "sent" in request.GET,
        "own": all_ideas.filter(voter_key=key).order_by("-sent_at") if key else [],
        "ideas": all_ideas.public().order_by("-backing", "sent_at")[:SHOWN],
        "supported": set(
            Support.objects.filter(idea__survey=survey, voter_key=key).values_list(
                "idea", flat=True
            )
        )
        if key
        else set(),
    }
    return render(request, "surveys/ideas.html", context, status=status)
