"""The Secretariat's desk for booth requests: decide and release."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from booths import capacity, rules
from booths.actions import review as actions
from booths.forms.review import AcceptForm, DeskFilter
from booths.models import Booth
from booths.permissions import can_decide, can_release
from forum import outbox
from forum.access import secretariat_only
from forum.errors import RuleError, refused
from forum.models import Edition
from submissions.actions.rules import exempt
from submissions.decision_forms import DeclineForm
from submissions.models import Call
from submissions.rule_forms import ExemptionForm

PER_PAGE = 50
PLACES = ("stand", "host__stand")
NO_FORMS = dict.fromkeys(["accept_form", "decline_form", "exemption_form"])


@require_safe
@secretariat_only
def desk(request: HttpRequest) -> HttpResponse:
    """The booth requests of an edition, the current one unless asked otherwise."""
    edition = chosen_edition(request)
    form = DeskFilter(request.GET)
    booths = (
        form.apply(Booth.objects.visible_to(request.user).filter(edition=edition))
        .select_related("edition", "organization", "created_by", *PLACES)
        .order_by("number", "pk")
    )
    context = {
        "edition": edition,
        "editions": Edition.objects.all(),
        "filter": form,
        "numbers": capacity.numbers(edition) if edition else None,
        "page": Paginator(booths, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "booths/desk.html", context)


def chosen_edition(request: HttpRequest) -> Edition | None:
    """The edition whose year is asked for, else the current one."""
    year = request.GET.get("year", "")
    asked = year.isdecimal() and len(year) < 5
    found = Edition.objects.filter(year=int(year)).first() if asked else None
    return found or Edition.objects.current()


@require_safe
@secretariat_only
def request_page(request: HttpRequest, uuid) -> HttpResponse:
    return _page(request, _find(request, uuid))


@require_POST
@secretariat_only
def accept(request: HttpRequest, uuid) -> HttpResponse:
    booth = _find(request, uuid)
    form = AcceptForm(request.POST, booth=booth)
    if form.is_valid():
        try:
            actions.accept(booth, **form.cleaned_data, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _accepted(booth))
            return redirect("booths:desk_request", booth.uuid)
    return _page(request, booth, accept_form=form)


@require_POST
@secretariat_only
def decline(request: HttpRequest, uuid) -> HttpResponse:
    booth = _find(request, uuid)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            actions.decline(booth, **form.cleaned_data, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("Declined. Nobody was told yet."))
            return redirect("booths:desk_request", booth.uuid)
    return _page(request, booth, decline_form=form)


@require_POST
@secretariat_only
def make_exception(request: HttpRequest, uuid) -> HttpResponse:
    booth = _find(request, uuid)
    form = ExemptionForm(request.POST, blocking=rules.of_stored(booth).blocking)
    if form.is_valid():
        rule = booth.edition.rules.get(kind=Call.Kind.BOOTH, code=form.cleaned_data["code"])
        exempt(booth, rule, note=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("The exception is made. The rule is no longer in the way."))
        return redirect("booths:desk_request", booth.uuid)
    return _page(request, booth, exemption_form=form)


@require_POST
@secretariat_only
def release(request: HttpRequest, uuid) -> HttpResponse:
    booth = _find(request, uuid)
    actions.release(booth, by=request.user)
    messages.success(request, _("The decision is released and the exhibitor is told."))
    return redirect("booths:desk_request", booth.uuid)


def _accepted(booth: Booth) -> str:
    if booth.is_waiting:
        words = _("The Village is full. The request is number %(n)d on the waiting list now.")
        return words % {"n": capacity.position(booth)}
    return _("Accepted as %(name)s. Nobody was told yet.") % {"name": booth.short_name}


def _find(request: HttpRequest, uuid) -> Booth:
    booths = Booth.objects.visible_to(request.user)
    return get_object_or_404(
        booths.select_related("edition", "organization", "created_by", *PLACES), uuid=uuid
    )


def _page(request: HttpRequest, booth: Booth, **bound: Form) -> HttpResponse:
    """The page of one request with every form that its state allows, a refused one as typed."""
    may_release = can_release(request.user, booth)
    checklist = rules.of_stored(booth)
    exemption = {"exemption_form": ExemptionForm(blocking=checklist.blocking)}
    context = {
        "edition": booth.edition,
        "booth": booth,
        "checklist": checklist,
        "mail": outbox.render("booth_decision", booth) if may_release else None,
        "recipients": actions.exhibitor_addresses(booth) if may_release else [],
        "position": capacity.position(booth) if booth.is_waiting else None,
        "offers": booth.offers.select_related("place"),
        "errors": any(form.errors for form in bound.values()),
        **NO_FORMS,
        **(exemption if checklist.blocking else {}),
        **_open_forms(request, booth),
        **bound,
    }
    return render(request, "booths/desk_request.html", context)


def _open_forms(request: HttpRequest, booth: Booth) -> dict[str, Form]:
    if not can_decide(request.user, booth):
        return {}
    forms: dict[str, Form] = {"decline_form": DeclineForm()}
    if not booth.is_waiting:
        forms["accept_form"] = AcceptForm(booth=booth)
    return forms
