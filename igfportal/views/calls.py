"""The calls of an edition: their times, their forms, and the codes that reopen one request."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.access import secretariat_only
from forum.errors import RuleError, refused
from forum.models import Edition
from igfportal.views.shared import OFFICES
from submissions import form_catalogue
from submissions.actions import calls as actions
from submissions.call_forms import (
    AccessCodeForm,
    CallForm,
    ExtensionForm,
    FieldSettingForm,
    NoteForm,
)
from submissions.field_settings import Settings
from submissions.models import AccessCode, Call
from submissions.views import Office

NEW_PAGES = {"session": "workshops:proposal_new", "booth": "booths:request_new"}
CODES_SHOWN = 50


@require_safe
@secretariat_only
def calls(request: HttpRequest) -> HttpResponse:
    """Both calls of an edition, also one that is not planned yet."""
    year = request.GET.get("year", "")
    editions = Edition.objects.all()
    edition = editions.filter(year=int(year)).first() if _is_year(year) else None
    edition = edition or editions.current()
    stored = {call.kind: call for call in edition.calls.all()} if edition else {}
    context = {
        "edition": edition,
        "editions": editions,
        "kinds": [(kind, label, stored.get(kind)) for kind, label in Call.Kind.choices],
    }
    return render(request, "igfportal/calls.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_only
def call(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """One call: its times as long as it has not opened, afterwards its words; all about it."""
    planned = _planned(year, kind)
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, initial={"note": planned.note})
    if not planned.pk or not planned.has_opened():
        form = CallForm(data, call=planned)
    if form.is_valid() and _saved(planned, form, request):
        messages.success(request, _("The call is saved."))
        return _to_call(planned)
    return _page(request, planned, {"form": form})


@require_POST
@secretariat_only
def extend_call(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Let the call close later; everybody reads why."""
    planned = _stored(year, kind)
    form = ExtensionForm(request.POST, edition=planned.edition)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("closes_at", "note")}
        try:
            actions.extend(planned, **said, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The call has a new closing time."))
            return _to_call(planned)
    return _page(request, planned, {"extension": form})


@require_safe
@secretariat_only
def form_fields(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Every field of the form, as built in and as changed."""
    planned = _stored(year, kind)
    settings = Settings.of(planned.edition, kind)
    entries = form_catalogue.entries(_office(kind).forms, planned.edition).values()
    pairs = [(entry, settings.get(entry.name)) for entry in entries]
    context = {"call": planned, "edition": planned.edition, "pairs": pairs}
    return render(request, "igfportal/form_fields.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_only
def form_field(request: HttpRequest, year: int, kind: str, field: str) -> HttpResponse:
    """One field of the form, to be changed; it holds from the next page on."""
    planned = _stored(year, kind)
    entry = form_catalogue.entries(_office(kind).forms, planned.edition).get(field)
    if entry is None:
        raise Http404
    setting = Settings.of(planned.edition, kind).get(field)
    data = request.POST if request.method == "POST" else None
    form = FieldSettingForm(data, entry=entry, setting=setting)
    if form.is_valid():
        if actions.set_field(planned, field, form.content(), by=request.user):
            words = _("The field is saved. Form version: %(number)d.")
            messages.success(request, words % {"number": planned.form_version})
        return redirect("secretariat:form_fields", year, kind)
    context = {"call": planned, "edition": planned.edition, "entry": entry, "form": form}
    return render(request, "igfportal/form_field.html", context)


@require_safe
@secretariat_only
def form_preview(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The form as people get it now; nothing typed there goes anywhere."""
    planned = _stored(year, kind)
    forms = _office(kind).forms(planned.edition, QueryDict())
    context = {"call": planned, "edition": planned.edition, "forms": forms}
    return render(request, "igfportal/form_preview.html", context)


@require_POST
@secretariat_only
def issue(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """A code for one request, sent to its owner or to the address it is for."""
    planned = _stored(year, kind)
    form = AccessCodeForm(request.POST, edition=planned.edition)
    if form.is_valid():
        try:
            _issue(planned, form.cleaned_data, request)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The code is made and sent by e-mail."))
            return _to_call(planned, "codes")
    return _page(request, planned, {"code_form": form})


@require_POST
@secretariat_only
def revoke(request: HttpRequest, year: int, kind: str, access: int) -> HttpResponse:
    code = get_object_or_404(AccessCode, pk=access, call__edition__year=year, call__kind=kind)
    actions.revoke_code(code, by=request.user)
    messages.success(request, _("The code no longer opens anything."))
    return _to_call(code.call, "codes")


def _saved(planned: Call, form: CallForm | NoteForm, request: HttpRequest) -> bool:
    try:
        if isinstance(form, CallForm):
            said = {name: form.cleaned_data[name] for name in ("opens_at", "closes_at", "note")}
            actions.plan(planned, **said, by=request.user)
        else:
            actions.describe(planned, note=form.cleaned_data["note"], by=request.user)
    except RuleError as error:
        refused(form, error)
        return False
    return True


def _issue(planned: Call, typed: Mapping, request: HttpRequest) -> None:
    office, about = _office(planned.kind), None
    if typed["request"]:
        about = office.model._base_manager.filter(
            uuid=typed["request"], edition=planned.edition
        ).first()
        if about is None:
            raise RuleError(_("No request of this call has this address."), field="request")
    page = reverse(office.page, args=[about.uuid]) if about else reverse(NEW_PAGES[planned.kind])
    owner = about.created_by.email if about and about.created_by else ""
    actions.issue_code(
        planned,
        request=about,
        email=typed["email"],
        expires_at=typed["expires_at"],
        note=typed["note"],
        to=owner or typed["email"],
        page=page,
        by=request.user,
    )


def _page(request: HttpRequest, planned: Call, forms: Mapping) -> HttpResponse:
    """The page of a call; the form that was refused takes the place of the fresh one."""
    edition = planned.edition
    context = {"call": planned, "edition": edition, "extension": None, "code_form": None}
    if planned.pk:
        codes = planned.access_codes.select_related("issued_by", "redeemed_by")
        context["codes"] = Paginator(codes, CODES_SHOWN).get_page(request.GET.get("page"))
        asked = {"request": request.GET.get("request", "")[:300]}
        context["code_form"] = AccessCodeForm(edition=edition, initial=asked)
        context["changes"] = planned.closing_changes.select_related("by")[:CODES_SHOWN]
        context["request_page"] = _office(planned.kind).page
        context["form"] = NoteForm(initial={"note": planned.note})
        if planned.has_opened():
            context["extension"] = ExtensionForm(edition=edition)
        else:
            context["form"] = CallForm(call=planned)
    return render(request, "igfportal/call.html", context | dict(forms))


def _planned(year: int, kind: str) -> Call:
    """The call, or the one to be made."""
    edition = get_object_or_404(Edition, year=year)
    _office(kind)
    found = edition.calls.filter(kind=kind).first()
    return found or Call(edition=edition, kind=kind, opens_at=None)


def _stored(year: int, kind: str) -> Call:
    calls_ = Call.objects.select_related("edition")
    return get_object_or_404(calls_, edition__year=year, kind=kind)


def _office(kind: str) -> Office:
    if kind not in OFFICES:
        raise Http404
    return OFFICES[kind]


def _to_call(planned: Call, part: str = "") -> HttpResponse:
    page = reverse("secretariat:call", args=[planned.edition.year, planned.kind])
    return redirect(f"{page}#{part}" if part else page)


def _is_year(text: str) -> bool:
    return text.isdecimal() and len(text) < 5
