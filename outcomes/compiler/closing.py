"""How the figures were made, what limits them, and where to check them."""

from datetime import UTC, datetime
from typing import Any

from outcomes.compiler.inputs import PaperInput, Row, SurveyInput
from outcomes.compiler.ledger import (
    EDITORIAL,
    FIGURE,
    NOTE,
    QUOTE,
    RECORD,
    Block,
    Ledger,
    statements,
)
from outcomes.compiler.sections import part, section, session_source
from surveys.stats import RESAMPLES

HIDDEN = ("<5", "~")


def method(ledger: Ledger, data: PaperInput) -> Row:
    """Thresholds, when results were shown, what was voided or changed, and what is made up."""
    blocks: list[Block] = []
    if data.simulated:
        text = "Simulated: answers or notes in this paper were made up for a sample."
        blocks.append(ledger.say(text, EDITORIAL))
    blocks += _survey_method(ledger, data.survey) if data.survey else [_no_survey(ledger)]
    source = session_source(ledger, data)
    text = f"The notes are the rapporteur's. {len(data.notes)} lines were taken."
    if data.notes:
        blocks.append(ledger.say(text, RECORD, [source], fields=["notes"]))
    return section("method", "method", "Method and limits", [part("", blocks)])


def _no_survey(ledger: Ledger) -> Block:
    return ledger.say("This session has no sealed survey; the paper holds no counts.", EDITORIAL)


def _survey_method(ledger: Ledger, survey: SurveyInput) -> list[Block]:
    source = ledger.source(
        "record", "Rules and thresholds of the survey, rules.json", survey.bundle_url
    )
    limits = survey.rules["thresholds"]
    joining = _joining(survey.rules.get("joining"))
    texts = [
        "Who answered is who came: the figures describe the people who took part and nobody else.",
        f"A group is shown from {limits['group']} people on. Counts below {limits['cell']} are "
        "hidden, together with a second one where the first could be worked out.",
        f"Below {limits['percent']} answers there are no percentages, below {limits['pairs']} people "
        "who answered twice there is no test. Percentages are rounded.",
        "Change is counted in people who answered both surveys. The figures do not tell why "
        "somebody answered differently. Which surveys are compared was planned before they were "
        "opened; comparisons of groups, regions and doors were not planned and are exploratory.",
        "Intervals tell how firm a figure is among the people who came. Those of a change are "
        f"drawn from {RESAMPLES} resamples, seeded with the hash of the record so that anybody gets the "
        "same; those of different people follow Newcombe. Smoothed shares count one more answer "
        "on either side.",
    ]
    if any(row.get("abstained") for row in survey.figures):
        texts.append("People who abstained are counted apart and are in no percentage.")
    waves = [sentence for wave in survey.rules["waves"] if (sentence := _wave(wave))]
    rules = {"joining": joining, "thresholds": texts, "waves": waves, "merges": _merges(survey)}
    return [
        ledger.say(text, RECORD, [source], fields=[f"survey.rules.{rule}"])
        for rule, sentences in rules.items()
        for text in sentences
    ]


def _joining(joining: Row | None) -> list[str]:
    """The integrity level; records of an older format do not tell it."""
    if joining is None:
        return []
    if joining["level"] == "codes":
        return [
            "Integrity level Codes: joining needed a one-time code of the Secretariat, which gave "
            f"out {joining['codes_given']}. Each code let one device in."
        ]
    return [
        "Integrity level Open: everybody with the link could answer, once per browser. "
        "The figures are indicative."
    ]


def _wave(wave: Row) -> str:
    """What a reader has to know about one wave; empty when all went as planned."""
    number = wave["number"]
    told = []
    if wave["voided"]:
        told.append(f"Survey {number} was voided and is not counted. Reason: {wave['void_reason']}")
    if wave["changed"]:
        told.append(f"Survey {number} was changed during the session.")
    if wave["shown_at"]:
        told.append(f"Results of survey {number} were shown at {_clock(wave['shown_at'])}.")
    return " ".join(told)


def _clock(iso: str) -> str:
    at = datetime.fromisoformat(iso).astimezone(UTC)
    return f"{at:%H:%M} UTC on {at.day} {at:%B %Y}"


def _merges(survey: SurveyInput) -> list[str]:
    return [
        f"Counted together as planned: {', '.join(merge['groups'])} as {merge['name']}."
        for merge in survey.rules["merges"]
    ]


def record(data: PaperInput) -> Row | None:
    """What to compare a bundle with."""
    if data.survey is None:
        return None
    survey = data.survey
    return {"sha256": survey.sha256, "sealed": survey.sealed, "bundle": survey.bundle_url}


def counts(content: dict[str, Any], data: PaperInput) -> dict[str, int]:
    """How much of what the paper is made of, for "How this paper was made"."""
    kinds = [block["kind"] for _section, block in statements(content)]
    by_kind = {kind: kinds.count(kind) for kind in (FIGURE, QUOTE, RECORD, NOTE, EDITORIAL)}
    named = sum(1 for note in data.notes if note["speaker"])
    return {
        "statements": len(kinds),
        "with_evidence": len(kinds) - by_kind[EDITORIAL],
        "sources": len(content["evidence"]),
        "notes": len(data.notes),
        "notes_with_a_name": named,
        "hidden_cells": _hidden(data.survey),
        **by_kind,
    }


def _hidden(survey: SurveyInput | None) -> int:
    return _hidden_in(survey.figures) if survey else 0


def _hidden_in(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_hidden_in(inner) for inner in value.values())
    if isinstance(value, list):
        return sum(_hidden_in(inner) for inner in value)
    return int(value in HIDDEN) if isinstance(value, str) else 0
