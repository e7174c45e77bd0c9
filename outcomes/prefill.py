"""What a report can begin with: the words people accepted in the paper, else their notes."""

from typing import Any

from outcomes.compiler import statements
from outcomes.compiler.ledger import FIGURE, NOTE
from outcomes.inputs import survey_input
from outcomes.models import ImpulsePaper, Note, PaperVersion
from workshops.models import Workshop

ACCEPTED = (
    ImpulsePaper.Status.APPROVED,
    ImpulsePaper.Status.PUBLISHED,
    ImpulsePaper.Status.FINAL,
)
KINDS_OF_TAKEAWAYS = (Note.Kind.AGREEMENT, Note.Kind.SUGGESTION, Note.Kind.POINT)
TOLD = (FIGURE, NOTE)


def prefilled(workshop: Workshop) -> dict[str, Any]:
    """Content in the shape of a filed version; `source` says where it is from, empty for nothing.

    A draft nobody has approved gives nothing; the names of speakers stay in the notes.
    """
    version = accepted_version(workshop)
    notes = list(workshop.notes.order_by("at", "pk"))
    survey = survey_input(workshop)
    joined = survey.rules["people"]["joined"] if survey else {}
    takeaways = (
        [*_in_brief(version), *_said(notes, Note.Kind.AGREEMENT)]
        if version
        else _said(notes, *KINDS_OF_TAKEAWAYS)
    )
    return {
        "takeaways": takeaways,
        "calls": _said(notes, Note.Kind.CALL),
        "narrative": _told(version) if version else "\n".join(note.text for note in notes),
        "participants": {"room": joined.get("room"), "online": joined.get("online")},
        "source": "paper" if version else "notes" if notes else "survey" if survey else "",
    }


def accepted_version(workshop: Workshop) -> PaperVersion | None:
    """The newest version of a paper that a person has approved."""
    paper = ImpulsePaper.objects.filter(workshop=workshop, status__in=ACCEPTED).first()
    return paper.version if paper else None


def _in_brief(version: PaperVersion) -> list[str]:
    return [
        block["text"]
        for section, block in statements(version.content)
        if section["kind"] == "brief" and block["kind"] == FIGURE
    ]


def _told(version: PaperVersion) -> str:
    """The sentences with numbers and notes, one paragraph for each section; no titles of charts."""
    sections: dict[str, list[str]] = {}
    for section, block in statements(version.content):
        told = block["kind"] in TOLD and block["type"] != "chart"
        if told and section["kind"] not in ("brief", "facts", "method"):
            sections.setdefault(section["title"], []).append(block["text"])
    return "\n\n".join(f"{title}\n{' '.join(texts)}" for title, texts in sections.items())


def _said(notes: list[Note], *kinds: str) -> list[str]:
    ordered = sorted((n for n in notes if n.kind in kinds), key=lambda n: kinds.index(n.kind))
    return list(dict.fromkeys(note.text for note in ordered))
