"""Requests as tables for the Secretariat: download, send back, look at what would happen, confirm."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from booths.actions import transfer as booth_actions
from booths.exports import BOOTHS
from forum import spreadsheets
from forum.access import secretariat_only
from forum.errors import RuleError
from forum.models import Edition
from submissions.actions.transfer import Different, Write, bring_in
from submissions.models import Submission
from submissions.transfer import Transfer, store
from submissions.transfer.export import Export
from submissions.transfer.forms import UploadForm
from submissions.transfer.layout import Layout
from submissions.transfer.plan import CHANGED, NEW, REFUSED, UNCHANGED, Plan
from submissions.transfer.reading import Reading
from workshops.actions import transfer as session_actions
from workshops.exports import SESSIONS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PER_PAGE, SHOWN_PROBLEMS = 25, 200


@dataclass(frozen=True)
class Desk:
    """A kind of request with the action that stores its content."""

    transfer: Transfer
    write: Write


DESKS = {
    SESSIONS.kind: Desk(SESSIONS, session_actions.write),
    BOOTHS.kind: Desk(BOOTHS, booth_actions.write),
}


@never_cache
@require_safe
@secretariat_only
def export_sessions(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    return _export(request, SESSIONS, year, kind)


@never_cache
@require_safe
@secretariat_only
def export_booths(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    return _export(request, BOOTHS, year, kind)


@never_cache
@require_http_methods(["GET", "POST"])
@secretariat_only
def import_requests(request: HttpRequest) -> HttpResponse:
    """The downloads of every edition, and the form that takes a table."""
    form = UploadForm(initial={"edition": Edition.objects.current()})
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            upload = _uploaded(request, form)
            try:
                _plan(request, upload)
            except RuleError as error:
                form.add_error("file", error.message)
            else:
                store.keep(upload)
                return redirect("secretariat:imported", upload.key)
    editions = Edition.objects.all()
    return render(request, "igfportal/import_form.html", {"form": form, "editions": editions})


@never_cache
@require_http_methods(["GET", "POST"])
@secretariat_only
def imported(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the file would do, and the button that does it."""
    try:
        upload = store.find(key)
        if upload.by != request.user.pk:
            raise Http404
        if request.method == "POST":
            return _apply(request, upload)
        plan = _plan(request, upload)
    except Different as error:
        messages.warning(request, error.message)
        return redirect("secretariat:imported", key)
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("secretariat:import_requests")
    return _show(request, upload, plan)


def _apply(request: HttpRequest, upload: store.Upload) -> HttpResponse:
    desk = DESKS[upload.kind]
    with store.taken(upload.key):
        plan = _plan(request, upload)
        bring_in(
            plan,
            shown=request.POST.get("shown", ""),
            file_hash=upload.hash,
            write=desk.write,
            by=request.user,
        )
    done = {"new": len(plan.having(NEW)), "changed": len(plan.having(CHANGED))}
    messages.success(request, _("Imported. New: %(new)d, changed: %(changed)d.") % done)
    return redirect("secretariat:import_requests")


def _show(request: HttpRequest, upload: store.Upload, plan: Plan) -> HttpResponse:
    entries = plan.having(NEW) + plan.having(CHANGED)
    context = {
        "upload": upload,
        "plan": plan,
        "counts": [
            (_("New"), len(plan.having(NEW))),
            (_("Changed"), len(plan.having(CHANGED))),
            (_("Unchanged"), len(plan.having(UNCHANGED))),
            (_("Cannot be taken"), len(plan.having(REFUSED))),
        ],
        "problems": plan.problems[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(plan.problems) - SHOWN_PROBLEMS),
        "page": Paginator(entries, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "igfportal/import_review.html", context)


def _uploaded(request: HttpRequest, form: UploadForm) -> store.Upload:
    return store.Upload(
        data=form.cleaned_data["file"],
        name=request.FILES["file"].name[-100:],
        year=form.cleaned_data["edition"].year,
        kind=form.cleaned_data["kind"],
        options=form.options(),
        by=request.user.pk,
    )


def _plan(request: HttpRequest, upload: store.Upload) -> Plan:
    edition = get_object_or_404(Edition, year=upload.year)
    layout = Layout(DESKS[upload.kind].transfer, edition)
    stored = layout.transfer.model.objects.visible_to(request.user)
    return Plan(layout, Reading(layout, upload.tables()), stored, upload.options)


def _export(request: HttpRequest, transfer: Transfer, year: int, kind: str) -> HttpResponse:
    edition = get_object_or_404(Edition, year=year)
    sent = transfer.model.objects.visible_to(request.user).filter(edition=edition)
    sent = sent.exclude(status=Submission.Status.DRAFT).select_related("edition", "created_by")
    export = Export(Layout(transfer, edition), sent.order_by("number", "pk"))
    name = f"igf-{year}-{transfer.name}"
    if kind == "csv":
        return _download(b"\xef\xbb\xbf" + spreadsheets.to_csv(export.sheet()), CSV, f"{name}.csv")
    if kind == "xlsx":
        body = spreadsheets.to_xlsx(export.sheets(), f"IGF {year} {transfer.name}")
        return _download(body, XLSX, f"{name}.xlsx")
    raise Http404


def _download(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)
