"""A session in which every text that people write is one of the given texts, as far as they reach."""

from dataclasses import dataclass
from itertools import count, cycle
from typing import Any

from django.utils import timezone

from forum.models import User
from outcomes.actions import paper as papers
from outcomes.models import Comment, DraftItem, DraftVersion, ImpulsePaper, Note
from surveys import actions, receipts
from surveys.models import Asking, Ballot, Question, Survey, Wave
from tests.outcomes.sessions import approved, compiled, make_staffed_session
from tests.surveys.room import seat
from workshops.models import Workshop

NAME_CHARS, TITLE_CHARS = 120, 60
ITEMS, QUESTIONS, OPTIONS, TEXTS = 20, 6, 6, 4


@dataclass
class Cast:
    """Who wrote it and who reads it."""

    organizer: User
    rapporteur: User
    secretariat: User


def draft(texts: list[str], people: Cast) -> ImpulsePaper:
    """A compiled draft from notes, names, items, questions, options and open answers."""
    workshop = _titled(make_staffed_session(people.organizer, people.rapporteur), texts)
    _notes(workshop, texts, people.rapporteur)
    _items(workshop, texts)
    survey = _survey(workshop, texts)
    actions.seal(survey, by=None)
    return compiled(workshop)


def publish(paper: ImpulsePaper, texts: list[str], people: Cast) -> None:
    """Approve and publish it; then everybody comments."""
    papers.publish(approved(paper, people.rapporteur), by=people.secretariat)
    version = paper.current
    Comment.objects.bulk_create(
        Comment(
            paper=paper,
            number=number,
            version=version,
            text=text,
            name=text[:NAME_CHARS],
            by=people.organizer,
            disposition=Comment.Disposition.NOTED,
            reply=text,
        )
        for number, text in enumerate(texts, start=1)
    )


def _titled(workshop: Workshop, texts: list[str]) -> Workshop:
    given = (text for text in texts if len(text) < TITLE_CHARS)
    workshop.title = next(given)
    workshop.description = workshop.gains = texts[0]
    workshop.save()
    room = workshop.slot.room
    room.name = next(given)
    room.save()
    for row in (*workshop.policy_questions.all(), *workshop.agenda.all()):
        setattr(row, "text" if hasattr(row, "text") else "title", next(given))
        row.save()
    for person in (row.person for row in workshop.contributors.all()):
        person.name = next(given)
        person.save()
    return workshop


def _notes(workshop: Workshop, texts: list[str], by: User) -> None:
    kinds, question = cycle(Note.Kind.values), workshop.policy_questions.first()
    Note.objects.bulk_create(
        Note(
            workshop=workshop,
            kind=next(kinds),
            text=text,
            speaker=text[:NAME_CHARS],
            consent=True,
            policy_question=question,
            by=by,
        )
        for text in texts
    )


def _items(workshop: Workshop, texts: list[str]) -> None:
    for number in range(1, ITEMS + 1):
        title, before = texts[-number], texts[number]
        item = DraftItem.objects.create(
            workshop=workshop, position=number, title=title[:NAME_CHARS]
        )
        for place, text in enumerate((before, f"{before} added"), start=1):
            DraftVersion.objects.create(item=item, number=place, text=text)


def _survey(workshop: Workshop, texts: list[str]) -> Survey:
    """One wave, answered and ended: choices with hostile options, and as many open answers as texts."""
    survey = Survey.objects.create(workshop=workshop)
    wave = Wave.objects.create(
        survey=survey, position=1, status=Wave.Status.CLOSED, opened_at=timezone.now()
    )
    given, places = cycle(texts), count(1)
    for _ in range(QUESTIONS):
        choices = [{"id": str(n), "text": {"en": next(given)}} for n in range(1, OPTIONS + 1)]
        _ask(wave, next(places), "single", next(given), choices)
    for _ in range(TEXTS):
        _ask(wave, next(places), "text", next(given), [])
    keys = [seat(survey, "room") for _ in range(len(texts) // TEXTS)]
    Ballot.objects.bulk_create(_ballots(wave, keys, texts), batch_size=500)
    Survey.objects.filter(pk=survey.pk).update(status=Survey.Status.ENDED)
    survey.refresh_from_db()
    return survey


def _ask(wave: Wave, place: int, kind: str, text: str, choices: list[dict[str, Any]]) -> None:
    question = Question.objects.create(
        survey=wave.survey,
        position=place,
        kind=kind,
        text={"en": text},
        options=choices,
        policy_question=wave.survey.workshop.policy_questions.first() if place % 2 else None,
    )
    Asking.objects.create(wave=wave, question=question, position=place)


def _ballots(wave: Wave, keys: list[str], texts: list[str]) -> list[Ballot]:
    written = iter(texts)
    return [
        _ballot(asking, key, next(written) if asking.question.kind == "text" else str(1 + n % 3))
        for asking in wave.askings.select_related("question").order_by("position")
        for n, key in enumerate(keys)
    ]


def _ballot(asking: Asking, key: str, answer: str) -> Ballot:
    nonce = receipts.new_nonce()
    code = receipts.receipt(str(asking.uuid), answer, nonce)
    return Ballot(asking=asking, voter_key=key, answer=answer, nonce=nonce, receipt=code)
