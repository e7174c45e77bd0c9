"""Making one of two rows of the registry: everything that names the one names the other."""

from typing import Any

from django.db import models, transaction
from django.db.models import ForeignObjectRel
from django.utils.translation import gettext as _

from forum import audit, duplicates
from forum.errors import RuleError
from forum.models import Difference, Organization, Person, User
from forum.references import reference
from submissions import uploads
from submissions.models import Involvement
from submissions.people import PHOTOS

Details = dict[str, Any]
OF_A_PERSON = ("email", "organization", "country", "group", "region", "gender", "biography")
OF_AN_ORGANIZATION = ("website", "country", "group")
NOT_LOGGED = {"gender", "biography"}


@transaction.atomic
def merge_people(keep: Person, other: Person, *, by: User) -> None:
    """Make `keep` of both: it takes over roles, account, photo, and what it did not say itself.

    Where both hold the same role in a session the later answer counts. Raises RuleError for two
    accounts. The log says what moved, so that it can be undone by hand.
    """
    keep, other = _locked(Person, keep, other)
    if keep.user_id and other.user_id:
        raise RuleError(_("Both have an account. Two accounts cannot be merged."), on=keep)
    details = _described(other, OF_A_PERSON) | _moved(keep, other)
    details["filled"] = _fill(keep, other, OF_A_PERSON)
    details["account moved"] = bool(other.user_id)
    _take_photo(keep, other)
    account, other.user = other.user, None
    other.delete()
    keep.user = keep.user or account
    keep.save()
    audit.record(by, "merged people", keep, details=details)


@transaction.atomic
def merge_organizations(keep: Organization, other: Organization, *, by: User) -> None:
    """Make `keep` of both: it takes over people, affiliations and booths. The log says what moved."""
    keep, other = _locked(Organization, keep, other)
    details = _described(other, OF_AN_ORGANIZATION) | _moved(keep, other)
    details["filled"] = _fill(keep, other, OF_AN_ORGANIZATION)
    other.delete()
    keep.save()
    audit.record(by, "merged organizations", keep, details=details)


@transaction.atomic
def tell_apart(one: Person | Organization, other: Person | Organization, *, by: User) -> None:
    """Remember that two entries are different, so that they are not suggested again."""
    _locked(type(one), one, other)
    names = duplicates.key(one, other)
    _row, is_new = Difference.objects.get_or_create(
        one=names[0], other=names[1], defaults={"said_by": by}
    )
    if is_new:
        audit.record(by, "said to be different", one, details={"other": reference(other)})


def _locked(model: type[models.Model], keep: Any, other: Any) -> tuple[Any, Any]:
    """Both rows as they are now, locked in one order so that two merges cannot block each other."""
    rows = model._base_manager.select_for_update().filter(pk__in=[keep.pk, other.pk])
    found = {row.pk: row for row in rows.order_by("pk")}
    if keep.pk == other.pk or len(found) < 2:
        raise RuleError(_("Choose two different entries that still exist."), on=keep)
    return found[keep.pk], found[other.pk]


def _described(row: models.Model, fields: tuple[str, ...]) -> Details:
    """What the row said; what is never public does not go into the log."""
    said = {name: str(getattr(row, name) or "") for name in fields if name not in NOT_LOGGED}
    return {"merged": reference(row), "name": str(row), **said}


def _fill(keep: Any, other: Any, fields: tuple[str, ...]) -> list[str]:
    filled = [name for name in fields if not getattr(keep, name) and getattr(other, name)]
    for name in filled:
        setattr(keep, name, getattr(other, name))
    return filled


def _take_photo(keep: Person, other: Person) -> None:
    if keep.photo:
        uploads.discard_later(PHOTOS, other.photo)
    else:
        keep.photo = other.photo


def _moved(keep: models.Model, other: models.Model) -> Details:
    """Point every row of every model that names `other` to `keep`."""
    moved, dropped = [], []
    for relation in other._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or not relation.one_to_many:
            continue
        for row in relation.related_model._base_manager.filter(**{relation.field.name: other}):
            twin = _twin(row, relation.field.name, keep)
            if twin is None:
                relation.related_model._base_manager.filter(pk=row.pk).update(
                    **{relation.field.name: keep}
                )
                moved.append(f"{reference(row)} {relation.field.name}")
            else:
                dropped.append(_dropped(row, twin))
                row.delete()
    return {"moved": moved, "dropped": dropped}


def _twin(row: models.Model, field: str, keep: models.Model) -> models.Model | None:
    """The row that says the same of `keep` already and of which there may be only one."""
    together = [
        constraint.fields
        for constraint in row._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None
    ]
    for names in [*together, *row._meta.unique_together]:
        if field in names:
            same = {name: getattr(row, name) for name in names if name != field}
            if twin := type(row)._base_manager.filter(**same, **{field: keep}).first():
                return twin
    return None


def _dropped(row: models.Model, twin: models.Model) -> Details:
    """What goes, for the log; of two answers to one invitation the later one stays."""
    if not isinstance(row, Involvement) or not isinstance(twin, Involvement):
        return {"row": reference(row), "kept": reference(twin)}
    said = {"row": reference(row), "kept": reference(twin), "answer": row.answer}
    said |= {"was": twin.answer, "position": str(row.position)}
    if row.answered_at and (not twin.answered_at or row.answered_at > twin.answered_at):
        twin.answer, twin.answered_at = row.answer, row.answered_at
    twin.listed = twin.listed or row.listed
    twin.save(update_fields=["answer", "answered_at", "listed"])
    return said
