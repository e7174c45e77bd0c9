"""A second counter of a bundle, written from docs/record-format.md alone.

It shares no line with the portal or with verify.py, and takes other roads to the same numbers:
exact fractions instead of floats, places in a sorted list instead of running sums. A new kind of
figure is one more function with `@per_question` or `@per_comparison`, in the order of section 7.
"""

import base64
import csv
import hashlib
import io
import json
from collections import Counter
from fractions import Fraction
from itertools import zip_longest

from tests.surveys.second_statistics import (
    NEEDED_FOR_SHARES,
    NEEDED_FOR_TEST,
    across,
    apart,
    interval,
    known,
    quantile,
    same,
    share,
    tested,
    wilson,
)

RECORD = ("ballots.csv", "groups.csv", "pairs.csv", "rules.json")
ABSTAIN = "abstain"
NOT_A_GROUP = "Not stated / other"

_question_figures = []
_comparison_figures = []


def per_question(figure):
    """Add a function (question, record) -> figures to those of a question, after the earlier ones."""
    _question_figures.append(figure)
    return figure


def per_comparison(figure):
    """Add a function (comparison, record) -> figures to those of a comparison."""
    _comparison_figures.append(figure)
    return figure


def record_hash(files: dict) -> str:
    """The hash of the four files of the record, as section 1 defines it."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in RECORD]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def figures(files: dict) -> list:
    """Every figure of the bundle, in order, counted from the four files of the record."""
    record = Record(files)
    found = list(_people(record))
    for question in record.rules["questions"]:
        for figure in _question_figures:
            found += figure(question, record)
    for comparison in record.rules["comparisons"]:
        for figure in _comparison_figures:
            found += figure(comparison, record)
    return found


def differences(files: dict) -> list:
    """The ids of the figures of figures.json that are missing, added, misplaced or wrong."""
    stated, found = json.loads(files["figures.json"])["figures"], figures(files)
    pairs = zip_longest(stated, found, fillvalue={"id": None})
    return [one["id"] or other["id"] for one, other in pairs if not same(one, other)]


def wrong_receipts(files: dict) -> list:
    """The receipts of ballots.csv that do not belong to the answer of their line."""
    return [
        row["receipt"] for row in _rows(files["ballots.csv"]) if row["receipt"] != _receipt(row)
    ]


class Record:
    """The four files, read once."""

    def __init__(self, files: dict):
        self.rules = json.loads(files["rules.json"])
        self.hash = record_hash(files)
        self.answers = {question["id"]: [] for question in self.rules["questions"]}
        for row in _rows(files["ballots.csv"]):
            self.answers[row["question"]].append(json.loads(row["answer"]))
        self.groups = _rows(files["groups.csv"])
        self.pairs = {
            (row["comparison"], row["table"], row["door"], row["cell"]): _count(row["people"])
            for row in _rows(files["pairs.csv"])
        }
        self.voided = {wave["number"]: wave["voided"] for wave in self.rules["waves"]}

    def given(self, question: dict) -> list:
        return [answer for answer in self.answers[question["id"]] if answer != ABSTAIN]

    def by_code(self, code: str) -> dict:
        return next(entry for entry in self.rules["questions"] if entry["code"] == code)

    def pair(self, comparison: dict, table: str, cell: str, door: str = ""):
        return self.pairs.get((comparison["id"], table, door, cell), "~")


def _rows(content: bytes) -> list:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def _count(text: str):
    return int(text) if text.isdigit() else text


def _receipt(row: dict) -> str:
    ballot = "|".join(("igf-ballot-v1", row["question"], row["answer"], row["nonce"]))
    return base64.b32encode(hashlib.sha256(ballot.encode()).digest()).decode().lower()[:16]


def _people(record: Record):
    people = record.rules["people"]
    yield _head("people", "people", "B") | _doors(people["joined"])
    for wave in record.rules["waves"]:
        number = wave["number"]
        doors = _doors(people["answered"][str(number)])
        yield _head(f"w{number}.people", "people", "B") | {"wave": number} | doors


def _doors(doors: dict) -> dict:
    return {"n": sum(doors.values()), "doors": doors}


def _head(identifier: str, kind: str, mark: str = "A") -> dict:
    return {"id": identifier, "mark": mark, "kind": kind}


def _about(question: dict, kind: str, record: Record) -> dict:
    given, every = record.given(question), record.answers[question["id"]]
    return _head(f"{question['code']}.{kind}", kind) | {
        "question": question["id"],
        "wave": question["wave"],
        "voided": record.voided[question["wave"]],
        "n": len(given),
        "abstained": len(every) - len(given),
    }


@per_question
def _texts(question, record):
    return [_about(question, "texts", record)] if question["kind"] == "text" else []


@per_question
def _numbers(question, record):
    if question["kind"] != "number":
        return []
    values = sorted(Fraction(str(answer)) for answer in record.given(question))
    enough = len(values) >= NEEDED_FOR_SHARES
    places = {"low_quartile": 1, "median": 2, "high_quartile": 3}
    figure = _about(question, "numbers", record)
    figure["mean"] = float(sum(values) / len(values)) if enough else None
    for name, quarters in places.items():
        figure[name] = float(quantile(values, Fraction(quarters, 4))) if enough else None
    return [figure]


def _first_or_all(question: dict, answer) -> list:
    """The options an answer counts for: all of a set, the first of a ranking, else the one."""
    if question["kind"] == "ranking":
        return answer[:1]
    return answer if isinstance(answer, list) else [answer]


def _shared(counts: dict, n: int) -> dict:
    return {
        "counts": counts,
        "shares": {key: share(count, n) for key, count in counts.items()},
        "intervals": {key: wilson(count, n) for key, count in counts.items()},
    }


def _chosen(question, record) -> Counter:
    tally = Counter()
    for answer in record.given(question):
        tally.update(_first_or_all(question, answer))
    return tally


@per_question
def _counts(question, record):
    if question["kind"] in ("text", "number"):
        return []
    figure, tally = _about(question, "counts", record), _chosen(question, record)
    counts = {option["id"]: tally[option["id"]] for option in question["options"]}
    return [figure | _shared(counts, figure["n"])]


@per_question
def _ranking(question, record):
    if question["kind"] != "ranking":
        return []
    options = [option["id"] for option in question["options"]]
    given = record.given(question)
    ranks = {one: _mean_rank(one, given, len(options)) for one in options}
    pairs = {
        f"{one}>{other}": sum(_before(one, other, answer) for answer in given)
        for one in options
        for other in options
        if one != other
    }
    return [_about(question, "ranking", record) | {"ranks": ranks, "pairs": pairs}]


def _mean_rank(option: str, given: list, options: int):
    if len(given) < NEEDED_FOR_SHARES:
        return None
    places = [
        Fraction(answer.index(option) + 1)
        if option in answer
        else Fraction(len(answer) + 1 + options, 2)
        for answer in given
    ]
    return float(sum(places) / len(places))


def _before(one: str, other: str, answer: list) -> bool:
    if one not in answer:
        return False
    return other not in answer or answer.index(one) < answer.index(other)


@per_question
def _levels(question, record):
    if not question["levels"]:
        return []
    figure, tally = _about(question, "levels", record), _chosen(question, record)
    counts = {
        level["id"]: sum(tally[option] for option in level["options"])
        for level in question["levels"]
    }
    return [figure | _shared(counts, figure["n"])]


@per_question
def _breakdowns(question, record):
    lines = [row for row in record.groups if row["question"] == question["id"]]
    return [
        _head(f"{question['code']}.by-{dimension}", "breakdown")
        | {
            "question": question["id"],
            "wave": question["wave"],
            "dimension": dimension,
            "of": "levels" if question["levels"] else "options",
        }
        | _breakdown([row for row in lines if row["dimension"] == dimension], question)
        for dimension in dict.fromkeys(row["dimension"] for row in lines)
    ]


def _breakdown(lines: list, question: dict) -> dict:
    rows = []
    for group in dict.fromkeys(line["group"] for line in lines):
        cells = [line for line in lines if line["group"] == group]
        n = int(cells[0]["n"])
        counts = {cell["cell"]: _count(cell["people"]) for cell in cells}
        shares = {key: share(count, n) for key, count in counts.items()}
        rows.append({"group": group, "n": n, "counts": counts, "shares": shares})
    return {"n": sum(row["n"] for row in rows), "rows": rows, "across": _across(rows, question)}


def _across(rows: list, question: dict):
    groups = [row for row in rows if row["group"] != NOT_A_GROUP]
    if not question["levels"] or len(groups) < 2:
        return None
    highest = question["levels"][-1]["id"]
    if not known(*(row["counts"][highest] for row in groups)):
        return None
    return across([(row["group"], row["counts"][highest], row["n"]) for row in groups])


def _compared(comparison: dict, record: Record) -> list:
    return [record.by_code(code) for code in comparison["questions"]]


def _both(comparison: dict, record: Record, kind: str) -> dict:
    """What change, table and choices begin with."""
    compared = _compared(comparison, record)
    first, last = compared[0], compared[-1]
    n = record.pair(comparison, "total", "both")
    return _head(f"{comparison['id']}.{kind}", kind) | {
        "planned": True,
        "waves": [first["wave"], last["wave"]],
        "questions": [first["id"], last["id"]],
        "n": n,
        "only_first": len(record.given(first)) - n if known(n) else "~",
        "only_last": len(record.given(last)) - n if known(n) else "~",
    }


@per_comparison
def _change(comparison, record):
    if comparison["form"] != "levels":
        return []
    figure = _both(comparison, record, "change")
    test = "mcnemar mid-p" if len(_compared(comparison, record)[0]["levels"]) == 2 else "sign test"
    doors = [key[2] for key in record.pairs if key[0] == comparison["id"] and key[2]]
    moved = {door: _moved(comparison, record, test, door) for door in dict.fromkeys(doors)}
    own = _moved(comparison, record, test) | {"doors": moved}
    seed = f"{record.hash}|{comparison['id']}"
    own["interval"] = interval(own["n"], own["towards"], own["away"], seed)
    own["apart"] = _apart(comparison, record, own["n"])
    return [figure | own]


def _apart(comparison, record, both):
    """Two groups of people, where few or none are known to be in both."""
    ends = [_compared(comparison, record)[place] for place in (0, -1)]
    first, last = (len(record.given(question)) for question in ends)
    if known(both) and (both >= NEEDED_FOR_TEST or 2 * both > min(first, last)):
        return None
    support = [_on_the_highest_level(question, record) for question in ends]
    return apart(support[0], first, support[1], last)


def _on_the_highest_level(question: dict, record) -> int:
    tally = _chosen(question, record)
    return sum(tally[option] for option in question["levels"][-1]["options"])


def _moved(comparison, record, test, door="") -> dict:
    moves = {
        cell: record.pair(comparison, "move", cell, door) for cell in ("towards", "away", "stayed")
    }
    n = record.pair(comparison, "total", "both", door)
    return {"n": n} | moves | tested(n, moves["towards"], moves["away"], test)


@per_comparison
def _table(comparison, record):
    if comparison["form"] != "levels":
        return []
    levels = [level["id"] for level in _compared(comparison, record)[0]["levels"]]
    ways = [f"{one}>{other}" for one in levels for other in levels]
    cells = {way: record.pair(comparison, "levels", way) for way in ways}
    return [_both(comparison, record, "table") | {"levels": levels, "cells": cells}]


@per_comparison
def _paths(comparison, record):
    cells = {
        key[3]: count
        for key, count in record.pairs.items()
        if key[0] == comparison["id"] and key[1] == "paths"
    }
    if not cells:
        return []
    compared = _compared(comparison, record)
    waves = [question["wave"] for question in compared]
    code = compared[0]["code"].partition(".")[0]
    head = _head(f"{code}.{'-'.join(f'w{wave}' for wave in waves)}.paths", "paths")
    head["planned"] = True
    support = compared[0]["levels"][-1]["id"]
    return [head | {"waves": waves, "support": support, "n": sum(cells.values()), "cells": cells}]


@per_comparison
def _choices(comparison, record):
    if comparison["form"] not in ("choice", "multiple"):
        return []
    figure = _both(comparison, record, "choices")
    options = _compared(comparison, record)[0]["options"]
    if comparison["form"] == "choice":
        figure |= {cell: record.pair(comparison, "kept", cell) for cell in ("kept", "changed")}
    figure["options"] = {
        option["id"]: _flows(comparison, record, option["id"], figure["n"]) for option in options
    }
    return [figure]


def _flows(comparison, record, option: str, n) -> dict:
    names = {"stayed": "yes>yes", "left": "yes>no", "came": "no>yes", "neither": "no>no"}
    flows = {
        name: record.pair(comparison, f"option:{option}", cell) for name, cell in names.items()
    }
    return flows | tested(n, flows["came"], flows["left"], "mcnemar mid-p")
