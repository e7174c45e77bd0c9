"""The projector's slides of shown results: bars, open answers, and before and after with doors."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from forum.vocabulary import Door
from surveys import cells, floor, results, settled, state
from surveys.models import Asking, Question, Wave

TEXTS = 6
TOP, BOTTOM = 42, 390
LEAST_APART = 30
Figure = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One door in the chart of before and after, in percent and as heights in it."""

    door: str
    name: str
    before: int
    after: int
    y_before: float
    y_after: float
    label_before: float = 0
    label_after: float = 0


@dataclass(frozen=True)
class Shift:
    """How the people who answered both surveys moved, as the record will say it.

    `parts`: (name, people, start in percent, width in percent); empty where a number is too small.
    """

    first: int
    last: int
    both: int
    moved: dict[str, Any]
    parts: list[tuple[str, int, float, float]] = field(default_factory=list)
    doors: list[tuple[str, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Slide:
    result: results.Result
    texts: list[str]
    more: int
    shift: Shift | None


def slides(wave: Wave | None) -> list[Slide]:
    """One per question of a wave whose results everybody may see; else none."""
    shown = results.shown_results(wave)
    if not shown or wave is None:
        return []
    askings = list(state.askings_of(wave))
    return [_slide(result, asking) for result, asking in zip(shown, askings, strict=True)]


def _slide(result: results.Result, asking: Asking) -> Slide:
    texts = _texts(asking)
    return Slide(result, texts[:TEXTS], max(0, len(texts) - TEXTS), shift(asking))


def _texts(asking: Asking) -> list[str]:
    if asking.question.kind != Question.Kind.TEXT:
        return []
    survey = asking.wave.survey
    rows = floor.open_answers(survey, floor.open_ballots(survey).filter(asking=asking))
    return [row.text for row in rows if not row.hidden]


def shift(asking: Asking) -> Shift | None:
    """Before and after of a question that came again and comes no more; None for any other.

    All numbers come out of the files of the record, or of what the record would be now: so the
    same small numbers are hidden here and there.
    """
    if len(settled.waves_over(asking)) < 2:
        return None
    return _shift(settled.figures_of(asking), str(asking.pk))


def _shift(found: list[Figure], last: str) -> Shift | None:
    changes = [f for f in found if f["kind"] == "change" and f["questions"][-1] == last]
    if not changes or not cells.is_shown(changes[0]["n"]):
        return None
    change = changes[0]
    if change["n"] < cells.PERCENT_MINIMUM:
        return None
    first = change["questions"][0]
    return Shift(
        first=change["waves"][0],
        last=change["waves"][-1],
        both=change["n"],
        moved=change,
        parts=_parts(change),
        doors=_towards(change),
        lines=_lines(_agreeing(found, first), _agreeing(found, last)),
    )


def _parts(change: Figure) -> list[tuple[str, int, float, float]]:
    names = ("away", "stayed", "towards")
    if not all(cells.is_shown(change[name]) for name in names):
        return []
    start, parts = 0.0, []
    for name in names:
        width = round(100 * change[name] / change["n"], 2)
        parts.append((name, change[name], round(start, 2), width))
        start += width
    return parts


def _towards(change: Figure) -> list[tuple[str, Any]]:
    """People of each door who moved towards; empty unless every door may be shown."""
    doors = {door: part["towards"] for door, part in change["doors"].items()}
    if not doors or not all(cells.is_shown(number) for number in doors.values()):
        return []
    return [(door, doors[door]) for door in Door.values if door in doors]


def _agreeing(found: list[Figure], question: str) -> dict[str, float]:
    """Door → share of its people in the highest level, where the record shows it."""
    tables = [f for f in found if f.get("question") == question and f["of"] == "levels"]
    if not tables:
        return {}
    top = max(level for row in tables[0]["rows"] for level in row["shares"])
    shares = {row["group"]: row["shares"].get(top) for row in tables[0]["rows"]}
    return {door: share for door, share in shares.items() if share is not None}


def _lines(before: dict[str, float], after: dict[str, float]) -> list[Line]:
    names = {Door.ROOM: _("in the room"), Door.ONLINE: _("online")}
    doors = [door for door in names if door in before and door in after]
    spots = [(_height(before[door]), _height(after[door]), door) for door in doors]
    left, right = _apart([s[0] for s in spots]), _apart([s[1] for s in spots])
    return [
        Line(
            door=str(door),
            name=names[door],
            before=round(100 * before[door]),
            after=round(100 * after[door]),
            y_before=y_before,
            y_after=y_after,
            label_before=left[place],
            label_after=right[place],
        )
        for place, (y_before, y_after, door) in enumerate(spots)
    ]


def _height(share: float) -> float:
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def _apart(heights: list[float]) -> list[float]:
    """Places for the words beside two dots, moved apart where they would overlap."""
    if len(heights) != 2 or abs(heights[0] - heights[1]) >= LEAST_APART:
        return heights
    middle = sum(heights) / 2
    upper, lower = middle - LEAST_APART / 2, middle + LEAST_APART / 2
    return [upper, lower] if heights[0] <= heights[1] else [lower, upper]
