"""The Secretariat's pages of the Village: places, allocation, sheets, messages."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booths import capacity, sheets
from booths.actions import messages as letters
from booths.actions import plan as actions
from booths.forms.places import AllocationForm, MoveForm, RowsForm, TakeBackForm, place_table
from booths.models import Booth, BoothMessage
from booths.plan import desk_plan, places_needed, plan, without_place
from booths.views.desk import chosen_edition
from forum.access import secretariat_only
from forum.errors import RuleError, refused
from forum.models import Edition
from forum.pdf import RendererMissing

PER_PAGE = 50
STEPS = {"forward": letters.forward, "refuse": letters.refuse}


def _edition(request: HttpRequest) -> Edition:
    edition = chosen_edition(request)
    if edition is None:
        raise Http404
    return edition


def _here(name: str, edition: Edition) -> HttpResponse:
    return redirect(f"{reverse(name)}?year={edition.year}")


@require_http_methods(["GET", "POST"])
@secretariat_only
def places(request: HttpRequest) -> HttpResponse:
    """The table of places; new ones are also made in rows."""
    edition = _edition(request)
    table = place_table(edition, request.POST if request.method == "POST" else None)
    refusal = ""
    if table.is_bound and table.is_valid():
        try:
            actions.change(edition, table, by=request.user)
        except RuleError as error:
            refusal = str(error.message)
        else:
            messages.success(request, _("The places are saved."))
            return _here("booths:places", edition)
    return _places_page(request, edition, table=table, refusal=refusal)


@require_POST
@secretariat_only
def generate_places(request: HttpRequest) -> HttpResponse:
    edition = _edition(request)
    form = RowsForm(request.POST)
    if form.is_valid():
        try:
            actions.generate(edition, **form.cleaned_data, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The places are added."))
            return _here("booths:places", edition)
    return _places_page(request, edition, rows_form=form)


def _places_page(request: HttpRequest, edition: Edition, **parts) -> HttpResponse:
    context = {
        "edition": edition,
        "editions": Edition.objects.all(),
        "numbers": capacity.numbers(edition),
        "table": parts.get("table") or place_table(edition),
        "rows_form": parts.get("rows_form") or RowsForm(),
        "refusal": parts.get("refusal", ""),
        "plan": plan(edition),
    }
    return render(request, "booths/places.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_only
def allocation(request: HttpRequest) -> HttpResponse:
    """Who stands where, by plan and list; `?propose=1` fills in the alphabetical proposal."""
    edition = _edition(request)
    form = AllocationForm(
        request.POST if request.method == "POST" else None,
        edition=edition,
        propose="propose" in request.GET,
    )
    if form.is_valid():
        try:
            changed = actions.allocate(edition, form.chosen(), by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("Saved. Places changed: %(n)d.") % {"n": changed})
            return _here("booths:allocation", edition)
    context = {
        "edition": edition,
        "form": form,
        "numbers": capacity.numbers(edition),
        "proposed": "propose" in request.GET,
        **_board(edition),
    }
    return render(request, "booths/allocation.html", context)


def _board(edition: Edition) -> dict[str, object]:
    return {"plan": desk_plan(edition), "loose": without_place(edition)}


@require_POST
@secretariat_only
def move(request: HttpRequest) -> HttpResponse:
    """One booth dragged to another place; answers with the plan as it is then."""
    edition = _edition(request)
    form = MoveForm(request.POST, edition=edition)
    if not form.is_valid():
        detail = _("The plan has changed meanwhile. Load the page again.")
        return JsonResponse({"error": "invalid", "detail": detail}, status=400)
    actions.move(edition, **form.cleaned_data, by=request.user)
    return render(request, "booths/_board.html", {"edition": edition, **_board(edition)})


@require_http_methods(["GET", "POST"])
@secretariat_only
def take_place_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Undo the fixed place of a released booth, with the reason."""
    found = get_object_or_404(Booth.objects.visible_to(request.user), uuid=uuid)
    booth = get_object_or_404(places_needed(found.edition), pk=found.pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.take_back(booth, **form.cleaned_data, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The place is taken back and the exhibitor is told."))
            return _here("booths:allocation", booth.edition)
    context = {"booth": booth, "edition": booth.edition, "form": form}
    return render(request, "booths/take_back.html", context)


@require_safe
@secretariat_only
def name_sheets(request: HttpRequest) -> HttpResponse:
    return _pdf(request, sheets.name_sheets, "name-sheets")


@require_safe
@secretariat_only
def qr_sheet(request: HttpRequest) -> HttpResponse:
    return _pdf(request, sheets.qr_sheet, "qr-sheet")


def _pdf(request: HttpRequest, draw: Callable[[Edition], bytes], name: str) -> HttpResponse:
    edition = _edition(request)
    try:
        body = draw(edition)
    except RendererMissing:
        sentence = _("PDF files cannot be made here: the system library Pango is missing.")
        return render(request, "components/pdf_missing.html", {"message": sentence}, status=503)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{edition.year}.pdf"'
    return response


@require_safe
@secretariat_only
def inbox(request: HttpRequest) -> HttpResponse:
    """Messages to booths, those that wait first."""
    rows = BoothMessage.objects.select_related(
        "booth__edition", "booth__organization", "initiative"
    )
    waiting = rows.filter(status=BoothMessage.Status.WAITING).order_by("sent_at")
    decided = rows.exclude(status=BoothMessage.Status.WAITING).order_by("-sent_at")
    context = {
        "waiting": waiting[:PER_PAGE],
        "page": Paginator(decided, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "booths/inbox.html", context)


@require_POST
@secretariat_only
def decide_message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    message = get_object_or_404(BoothMessage.objects.select_related("booth__created_by"), uuid=uuid)
    step = STEPS.get(request.POST.get("action", ""))
    if step:
        step(message, by=request.user)
        messages.success(request, message.get_status_display())
    return redirect("booths:inbox")
