"""What was asked, how people answered and how answers changed, per policy question."""

from collections.abc import Iterator
from dataclasses import dataclass

from outcomes.compiler import discussion, kinds, wording
from outcomes.compiler.figures import abstentions, bars, breakdown, choices, move, slope, totals
from outcomes.compiler.inputs import PaperInput, Row, SurveyInput
from outcomes.compiler.ledger import EDITORIAL, QUOTE, RECORD, Block, CompileError, Ledger
from outcomes.compiler.sections import part, section, whole
from outcomes.compiler.wording import listed, people, quoted

KIND_WORDS = {
    "single": "One choice",
    "multiple": "Several choices",
    "agreement": "Five-point agreement",
    "ranking": "Ranking",
    "number": "Number",
    "consent": "Consent",
    "text": "Open text",
}


@dataclass(frozen=True)
class Item:
    """A question with all waves it was asked in that count (voided ones left out)."""

    code: str
    asked: list[Row]
    waves: list[Row]
    letter: str

    @property
    def text(self) -> str:
        return self.asked[-1]["text"]

    @property
    def name(self) -> str:
        """`Question 1`, as it is numbered in the record."""
        return f"Question {self.code.removeprefix('q')}"

    @property
    def kind(self) -> str:
        return self.asked[-1]["kind"]

    @property
    def words(self) -> list[str]:
        """What may be quoted of it: digits in these are no figures."""
        found = [self.text, *(option["text"] for option in self.asked[-1]["options"])]
        return [*found, *(level["name"] for level in self.asked[-1]["levels"])]

    @property
    def unit(self) -> str:
        """The unit of a number question."""
        return str(self.asked[-1].get("number", {}).get("unit", ""))

    @property
    def top(self) -> Row | None:
        """Its highest level: agreement, support, or as planned."""
        levels = self.asked[-1]["levels"]
        return levels[-1] if levels else None

    def counts(self, survey: SurveyInput, kind: str = "") -> list[Row]:
        kind = kind or ("numbers" if self.kind == "number" else "counts")
        return [require(survey, f"{question['code']}.{kind}") for question in self.asked]

    def comparison(self, survey: SurveyInput) -> Row | None:
        """The planned comparison's figure: change for levels, choices otherwise."""
        for row in survey.figures:
            if row["kind"] in ("change", "choices") and row["id"].startswith(f"{self.code}."):
                return row
        return None


def require(survey: SurveyInput, name: str) -> Row:
    """The figure with this id; a paper that needs a figure nobody counted is not compiled."""
    found = next((row for row in survey.figures if row["id"] == name), None)
    if found is None:
        raise CompileError(f"The record holds no figure “{name}”.")
    return found


def sealed(data: PaperInput) -> SurveyInput:
    """The survey of a paper that has one."""
    if data.survey is None:
        raise CompileError("There is no survey.")
    return data.survey


def items(data: PaperInput) -> Iterator[Item]:
    """The questions of the survey in their order, voided waves left out."""
    survey = data.survey
    if survey is None:
        return
    waves = {wave["number"]: wave for wave in survey.rules["waves"]}
    by_code: dict[str, list[Row]] = {}
    for asked in survey.rules["questions"]:
        if not waves[asked["wave"]]["voided"]:
            by_code.setdefault(asked["code"].split(".")[0], []).append(asked)
    for code, asked in by_code.items():
        asked.sort(key=lambda row: row["wave"])
        letter = next((survey.links[a["id"]] for a in asked if a["id"] in survey.links), "")
        yield Item(code, asked, [waves[a["wave"]] for a in asked], letter)


def question(ledger: Ledger, data: PaperInput, row: Row) -> Row:
    """Asked, said, voted, changed for one policy question."""
    letter = row["letter"]
    found = [item for item in items(data) if item.letter == letter]
    parts = [
        part("Asked", _asked(ledger, data, found)),
        part("Said", discussion.said(ledger, data, letter)),
        part("Voted", _voted(ledger, data, found)),
        part("Changed", _changed(ledger, data, found)),
        part("Across groups", _groups(ledger, data, found)),
    ]
    return section(f"q-{letter.lower()}", "question", row["text"], parts, letter=letter)


def other_questions(ledger: Ledger, data: PaperInput) -> Row | None:
    """Questions of the survey that belong to no policy question."""
    letters = {row["letter"] for row in data.questions}
    found = [item for item in items(data) if item.letter not in letters]
    if not found:
        return None
    parts = [
        part("Asked", _asked(ledger, data, found)),
        part("Voted", _voted(ledger, data, found)),
        part("Changed", _changed(ledger, data, found)),
        part("Across groups", _groups(ledger, data, found)),
    ]
    return section("q-other", "question", "Other questions of the survey", parts, letter="")


def surveys(numbers: list[int]) -> str:
    """`survey 1`, `surveys 1, 2 and 3`."""
    return f"survey{'s' if len(numbers) > 1 else ''} {listed([str(n) for n in numbers])}"


def wave_source(ledger: Ledger, data: PaperInput, number: int) -> int:
    """Everything answered in one wave, with the people by door."""
    survey = sealed(data)
    row = require(survey, f"w{number}.people")
    doors = listed([f"{n} {discussion.DOOR_WORDS[d]}" for d, n in row["doors"].items()])
    label = f"Survey {number}, ballots.csv. {people(row['n'])} answered: {doors}."
    return ledger.source("survey", label, survey.bundle_url)


def pair_source(ledger: Ledger, data: PaperInput, item: Item, row: Row) -> int:
    first, last = row["waves"]
    label = f"{item.name}, surveys {first} and {last} compared, pairs.csv. {quoted(item.text)}"
    return ledger.source("survey", label, sealed(data).bundle_url)


def group_source(ledger: Ledger, data: PaperInput, item: Item, dimension: str) -> int:
    names = {"door": "door", "group": "stakeholder group", "region": "regional group"}
    label = f"{item.name} by {names[dimension]}, groups.csv. {quoted(item.text)}"
    return ledger.source("survey", label, sealed(data).bundle_url)


def _asked(ledger: Ledger, data: PaperInput, found: list[Item]) -> list[Block]:
    if not found:
        return [ledger.say("No survey question. Discussed in the session.", EDITORIAL)]
    return [_wording(ledger, data, item) for item in found]


def _wording(ledger: Ledger, data: PaperInput, item: Item) -> Block:
    numbers = [wave["number"] for wave in item.waves]
    text = f"{quoted(item.text)} {KIND_WORDS[item.kind]}, asked in {surveys(numbers)}."
    shown = [wave["number"] for wave in item.waves if wave["shown_at"]]
    text += f" Results were shown for {surveys(shown)}." if shown else " Results were not shown."
    changed = [wave["number"] for wave in item.waves if wave["changed"]]
    if changed:
        text += f" Changed during the session: {surveys(changed)}."
    sources = [wave_source(ledger, data, number) for number in numbers]
    return ledger.say(text, RECORD, sources, fields=["survey.rules.questions"])


def _voted(ledger: Ledger, data: PaperInput, found: list[Item]) -> list[Block]:
    blocks = [_totals(ledger, data, item) for item in found if item.kind != "text" and data.survey]
    texts = [item for item in found if item.kind == "text"]
    if texts:
        words = "The answers in words stand under “Open answers”."
        blocks.append(ledger.say(words, EDITORIAL))
    return blocks or [ledger.say("No vote.", EDITORIAL)]


def _totals(ledger: Ledger, data: PaperInput, item: Item) -> Block:
    survey = sealed(data)
    sources = [wave_source(ledger, data, wave["number"]) for wave in item.waves]
    counted = item.counts(survey)
    if item.kind == "agreement":
        return totals(ledger, item, counted, item.counts(survey, "levels"), sources)
    if item.kind == "consent":
        return kinds.consent(ledger, item, counted, sources)
    if item.kind == "ranking":
        return kinds.ranking(ledger, item, counted, item.counts(survey, "ranking"), sources)
    if item.kind == "number":
        return kinds.numbers(ledger, item, counted, sources)
    if len(counted) > 1:
        return slope(ledger, item, counted, sources)
    return bars(ledger, item, counted, sources)


def _changed(ledger: Ledger, data: PaperInput, found: list[Item]) -> list[Block]:
    """The planned comparisons, and nothing else."""
    blocks: list[Block] = []
    for item in found:
        row = item.comparison(data.survey) if data.survey else None
        if row:
            source = pair_source(ledger, data, item, row)
            blocks.append(finding(ledger, item, row, source, style="finding"))
            blocks += _apart(ledger, data, item, row)
            blocks += _change_chart(ledger, item, row, source)
            blocks += _paths(ledger, data, item, source)
    return blocks or [ledger.say("Not measured.", EDITORIAL)]


def _apart(ledger: Ledger, data: PaperInput, item: Item, row: Row) -> list[Block]:
    """Two shares of different people, where too few answered both surveys."""
    if not row.get("apart") or item.top is None:
        return []
    ends = [require(sealed(data), f"{item.code}.w{wave}.levels") for wave in row["waves"]]
    text = wording.apart(row, ends, item.top)
    sources = [wave_source(ledger, data, wave) for wave in row["waves"]]
    return [ledger.figure(text, sources, [row, *ends], item.words, mark="A")]


def _paths(ledger: Ledger, data: PaperInput, item: Item, source: int) -> list[Block]:
    """Three surveys in one sentence; the record holds the other paths."""
    for row in sealed(data).figures:
        if row["kind"] == "paths" and row["id"].startswith(f"{item.code}.") and item.top:
            text = wording.paths(row, item.top["name"])
            return [ledger.figure(text, [source], [row], item.words, mark="A")]
    return []


def _groups(ledger: Ledger, data: PaperInput, found: list[Item]) -> list[Block]:
    """Common ground of the declared groups, exploratory: no comparison of groups was planned."""
    blocks: list[Block] = []
    for item in found:
        chart = group_chart(ledger, data, item, "group")
        blocks += _ground(ledger, data, item) if chart else []
        blocks += chart
    return blocks


def _ground(ledger: Ledger, data: PaperInput, item: Item) -> list[Block]:
    code, figures = item.asked[-1]["code"], sealed(data).figures
    row = next((row for row in figures if row["id"] == f"{code}.by-group"), None)
    if row is None or item.top is None or not row["across"]:
        return []
    plain = require(sealed(data), f"{code}.levels")
    words = [*item.words, *(line["group"] for line in row["rows"])]
    sources = [group_source(ledger, data, item, "group")]
    ground = wording.common_ground(row, item.top["name"])
    text = f"{ground} {wording.equal_groups(row, plain, item.top)}"
    return [ledger.figure(text, sources, [row, plain], words, mark="A", planned=False)]


def _change_chart(ledger: Ledger, item: Item, row: Row, source: int) -> list[Block]:
    if row["kind"] == "change":
        return move(ledger, item, row, source, wording.aim(item.top["name"] if item.top else ""))
    return choices(ledger, item, row, source)


def finding(ledger: Ledger, item: Item, row: Row, source: int, **extra: str) -> Block:
    """The sentence about people who answered both, without any cause."""
    text = change_text(item, row)
    return ledger.figure(text, [source], [row], item.words, mark="A", **extra)


def change_text(item: Item, row: Row) -> str:
    """The change in words; the same sentence stands in the export."""
    return wording.change(row, item.top["name"] if item.top else "")


def headline(ledger: Ledger, data: PaperInput, letter: str) -> Block | None:
    """The sentence for "In brief": the first comparison of the policy question, else its totals."""
    found = [item for item in items(data) if item.letter == letter and item.kind != "text"]
    for item in found:
        row = item.comparison(data.survey) if data.survey else None
        if row:
            about = f"{quoted(item.text)} {change_text(item, row)}"
            source = pair_source(ledger, data, item, row)
            return ledger.figure(about, [source], [row], item.words, mark="A")
    if found:
        block = _totals(Ledger(), data, found[0])
        sources = [wave_source(ledger, data, wave["number"]) for wave in found[0].waves]
        rows = found[0].counts(sealed(data)) + _level_figures(found[0], data)
        rows += found[0].counts(sealed(data), "ranking") if found[0].kind == "ranking" else []
        counted = found[0].counts(sealed(data))
        text = f"{quoted(found[0].text)} {block['text']}.{abstentions(counted)}"
        words = [*found[0].words, found[0].unit]
        return ledger.figure(text, sources, rows, words, mark="A")
    return None


def key_results(survey: SurveyInput) -> list[str]:
    """The sentences of the paper's findings: totals and change per question, in their order."""
    data = PaperInput(session={}, survey=survey)
    lines = []
    for item in items(data):
        if item.kind == "text":
            continue
        block = _totals(Ledger(), data, item)
        row = item.comparison(survey)
        change = f" {change_text(item, row)}" if row else ""
        abstained = abstentions(item.counts(survey))
        lines.append(f"{quoted(item.text)} {block['text']}.{abstained}{change}")
    return lines


def _level_figures(item: Item, data: PaperInput) -> list[Row]:
    return item.counts(data.survey, "levels") if item.top and data.survey else []


def group_chart(ledger: Ledger, data: PaperInput, item: Item, dimension: str) -> list[Block]:
    """First and last wave by group; nothing where the record holds no breakdown of both."""
    if data.survey is None or (item.top is None and dimension != "door"):
        return []
    names = {row["id"]: row for row in data.survey.figures}
    found = [names.get(f"{asked['code']}.by-{dimension}") for asked in item.asked]
    ends = [found[0], found[-1]] if len(found) > 1 else found
    if None in ends:
        return []
    source = group_source(ledger, data, item, dimension)
    return breakdown(ledger, item, [row for row in ends if row], dimension, source)


def by_door(ledger: Ledger, data: PaperInput) -> Row | None:
    """Room and online side by side, and the regional groups, as far as numbers may be shown."""
    if data.survey is None:
        return None
    closed = [item for item in items(data) if item.kind != "text"]
    doors = [block for item in closed for block in group_chart(ledger, data, item, "door")]
    regions = [block for item in closed for block in group_chart(ledger, data, item, "region")]
    if not doors:
        text = "Too few people took part through one of the two doors to compare them."
        doors = [ledger.say(text, EDITORIAL)]
    parts = [part("By door", doors), part("By regional group", regions)]
    return section("doors", "doors", "Room and online", parts)


def open_answers(ledger: Ledger, data: PaperInput) -> Row | None:
    """Every open answer, word for word, in the order of the receipts."""
    parts = [
        part(item.text, _texts(ledger, data, asked))
        for item in items(data)
        if item.kind == "text"
        for asked in item.asked
    ]
    if not parts:
        return None
    return section("texts", "texts", "Open answers", parts)


def _texts(ledger: Ledger, data: PaperInput, asked: Row) -> list[Block]:
    source = wave_source(ledger, data, asked["wave"])
    answers = data.survey.texts.get(asked["id"], []) if data.survey else []
    simulated = bool(data.survey and data.survey.rules["simulated"])
    lines = [
        ledger.say(
            text,
            QUOTE,
            [source],
            type="said",
            label=f"Survey {asked['wave']}",
            receipt=receipt,
            simulated=simulated,
            span=whole(f"answer:{receipt}", text),
        )
        for receipt, text in answers
    ]
    held = data.survey.held_back.get(asked["id"], 0) if data.survey else 0
    if held:
        answers_held = "1 open answer" if held == 1 else f"{held} open answers"
        text = f"The moderators held back {answers_held}; the record has every answer."
        lines.append(ledger.say(text, RECORD, [source], fields=["survey.held_back"]))
    return lines or [ledger.say("Nobody wrote an answer.", EDITORIAL)]
