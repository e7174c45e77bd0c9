"""The floor plan: its places, and who stands where."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.forms import BaseModelFormSet
from django.utils.translation import gettext as _

from booths import capacity
from booths.actions import places, waiting
from booths.grid import EDGE, misplaced
from booths.models import Booth, Offer, Place
from booths.plan import places_needed
from forum import audit, outbox
from forum.errors import RuleError
from forum.models import Edition, User
from submissions import decisions

MOST_PLACES = 300


@transaction.atomic
def generate(edition: Edition, *, count: int, per_row: int, by: User | None) -> None:
    """Add numbered places in rows below those that exist; numbers go on from the highest."""
    places.lock(edition)
    existing = list(Place.objects.filter(edition=edition))
    if len(existing) + count > MOST_PLACES:
        refusal = _("A plan has at most %(most)d places.") % {"most": MOST_PLACES}
        raise RuleError(refusal, on=edition, field="count")
    if edition.is_online:
        raise RuleError(_("An online edition has no floor plan."), on=edition)
    top = max((place.y + place.height for place in existing), default=0)
    if top + -(-count // per_row) > EDGE:
        refusal = _("A plan has at most %(most)d rows.") % {"most": EDGE}
        raise RuleError(refusal, on=edition, field="count")
    last = max((int(p.label) for p in existing if p.label.isdecimal()), default=0)
    Place.objects.bulk_create(
        Place(edition=edition, label=str(last + n + 1), x=n % per_row, y=top + n // per_row)
        for n in range(count)
    )
    audit.record(by, "added places", edition)
    waiting.offer_free_places(edition, by=by)


@transaction.atomic
def change(edition: Edition, formset: BaseModelFormSet, *, by: User) -> None:
    """Save the checked table of places.

    One that is taken or offered stays in use; one with a released booth stays where it is.
    """
    places.lock(edition)
    _refuse_fixed(edition, formset)
    lost = [form.instance.pk for form in formset.deleted_forms]
    lost += [place.pk for place in _switched_off(formset)]
    taken = Q(booth__isnull=False) | Q(offers__answer=Offer.Answer.OPEN)
    used = Place.objects.filter(taken, edition=edition, pk__in=lost).distinct()
    if labels := [place.label for place in used]:
        refusal = _("Still taken or offered: place %(labels)s. Move the booth first.")
        raise RuleError(refusal % {"labels": ", ".join(labels)}, on=edition)
    formset.save()
    if wrong := misplaced(Place.objects.filter(edition=edition)):
        raise RuleError(next(iter(wrong.values())), on=edition)
    audit.record(by, "changed places", edition)
    waiting.offer_free_places(edition, by=by)


def _refuse_fixed(edition: Edition, formset: BaseModelFormSet) -> None:
    drawn = {"label", "x", "y", "width", "height"}
    moved = [form.instance.pk for form in formset.initial_forms if drawn & {*form.changed_data}]
    fixed = Place.objects.filter(pk__in=moved, booth__released_at__isnull=False)
    if labels := list(fixed.values_list("label", flat=True)):
        refusal = _("Fixed, its booth is released: place %(labels)s. Take the place back first.")
        raise RuleError(refusal % {"labels": ", ".join(labels)}, on=edition)


def _switched_off(formset: BaseModelFormSet) -> list[Place]:
    return [
        form.instance
        for form in formset.initial_forms
        if "is_available" in form.changed_data and not form.instance.is_available
    ]


@transaction.atomic
def allocate(edition: Edition, chosen: Mapping[Booth, Place | None], *, by: User) -> int:
    """Give every booth the chosen place at once; returns how many changed.

    A place is fixed once its booth is released. A released booth that has none gets one,
    and its exhibitor is told.
    """
    places.lock(edition)
    changed = _changes(edition, chosen)
    wanted = [place.pk for place in changed.values() if place]
    leaving = Booth.objects.filter(pk__in=[booth.pk for booth in changed])
    leaving.update(stand=None)
    allowed = set(capacity.open_places(edition).values_list("pk", flat=True))
    if len(wanted) != len(set(wanted)) or not allowed.issuperset(wanted):
        raise RuleError(_("A place can be given once only. Nothing was changed."), on=edition)
    for booth, place in changed.items():
        _stand(booth, place, by=by)
    return len(changed)


@transaction.atomic
def move(
    edition: Edition,
    booth: Booth,
    place: Place | None,
    *,
    was: Place | None,
    seen: Booth | None,
    by: User,
) -> int:
    """Give one booth another place, or none; whoever stands there changes places with it.

    `was` and `seen` are what the Secretariat saw: the booth's own place, and the booth on the
    other one. When the plan has changed since, nothing is done.
    """
    places.lock(edition)
    now = places_needed(edition)
    stored = now.filter(pk=booth.pk).first()
    there = now.filter(stand=place).first() if place else None
    if stored is None or stored.stand != was or there != seen:
        raise RuleError(_("The plan has changed meanwhile. Load the page again."), on=booth)
    if place and there is None and place not in capacity.open_places(edition):
        refusal = _("Place %(place)s is offered to somebody, or not in use.")
        raise RuleError(refusal % {"place": place}, on=booth)
    swapped = {there: was} if there else {}
    return allocate(edition, {stored: place, **swapped}, by=by)


@transaction.atomic
def take_back(booth: Booth, *, note: str, by: User) -> None:
    """Undo the fixed place of a released booth; who exhibits there reads the reason.

    The booth stays accepted and released, and gets another place like any that has none.
    """
    places.lock(booth.edition)
    stored = places_needed(booth.edition).filter(pk=booth.pk).first()
    if stored is None or not (stored.released_at and stored.stand):
        raise RuleError(_("This booth has no fixed place."), on=booth, field="note")
    place = stored.stand
    stored.stand = None
    stored.save(update_fields=["stand"])
    audit.record(by, "took back the place", stored, details={"place": str(place), "note": note})
    _tell("booth_place_taken_back", stored, place=place, note=note)


def _changes(edition: Edition, chosen: Mapping[Booth, Place | None]) -> dict[Booth, Place | None]:
    now = {booth.pk: booth for booth in places_needed(edition)}
    changed = {}
    for booth, place in chosen.items():
        stored = now.get(booth.pk)
        if stored is None:
            refusal = _("%(booth)s needs no place any more. Nothing was changed.")
            raise RuleError(refusal % {"booth": booth}, on=booth)
        if stored.stand_id == (place.pk if place else None):
            continue
        if stored.released_at and stored.stand_id:
            refusal = _("The place of %(booth)s is fixed: it is released.")
            raise RuleError(refusal % {"booth": booth}, on=booth)
        changed[stored] = place
    return changed


def _stand(booth: Booth, place: Place | None, *, by: User) -> None:
    booth.stand = place
    booth.save(update_fields=["stand"])
    audit.record(by, "placed", booth)
    if place and booth.released_at:
        _tell("booth_place", booth)


def _tell(mail: str, booth: Booth, **context: object) -> None:
    """Write to whoever exhibits at the place: the booth, and its partner once that is public."""
    guests = Booth.objects.public().filter(host=booth).select_related("edition", "created_by")
    for exhibitor in [booth, *guests]:
        to = decisions.addresses(exhibitor.created_by.email if exhibitor.created_by else "")
        outbox.add(mail, exhibitor, to=to, **context)
