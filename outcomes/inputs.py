"""What a paper is compiled from, read from the database as plain data."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import dateformat, translation

from forum.models import Edition
from outcomes.compiler import PaperInput, SurveyInput
from outcomes.models import DraftItem, Note
from surveys import figures, floor
from surveys.kept_figures import figures_of
from surveys.models import Asking, Idea, Record, Survey
from workshops.models import Slot, Workshop


def paper_input(workshop: Workshop) -> PaperInput:
    """Everything the compiler may know about a session, in English."""
    with translation.override("en"):
        return PaperInput(
            session=_session(workshop),
            people=_people(workshop),
            agenda=[dict(row) for row in workshop.agenda.values("title", "minutes", "is_wave")],
            questions=[
                {"letter": q.letter, "text": q.text} for q in workshop.policy_questions.all()
            ],
            notes=[_note(note) for note in _notes(workshop)],
            items=[_item(item) for item in workshop.draft_items.prefetch_related("versions")],
            survey=survey_input(workshop),
        )


def sealed_record(workshop: Workshop) -> Record | None:
    """The record of the session's newest sealed survey."""
    found = Record.objects.filter(
        survey__workshop=workshop, survey__status=Survey.Status.SEALED
    ).select_related("survey")
    return found.order_by("-sealed_at", "-pk").first()


def survey_input(workshop: Workshop) -> SurveyInput | None:
    """The newest record of the session as the compiler reads it."""
    found = sealed_record(workshop)
    if found is None:
        return None
    askings = Asking.objects.filter(wave__survey=found.survey).select_related(
        "question__policy_question"
    )
    links = {
        str(asking.pk): asking.question.policy_question.letter
        for asking in askings
        if asking.question.policy_question
    }
    hidden = floor.hidden_receipts(found.survey)
    public = Idea.objects.filter(survey=found.survey).public()
    read = read_record(
        found,
        links=links,
        sealed=moment_words(found.sealed_at, workshop.edition),
        bundle_url=address("outcomes:bundle", workshop),
        turns=floor.spoken(found.survey).people.as_dict(),
        held_back=dict(Counter(asking for asking, _receipt in hidden)),
        ideas=[_idea(idea) for idea in _quotable(public)],
        unquoted=public.filter(may_quote=False).count(),
    )
    kept = {
        asking: [row for row in rows if (asking, row[0]) not in hidden]
        for asking, rows in read.texts.items()
    }
    return replace(read, texts=kept)


def _quotable(public: QuerySet[Idea]) -> QuerySet[Idea]:
    """The most supported first; the seal fixed the number."""
    return public.filter(may_quote=True).order_by("-supporters", "sent_at", "pk")


def _idea(idea: Idea) -> dict:
    return {
        "id": str(idea.pk),
        "may_quote": idea.may_quote,
        "kind": idea.kind,
        "text": idea.text,
        "language": idea.language,
        "door": idea.door,
        "name": idea.name,
        "supporters": idea.supporters,
    }


def read_record(found: Record, **about) -> SurveyInput:
    """A record as plain data; `about` names what is not in its files."""
    files = found.files()
    texts = figures.open_answers(files)
    return SurveyInput(
        rules=json.loads(files["rules.json"]),
        figures=figures_of(found),
        texts={key: [list(pair) for pair in rows] for key, rows in texts.items()},
        sha256=found.sha256,
        **{"links": {}, "sealed": "", "bundle_url": "", **about},
    )


def address(name: str, workshop: Workshop) -> str:
    """The public address of a page of the session's paper."""
    return settings.SITE_URL + reverse(name, args=[workshop.edition.year, workshop.code])


def moment_words(moment: datetime, edition: Edition) -> str:
    """`11 October 2023, 17:15 in Kyoto (08:15 UTC)`."""
    local = moment.astimezone(edition.zone)
    day = dateformat.format(local, "j F Y")
    utc = dateformat.format(moment, "H:i")
    if edition.timezone == "UTC":
        return f"{day}, {utc} UTC"
    return f"{day}, {local:%H:%M} in {_place(edition)} ({utc} UTC)"


def slot_words(slot: Slot, edition: Edition) -> str:
    """`Wednesday 11 October 2023, 15:15 to 16:45 in Kyoto (06:15 to 07:45 UTC)`."""
    start, end = (at.astimezone(edition.zone) for at in (slot.starts_at, slot.ends_at))
    day = dateformat.format(start, "l j F Y")
    utc = f"{dateformat.format(slot.starts_at, 'H:i')} to {dateformat.format(slot.ends_at, 'H:i')} UTC"
    if edition.timezone == "UTC":
        return f"{day}, {utc}"
    return f"{day}, {start:%H:%M} to {end:%H:%M} in {_place(edition)} ({utc})"


def _place(edition: Edition) -> str:
    return edition.host_city or edition.timezone.rpartition("/")[2].replace("_", " ")


def _session(workshop: Workshop) -> dict[str, str]:
    slot = Slot.objects.filter(workshop=workshop).select_related("room").first()
    minutes = f"{workshop.minutes} minutes" if workshop.minutes else ""
    kind = workshop.type.name if workshop.type else ""
    return {
        "full_name": workshop.full_name,
        "short_name": workshop.short_name,
        "title": workshop.title,
        "url": settings.SITE_URL + workshop.get_absolute_url(),
        "when": slot_words(slot, workshop.edition) if slot else "",
        "room": f"{slot.room.name} and online" if slot else "",
        "format": ", ".join(filter(None, [kind, workshop.layout, minutes])),
        "theme": workshop.theme.title if workshop.theme else "",
        "topics": ", ".join(topic.title for topic in workshop.topics.all()),
        "goals": ", ".join(str(goal) for goal in workshop.goals.all()),
    }


def _people(workshop: Workshop) -> list[dict[str, str]]:
    return [
        {
            "role": row.role,
            "name": row.person.name,
            "affiliation": row.affiliation.name if row.affiliation else "",
            "group": row.group,
            "region": row.region,
        }
        for row in workshop.public_contributors()
    ]


def _notes(workshop: Workshop) -> list[Note]:
    about = ("policy_question", "draft_item", "passage__transcript")
    return list(workshop.notes.select_related(*about).order_by("at", "pk"))


def _note(note: Note) -> dict:
    return {
        "id": str(note.uuid),
        "consent": note.consent,
        "kind": note.kind,
        "text": note.text,
        "door": note.door,
        "speaker": note.speaker if note.consent else "",
        "question": note.policy_question.letter if note.policy_question else "",
        "item": note.draft_item.position if note.draft_item else None,
        "simulated": note.is_simulated,
        "group": note.group,
        "disposition": note.disposition,
        "reason": note.reason,
        "passage": _passage(note),
    }


def _passage(note: Note) -> dict | None:
    """The place in the transcript that a quote comes from; nothing else of the transcript."""
    found = note.passage
    if found is None:
        return None
    return {
        "sha256": found.transcript.sha256,
        "number": found.number,
        "clock": found.clock,
        "text": found.text,
        "label": found.speaker,
        "start": note.start,
        "end": note.end,
    }


def _item(item: DraftItem) -> dict:
    texts = [version.text for version in item.versions.all()]
    return {
        "number": item.position,
        "title": item.title,
        "before": texts[0] if texts else "",
        "after": texts[-1] if len(texts) > 1 else "",
    }
