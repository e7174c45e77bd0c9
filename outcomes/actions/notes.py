"""What the rapporteur writes down, one line each, and what becomes of the suggestions in it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from outcomes.models import Note
from outcomes.permissions import can_change_note, can_dispose, can_take_notes
from workshops.models import Workshop

NOTES_LIMIT = 1000
DISPOSED_OF = ("text", "kind", "draft_item")
UNDECIDED: dict[str, Any] = {"disposition": "", "reason": "", "disposed_by": None}


@transaction.atomic
def add_note(workshop: Workshop, *, by: User, uuid: UUID, **fields: Any) -> Note:
    """Keep one note. The same note sent again returns the one that is there, other words are refused."""
    _may_write(workshop, by)
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    if found := Note.objects.filter(uuid=uuid).first():
        return _same_note(found, workshop, by, fields)
    if workshop.notes.count() >= NOTES_LIMIT:
        raise RuleError(_("This session has as many notes as fit."), on=workshop)
    _only_own_subjects(workshop, fields)
    _no_name_without_consent(fields)
    note = Note.objects.create(uuid=uuid, workshop=workshop, by=by, **fields)
    audit.record(by, "noted", note)
    return note


@transaction.atomic
def change_note(note: Note, *, by: User, **fields: Any) -> None:
    """Replace what the note says; only the person who wrote it can.

    A quote keeps its words. A suggestion that says something else waits for its disposition again.
    """
    _may_change(note, by)
    _only_own_subjects(note.workshop, fields)
    if note.passage and fields.get("text", note.text) != note.text:
        raise RuleError(_("A quote keeps its words."), on=note, field="text")
    _no_name_without_consent({"passage": note.passage, "text": note.text, **fields})
    if any(name in fields and fields[name] != getattr(note, name) for name in DISPOSED_OF):
        fields |= UNDECIDED
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
def dispose(note: Note, *, by: User, seen: str, disposition: str, reason: str = "") -> None:
    """Say what becomes of a suggestion; `seen` is the disposition that the person looked at."""
    if not can_dispose(by, note.workshop):
        raise RuleError(
            _("The rapporteur or an organizer of the session decides about suggestions."), on=note
        )
    row = Note.objects.select_for_update().get(pk=note.pk)
    if not row.is_suggestion:
        raise RuleError(_("Only a suggestion to an item of the draft gets a disposition."), on=note)
    if row.disposition not in (seen, disposition):
        raise RuleError(
            _(
                "Somebody decided about this suggestion meanwhile: %(disposition)s. Look at it again."
            )
            % {"disposition": row.get_disposition_display()},
            on=note,
        )
    if disposition == Note.Disposition.DECLINED and not reason:
        raise RuleError(_("Say why the suggestion is not adopted."), on=note, field="reason")
    row.disposition, row.reason, row.disposed_by = disposition, reason, by if disposition else None
    row.save(update_fields=list(UNDECIDED))
    audit.record(by, "disposed of suggestion", row)


def _may_write(workshop: Workshop, by: User) -> None:
    if not can_take_notes(by, workshop):
        raise RuleError(_("Only the people of this session take its notes."), on=workshop)


def _may_change(note: Note, by: User) -> None:
    if not can_change_note(by, note):
        raise RuleError(_("Only the person who wrote a note can change it."), on=note)


def _same_note(note: Note, workshop: Workshop, by: User, fields: dict) -> Note:
    if note.workshop_id != workshop.pk or note.by_id != by.pk:
        raise RuleError(_("This note belongs to somebody else."), on=note)
    if any(getattr(note, name) != value for name, value in fields.items()):
        raise RuleError(
            _("This note is in the list already, with other words: “%(text)s”. Change it there.")
            % {"text": note.text},
            on=note,
        )
    return note


def _no_name_without_consent(fields: dict) -> None:
    label = fields["passage"].speaker if fields.get("passage") else ""
    if label and label.casefold() in fields["text"].casefold() and not fields.get("consent"):
        raise RuleError(
            _("These words hold the name of the speaker, who did not agree to be named."),
            on=fields["passage"],
            field="text",
        )


def _only_own_subjects(workshop: Workshop, fields: dict) -> None:
    for name in ("policy_question", "draft_item"):
        subject = fields.get(name)
        if subject and subject.workshop_id != workshop.pk:
            raise RuleError(_("This belongs to another session."), on=workshop, field=name)
