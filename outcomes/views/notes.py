import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.codes import normalize
from forum.errors import RuleError
from outcomes import permissions, switch
from outcomes.actions import notes as actions
from outcomes.actions import paper as paper_actions
from outcomes.forms.notes import DraftItemForm, NoteForm, WordingForm
from outcomes.models import DraftItem, ImpulsePaper, Note
from workshops.models import Workshop

NOTES_PER_PAGE = 100


@login_required
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, code: str) -> HttpResponse:
    """The rapporteur's page: one line in, the list below; newest first."""
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
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Noted."))
            return redirect("outcomes:notes", workshop.join_code)
    return _page(request, workshop, form=form)


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
        actions.change_note(found, by=request.user, **form.note_fields())
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
def add_item(request: HttpRequest, code: str) -> HttpResponse:
    """A new item of the draft under discussion."""
    workshop = find_session(request, code)
    form = DraftItemForm(request.POST, prefix="new")
    if not form.is_valid():
        return _page(request, workshop, item_form=form)
    actions.add_draft_item(workshop, by=request.user, **form.cleaned_data)
    messages.success(request, _("The item is part of the draft."))
    return redirect("outcomes:notes", workshop.join_code)


@login_required
@require_POST
def reword_item(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """A new wording of an item."""
    workshop = find_session(request, code)
    item = get_object_or_404(workshop.draft_items, position=position)
    form = WordingForm(request.POST, item=item)
    if not form.is_valid():
        return _page(request, workshop, wording=form)
    actions.reword_draft_item(item, by=request.user, **form.cleaned_data)
    messages.success(request, _("The new wording is kept."))
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


def _last_choices(request: HttpRequest) -> dict:
    """A fresh key for the next note, and "Point" as its kind."""
    return {"uuid": uuid.uuid4(), "kind": Note.Kind.POINT, "door": ""}


def _page(
    request: HttpRequest,
    workshop: Workshop,
    *,
    form: NoteForm | None = None,
    item_form: DraftItemForm | None = None,
    wording: WordingForm | None = None,
) -> HttpResponse:
    lines = workshop.notes.select_related("policy_question", "draft_item", "by").order_by(
        "-at", "-pk"
    )
    context = {
        "workshop": workshop,
        "form": form or NoteForm(workshop=workshop, initial=_last_choices(request)),
        "item_form": item_form or DraftItemForm(prefix="new"),
        "items": [_with_form(item, wording) for item in _draft(workshop)],
        "refused": wording or item_form,
        "page": Paginator(lines, NOTES_PER_PAGE).get_page(request.GET.get("page")),
        "paper": ImpulsePaper.objects.filter(workshop=workshop).first(),
        "stopped": switch.stopped(),
        "compile_refusal": permissions.compile_refusal(request.user, workshop),
    }
    return render(request, "outcomes/notes.html", context)


def _draft(workshop: Workshop) -> list[DraftItem]:
    return list(workshop.draft_items.prefetch_related("versions"))


def _with_form(item: DraftItem, wording: WordingForm | None) -> dict:
    texts = [version.text for version in item.versions.all()]
    typed = wording if wording and wording.item.pk == item.pk else None
    return {
        "item": item,
        "before": texts[0] if texts else "",
        "after": texts[-1] if len(texts) > 1 else "",
        "form": typed or WordingForm(item=item, initial={"text": texts[-1] if texts else ""}),
        "is_open": typed is not None,
    }
