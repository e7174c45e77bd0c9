"""The frame of a paper: sections, their parts, and the sources many sections share."""

from outcomes.compiler.inputs import PaperInput, Row
from outcomes.compiler.ledger import Block, Ledger

TRANSCRIPT = "transcript"


def section(key: str, kind: str, title: str, parts: list[Row], **extra: str) -> Row:
    """A section with the parts that hold anything."""
    kept = [part for part in parts if part["blocks"]]
    return {"id": key, "kind": kind, "title": title, "parts": kept, **extra}


def part(title: str, blocks: list[Block], **extra: str) -> Row:
    return {"title": title, "blocks": blocks, **extra}


def session_source(ledger: Ledger, data: PaperInput) -> int:
    return ledger.source("session", f"Page of {data.session['full_name']}", data.session["url"])


def whole(contribution: str, text: str) -> Row:
    """The span of a quote that is all of a contribution."""
    return {"of": contribution, "start": 0, "end": len(text)}


def transcript_label(sha256: str) -> str:
    """How the list of sources names a transcript; whoever has it can compare the fingerprint."""
    return f"Transcript of the session, not public. SHA-256 of its passages: {sha256}"


def note_span(note: Row) -> Row:
    """A line of the notes, all of it; of a quote the exact place in its passage."""
    if passage := note.get("passage"):
        of = f"{TRANSCRIPT}:{note['id']}"
        return {"of": of, **{name: passage[name] for name in ("number", "start", "end")}}
    return whole(f"note:{note['id']}", note["text"])


def notes_source(ledger: Ledger, note: Row) -> int:
    """Where a note comes from: the transcript, the room, online, or the rapporteur without a door."""
    if passage := note.get("passage"):
        return ledger.source(TRANSCRIPT, transcript_label(passage["sha256"]))
    labels = {
        "room": ("room", "Notes of the rapporteur: contributions from the room"),
        "online": ("online", "Notes of the rapporteur: contributions from online"),
        "": ("notes", "Notes of the rapporteur"),
    }
    return ledger.source(*labels[note["door"]])
