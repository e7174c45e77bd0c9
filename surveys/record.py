"""The record: the four files the seal fixes, their hash, and the bundle around them.

The format is described in docs/record-format.md. Same data, same bytes.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from surveys import cells, comparisons, joint, stats
from surveys.dataset import (
    ABSTAIN,
    AGREEMENT,
    CONSENT,
    DIMENSIONS,
    DOORS,
    MULTIPLE,
    NUMBER,
    RANKING,
    SINGLE,
    TEXT,
    AnswerRow,
    AskingData,
    Comparison,
    SurveyData,
    Voter,
)
from surveys.joint import Released
from surveys.receipts import canonical, is_nonce, receipt

FORMAT = 1
FILES = ("ballots.csv", "groups.csv", "pairs.csv", "rules.json")
VERIFIER = Path(__file__).with_name("verify.py")
AGREEMENT_LEVELS = {
    "1": "disagree",
    "2": "disagree",
    "3": "neither",
    "4": "agree",
    "5": "agree",
}
CONSENT_LEVELS = {"object": "object", "live": "can live with it", "support": "support"}
UNCOUNTED = (TEXT, NUMBER)
PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
NOBODY = Voter(door="")

Files = dict[str, bytes]


def build(data: SurveyData) -> Files:
    """The four files of the record. Raises ValueError where the data contradict themselves."""
    check(data)
    survey = _Linked(data)
    released = survey.released()
    return {
        "ballots.csv": _ballots(data.answers),
        "groups.csv": _table(
            ("question", "dimension", "group", "n", "cell", "people"), survey.groups(released)
        ),
        "pairs.csv": _table(
            ("comparison", "table", "door", "cell", "people"), survey.pairs(released)
        ),
        "rules.json": as_json(survey.rules()),
    }


def record_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over one line per file in name order: its SHA-256, two spaces, its name."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in FILES]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def as_json(value: object) -> bytes:
    """The one way JSON files of the record and bundle are written."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def bundle(files: Mapping[str, bytes], figures: Sequence[Mapping], readme_text: str) -> bytes:
    """The zip people download: record, figures.json, README and verify.py; same input, same bytes."""
    extra = {"README": readme_text.encode("utf-8"), "verify.py": VERIFIER.read_bytes()}
    statement = {
        "format": FORMAT,
        "record": record_hash(files),
        "files": {name: hashlib.sha256(body).hexdigest() for name, body in extra.items()},
        "figures": list(figures),
    }
    members = {name: files[name] for name in FILES} | extra
    return _zip(members | {"figures.json": as_json(statement)})


def _zip(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, members[name])
    return buffer.getvalue()


def check(data: SurveyData) -> None:
    """Raise ValueError for answers without a question, wrong or repeated receipts, bad plans."""
    askings = {asking.id: asking for asking in data.askings}
    seen: set[str] = set()
    people: set[tuple[str, str]] = set()
    for row in data.answers:
        if row.asking not in askings:
            raise ValueError(f"answer to an unknown question {row.asking}")
        _check_answer(row, askings[row.asking])
        if row.receipt in seen or (row.asking, row.voter) in people:
            raise ValueError(f"the answer with receipt {row.receipt} is there twice")
        seen.add(row.receipt)
        people.add((row.asking, row.voter))
    items = [plan.item for plan in data.comparisons]
    if len(items) != len(set(items)):
        raise ValueError("a question has more than one planned comparison")
    for plan in data.comparisons:
        if len(plan.waves) not in (2, 3) or len(set(plan.levels.values())) > 3:
            raise ValueError(f"the comparison planned for {plan.item} is not 2 or 3 waves")


def _check_answer(row: AnswerRow, asking: AskingData) -> None:
    answer: Any = row.answer
    if answer != ABSTAIN and not _fits(answer, asking):
        raise ValueError(f"an answer to {asking.id} is none of its options")
    if not is_nonce(row.nonce) or row.receipt != receipt(asking.id, answer, row.nonce):
        raise ValueError(f"the receipt {row.receipt} does not belong to its answer")


def _fits(answer: Any, asking: AskingData) -> bool:
    options = {option.id for option in asking.options}
    if asking.kind == TEXT:
        return isinstance(answer, str)
    if asking.kind == NUMBER:
        rule = asking.number
        return type(answer) in (int, float) and rule["min"] <= answer <= rule["max"]
    if asking.kind not in (MULTIPLE, RANKING):
        return isinstance(answer, str) and answer in options
    if not isinstance(answer, list) or not set(answer) <= options:
        return False
    ordered = asking.kind == RANKING or answer == sorted(answer)
    return ordered and len(answer) == len(set(answer)) > 0


def _ballots(answers: Iterable[AnswerRow]) -> bytes:
    rows = sorted(answers, key=lambda row: row.receipt)
    header = ("question", "answer", "nonce", "receipt")
    return _table(header, ((r.asking, canonical(r.answer), r.nonce, r.receipt) for r in rows))


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_inert(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8")


def _inert(value: object) -> object:
    """Text a spreadsheet could take for a formula gets an apostrophe in front; numbers do not."""
    if not isinstance(value, str) or PLAIN_NUMBER.fullmatch(value):
        return value
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


class _Linked:
    """The survey while answers still belong to people; lives only as long as `build` runs.

    `answers`: asking → voter → choice (of a ranking the first place), without abstentions.
    """

    def __init__(self, data: SurveyData) -> None:
        self.data = data
        kinds = {asking.id: asking.kind for asking in data.askings}
        self.answers: dict[str, dict[str, Any]] = {asking.id: {} for asking in data.askings}
        self.present: dict[str, set[str]] = {asking.id: set() for asking in data.askings}
        for row in data.answers:
            self.present[row.asking].add(row.voter)
            if row.answer != ABSTAIN:
                choice = stats.choices(kinds[row.asking], [row.answer])[0]
                self.answers[row.asking][row.voter] = choice
        self.items = list(dict.fromkeys(asking.item for asking in data.askings))
        self.plans = {plan.item: plan for plan in data.comparisons}
        self.voided = {wave.number for wave in data.waves if wave.voided}

    def code(self, item: str) -> str:
        return f"q{self.items.index(item) + 1}"

    def asking(self, item: str, wave: int) -> AskingData | None:
        found = (a for a in self.data.askings if (a.item, a.wave) == (item, wave))
        return next(found, None)

    def levels(self, asking: AskingData) -> dict[str, str]:
        """Option id -> level id ("L1" lowest), empty for a question without levels."""
        names = self.level_names(asking)
        order = {name: f"L{i}" for i, name in enumerate(dict.fromkeys(names.values()), start=1)}
        return {option: order[name] for option, name in names.items()}

    def level_names(self, asking: AskingData) -> dict[str, str]:
        plan = self.plans.get(asking.item)
        ids = [option.id for option in asking.options]
        if plan and plan.levels and set(plan.levels) == set(ids):
            return dict(plan.levels)
        if asking.kind == AGREEMENT and ids == list(AGREEMENT_LEVELS):
            return AGREEMENT_LEVELS
        if asking.kind == CONSENT and set(ids) == set(CONSENT_LEVELS):
            return CONSENT_LEVELS
        if asking.kind == SINGLE and any(option.support for option in asking.options):
            found = {o.id: "support" if o.support else "other" for o in asking.options}
            return dict(sorted(found.items(), key=lambda pair: pair[1]))
        return {}

    def rules(self) -> dict:
        data = self.data
        return {
            "format": FORMAT,
            "session": data.session,
            "title": data.title,
            "simulated": data.simulated,
            "joining": {"level": data.level, "codes_given": data.codes_given},
            "thresholds": {
                "group": cells.GROUP_MINIMUM,
                "cell": cells.CELL_MINIMUM,
                "percent": cells.PERCENT_MINIMUM,
                "pairs": cells.TEST_MINIMUM,
            },
            "people": self._people(),
            "waves": [dict(vars(wave)) for wave in data.waves],
            "questions": [self._question(asking) for asking in data.askings],
            "comparisons": [self._comparison(plan) for plan in self._comparable()],
            "merges": [dict(vars(merge), groups=list(merge.groups)) for merge in data.merges],
        }

    def _people(self) -> dict:
        joined = Counter(voter.door for voter in self.data.voters.values())
        answered = {}
        for wave in self.data.waves:
            doors = Counter(self._voter(key).door for key in self._present(wave.number))
            answered[str(wave.number)] = {door: doors[door] for door in DOORS}
        return {"joined": {door: joined[door] for door in DOORS}, "answered": answered}

    def _present(self, wave: int) -> set[str]:
        askings = [a.id for a in self.data.askings if a.wave == wave]
        return set().union(*(self.present[asking] for asking in askings))

    def _voter(self, key: str) -> Voter:
        return self.data.voters.get(key, NOBODY)

    def _question(self, asking: AskingData) -> dict:
        levels, names = self.levels(asking), self.level_names(asking)
        grouped = {
            level: {"name": names[option], "options": [o for o in levels if levels[o] == level]}
            for option, level in levels.items()
        }
        return {
            "id": asking.id,
            "code": f"{self.code(asking.item)}.w{asking.wave}",
            "wave": asking.wave,
            "kind": asking.kind,
            "text": asking.text,
            "options": [dict(vars(option)) for option in asking.options],
            "levels": [{"id": level, **rest} for level, rest in sorted(grouped.items())],
            **({"number": dict(asking.number)} if asking.kind == NUMBER else {}),
        }

    def _comparable(self) -> list[Comparison]:
        """Planned comparisons without voided waves, if two remain with the same options."""
        plans = [
            replace(plan, waves=tuple(w for w in plan.waves if w not in self.voided))
            for plan in self.data.comparisons
        ]
        return [plan for plan in plans if self._compares(plan)]

    def _compares(self, plan: Comparison) -> bool:
        askings = [self.asking(plan.item, wave) for wave in plan.waves]
        if None in askings or len(plan.waves) < 2:
            return False
        shapes = {(a.kind, tuple(o.id for o in a.options)) for a in askings if a}
        return len(shapes) == 1 and all(a.kind not in UNCOUNTED for a in askings if a)

    def _comparison(self, plan: Comparison) -> dict:
        code, waves = self.code(plan.item), [f"w{wave}" for wave in plan.waves]
        return {
            "id": f"{code}.{waves[0]}-{waves[-1]}",
            "questions": [f"{code}.{wave}" for wave in waves],
            "form": self._form(plan),
        }

    def _form(self, plan: Comparison) -> str:
        asking = self.asking(plan.item, plan.waves[0])
        if asking and asking.kind == MULTIPLE:
            return "multiple"
        return "levels" if asking and self.levels(asking) else "choice"

    def released(self) -> dict[str, Released]:
        """Item -> its tables, each question released on its own."""
        plans = {plan.item: plan for plan in self._comparable()}
        counted = [item for item in self.items if self._askings(item)]
        return {item: self._release(item, plans.get(item)) for item in counted}

    def _askings(self, item: str) -> list[AskingData]:
        """The waves of a question that are counted in tables."""
        return [
            asking
            for asking in self.data.askings
            if asking.item == item
            and asking.kind not in UNCOUNTED
            and asking.wave not in self.voided
        ]

    def _release(self, item: str, plan: Comparison | None) -> Released:
        askings = self._askings(item)
        waves = [joint.Wave(self._columns(a), a.kind == MULTIPLE) for a in askings]
        said = [self._said(asking) for asking in askings]
        people = [
            joint.Someone(
                self._voter(key).door,
                self._group(key, "group"),
                self._group(key, "region"),
                tuple(wave.get(key, "") for wave in said),
            )
            for key in sorted(set().union(*said))
        ]
        return joint.release(waves, people, self._plan(askings, plan) if plan else None)

    def _plan(self, askings: Sequence[AskingData], plan: Comparison) -> comparisons.Plan:
        places = [i for i, asking in enumerate(askings) if asking.wave in plan.waves]
        return comparisons.Plan(self._form(plan), tuple(places), self._columns(askings[places[0]]))

    def _columns(self, asking: AskingData) -> tuple[str, ...]:
        levels = sorted(set(self.levels(asking).values()))
        return tuple(levels or [option.id for option in asking.options])

    def _said(self, asking: AskingData) -> dict[str, Hashable]:
        """Voter -> level or option, of multiple choice all options."""
        levels, answers = self.levels(asking), self.answers[asking.id]
        if asking.kind == MULTIPLE:
            return {key: tuple(answer) for key, answer in answers.items()}
        return {key: levels.get(answer, answer) for key, answer in answers.items()}

    def pairs(self, released: Mapping[str, Released]) -> list[tuple]:
        return [
            (self._comparison(plan)["id"], row.table, row.door, row.cell, row.people)
            for plan in self._comparable()
            for row in released[plan.item].pairs
        ]

    def groups(self, released: Mapping[str, Released]) -> list[tuple]:
        rows = []
        for asking in self.data.askings:
            waves = self._askings(asking.item)
            if asking in waves:
                for dimension in DIMENSIONS:
                    place = (waves.index(asking), dimension)
                    rows += _lines(asking.id, dimension, released[asking.item], place)
        return rows

    def _group(self, key: str, dimension: str) -> str:
        stated = getattr(self._voter(key), dimension)
        for merge in self.data.merges:
            if merge.dimension == dimension and stated in merge.groups:
                return merge.name
        return stated


def _lines(asking: str, dimension: str, released: Released, place: tuple[int, str]) -> list[tuple]:
    sizes = released.sizes.get(place, {})
    return [
        (asking, dimension, row, sizes[row], cell, number)
        for row, line in released.tables.get(place, {}).items()
        for cell, number in line.items()
    ]
