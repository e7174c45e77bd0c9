"""What a report can begin with: the words people accepted in the paper, else their notes."""

from typing import Any

from outcomes.compiler import statements
from outcomes.compiler.ledger import FIGURE, NOTE, Block
from outcomes.inputs import survey_input
from outcomes.models import ImpulsePaper, Note
from outcomes.review import OPEN, accepted, shown
from workshops.models import Workshop

KINDS_OF_TAKEAWAYS = (Note.Kind.AGREEMENT, Note.Kind.SUGGESTION, Note.Kind.POINT)
TOLD = (FIGURE, NOTE)
Sentences = list[tuple[Block, Block]]


def prefilled(workshop: Workshop) -> dict[str, Any]:
    """Content in the shape of a filed version; `source` says where it is from, empty for nothing.

    Of a draft only sentences somebody accepted or edited are taken; the names of speakers stay in the notes.
    """
    paper = accepted_sentences(workshop)
    notes = list(workshop.notes.order_by("at", "pk"))
    survey = survey_input(workshop)
    joined = survey.rules["people"]["joined"] if survey else {}
    takeaways = (
        [*_in_brief(paper), *_said(notes, Note.Kind.AGREEMENT)]
        if paper
        else _said(notes, *KINDS_OF_TAKEAWAYS)
    )
    return {
        "takeaways": takeaways,
        "calls": _said(notes, Note.Kind.CALL),
        "narrative": _told(paper) if paper else "\n".join(note.text for note in notes),
        "participants": {"room": joined.get("room"), "online": joined.get("online")},
        "source": "paper" if paper else "notes" if notes else "survey" if survey else "",
    }


def accepted_sentences(workshop: Workshop) -> Sentences:
    """Of an approved paper every sentence, of a draft those somebody stands for, as they read now."""
    paper = ImpulsePaper.objects.filter(workshop=workshop).first()
    version = shown(paper) if paper else None
    if paper is None or version is None:
        return []
    found = statements(version.content)
    if paper.status not in OPEN:
        return found
    ours = accepted(paper)
    return [(section, block) for section, block in found if block["id"] in ours]


def _kind(block: Block) -> str:
    """What a sentence is, or was before somebody edited it."""
    return str(block.get("replaces", block)["kind"])


def _in_brief(found: Sentences) -> list[str]:
    return [
        block["text"]
        for section, block in found
        if section["kind"] == "brief" and _kind(block) == FIGURE
    ]


def _told(found: Sentences) -> str:
    """The sentences with numbers and notes, one paragraph for each section; no titles of charts."""
    sections: dict[str, list[str]] = {}
    for section, block in found:
        told = _kind(block) in TOLD and block["type"] != "chart"
        if told and section["kind"] not in ("brief", "facts", "method"):
            sections.setdefault(section["title"], []).append(block["text"])
    return "\n\n".join(f"{title}\n{' '.join(texts)}" for title, texts in sections.items())


def _said(notes: list[Note], *kinds: str) -> list[str]:
    ordered = sorted((n for n in notes if n.kind in kinds), key=lambda n: kinds.index(n.kind))
    return list(dict.fromkeys(note.text for note in ordered))
