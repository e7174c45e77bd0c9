"""The transcript of a session: kept, replaced, deleted, and quoted word for word."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from outcomes import transcripts
from outcomes.actions import notes
from outcomes.models import Note, Passage, Transcript
from outcomes.permissions import rearrange_refusal
from outcomes.transcripts import Reading
from workshops.models import Workshop

ASIDE = 10 * transcripts.PASSAGES_LIMIT


@transaction.atomic
def keep_transcript(workshop: Workshop, reading: Reading, *, by: User) -> Transcript:
    """Keep the transcript in place of an older one.

    What was quoted from the old one has to stand once in the new one, and is quoted from there.
    """
    _may_change(workshop, by)
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    quotes = list(workshop.notes.exclude(passage=None))
    sha256 = transcripts.fingerprint(reading.pieces)
    kept, _new = Transcript.objects.update_or_create(
        workshop=workshop, defaults={"format": reading.format, "sha256": sha256, "by": by}
    )
    kept.passages.update(number=F("number") + ASIDE)
    _move(quotes, _numbered(kept, reading))
    kept.passages.filter(number__gt=ASIDE).delete()
    audit.record(by, "kept transcript", kept)
    return kept


@transaction.atomic
def delete_transcript(workshop: Workshop, *, by: User) -> None:
    """Delete the transcript. What was quoted from it stays as notes."""
    _may_change(workshop, by)
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    found = Transcript.objects.filter(workshop=workshop).first()
    if found:
        workshop.notes.exclude(passage=None).update(passage=None, start=0, end=0)
        audit.record(by, "deleted transcript", found)
        found.delete()


@transaction.atomic
def quote(passage: Passage, words: str, *, by: User, uuid: UUID, **fields: Any) -> Note:
    """Note these words of the passage as they were said. They have to stand in it exactly so."""
    place = transcripts.place_of(words, passage.text)
    if place is None:
        raise RuleError(
            _(
                "These words do not stand in the passage as they are. Leave out, but change nothing."
            ),
            on=passage,
            field="text",
        )
    start, end = place
    about = {"text": words, "passage": passage, "start": start, "end": end, **fields}
    return notes.add_note(passage.transcript.workshop, by=by, uuid=uuid, **about)


def _may_change(workshop: Workshop, by: User) -> None:
    if refusal := rearrange_refusal(by, workshop):
        raise RuleError(refusal, on=workshop)


def _numbered(kept: Transcript, reading: Reading) -> list[Passage]:
    rows = [
        Passage(
            transcript=kept,
            number=number,
            starts_ms=piece.starts_ms,
            speaker=piece.speaker,
            text=piece.text,
        )
        for number, piece in enumerate(reading.pieces, 1)
    ]
    return Passage.objects.bulk_create(rows, batch_size=1000)


def _move(quotes: list[Note], passages: list[Passage]) -> None:
    """Quote the same words from the new passages; refused where they are not there exactly once."""
    for note in quotes:
        found = [passage for passage in passages if note.text in passage.text]
        if len(found) != 1:
            raise RuleError(
                _(
                    "The new transcript does not hold these quoted words exactly once: “%(words)s”. "
                    "Delete this note first, or keep the old transcript."
                )
                % {"words": note.text},
                on=note,
            )
        note.passage = found[0]
        note.start = found[0].text.index(note.text)
        note.end = note.start + len(note.text)
        note.save(update_fields=["passage", "start", "end"])
