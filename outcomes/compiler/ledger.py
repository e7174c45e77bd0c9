"""The ledger of a paper: every statement with its kind and evidence, every source with its number."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveys.cells import CELL_MINIMUM, UNDER

FIGURE, QUOTE, RECORD, NOTE, EDITORIAL = "figure", "quote", "record", "note", "editorial"
NEEDS_EVIDENCE = (FIGURE, QUOTE, RECORD, NOTE)
NUMERAL = re.compile(r"\d+")
MEASURES = {"mean", "median", "low_quartile", "high_quartile", "ranks"}
COMPILER = "compiler"
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
        """
        check_numerals(text, figures, words)
        names = [str(figure["id"]) for figure in figures]
        return self.say(text, FIGURE, evidence, figures=names, **extra)


def check_numerals(
    text: str, figures: Iterable[Mapping[str, Any]], words: Iterable[str] = ()
) -> None:
    """Raise CompileError where the text holds a numeral that none of the figures has.

    "under 5" is how a hidden count is told and needs no figure.
    """
    plain = re.sub(rf"\bunder {CELL_MINIMUM}\b", " ", text)
    for word in sorted(set(words) - {""}, key=len, reverse=True):
        plain = re.sub(rf"(?<!\d){re.escape(word)}(?!\d)", " ", plain)
    known = {number for figure in figures for number in numbers_of(figure)}
    for numeral in NUMERAL.findall(plain):
        if int(numeral) not in known:
            raise CompileError(f"The number {numeral} is in none of the figures of “{text}”")


def numbers_of(value: Any) -> set[int]:
    """All whole numbers in a figure, and its shares as rounded percentages."""
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int):
        return {value}
    if isinstance(value, float):
        return {percent(value)} if 0 <= value <= 1 else set()
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


def decimal(value: float) -> str:
    """A measured number with at most one decimal: the one rounding of all formats."""
    return f"{value:.1f}".removesuffix(".0")


def percent(share: float) -> int:
    """A share as a whole percentage, halves rounded up: the one rounding of all formats."""
    return int(share * 100 + 0.5)


def told(cell: int | str) -> str:
    """A cell in words; hidden ones say so."""
    if isinstance(cell, int):
        return str(cell)
    return f"under {CELL_MINIMUM}" if cell == UNDER else "held back"


def quoted(text: str) -> str:
    return f"“{text}”"


def listed(words: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def people(number: int) -> str:
    return f"{number} person" if number == 1 else f"{number} people"


def statements(content: Mapping[str, Any]) -> list[tuple[Block, Block]]:
    """(section, statement) for every statement of a paper, in its order."""
    return [
        (section, block)
        for section in content["sections"]
        for part in section["parts"]
        for block in part["blocks"]
        if "text" in block
    ]
