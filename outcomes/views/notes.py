import hashlib
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.codes import normalize
from forum.errors import RuleError, refused
from outcomes import permissions, switch
from outcomes.actions import notes as actions
from outcomes.actions import paper as paper_actions
from outcomes.drafting import desk
from outcomes.forms.draft import DraftItemForm
from outcomes.forms.notes import NoteForm
from outcomes.models import ImpulsePaper, Note
from workshops.models import Workshop

NOTES_PER_PAGE = 100
JSON = "application/json"


@login_required
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, code: str) -> HttpResponse:
    """The rapporteur's page: one line in, the list below; newest first. Scripts get JSON."""
    workshop = find_session(request, code)
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        workshop=workshop,
        initial=_last_choices(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_note(
                workshop, by=request.user, uuid=form.cleaned_data["uuid"], **form.note_fields()
            )
        except RuleError as error:
            refused(form, error)
        else:
            return _noted(request, workshop)
    if form.errors and _wants_json(request):
        return JsonResponse({"detail": _said_at(form)}, status=422)
    return page(request, workshop, **({"form": form} if form.is_bound else {}))


@login_required
@require_safe
def lines(request: HttpRequest, code: str) -> HttpResponse:
    """The list alone, for pages that look for what others wrote; unchanged since its ETag: 304."""
    workshop = find_session(request, code)
    body = render_to_string("outcomes/_lines.html", _lines(request, workshop), request)
    tag = quote_etag(hashlib.sha256(body.encode()).hexdigest())
    answer = HttpResponse(body, headers={"ETag": tag, "Cache-Control": "private, no-cache"})
    return get_conditional_response(request, etag=tag, response=answer)


@login_required
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, code: str, uuid: str) -> HttpResponse:
    """Change one's own note."""
    workshop = find_session(request, code)
    found = _own_note(request, workshop, uuid)
    form = NoteForm(
        request.POST if request.method == "POST" else None, workshop=workshop, instance=found
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_note(found, by=request.user, **form.note_fields())
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("Changed."))
            return redirect("outcomes:notes", workshop.join_code)
    return render(
        request, "outcomes/note_form.html", {"workshop": workshop, "form": form, "note": found}
    )


@login_required
@require_POST
def delete_note(request: HttpRequest, code: str, uuid: str) -> HttpResponse:
    workshop = find_session(request, code)
    found = workshop.notes.filter(uuid=uuid, by=request.user).first()
    if found:
        actions.delete_note(found, by=request.user)
        messages.success(request, _("Deleted."))
    return redirect("outcomes:notes", workshop.join_code)


@login_required
@require_POST
def compile_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Have the paper compiled from what is there."""
    workshop = find_session(request, code)
    paper = paper_actions.queue(workshop, by=request.user)
    messages.success(request, _("The paper is being compiled from the record and the notes."))
    return redirect(paper)


def find_session(request: HttpRequest, code: str) -> Workshop:
    """The session of the code, for its people and the Secretariat; 404 for everybody else."""
    workshop = get_object_or_404(
        Workshop.objects.visible_to(request.user).select_related("edition", "type"),
        join_code=normalize(code),
        status=Workshop.Status.ACCEPTED,
    )
    if not permissions.can_take_notes(request.user, workshop):
        raise Http404
    return workshop


def _own_note(request: HttpRequest, workshop: Workshop, key: str) -> Note:
    found = get_object_or_404(workshop.notes, uuid=key)
    if not permissions.can_change_note(request.user, found):
        raise Http404
    return found


def _noted(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({}, status=201)
    messages.success(request, _("Noted."))
    return redirect("outcomes:notes", workshop.join_code)


def _wants_json(request: HttpRequest) -> bool:
    return JSON in request.headers.get("Accept", "")


def _said_at(form: NoteForm) -> str:
    """What is wrong, in one text, with the names of the fields."""
    return " ".join(
        f"{form.fields[name].label}: {error}" if name in form.fields else error
        for name, errors in form.errors.items()
        for error in errors
    )


def _last_choices(request: HttpRequest) -> dict:
    """A fresh key for the next note, and "Point" as its kind."""
    return {"uuid": uuid.uuid4(), "kind": Note.Kind.POINT, "door": ""}


def page(request: HttpRequest, workshop: Workshop, **refused_forms) -> HttpResponse:
    """The whole page; of what was refused the form with everything typed takes the place of a new one."""
    context = {
        "workshop": workshop,
        "form": NoteForm(workshop=workshop, initial=_last_choices(request)),
        "item_form": DraftItemForm(prefix="new"),
        "paper": ImpulsePaper.objects.filter(workshop=workshop).first(),
        "stopped": switch.stopped(),
        "compile_refusal": permissions.compile_refusal(request.user, workshop),
        "rearrange_refusal": permissions.rearrange_refusal(request.user, workshop),
        "refused": next(iter(refused_forms.values()), None),
        **_lines(request, workshop),
        **refused_forms,
    }
    context["items"] = desk(request.user, workshop, context["refused"])
    return render(request, "outcomes/notes.html", context)


def _lines(request: HttpRequest, workshop: Workshop) -> dict:
    """The newest notes first, one page of them."""
    rows = workshop.notes.select_related("policy_question", "draft_item", "by", "passage")
    ordered = rows.order_by("-at", "-pk")
    number = request.GET.get("page")
    return {
        "workshop": workshop,
        "page": Paginator(ordered, NOTES_PER_PAGE).get_page(number),
    }
