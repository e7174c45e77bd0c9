"""How many places the Village of an edition has, and who waits for one."""

from django.db.models import Q, QuerySet

from booths.models import Booth, Offer, Place
from forum.models import Edition


def has_plan(edition: Edition) -> bool:
    """Whether places are limited: an edition that meets somewhere and whose places are entered."""
    return not edition.is_online and Place.objects.filter(edition=edition).exists()


def capacity(edition: Edition) -> int:
    """The places in use; an online edition has none."""
    if edition.is_online:
        return 0
    return Place.objects.filter(edition=edition, is_available=True).count()


def free(edition: Edition) -> int:
    """Places neither promised to an accepted booth nor offered; below zero when overbooked."""
    promised = Booth.objects.hosting().filter(edition=edition).count()
    return capacity(edition) - promised - open_offers(edition).count()


def is_full(edition: Edition) -> bool:
    """Whether the next onsite request has to wait: no place is left, or others wait before it."""
    return has_plan(edition) and (free(edition) <= 0 or unoffered(edition).exists())


def numbers(edition: Edition) -> dict[str, int]:
    """Places, booths that need one, people who wait and open offers, for the desk."""
    return {
        "places": capacity(edition),
        "promised": Booth.objects.hosting().filter(edition=edition).count(),
        "offered": open_offers(edition).count(),
        "waiting": Booth.objects.waiting().filter(edition=edition).count(),
    }


def open_offers(edition: Edition) -> QuerySet[Offer]:
    return Offer.objects.open().filter(booth__edition=edition)


def unoffered(edition: Edition) -> QuerySet[Booth]:
    """The waiting list without those who have an offer already, the first one first."""
    offered = open_offers(edition).values("booth")
    return Booth.objects.waiting().filter(edition=edition).exclude(pk__in=offered)


def position(booth: Booth) -> int:
    """The place of a request on the waiting list, from 1."""
    earlier = Q(submitted_at__lt=booth.submitted_at)
    earlier |= Q(submitted_at=booth.submitted_at, pk__lt=booth.pk)
    return Booth.objects.waiting().filter(earlier, edition=booth.edition_id).count() + 1


def open_places(edition: Edition) -> QuerySet[Place]:
    """Places on the plan that nobody stands on and nobody is offered."""
    offered = open_offers(edition).exclude(place=None).values("place")
    return Place.objects.filter(edition=edition, is_available=True, booth=None).exclude(
        pk__in=offered
    )
