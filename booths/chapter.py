"""The numbers of the Village's chapter in the outcome report, as plain data."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from booths import capacity
from booths.models import Booth, BoothMessage, Offer
from forum.models import Edition
from forum.vocabulary import StakeholderGroup


@dataclass(frozen=True)
class Figure:
    """One counted thing: `Requests`, `withdrawn`, 5."""

    about: str
    what: str
    count: int


def figures(edition: Edition) -> list[Figure]:
    """Requests, places, offers, messages, and the accepted booths by kind, group, theme and goal."""
    every = Booth.objects.filter(edition=edition).exclude(status=Booth.Status.DRAFT)
    accepted = every.filter(status=Booth.Status.ACCEPTED)
    return [
        *_requests(every),
        *_places(edition, accepted),
        *_offers(edition),
        *_messages(edition),
        *_kinds(accepted),
        *_groups(accepted),
        *_themes(edition),
        *_goals(accepted),
    ]


def _requests(every: QuerySet[Booth]) -> list[Figure]:
    status = Booth.Status
    waited = Q(waiting_since__isnull=False)
    counted = every.aggregate(
        submitted=Count("pk"),
        accepted=Count("pk", filter=Q(status=status.ACCEPTED)),
        released=Count("pk", filter=Q(status=status.ACCEPTED, released_at__isnull=False)),
        declined=Count("pk", filter=Q(status=status.DECLINED)),
        withdrawn=Count("pk", filter=Q(status=status.WITHDRAWN)),
        partnered=Count("pk", filter=Q(host__isnull=False)),
        waited=Count("pk", filter=waited),
    )
    waiting = every.filter(pk__in=Booth.objects.waiting().order_by().values("pk")).count()
    names = {
        "submitted": "submitted",
        "accepted": "accepted",
        "released": "accepted and released",
        "declined": "declined",
        "withdrawn": "withdrawn",
        "partnered": "partnered, at the place of another",
        "waited": "ever on the waiting list",
    }
    rows = [Figure("Requests", what, counted[name]) for name, what in names.items()]
    return [*rows, Figure("Requests", "on the waiting list now", waiting)]


def _places(edition: Edition, accepted: QuerySet[Booth]) -> list[Figure]:
    given = accepted.filter(stand__isnull=False)
    return [
        Figure("Places", "in use", capacity.capacity(edition)),
        Figure("Places", "with a booth", given.count()),
        Figure("Places", "with two booths", given.filter(guest__isnull=False).count()),
    ]


def _offers(edition: Edition) -> list[Figure]:
    answers = Counter(Offer.objects.filter(booth__edition=edition).values_list("answer", flat=True))
    words = {
        Offer.Answer.OPEN: "open",
        Offer.Answer.ACCEPTED: "accepted",
        Offer.Answer.DECLINED: "declined",
        Offer.Answer.EXPIRED: "expired",
        Offer.Answer.VOID: "ended with the request",
    }
    return [Figure("Offers of a place", word, answers[key]) for key, word in words.items()]


def _messages(edition: Edition) -> list[Figure]:
    status = BoothMessage.Status
    counted = BoothMessage.objects.filter(booth__edition=edition).aggregate(
        asked=Count("pk", filter=Q(initiative=None)),
        helped=Count("pk", filter=Q(initiative__isnull=False)),
        forwarded=Count("pk", filter=Q(status__in=[status.FORWARDED, status.ANSWERED])),
        answered=Count("pk", filter=Q(status=status.ANSWERED)),
    )
    return [
        Figure("Messages to booths", "questions", counted["asked"]),
        Figure("Messages to booths", "offers of help", counted["helped"]),
        Figure("Messages to booths", "forwarded", counted["forwarded"]),
        Figure("Messages to booths", "answered", counted["answered"]),
    ]


def _kinds(accepted: QuerySet[Booth]) -> list[Figure]:
    kinds = {
        "onsite only": {"is_onsite": True, "is_virtual": False},
        "virtual only": {"is_onsite": False, "is_virtual": True},
        "onsite and virtual": {"is_onsite": True, "is_virtual": True},
        "sample": {"is_sample": True},
    }
    return [
        Figure("Accepted booths", what, accepted.filter(**kind).count())
        for what, kind in kinds.items()
    ]


def _groups(accepted: QuerySet[Booth]) -> list[Figure]:
    stated = Counter(
        group or "" for group in accepted.values_list("organization__group", flat=True)
    )
    return [
        Figure("Accepted booths by group", group or "Not stated", stated[group])
        for group in [*StakeholderGroup.values, ""]
    ]


def _themes(edition: Edition) -> list[Figure]:
    accepted = Count("booths", filter=Q(booths__status=Booth.Status.ACCEPTED))
    themes = edition.themes.annotate(accepted=accepted).order_by("position", "pk")
    about = f"Accepted booths by {edition.theme_label.lower()}"
    return [Figure(about, theme.title, theme.accepted) for theme in themes]


def _goals(accepted: QuerySet[Booth]) -> list[Figure]:
    pairs = accepted.filter(goals__isnull=False).values_list("goals__number", "goals__title")
    counted = Counter(pairs)
    return [
        Figure("Accepted booths by SDG", f"{number} {title}", counted[number, title])
        for number, title in sorted(counted)
    ]
