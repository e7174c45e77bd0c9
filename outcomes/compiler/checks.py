"""The last gate of a compilation: every sentence against its evidence, apart from what wrote it.

Each kind owes something: a figure its figures with their base, a quote or note the exact span of a
contribution, a record its fields, an editorial remark its author. What is missing stops the build.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from outcomes.compiler.inputs import PaperInput
from outcomes.compiler.ledger import (
    AROUND,
    COMPILER,
    EDITORIAL,
    FIGURE,
    NOTE,
    NUMERAL,
    QUOTE,
    RECORD,
    Block,
    CompileError,
    check_counted,
    check_numerals,
    statements,
)
from outcomes.compiler.sections import TRANSCRIPT
from outcomes.compiler.wording import FIXED, decided, quoted

NO_NUMBERS = {"id", "question"}


@dataclass(frozen=True)
class Contribution:
    """What somebody said or wrote, whether it may be quoted, and the name that may stand with it."""

    text: str
    name: str = ""
    may_quote: bool = True
    may_name: bool = False
    label: str = ""


class Evidence:
    """Everything a sentence may lean on, by the names that statements use."""

    def __init__(self, data: PaperInput) -> None:
        self.data = data.as_data()
        survey = data.survey
        self.figures = {row["id"]: row for row in survey.figures} if survey else {}
        self.questions = {row["id"]: row for row in survey.rules["questions"]} if survey else {}
        self.contributions = dict(contributions(data))
        self.notes = {row["id"]: row for row in data.notes}

    def words(self, figure: Mapping[str, Any]) -> Iterator[str]:
        """The wordings of the questions a figure counts, and its groups; digits in them are no figures."""
        for found in self.asked(figure):
            yield found["text"]
            yield from (option["text"] for option in found["options"])
            yield from (level["name"] for level in found["levels"])
            yield str(found.get("number", {}).get("unit", ""))
        yield from (row["group"] for row in figure.get("rows", ()))

    def asked(self, figure: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The questions a figure names; where it names none, those with its code."""
        names = {figure.get("question"), *figure.get("questions", ())} - {None}
        if names:
            return [row for key, row in self.questions.items() if key in names]
        code = figure["id"].split(".")[0]
        return [row for row in self.questions.values() if row["code"].split(".")[0] == code]

    def field(self, path: str) -> Any:
        """The value at a path such as `survey.rules.waves`; None where there is none."""
        value: Any = self.data
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        return value


def check(content: Mapping[str, Any], data: PaperInput) -> None:
    """Raise CompileError, naming the sentence, for the first one that its evidence does not carry."""
    evidence = Evidence(data)
    sources = {source["number"] for source in content["evidence"]}
    for _section, block in statements(content):
        if not set(block["evidence"]) <= sources:
            raise _stop("A source is not in the list", block)
        KINDS.get(block["kind"], _unknown)(block, evidence)
        _disposition(block, evidence)


def contributions(data: PaperInput) -> Iterator[tuple[str, Contribution]]:
    """Everything that can be quoted, by the name a span uses."""
    for row in data.notes:
        name = row["speaker"]
        yield f"note:{row['id']}", Contribution(row["text"], name, may_name=row["consent"])
        if said := row.get("passage"):
            heard = Contribution(said["text"], name, may_name=row["consent"], label=said["label"])
            yield f"{TRANSCRIPT}:{row['id']}", heard
    for item in data.items:
        for key in ("before", "after"):
            yield f"item:{item['number']}:{key}", Contribution(item[key])
    if data.survey is None:
        return
    for row in data.survey.ideas:
        allowed = row["may_quote"]
        yield f"idea:{row['id']}", Contribution(row["text"], row["name"], allowed, allowed)
    for answers in data.survey.texts.values():
        for receipt, text in answers:
            yield f"answer:{receipt}", Contribution(text)


def _figure(block: Block, evidence: Evidence) -> None:
    """Its figures exist, each tells its base, its numerals are theirs, its words keep the rules."""
    names = block.get("figures", [])
    if not names:
        raise _stop("No figure is named", block)
    figures = [evidence.figures.get(name) for name in names]
    if None in figures:
        raise _stop("A figure is not in the record", block)
    known = [figure for figure in figures if figure]
    if not all(_has_base(figure) for figure in known):
        raise _stop("A figure does not say of how many people", block)
    words = [word for figure in known for word in evidence.words(figure)]
    try:
        check_counted(block["text"], known, words, [block.get(key, "") for key in AROUND])
        for cell in _cells(block):
            check_numerals(cell, known, words)
    except CompileError as error:
        raise _stop(str(error), block) from None


def _cells(block: Block) -> Iterator[str]:
    """Every cell of the table that says the same as the sentence."""
    for row in block.get("table", {}).get("rows", ()):
        yield from row[1:]


def _has_base(figure: Mapping[str, Any]) -> bool:
    parts = [figure, *figure.get("rows", ())]
    return all(isinstance(part.get("n"), int | str) for part in parts)


def _quote(block: Block, evidence: Evidence) -> None:
    """Byte for byte what was said, with leave to say it, and a name only where it was allowed."""
    source, words = _span(block, evidence)
    if block["text"] != words:
        raise _stop("A quote is not word for word", block)
    _consent(block, source)


def _note(block: Block, evidence: Evidence) -> None:
    """A line of the notes as it is, or in quotation marks inside a sentence without numerals."""
    source, words = _span(block, evidence)
    if not block["span"]["of"].startswith(("note:", f"{TRANSCRIPT}:")):
        raise _stop("The source is no note", block)
    around = block["text"].replace(quoted(words), "", 1)
    if block["text"] != words and (around == block["text"] or NUMERAL.search(around)):
        raise _stop("A note is not word for word", block)
    _consent(block, source)


def _disposition(block: Block, evidence: Evidence) -> None:
    """What became of a suggestion, and why, as people of the session said it of this note."""
    if "disposition" not in block:
        return
    row = evidence.notes.get(block.get("span", {}).get("of", "").partition(":")[2], {})
    if (block["disposition"], block["reason"]) != (decided(row), row.get("reason", "")):
        raise _stop("This is not what was decided about the suggestion", block)


def _span(block: Block, evidence: Evidence) -> tuple[Contribution, str]:
    span = block.get("span") or {}
    source = evidence.contributions.get(span.get("of", ""))
    if source is None:
        raise _stop("Nobody said this in the session", block)
    words = source.text[span["start"] : span["end"]]
    if not words and source.text:
        raise _stop("The span of a quote is empty", block)
    return source, words


def _consent(block: Block, source: Contribution) -> None:
    if not source.may_quote:
        raise _stop("There is no consent to quote", block)
    name = block.get("speaker", "")
    if name and not (source.may_name and name == source.name):
        raise _stop("There is no consent to give the name", block)
    if source.label and not source.may_name and source.label.casefold() in block["text"].casefold():
        raise _stop("There is no consent to give the name that is in these words", block)


def _record(block: Block, evidence: Evidence) -> None:
    """Its fields exist; one text is repeated as it is; numerals are numbers of the fields."""
    fields = block.get("fields", [])
    values = [evidence.field(path) for path in fields]
    if not fields or None in values:
        raise _stop("No field of the record is named", block)
    if len(values) == 1 and isinstance(values[0], str) and values[0] != block["text"]:
        raise _stop("A field is not repeated as it is", block)
    known = set().union(*map(_numbers, values))
    for numeral in NUMERAL.findall(FIXED.sub(" ", block["text"])):
        if int(numeral) not in known:
            raise _stop(f"The number {numeral} is in none of the fields", block)


def _numbers(value: Any) -> set[int]:
    """All whole numbers in a field, how many entries it has, and the sum of plain counts."""
    if isinstance(value, Mapping):
        inner = [_numbers(part) for key, part in value.items() if key not in NO_NUMBERS]
        counts = [part for part in value.values() if isinstance(part, int)]
        return set().union(*inner, {sum(counts)})
    if isinstance(value, list | tuple):
        return set().union(*map(_numbers, value), {len(value)})
    return {int(part) for part in NUMERAL.findall(str(value))} if value is not None else set()


def _editorial(block: Block, evidence: Evidence) -> None:
    """Somebody stands for it; the compiler itself counts nothing in its remarks."""
    if not block.get("author"):
        raise _stop("A remark has no author", block)
    if block["author"] == COMPILER and NUMERAL.search(block["text"]):
        raise _stop("A remark of the compiler holds a number", block)


def _unknown(block: Block, evidence: Evidence) -> None:
    raise _stop(f"“{block['kind']}” is no kind of statement", block)


def _stop(reason: str, block: Block) -> CompileError:
    return CompileError(f"{reason}: “{block['text']}” ({block['id']})")


KINDS = {FIGURE: _figure, QUOTE: _quote, NOTE: _note, RECORD: _record, EDITORIAL: _editorial}
