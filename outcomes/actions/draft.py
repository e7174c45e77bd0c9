"""The draft under discussion: its items, their order, and their wordings."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from outcomes.models import DraftItem, DraftVersion
from outcomes.permissions import can_take_notes, rearrange_refusal
from workshops.models import Workshop

ITEMS_LIMIT = 50
VERSIONS_LIMIT = 50


class StaleError(RuleError):
    """Somebody else reworded the item meanwhile; `last` is their wording."""

    def __init__(self, item: DraftItem, last: DraftVersion) -> None:
        message = _("%(name)s changed this wording meanwhile. Yours is not kept yet: compare them.")
        super().__init__(message % {"name": last.by or _("Somebody")}, on=item, field="text")
        self.last = last


@transaction.atomic
def add_draft_item(workshop: Workshop, *, by: User, title: str, text: str) -> DraftItem:
    """Add an item to the draft under discussion; the text is its wording before the session."""
    _may_write(workshop, by)
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.draft_items.count() >= ITEMS_LIMIT:
        raise RuleError(_("The draft has as many items as fit."), on=workshop)
    last = workshop.draft_items.aggregate(last=Max("position"))["last"] or 0
    item = DraftItem.objects.create(workshop=workshop, position=last + 1, title=title)
    DraftVersion.objects.create(item=item, number=1, text=text, by=by)
    audit.record(by, "added draft item", item)
    return item


@transaction.atomic
def reword_draft_item(item: DraftItem, *, by: User, text: str, seen: int) -> DraftVersion:
    """Add a wording to the item. Sending the present wording again changes nothing.

    `seen` is the number of the wording the person read; StaleError where there is a newer one.
    """
    _may_write(item.workshop, by)
    DraftItem.objects.select_for_update().get(pk=item.pk)
    last = item.versions.order_by("-number").first()
    if last and last.text == text:
        return last
    if last and last.number != seen:
        raise StaleError(item, last)
    number = last.number + 1 if last else 1
    if number > VERSIONS_LIMIT:
        raise RuleError(_("This item has as many wordings as fit."), on=item)
    version = DraftVersion.objects.create(item=item, number=number, text=text, by=by)
    audit.record(by, "reworded draft item", item)
    return version


@transaction.atomic
def move_draft_item(item: DraftItem, *, by: User, place: int) -> None:
    """Give the item this number; those between move up or down. Notes stay with their items."""
    items = _rearranged(item, by)
    items.remove(item)
    items.insert(max(0, place - 1), item)
    _number(items)
    audit.record(by, "moved draft item", item)


@transaction.atomic
def remove_draft_item(item: DraftItem, *, by: User) -> None:
    """Take the item out of the draft; its notes stay as notes on the session as a whole."""
    items = _rearranged(item, by)
    items.remove(item)
    item.notes.update(disposition="", reason="", disposed_by=None)
    audit.record(by, "removed draft item", item)
    item.delete()
    _number(items)


def _rearranged(item: DraftItem, by: User) -> list[DraftItem]:
    """All items of the draft, for whoever may change their order."""
    if refusal := rearrange_refusal(by, item.workshop):
        raise RuleError(refusal, on=item)
    Workshop.objects.select_for_update().get(pk=item.workshop_id)
    return list(item.workshop.draft_items.order_by("position", "pk"))


def _number(items: list[DraftItem]) -> None:
    for position, item in enumerate(items, 1):
        DraftItem.objects.filter(pk=item.pk).exclude(position=position).update(position=position)


def _may_write(workshop: Workshop, by: User) -> None:
    if not can_take_notes(by, workshop):
        raise RuleError(_("Only the people of this session take its notes."), on=workshop)
