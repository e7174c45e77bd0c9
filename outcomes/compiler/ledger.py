"""The ledger of a paper: every statement with its kind and evidence, every source with its number."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from outcomes.compiler import wording
from outcomes.compiler.wording import decimal, percent

FIGURE, QUOTE, RECORD, NOTE, EDITORIAL = "figure", "quote", "record", "note", "editorial"
NEEDS_EVIDENCE = (FIGURE, QUOTE, RECORD, NOTE)
NUMERAL = re.compile(r"\d+")
MEASURES = {"mean", "median", "low_quartile", "high_quartile", "ranks", "effective"}
COMPILER = "compiler"
AROUND = ("subtitle", "note")
Block = dict[str, Any]


class CompileError(Exception):
    """The paper cannot be compiled; the message is for the people of the session."""


class Ledger:
    """Numbers statements and sources in the order they are first used."""

    def __init__(self) -> None:
        self.sources: list[Block] = []
        self.count = 0

    def source(self, kind: str, label: str, target: str = "") -> int:
        """The number of this source; the same source keeps its number."""
        entry = {"kind": kind, "label": label, "target": target}
        for known in self.sources:
            if {name: known[name] for name in entry} == entry:
                return known["number"]
        self.sources.append({"number": len(self.sources) + 1, **entry})
        return len(self.sources)

    def say(self, text: str, kind: str, evidence: Iterable[int] = (), **extra: Any) -> Block:
        """A statement. Everything but an editorial remark needs evidence.

        What else its kind owes (`span`, `fields`, `author`) is checked by `compiler.checks`.
        """
        numbers = list(dict.fromkeys(evidence))
        if kind in NEEDS_EVIDENCE and not numbers:
            raise CompileError(f"A statement has no source: “{text}”")
        self.count += 1
        base = {"type": "statement", "id": f"s{self.count}", "text": text, "kind": kind}
        if kind == EDITORIAL:
            base["author"] = COMPILER
        return {**base, "evidence": numbers, **extra}

    def figure(
        self,
        text: str,
        evidence: Iterable[int],
        figures: Sequence[Mapping[str, Any]],
        words: Iterable[str] = (),
        **extra: Any,
    ) -> Block:
        """A statement with numbers. Every numeral in it must be a number of its figures.

        `words` are names quoted in the text (questions, options); their digits are not figures.
        The wording rules hold for the text and for the subtitle and note around it.
        """
        check_counted(text, figures, words, [extra.get(key, "") for key in AROUND])
        names = [str(figure["id"]) for figure in figures]
        return self.say(text, FIGURE, evidence, figures=names, **extra)


def check_counted(
    text: str,
    figures: Iterable[Mapping[str, Any]],
    words: Iterable[str] = (),
    around: Iterable[str] = (),
) -> None:
    """Raise CompileError where a counted sentence breaks a rule of numerals or of wording.

    It holds when the sentence is written and again for the finished paper (`compiler.checks`).
    """
    names = list(words)
    check_numerals(text, figures, names)
    plain = [unquoted(words, names) for words in around]
    if fault := wording.fault(text, unquoted(text, names), plain):
        raise CompileError(fault)


def check_numerals(
    text: str, figures: Iterable[Mapping[str, Any]], words: Iterable[str] = ()
) -> None:
    """Raise CompileError where the text holds a numeral that none of the figures has.

    Numbers of set phrases (`wording.FIXED`) need no figure.
    """
    plain = wording.FIXED.sub(" ", unquoted(text, words))
    known = {number for figure in figures for number in numbers_of(figure)}
    for numeral in NUMERAL.findall(plain):
        if int(numeral) not in known:
            raise CompileError(f"The number {numeral} is in none of the figures of “{text}”")


def unquoted(text: str, words: Iterable[str]) -> str:
    """The text without the names quoted in it; a digit that is a name is no part of a number."""
    for word in sorted(set(words) - {""}, key=len, reverse=True):
        text = re.sub(rf"(?<!\d){re.escape(word)}(?!\d)", " ", text)
    return text


def numbers_of(value: Any) -> set[int]:
    """All whole numbers in a figure, and its shares as rounded percentages."""
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int):
        return {abs(value)}
    if isinstance(value, float):
        return {percent(abs(value))} if -1 <= value <= 1 else set()
    if isinstance(value, Mapping):
        measured = [_digits(v) for k, v in value.items() if k in MEASURES]
        others = (numbers_of(v) for k, v in value.items() if k not in {"id", "p", *MEASURES})
        return set().union(*measured, *others)
    if isinstance(value, list | tuple):
        return set().union(*(numbers_of(v) for v in value))
    return set()


def _digits(value: Any) -> set[int]:
    """The whole numbers of which measured values are written: 12.5 is 12 and 5."""
    if isinstance(value, Mapping):
        return set().union(*map(_digits, value.values()))
    return set() if value is None else {int(part) for part in NUMERAL.findall(decimal(value))}


def statements(content: Mapping[str, Any]) -> list[tuple[Block, Block]]:
    """(section, statement) for every statement of a paper, in its order."""
    return [
        (section, block)
        for section in content["sections"]
        for part in section["parts"]
        for block in part["blocks"]
        if "text" in block
    ]
