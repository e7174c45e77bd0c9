"""The grid that places are drawn on: no place reaches beyond it, no two share a square of it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from booths.models import Place

EDGE = 100


def misplaced(places: Iterable[Place]) -> dict[int, str]:
    """Why a place cannot be drawn where it is, by its position among those given.

    Of two places that overlap the later one is wrong, and the sentence names both.
    """
    taken: dict[tuple[int, int], Place] = {}
    wrong = {}
    for number, place in enumerate(places):
        if place.x + place.width > EDGE or place.y + place.height > EDGE:
            beyond = _("Place %(place)s reaches beyond the plan of %(edge)d columns and rows.")
            wrong[number] = beyond % {"place": place.label, "edge": EDGE}
            continue
        squares = _squares(place)
        if lies_on := next((taken[square] for square in squares if square in taken), None):
            overlap = _("Place %(place)s overlaps place %(other)s.")
            wrong[number] = overlap % {"place": place.label, "other": lies_on.label}
        taken |= {square: place for square in squares if square not in taken}
    return wrong


def _squares(place: Place) -> list[tuple[int, int]]:
    columns = range(place.x, place.x + place.width)
    return [(x, y) for y in range(place.y, place.y + place.height) for x in columns]
