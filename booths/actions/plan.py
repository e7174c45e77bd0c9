"""The floor plan: its places, and who stands where."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.forms import BaseModelFormSet
from django.utils.translation import gettext as _

from booths import capacity
from booths.actions import places, waiting
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
    last = max((int(p.label) for p in existing if p.label.isdecimal()), default=0)
    Place.objects.bulk_create(
        Place(edition=edition, label=str(last + n + 1), x=n % per_row, y=top + n // per_row)
        for n in range(count)
    )
    audit.record(by, "added places", edition)
    waiting.offer_free_places(edition, by=by)


@transaction.atomic
def change(edition: Edition, formset: BaseModelFormSet, *, by: User) -> None:
    """Save the checked table of places; one that is taken or offered stays in use."""
    places.lock(edition)
    lost = [form.instance.pk for form in formset.deleted_forms]
    lost += [place.pk for place in _switched_off(formset)]
    taken = Q(booth__isnull=False) | Q(offers__answer=Offer.Answer.OPEN)
    used = Place.objects.filter(taken, edition=edition, pk__in=lost).distinct()
    if labels := [place.label for place in used]:
        refusal = _("Still taken or offered: place %(labels)s. Move the booth first.")
        raise RuleError(refusal % {"labels": ", ".join(labels)}, on=edition)
    formset.save()
    audit.record(by, "changed places", edition)
    waiting.offer_free_places(edition, by=by)


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
    if place and booth.released_at and booth.created_by:
        to = decisions.addresses(booth.created_by.email)
        outbox.add("booth_place", booth, to=to)
