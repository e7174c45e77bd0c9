"""The floor plan as plain data: what is drawn, what the list beside it says, who could stand where."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from booths import capacity
from booths.models import Booth, Place
from forum.models import Edition

STEP_X, STEP_Y = 120, 106
GAP_X, GAP_Y = 20, 28
LEFT, TOP, FOOT = 30, 28, 56
LETTER, LABEL_LETTER = 9, 12


@dataclass(frozen=True)
class Square:
    """One place as it is drawn, with the public booths that stand on it."""

    place: Place
    booths: list[Booth]
    x: int
    y: int
    width: int
    height: int
    is_offered: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a booth may be put here, or change places with the one that stands here."""
        fixed = any(booth.stand_id and booth.released_at for booth in self.booths)
        return self.place.is_available and not (self.is_offered or fixed)

    @property
    def tag(self) -> str:
        """As much of the first exhibitor's name as the square is wide."""
        booth = self.booths[0]
        name = booth.organization.name if booth.organization else booth.title
        return self._cut(name, LETTER)

    @property
    def label(self) -> str:
        """As much of the place's label as the square is wide."""
        return self._cut(self.place.label, LABEL_LETTER)

    def _cut(self, text: str, letter: int) -> str:
        fits = max((self.width - 16) // letter, 3)
        return text if len(text) <= fits else text[: fits - 1].rstrip() + "…"

    @property
    def text_x(self) -> int:
        return self.x + 12

    @property
    def label_y(self) -> int:
        return self.y + 28

    @property
    def tag_y(self) -> int:
        return self.y + self.height - 16

    @property
    def end_x(self) -> int:
        return self.right - 12

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Plan:
    """All places of an edition with the size of the drawing."""

    squares: list[Square]
    width: int
    height: int

    @property
    def taken(self) -> int:
        return sum(bool(square.booths) for square in self.squares)

    @property
    def off(self) -> int:
        return sum(not square.place.is_available for square in self.squares)

    @property
    def free(self) -> int:
        return len(self.squares) - self.taken - self.off


def plan(edition: Edition) -> Plan | None:
    """The plan with the released booths only; None where an edition has no places."""
    return _draw(edition, Booth.objects.public())


def desk_plan(edition: Edition) -> Plan | None:
    """The plan as the Secretariat moves booths on it, with those not released and the offers."""
    accepted = Booth.objects.filter(status=Booth.Status.ACCEPTED)
    offers = capacity.open_offers(edition).exclude(place=None)
    return _draw(edition, accepted, offered=set(offers.values_list("place", flat=True)))


def _draw(edition: Edition, booths: QuerySet[Booth], offered: Collection[int] = ()) -> Plan | None:
    if edition.is_online:
        return None
    guests = booths.select_related("edition", "organization")
    hosts = guests.prefetch_related(Prefetch("guest", queryset=guests))
    places = Place.objects.filter(edition=edition).prefetch_related(
        Prefetch("booth", queryset=hosts)
    )
    squares = [_square(place, place.pk in offered) for place in places]
    if not squares:
        return None
    width = max(square.right for square in squares) + LEFT
    return Plan(squares, width, max(square.bottom for square in squares) + FOOT)


def _square(place: Place, is_offered: bool) -> Square:
    host = getattr(place, "booth", None)
    guest = getattr(host, "guest", None) if host else None
    return Square(
        place,
        [booth for booth in (host, guest) if booth],
        x=LEFT + STEP_X * place.x,
        y=TOP + STEP_Y * place.y,
        width=STEP_X * place.width - GAP_X,
        height=STEP_Y * place.height - GAP_Y,
        is_offered=is_offered,
    )


def without_place(edition: Edition) -> list[Booth]:
    """The accepted booths that still need a place, by name."""
    return sorted(places_needed(edition).filter(stand=None), key=_name)


def places_needed(edition: Edition) -> QuerySet[Booth]:
    """The booths that stand on a place of their own."""
    hosting = Booth.objects.hosting().filter(edition=edition)
    return hosting.select_related("edition", "organization", "stand", "created_by")


def in_alphabetical_order(edition: Edition) -> dict[Booth, Place | None]:
    """The proposal: booths not released yet, by name of organization, over the open places.

    Released booths keep their places. Whoever comes last may get none.
    """
    booths = list(places_needed(edition))
    fixed = {booth.stand_id for booth in booths if booth.released_at and booth.stand_id}
    movable = [booth for booth in booths if booth.stand_id not in fixed]
    own = {booth.stand_id for booth in movable if booth.stand_id}
    allowed = set(capacity.open_places(edition).values_list("pk", flat=True)) | own
    free = [place for place in Place.objects.filter(edition=edition) if place.pk in allowed]
    ordered = sorted(movable, key=_name)
    places: list[Place | None] = [*free, *[None] * len(ordered)]
    return dict(zip(ordered, places, strict=False))


def _name(booth: Booth) -> tuple[str, int]:
    name = booth.organization.name if booth.organization else booth.title
    return name.casefold(), booth.number or 0
