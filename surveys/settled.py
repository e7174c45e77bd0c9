"""What the record says, or would say now, about a question that is not asked any more."""

import json
from typing import Any

from django.core.cache import cache

from surveys import figures, panel, record
from surveys.cells import Cell
from surveys.models import Asking, Survey, Wave

KEPT_SECONDS = 600
Figure = dict[str, Any]
DoorTable = dict[str, dict[str, Cell]]


def waves_over(asking: Asking) -> list[Wave]:
    """The waves of the question that count, once all of them are closed; before that none.

    Tables of one question are released together: what is shown before the last wave could give
    away what is hidden after it.
    """
    found = Wave.objects.filter(askings__question=asking.question_id, voided_at=None)
    sealed = asking.wave.survey.status == Survey.Status.SEALED
    waves = [wave for wave in found if wave.opened_at or not sealed]
    return waves if all(wave.closed_at for wave in waves) else []


def figures_of(asking: Asking) -> list[Figure]:
    """Change and doors of the question, read from the record or from what it would be now: the
    same small numbers are hidden here and there. Empty before its last wave is closed."""
    return _kept(asking)["figures"]


def by_door(asking: Asking) -> DoorTable | None:
    """Door -> name of the level, or option -> people; None where no breakdown is shown."""
    kept = _kept(asking)
    found = figures.find(kept["figures"], f"{kept['codes'].get(str(asking.pk))}.by-door")
    if found is None:
        return None
    names = kept["levels"][str(asking.pk)]
    return {
        row["group"]: {names.get(cell, cell): people for cell, people in row["counts"].items()}
        for row in found["rows"]
    }


def _kept(asking: Asking) -> dict[str, Any]:
    over = waves_over(asking)
    if not over:
        return {"figures": [], "codes": {}}
    survey = asking.wave.survey
    last = max(wave.closed_at.isoformat() for wave in over if wave.closed_at)
    key = f"settled:{asking.pk}:{survey.status}:{len(over)}:{last}"
    found = cache.get(key)
    if found is None:
        found = _read(asking, _files(survey))
        cache.set(key, found, KEPT_SECONDS)
    return found


def _read(asking: Asking, files: dict[str, bytes]) -> dict[str, Any]:
    ours = {str(pk) for pk in asking.question.askings.values_list("pk", flat=True)}
    questions = [q for q in json.loads(files["rules.json"])["questions"] if q["id"] in ours]
    return {
        "codes": {q["id"]: q["code"] for q in questions},
        "levels": {q["id"]: {lv["id"]: lv["name"] for lv in q["levels"]} for q in questions},
        "figures": [
            figure
            for figure in figures.figures(files, about=ours)
            if (figure["kind"] == "change" and set(figure["questions"]) <= ours)
            or (figure["id"].endswith(".by-door") and figure["question"] in ours)
        ],
    }


def _files(survey: Survey) -> dict[str, bytes]:
    if survey.status == Survey.Status.SEALED:
        return panel.record_files(survey)
    return record.build(panel.linked(survey))
