"""The compiler of impulse papers: plain data in, one structure out, nothing else.

Fixed rules, no database, no clock: the same input gives the same bytes. It fails rather than
print a number that is in no figure or a quote without its source.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import outcomes.compiler.cautions as cautions
import outcomes.compiler.checks as checks
import outcomes.compiler.closing as closing
import outcomes.compiler.discussion as discussion
import outcomes.compiler.opening as opening
import outcomes.compiler.votes as votes
from outcomes.compiler.inputs import PaperInput, SurveyInput
from outcomes.compiler.ledger import CompileError, Ledger, statements

VERSION = 4
LANGUAGE = "en"
__all__ = [
    "CompileError",
    "PaperInput",
    "SurveyInput",
    "as_bytes",
    "compile_paper",
    "input_hash",
    "statements",
]


def compile_paper(data: PaperInput, checking: Callable[[], None] | None = None) -> dict[str, Any]:
    """The content of the paper: sections of statements and charts, and the list of sources.

    Raises CompileError, naming the sentence, where a statement is not carried by its evidence;
    `checking` is called when all is put together and that begins.
    """
    ledger = Ledger()
    facts = opening.facts(ledger, data)
    topics = [votes.question(ledger, data, question) for question in data.questions]
    body = [
        *topics,
        votes.other_questions(ledger, data),
        discussion.draft(ledger, data),
        votes.open_answers(ledger, data),
        votes.by_door(ledger, data),
        discussion.positions(ledger, data),
        discussion.ideas(ledger, data),
        closing.method(ledger, data),
    ]
    brief = opening.brief(ledger, data)
    sections = [brief, facts, *(section for section in body if section)]
    content = {
        "format": "igf-impulse-paper",
        "compiler": VERSION,
        "language": LANGUAGE,
        "title": data.session["title"],
        "session": data.session["full_name"],
        "lead": opening.lead(data),
        "simulated": data.simulated,
        "record": closing.record(data),
        "sections": sections,
        "evidence": ledger.sources,
        "counts": {},
    }
    content["counts"] = closing.counts(content, data)
    if checking:
        checking()
    checks.check(content, data)
    content["cautions"] = cautions.cautions(content, data)
    return content


def as_bytes(content: dict[str, Any]) -> bytes:
    """The structure as JSON, always the same bytes."""
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode()


def input_hash(data: PaperInput) -> str:
    """SHA-256 of everything the paper is made from, the compiler's version included."""
    body = as_bytes({"compiler": VERSION, "input": data.as_data()})
    return hashlib.sha256(body).hexdigest()
