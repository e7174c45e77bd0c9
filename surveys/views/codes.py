"""What is printed for joining: a QR code per door, one-time codes and where they are made."""

import csv
import io
from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from forum import qr
from forum.errors import RuleError, refused
from forum.vocabulary import Door
from surveys import actions, permissions, state
from surveys import entry_codes as codes
from surveys.forms import LevelForm, MailCodesForm, MakeCodesForm, TakeBackForm
from surveys.models import Survey
from surveys.views.console import visible_session
from surveys.views.live import join_address
from workshops.models import Workshop

PRINTED_DOOR = "room"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry_codes(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the integrity level; make, mail and take back codes."""
    workshop = visible_session(request, code)
    if not permissions.can_hand_out_codes(request.user):
        raise PermissionDenied
    survey = state.survey_of(workshop)
    if request.method != "POST":
        return _page(request, workshop, survey)
    deed = request.POST.get("deed", "")
    if survey is None or deed not in DEEDS:
        raise Http404
    form_class, act = DEEDS[deed]
    form = form_class(request.POST)
    if form.is_valid():
        try:
            return act(request, workshop, survey, form)
        except RuleError as error:
            refused(form, error)
    return _page(request, workshop, survey, 422, **{deed: form})


@login_required
@never_cache
@require_safe
def doors(request: HttpRequest, code: str) -> HttpResponse:
    """A page to print: one QR code for the room, one for the online meeting."""
    workshop = visible_session(request, code)
    if not permissions.can_moderate(request.user, workshop):
        raise PermissionDenied
    addresses = [(label, join_address(request, workshop, door)) for door, label in Door.choices]
    context = {
        "workshop": workshop,
        "survey": state.survey_of(workshop),
        "doors": [(label, address, *qr.path(address)) for label, address in addresses],
    }
    return render(request, "surveys/doors.html", context)


def _page(
    request: HttpRequest,
    workshop: Workshop,
    survey: Survey | None,
    status: int = 200,
    **forms: Form,
) -> HttpResponse:
    context = {
        "workshop": workshop,
        "survey": survey,
        "level": LevelForm(initial={"level": survey.level if survey else ""}),
        "make": MakeCodesForm(),
        "mail": MailCodesForm(),
        "take_back": TakeBackForm(),
        **forms,
    }
    if survey:
        context["unused"] = survey.entry_codes.count()
        context["can_choose"] = survey.status == Survey.Status.PREPARING
    return render(request, "surveys/codes.html", context, status=status)


def _choose(request: HttpRequest, workshop: Workshop, survey: Survey, form: Form) -> HttpResponse:
    actions.choose_level(survey, form.cleaned_data["level"], by=request.user)
    messages.success(request, _("The integrity level is chosen."))
    return _back(workshop)


def _make(request: HttpRequest, workshop: Workshop, survey: Survey, form: Form) -> HttpResponse:
    """The only page that ever shows these codes."""
    made = actions.make_codes(survey, form.cleaned_data["number"], by=request.user)
    address = join_address(request, workshop, PRINTED_DOOR)
    cards = [(codes.in_groups(code), *qr.path(f"{address}#{code}")) for code in made]
    context = {
        "workshop": workshop,
        "cards": cards,
        "address": join_address(request, workshop),
        "table": "data:text/csv;charset=utf-8," + quote(_table(address, made)),
    }
    return render(request, "surveys/codes_sheet.html", context)


def _table(address: str, made: list[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["number", "code", "address"])
    for number, code in enumerate(made, start=1):
        writer.writerow([number, codes.in_groups(code), f"{address}#{code}"])
    return text.getvalue()


def _mail(request: HttpRequest, workshop: Workshop, survey: Survey, form: Form) -> HttpResponse:
    mails = actions.mail_codes(survey, form.cleaned_data["addresses"], by=request.user)
    sentence = ngettext(
        "%(number)s mail with a code goes out.", "%(number)s mails with a code go out.", len(mails)
    )
    messages.success(request, sentence % {"number": len(mails)})
    return _back(workshop)


def _take_back(
    request: HttpRequest, workshop: Workshop, survey: Survey, form: Form
) -> HttpResponse:
    actions.take_back(survey, form.cleaned_data["code"], by=request.user)
    messages.success(request, _("The code lets nobody in any more."))
    return _back(workshop)


def _back(workshop: Workshop) -> HttpResponse:
    return redirect("surveys:codes", workshop.join_code)


Deed = Callable[[HttpRequest, Workshop, Survey, Form], HttpResponse]
DEEDS: dict[str, tuple[type[Form], Deed]] = {
    "level": (LevelForm, _choose),
    "make": (MakeCodesForm, _make),
    "mail": (MailCodesForm, _mail),
    "take_back": (TakeBackForm, _take_back),
}
