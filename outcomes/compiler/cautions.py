"""What a person has to have seen before a paper is approved: few answers, people who left, weights.

Three cautions, each with the statements it is about. Under 30 answers and a fifth who left are the
lines from which other discussion tools warn too; they hide nothing and change no number.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from outcomes.compiler.inputs import PaperInput, Row
from outcomes.compiler.ledger import Block, statements
from outcomes.compiler.wording import HALF, percent, quoted

FEW_ANSWERS = 30
LEFT_SHARE = 0.2
KEY_DIGITS = 12
Told = tuple[str, str]


def cautions(content: Mapping[str, Any], data: PaperInput) -> list[Row]:
    """The cautions of a paper in the order of its figures; empty without a survey."""
    if data.survey is None:
        return []
    citing = _citing(content)
    questions = {row["id"]: row for row in data.survey.rules["questions"]}
    found: list[Row] = []
    for figure in data.survey.figures:
        ids = citing.get(figure["id"], [])
        if ids:
            found += [_caution(k, text, ids) for k, text in _about(figure, questions, data)]
    return found


def _about(figure: Row, questions: Mapping[str, Row], data: PaperInput) -> Iterator[Told]:
    name = figure.get("question") or (figure.get("questions") or [""])[-1]
    question = questions.get(name)
    if question is None:
        return
    yield from _few(figure, question)
    yield from _left(figure, question)
    yield from _weights(figure, question, data.survey.figures if data.survey else [])


def _few(figure: Row, question: Row) -> Iterator[Told]:
    n = figure["n"]
    if figure["kind"] in ("counts", "numbers") and n < FEW_ANSWERS:
        yield (
            "few",
            f"{quoted(question['text'])} has {n} answers in survey {figure['wave']}: "
            "single people move the shares.",
        )


def _left(figure: Row, question: Row) -> Iterator[Told]:
    """People who answered the first survey and not the last: the change is told of those who stayed."""
    if figure["kind"] not in ("change", "choices") or not isinstance(figure["n"], int):
        return
    left, began = figure["only_first"], figure["n"] + figure["only_first"]
    if began and left / began >= LEFT_SHARE:
        first, last = figure["waves"]
        yield (
            "left",
            f"{quoted(question['text'])} {left} of the {began} people who answered survey {first} "
            f"did not answer survey {last}; the change is told of the others.",
        )


def _weights(figure: Row, question: Row, figures: Sequence[Row]) -> Iterator[Told]:
    """Where every group counting the same would put the highest level on the other side of half."""
    if figure["kind"] != "levels" or not question["levels"]:
        return
    top = question["levels"][-1]
    share = figure["shares"][top["id"]]
    equal = _equal_groups(f"{question['code']}.by-group", figures)
    if share is not None and equal is not None and (share > HALF) != (equal > HALF):
        yield (
            "weights",
            f"{quoted(question['text'])} In survey {figure['wave']} {percent(share)}% chose "
            f"“{top['name']}”; with every stakeholder group counting the same it would be "
            f"{percent(equal)}%, on the other side of half.",
        )


def _equal_groups(name: str, figures: Sequence[Row]) -> float | None:
    """The share in which each group shown counts equally; None where fewer than two are."""
    across = next((row["across"] for row in figures if row["id"] == name), None)
    return across["equal"] if across else None


def _citing(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """Figure id -> ids of the statements that use it."""
    found: dict[str, list[str]] = {}
    for _section, block in statements(content):
        for name in _figures(block):
            found.setdefault(name, []).append(block["id"])
    return found


def _figures(block: Block) -> list[str]:
    return list(dict.fromkeys(block.get("figures", [])))


def _caution(kind: str, text: str, ids: list[str]) -> Row:
    """Its key holds as long as its words, so an answer never covers other numbers."""
    key = hashlib.sha256(f"{kind}|{text}".encode()).hexdigest()[:KEY_DIGITS]
    return {"key": f"{kind}-{key}", "kind": kind, "text": text, "statements": ids}
