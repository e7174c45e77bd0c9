"""Every figure a page or paper may show, computed from the four files of the record alone.

Before the seal the same functions read `record.build` of the answers so far.
"""

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from surveys import record, stats
from surveys.cells import HELD, OTHER, TEST_MINIMUM, UNDER, Cell, is_shown
from surveys.dataset import ABSTAIN, DOORS, NUMBER, RANKING, TEXT
from surveys.stats import Counts

Figure = dict[str, Any]
Row = dict[str, str]


def figures(files: Mapping[str, bytes], about: Collection[str] | None = None) -> list[Figure]:
    """The figures in the order of the survey; ids and fields as in docs/record-format.md.

    `about` leaves out every question whose id is not in it, which saves resampling for one of many.
    """
    rules = json.loads(files["rules.json"])
    if about is not None:
        _narrow(rules, about)
    answers = _answers(files["ballots.csv"])
    groups = _rows(files["groups.csv"])
    pairs = _rows(files["pairs.csv"])
    sealed = record.record_hash(files)
    result = [_people("people", rules["people"]["joined"])]
    for wave in rules["waves"]:
        doors = rules["people"]["answered"][str(wave["number"])]
        result.append(_people(f"w{wave['number']}.people", doors) | {"wave": wave["number"]})
    voided = {wave["number"] for wave in rules["waves"] if wave["voided"]}
    for question in rules["questions"]:
        result += _question(question, answers.get(question["id"], []), question["wave"] in voided)
        result += _breakdowns(question, [r for r in groups if r["question"] == question["id"]])
    for plan in rules["comparisons"]:
        lines = [row for row in pairs if row["comparison"] == plan["id"]]
        result += _comparison(plan, rules, answers, lines, sealed)
    return result


def _narrow(rules: dict[str, Any], about: Collection[str]) -> None:
    rules["questions"] = [q for q in rules["questions"] if q["id"] in about]
    codes = {question["code"] for question in rules["questions"]}
    rules["comparisons"] = [p for p in rules["comparisons"] if codes.issuperset(p["questions"])]


def find(found: Iterable[Figure], figure_id: str) -> Figure | None:
    """The figure with this id, if there is one."""
    return next((figure for figure in found if figure["id"] == figure_id), None)


def open_answers(files: Mapping[str, bytes]) -> dict[str, list[tuple[str, str]]]:
    """Question id -> (receipt, text) of every open answer, in receipt order."""
    rules = json.loads(files["rules.json"])
    texts: dict[str, list[tuple[str, str]]] = {
        question["id"]: [] for question in rules["questions"] if question["kind"] == TEXT
    }
    for row in _rows(files["ballots.csv"]):
        answer = json.loads(row["answer"])
        if row["question"] in texts and answer != ABSTAIN:
            texts[row["question"]].append((row["receipt"], answer))
    return texts


def _rows(body: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))


def _answers(body: bytes) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in _rows(body):
        found.setdefault(row["question"], []).append(json.loads(row["answer"]))
    return found


def _cell(text: str) -> Cell:
    return text if text in (UNDER, HELD) else int(text)


def _people(name: str, doors: Mapping[str, int]) -> Figure:
    return {
        "id": name,
        "mark": "B",
        "kind": "people",
        "n": sum(doors.values()),
        "doors": {door: doors[door] for door in DOORS},
    }


def _question(question: Mapping, answers: Sequence, voided: bool) -> list[Figure]:
    options, kind = [o["id"] for o in question["options"]], question["kind"]
    counted = stats.count(options, stats.choices(kind, answers))
    base = {
        "mark": "A",
        "question": question["id"],
        "wave": question["wave"],
        "voided": voided,
        "n": counted.n,
        "abstained": counted.abstained,
    }

    def figure(name: str, values: Figure) -> Figure:
        return {"id": f"{question['code']}.{name}", "kind": name} | base | values

    if kind == TEXT:
        return [figure("texts", {})]
    if kind == NUMBER:
        return [figure("numbers", dict(stats.numbers(answers)))]
    found = [figure("counts", _shared(counted))]
    if kind == RANKING:
        places = {"ranks": stats.ranks(options, answers)}
        found.append(figure("ranking", places | {"pairs": stats.preferences(options, answers)}))
    if question["levels"]:
        found.append(figure("levels", _shared(stats.regroup(counted, level_of(question)))))
    return found


def level_of(question: Mapping) -> dict[str, str]:
    """Option id -> level id of a question in rules.json, lowest level first."""
    return {option: level["id"] for level in question["levels"] for option in level["options"]}


def _shared(counted: Counts) -> Figure:
    cells, n = counted.counts, counted.n
    return {
        "counts": cells,
        "shares": {key: stats.share(people, n) for key, people in cells.items()},
        "intervals": {key: stats.interval(people, n) for key, people in cells.items()},
    }


def _breakdowns(question: Mapping, rows: Sequence[Row]) -> list[Figure]:
    found = []
    for dimension in dict.fromkeys(row["dimension"] for row in rows):
        lines: dict[str, Figure] = {}
        for row in rows:
            if row["dimension"] == dimension:
                _add(lines, row)
        found.append(
            {
                "id": f"{question['code']}.by-{dimension}",
                "mark": "A",
                "kind": "breakdown",
                "question": question["id"],
                "wave": question["wave"],
                "dimension": dimension,
                "of": "levels" if question["levels"] else "options",
                "n": sum(line["n"] for line in lines.values()),
                "rows": list(lines.values()),
                "across": _across(question, lines.values()),
            }
        )
    return found


def _across(question: Mapping, rows: Iterable[Figure]) -> Figure | None:
    """Support across the declared groups; only for questions with levels."""
    if not question["levels"]:
        return None
    top = question["levels"][-1]["id"]
    shown = {row["group"]: (row["counts"][top], row["n"]) for row in rows}
    return stats.across({group: cell for group, cell in shown.items() if group != OTHER})


def _add(lines: dict[str, Figure], row: Row) -> None:
    n, cell = int(row["n"]), _cell(row["people"])
    empty = {"group": row["group"], "n": n, "counts": {}, "shares": {}}
    line = lines.setdefault(row["group"], empty)
    line["counts"][row["cell"]] = cell
    line["shares"][row["cell"]] = stats.share(cell, n)


def _comparison(
    plan: Mapping, rules: Mapping, answers: Mapping[str, list], rows: Sequence[Row], sealed: str
) -> list[Figure]:
    questions = {question["code"]: question for question in rules["questions"]}
    asked = [questions[code] for code in plan["questions"]]
    ends = [_counted(asked[end], answers.get(asked[end]["id"], [])) for end in (0, -1)]
    cells = {(r["table"], r["door"], r["cell"]): _cell(r["people"]) for r in rows}
    both = cells[("total", "", "both")]
    base: Figure = {
        "mark": "A",
        "planned": True,
        "waves": [asked[0]["wave"], asked[-1]["wave"]],
        "questions": [asked[0]["id"], asked[-1]["id"]],
        "n": both,
        "only_first": ends[0].n - int(both) if is_shown(both) else HELD,
        "only_last": ends[1].n - int(both) if is_shown(both) else HELD,
    }
    if plan["form"] != "levels":
        return [_choices(plan, asked[0], base, cells)]
    change, *rest = _levels(plan, asked, base, cells)
    moved = change["towards"], change["away"], both
    change["interval"] = stats.change_interval(*moved, f"{sealed}|{plan['id']}")
    change["apart"] = _apart(*ends) if _differ(both, *ends) else None
    return [change, *rest]


def _counted(question: Mapping, answers: Sequence) -> Counts:
    """People by level where the question has levels, else by option."""
    options = [option["id"] for option in question["options"]]
    counted = stats.count(options, stats.choices(question["kind"], answers))
    return stats.regroup(counted, level_of(question)) if question["levels"] else counted


def _differ(both: Cell, first: Counts, last: Counts) -> bool:
    """Whether two waves count as answered by different people: few are linked, or nobody knows."""
    few = is_shown(both) and int(both) < TEST_MINIMUM and 2 * int(both) <= min(first.n, last.n)
    return few or not is_shown(both)


def _apart(first: Counts, last: Counts) -> Figure | None:
    """Support in two waves as if answered by different people."""
    top = max(first.counts)
    return stats.difference(first.counts[top], first.n, last.counts[top], last.n)


def _levels(plan: Mapping, asked: Sequence[Mapping], base: Figure, cells: Mapping) -> list[Figure]:
    ids = [level["id"] for level in asked[0]["levels"]]
    size = len(ids)
    doors = [door for table, door, _ in cells if table == "total" and door]
    change: Figure = (
        {"id": f"{plan['id']}.change", "kind": "change"} | base | _move(cells, "", size)
    )
    change["doors"] = {door: _move(cells, door, size) for door in doors}
    grid = {f"{a}>{b}": cells.get(("levels", "", f"{a}>{b}"), HELD) for a in ids for b in ids}
    table = {"id": f"{plan['id']}.table", "kind": "table"} | base | {"levels": ids, "cells": grid}
    steps = {cell: people for (kind, _, cell), people in cells.items() if kind == "paths"}
    if not steps:
        return [change, table]
    waves = [question["wave"] for question in asked]
    code = asked[0]["code"].split(".")[0]
    name = f"{code}.{'-'.join(f'w{wave}' for wave in waves)}.paths"
    walk = {"id": name, "mark": "A", "kind": "paths", "planned": True, "waves": waves}
    walk["support"] = ids[-1]
    return [change, table, walk | {"n": sum(steps.values()), "cells": steps}]


def _move(cells: Mapping, door: str, levels: int) -> Figure:
    n = cells[("total", door, "both")]
    parts = {name: cells.get(("move", door, name), HELD) for name in ("towards", "away", "stayed")}
    return {"n": n} | parts | _tested(parts["towards"], parts["away"], n, levels)


def _tested(towards: Cell, away: Cell, n: Cell, levels: int) -> Figure:
    shown = is_shown(towards) and is_shown(away)
    return {
        "net": int(towards) - int(away) if shown else None,
        "p": stats.change_p(towards, away, int(n), levels) if is_shown(n) else None,
        "test": "mcnemar mid-p" if levels == 2 else "sign test",
    }


def _choices(plan: Mapping, question: Mapping, base: Figure, cells: Mapping) -> Figure:
    options = {}
    for option in question["options"]:
        table = f"option:{option['id']}"
        parts = {
            name: cells.get((table, "", cell), HELD)
            for name, cell in (
                ("stayed", "yes>yes"),
                ("left", "yes>no"),
                ("came", "no>yes"),
                ("neither", "no>no"),
            )
        }
        options[option["id"]] = parts | _tested(parts["came"], parts["left"], base["n"], 2)
    figure = {"id": f"{plan['id']}.choices", "kind": "choices"} | base | {"options": options}
    if plan["form"] == "choice":
        figure["kept"] = cells.get(("kept", "", "kept"), HELD)
        figure["changed"] = cells.get(("kept", "", "changed"), HELD)
    return figure
