"""The draft under discussion as its people work on it: wordings, suggestions, and their forms."""

from dataclasses import dataclass, field

from django import forms
from django.db.models import Prefetch

from forum.models import User
from outcomes.forms.draft import DispositionForm, PlaceForm, WordingForm
from outcomes.models import DraftItem, DraftVersion, Note
from outcomes.permissions import can_dispose
from workshops.models import Workshop


@dataclass
class Suggestion:
    """A note that waits for a disposition or has one; `form` is None for who does not decide."""

    note: Note
    form: DispositionForm | None
    is_open: bool


@dataclass
class Row:
    """One item with its first and last wording. `theirs` is what somebody else wrote meanwhile."""

    item: DraftItem
    before: str
    after: str
    form: forms.Form
    place: PlaceForm
    is_open: bool
    theirs: DraftVersion | None = None
    suggestions: list[Suggestion] = field(default_factory=list)


def desk(user: User, workshop: Workshop, refused: forms.BaseForm | None) -> list[Row]:
    """Every item of the draft; a refused form stands in its place with what was typed."""
    suggested = Prefetch("notes", Note.objects.filter(kind=Note.Kind.SUGGESTION).order_by("at"))
    items = workshop.draft_items.prefetch_related("versions__by", suggested)
    decides = can_dispose(user, workshop)
    return [_row(item, refused, decides=decides) for item in items]


def _row(item: DraftItem, refused: forms.BaseForm | None, *, decides: bool) -> Row:
    versions = list(item.versions.all())
    last = versions[-1] if versions else None
    typed = refused if isinstance(refused, WordingForm) and refused.item.pk == item.pk else None
    start = {"text": last.text if last else "", "seen": last.number if last else 0}
    return Row(
        item=item,
        before=versions[0].text if versions else "",
        after=last.text if last and len(versions) > 1 else "",
        form=typed or WordingForm(item=item, initial=start),
        place=PlaceForm(
            initial={"item": item.pk, "place": item.position}, auto_id=f"place{item.pk}_%s"
        ),
        is_open=typed is not None,
        theirs=getattr(typed, "theirs", None),
        suggestions=[_suggestion(note, refused, decides=decides) for note in item.notes.all()],
    )


def _suggestion(note: Note, refused: forms.BaseForm | None, *, decides: bool) -> Suggestion:
    typed = refused if isinstance(refused, DispositionForm) else None
    if typed and typed.instance.pk == note.pk:
        return Suggestion(note, typed, is_open=True)
    return Suggestion(note, DispositionForm(instance=note) if decides else None, is_open=False)
