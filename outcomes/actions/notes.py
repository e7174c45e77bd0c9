"""What the rapporteur writes down: one-line notes and the wordings of the draft under discussion."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from outcomes.models import DraftItem, DraftVersion, Note
from outcomes.permissions import can_change_note, can_take_notes
from workshops.models import Workshop

NOTES_LIMIT = 1000
ITEMS_LIMIT = 50
VERSIONS_LIMIT = 50


@transaction.atomic
def add_note(workshop: Workshop, *, by: User, uuid: UUID, **fields: Any) -> Note:
    """Keep one note. The same uuid sent again returns the note that is there."""
    _may_write(workshop, by)
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    if found := Note.objects.filter(uuid=uuid).first():
        return _same_note(found, workshop, by)
    if workshop.notes.count() >= NOTES_LIMIT:
        raise RuleError(_("This session has as many notes as fit."), on=workshop)
    _only_own_subjects(workshop, fields)
    note = Note.objects.create(uuid=uuid, workshop=workshop, by=by, **fields)
    audit.record(by, "noted", note)
    return note


@transaction.atomic
def change_note(note: Note, *, by: User, **fields: Any) -> None:
    """Replace what the note says; only the person who wrote it can."""
    _may_change(note, by)
    _only_own_subjects(note.workshop, fields)
    for name, value in fields.items():
        setattr(note, name, value)
    note.save(update_fields=list(fields))
    audit.record(by, "changed note", note)


@transaction.atomic
def delete_note(note: Note, *, by: User) -> None:
    """Remove the note; only the person who wrote it can."""
    _may_change(note, by)
    audit.record(by, "deleted note", note)
    note.delete()


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
def reword_draft_item(item: DraftItem, *, by: User, text: str) -> DraftVersion:
    """Add a wording to the item. Sending the present wording again changes nothing."""
    _may_write(item.workshop, by)
    DraftItem.objects.select_for_update().get(pk=item.pk)
    last = item.versions.order_by("-number").first()
    if last and last.text == text:
        return last
    number = last.number + 1 if last else 1
    if number > VERSIONS_LIMIT:
        raise RuleError(_("This item has as many wordings as fit."), on=item)
    version = DraftVersion.objects.create(item=item, number=number, text=text, by=by)
    audit.record(by, "reworded draft item", item)
    return version


def _may_write(workshop: Workshop, by: User) -> None:
    if not can_take_notes(by, workshop):
        raise RuleError(_("Only the people of this session take its notes."), on=workshop)


def _may_change(note: Note, by: User) -> None:
    if not can_change_note(by, note):
        raise RuleError(_("Only the person who wrote a note can change it."), on=note)


def _same_note(note: Note, workshop: Workshop, by: User) -> Note:
    if note.workshop_id != workshop.pk or note.by_id != by.pk:
        raise RuleError(_("This note belongs to somebody else."), on=note)
    return note


def _only_own_subjects(workshop: Workshop, fields: dict) -> None:
    for name in ("policy_question", "draft_item"):
        subject = fields.get(name)
        if subject and subject.workshop_id != workshop.pk:
            raise RuleError(_("This belongs to another session."), on=workshop, field=name)
