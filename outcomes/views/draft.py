"""The draft under discussion on the page of the notes: items, wordings, dispositions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.errors import RuleError, refused
from outcomes import permissions
from outcomes.actions import draft as actions
from outcomes.actions import notes
from outcomes.forms.draft import DispositionForm, DraftItemForm, PlaceForm, WordingForm
from outcomes.models import DraftItem
from outcomes.views.notes import find_session, page
from workshops.models import Workshop


@login_required
@require_POST
def add_item(request: HttpRequest, code: str) -> HttpResponse:
    """A new item of the draft under discussion."""
    workshop = find_session(request, code)
    form = DraftItemForm(request.POST, prefix="new")
    if not form.is_valid():
        return page(request, workshop, item_form=form)
    actions.add_draft_item(workshop, by=request.user, **form.cleaned_data)
    messages.success(request, _("The item is part of the draft."))
    return redirect("outcomes:notes", workshop.join_code)


@login_required
@require_POST
def reword_item(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """A new wording of an item; who comes second sees both and decides."""
    workshop = find_session(request, code)
    item = get_object_or_404(workshop.draft_items, position=position)
    form = WordingForm(request.POST, item=item)
    if form.is_valid():
        try:
            actions.reword_draft_item(item, by=request.user, **form.cleaned_data)
        except actions.StaleError as error:
            form = _compared(form, error)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The new wording is kept."))
            return redirect("outcomes:notes", workshop.join_code)
    return page(request, workshop, wording=form)


@login_required
@require_POST
def move_item(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Another number for an item."""
    workshop = find_session(request, code)
    item, place = _meant(request, workshop, position)
    actions.move_draft_item(item, by=request.user, place=place or position)
    messages.success(request, _("The items have new numbers."))
    return redirect("outcomes:notes", workshop.join_code)


@login_required
@require_POST
def remove_item(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Take an item out of the draft; its notes stay."""
    workshop = find_session(request, code)
    item, _place = _meant(request, workshop, position)
    actions.remove_draft_item(item, by=request.user)
    messages.success(request, _("The item is removed. Its notes are kept."))
    return redirect("outcomes:notes", workshop.join_code)


@login_required
@require_POST
def dispose(request: HttpRequest, code: str, uuid: str) -> HttpResponse:
    """What becomes of a suggestion."""
    workshop = find_session(request, code)
    note = get_object_or_404(workshop.notes.exclude(draft_item=None), uuid=uuid)
    if not permissions.can_dispose(request.user, workshop):
        raise Http404
    form = DispositionForm(request.POST, instance=note)
    if form.is_valid():
        try:
            notes.dispose(note, by=request.user, **form.cleaned_data)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The disposition is kept."))
            return redirect("outcomes:notes", workshop.join_code)
    return page(request, workshop, disposition=form)


def _compared(form: WordingForm, error: actions.StaleError) -> WordingForm:
    """The form again with what was typed, made to follow the other's wording."""
    again = WordingForm(
        {**form.data.dict(), form.add_prefix("seen"): error.last.number}, item=form.item
    )
    again.is_valid()
    refused(again, error)
    again.theirs = error.last
    return again


def _meant(request: HttpRequest, workshop: Workshop, position: int) -> tuple[DraftItem, int | None]:
    """The item with this number, where it is still the one the person looked at."""
    item = get_object_or_404(workshop.draft_items, position=position)
    form = PlaceForm(request.POST)
    if not form.is_valid() or form.cleaned_data["item"] != item.pk:
        raise RuleError(_("The items were moved meanwhile. Look at them again."), on=workshop)
    return item, form.cleaned_data["place"]
