"""What people change in a compiled draft: a list of steps, applied by one function to one content.

The compiled content is never touched. A step names its sentence by a key made of everything the
sentence says, so it survives a new compilation as long as the sentence does.
"""

import copy
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outcomes.compiler.ledger import EDITORIAL, FIGURE, RECORD, Block, statements

ACCEPT, EDIT, CUT, BEFORE, AFTER, ANSWER, UNDO = (
    "accept",
    "edit",
    "cut",
    "before",
    "after",
    "answer",
    "undo",
)
DECISIONS = (ACCEPT, EDIT, CUT)
MOVES = (BEFORE, AFTER)
FIXED_TYPES = ("chart", "wording")
NOT_OF_AN_EDIT = (
    "speaker", "receipt", "language", "mark", "figures", "span", "fields", "before",
    "disposition", "reason",
)  # fmt: skip
KEY_DIGITS = 16


@dataclass(frozen=True)
class Step:
    """One act of one person. `text` is the new wording, the reason, or the neighbour of a move.

    `undoes` is the number of the step an UNDO takes back; `reason` is the kind of reason for a cut.
    """

    number: int
    act: str
    key: str
    by: str = ""
    text: str = ""
    reason: str = ""
    before: str = ""
    undoes: int = 0


def keys(content: Mapping[str, Any]) -> dict[str, str]:
    """Statement id -> key. Equal sentences of one section are told apart by their order."""
    seen: Counter[str] = Counter()
    found = {}
    for section, block in statements(content):
        said = {name: value for name, value in block.items() if name not in ("id", "evidence")}
        body = json.dumps([section["id"], said], ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(body.encode()).hexdigest()[:KEY_DIGITS]
        found[block["id"]] = f"{digest}-{seen[digest]}" if seen[digest] else digest
        seen[digest] += 1
    return found


def standing(steps: Iterable[Step]) -> list[Step]:
    """The steps nobody took back, in their order."""
    ordered = sorted(steps, key=lambda step: step.number)
    undone = {step.undoes for step in ordered if step.act == UNDO}
    return [step for step in ordered if step.act != UNDO and step.number not in undone]


def decisions(steps: Iterable[Step]) -> dict[str, Step]:
    """Key -> the last decision about the sentence that still stands."""
    return {step.key: step for step in standing(steps) if step.act in DECISIONS}


def seen(steps: Iterable[Step]) -> dict[str, int]:
    """Key -> number of the newest decision or undo; what a form carries to notice others."""
    acts = (*DECISIONS, UNDO)
    return {step.key: step.number for step in steps if step.act in acts}


def answers(steps: Iterable[Step]) -> dict[str, Step]:
    """Key of a caution -> the answer that still stands."""
    return {step.key: step for step in standing(steps) if step.act == ANSWER}


def lost(content: Mapping[str, Any], steps: Iterable[Step]) -> list[Step]:
    """Standing edits and cuts whose sentence is not in the content any more."""
    present = set(keys(content).values())
    kept = decisions(steps).values()
    return [step for step in kept if step.act != ACCEPT and step.key not in present]


def open_cautions(content: Mapping[str, Any], steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Cautions without an answer, as long as one of their sentences still stands as compiled."""
    names, decided, answered = keys(content), decisions(steps), answers(steps)
    touched = {key for key, step in decided.items() if step.act in (EDIT, CUT)}
    return [
        caution
        for caution in content.get("cautions", [])
        if caution["key"] not in answered
        and any(names[one] not in touched for one in caution["statements"])
    ]


def applied(content: dict[str, Any], steps: Sequence[Step]) -> dict[str, Any]:
    """The content as its readers get it. Without a step it is the compiled content itself."""
    if not standing(steps):
        return content
    names, decided = keys(content), decisions(steps)
    result = copy.deepcopy(content)
    for part in _parts(result):
        part["blocks"] = [
            _decided(block, decided.get(names.get(block["id"], "")))
            for block in ordered(part["blocks"], names, steps)
            if not _is_cut(block, names, decided)
        ]
    for section in result["sections"]:
        section["parts"] = [part for part in section["parts"] if part["blocks"]]
    result["sections"] = [section for section in result["sections"] if section["parts"]]
    result["review"] = review(content, steps)
    result["counts"] = {**content["counts"], **_kinds(result)}
    return result


def review(content: Mapping[str, Any], steps: Sequence[Step]) -> dict[str, Any]:
    """How many sentences were accepted, edited and cut, and what was said to each caution."""
    names, decided, answered = keys(content), decisions(steps), answers(steps)
    present = [decided[key] for key in names.values() if key in decided]
    acts = Counter(step.act for step in present)
    moved = {step.key for step in standing(steps) if step.act in MOVES} & set(names.values())
    return {
        "compiled": len(names),
        "accepted": acts[ACCEPT],
        "edited": acts[EDIT],
        "cut": acts[CUT],
        "unchanged": len(names) - len(present),
        "moved": len(moved),
        "reasons": dict(sorted(Counter(s.reason for s in present if s.act == CUT).items())),
        "editors": sorted({step.by for step in present if step.act in (EDIT, CUT)} - {""}),
        "cautions": [
            {"text": caution["text"], **_answer(answered.get(caution["key"]))}
            for caution in content.get("cautions", [])
        ],
        "step": max((step.number for step in steps), default=0),
    }


def _answer(step: Step | None) -> dict[str, str]:
    return {"answer": step.text, "by": step.by} if step else {"answer": "", "by": ""}


def _parts(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (part for section in content["sections"] for part in section["parts"])


def _is_cut(block: Block, names: Mapping[str, str], decided: Mapping[str, Step]) -> bool:
    step = decided.get(names.get(block["id"], ""))
    return step is not None and step.act == CUT


def _decided(block: Block, step: Step | None) -> Block:
    """An edited sentence is its editor's: no name, span or figure of the old one stays with it."""
    if step is None or step.act != EDIT:
        return block
    kept = {name: value for name, value in block.items() if name not in NOT_OF_AN_EDIT}
    return {
        **kept,
        "text": step.text,
        "kind": EDITORIAL,
        "author": step.by,
        "evidence": [],
        "replaces": _replaced(block),
    }


def _replaced(block: Block) -> dict[str, Any]:
    """What an edit stands for. Words of people are not repeated: they may be why it was edited."""
    names = ["kind", "evidence", "figures", "fields"]
    if block["kind"] in (FIGURE, RECORD):
        names.append("text")
    return {name: block[name] for name in names if name in block}


def ordered(blocks: list[Block], names: Mapping[str, str], steps: Sequence[Step]) -> list[Block]:
    """The blocks of a part after its moves; a move whose neighbour is gone changes nothing."""
    by_key = {names.get(block["id"], block["id"]): block for block in blocks}
    order = list(by_key)
    for step in standing(steps):
        if step.act in MOVES and step.key in by_key and step.text in by_key:
            order.remove(step.key)
            order.insert(order.index(step.text) + (step.act == AFTER), step.key)
    return [by_key[key] for key in order]


def _kinds(content: Mapping[str, Any]) -> dict[str, int]:
    kinds = Counter(block["kind"] for _section, block in statements(content))
    total = sum(kinds.values())
    named = ("figure", "quote", "record", "note", "editorial")
    by_kind = {kind: kinds[kind] for kind in named}
    return {**by_kind, "statements": total, "with_evidence": total - kinds[EDITORIAL]}
