"""Database rows as the plain data of `surveys.dataset`, and counts of people while it runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from surveys import record, stats
from surveys.dataset import (
    ABSTAIN,
    AnswerRow,
    AskingData,
    Comparison,
    Merge,
    OptionData,
    SurveyData,
    Voter,
    WaveData,
)
from surveys.models import Asking, Attendee, Ballot, Survey, Wave, in_language

LANGUAGE = "en"
LONGEST_COMPARISON = 3
ANSWER = ("asking_id", "voter_key", "answer", "nonce", "receipt")


def linked(survey: Survey) -> SurveyData:
    """Everything asked and answered, with the keys that still link answers; before the seal only.

    Waves that were never opened are left out.
    """
    waves = list(survey.waves.exclude(status=Wave.Status.PLANNED).order_by("position"))
    askings = list(_askings(waves))
    ballots = Ballot.objects.filter(asking__in=askings)
    return SurveyData(
        session=f"IGF {survey.workshop.edition.year} {survey.workshop.short_name}",
        title=survey.workshop.title,
        waves=[_wave(wave) for wave in waves],
        askings=[_asking(asking) for asking in askings],
        answers=[_answer(*row) for row in ballots.values_list(*ANSWER)],
        voters={
            key: Voter(*about)
            for key, *about in survey.attendees.values_list("voter_key", "door", "group", "region")
        },
        comparisons=_comparisons(askings),
        merges=[Merge(m["dimension"], m["name"], tuple(m["groups"])) for m in survey.merges],
        simulated=survey.is_simulated,
        level=survey.level,
        codes_given=survey.codes_given,
    )


def record_files(survey: Survey) -> dict[str, bytes]:
    """The four files the seal fixed. Raises Record.DoesNotExist before the seal."""
    return survey.record.files()


@dataclass(frozen=True)
class People:
    """How many people by door."""

    room: int = 0
    online: int = 0

    @property
    def total(self) -> int:
        return self.room + self.online

    def as_dict(self) -> dict[str, int]:
        return {"room": self.room, "online": self.online}


def joined(survey: Survey) -> People:
    """People who joined; after the seal as the record counts them."""
    if survey.status == Survey.Status.SEALED:
        return People(**_sealed_people(survey)["joined"])
    return _by_door(Attendee.objects.filter(survey=survey))


def answered_in(wave: Wave) -> People:
    """People with at least one answer in the wave; after the seal as the record counts them.

    Counted so that PostgreSQL chooses a quick plan also before it knows the size of a new room:
    with a join to the questions it compared everybody with every answer.
    """
    if wave.survey.status == Survey.Status.SEALED:
        counted = _sealed_people(wave.survey)["answered"]
        return People(**counted.get(str(wave.position), {}))
    asked = list(wave.askings.values_list("pk", flat=True).order_by())
    given = Ballot.objects.filter(voter_key=OuterRef("voter_key"), asking__in=asked)
    return _by_door(Attendee.objects.filter(Exists(given), survey=wave.survey_id))


def answered(survey: Survey) -> dict[int, People]:
    """The same for every wave that was opened, by its position."""
    return {wave.position: answered_in(wave) for wave in survey.waves.all() if wave.opened_at}


def answers(asking: Asking) -> list[Any]:
    """Everything answered to one question in one wave, without order."""
    return list(Ballot.objects.filter(asking=asking).values_list("answer", flat=True))


def counts(asking: Asking, given: list[Any] | None = None) -> stats.Counts:
    """People per option of one question in one wave; without options the number of people only.

    Of a ranking the first choices. `given` saves reading the answers again.
    """
    found = answers(asking) if given is None else given
    options = [option["id"] for option in asking.question.options]
    return stats.count(options, stats.choices(asking.question.kind, found))


def texts(asking: Asking) -> list[str]:
    """The open answers in the order of their receipts, which says nothing about people."""
    found = Ballot.objects.filter(asking=asking).order_by("receipt")
    return [text for text in found.values_list("answer", flat=True) if text != ABSTAIN]


def _by_door(attendees: QuerySet[Attendee]) -> People:
    found = attendees.order_by().values_list("door").annotate(people=Count("pk"))
    return People(**dict(found))


def _sealed_people(survey: Survey) -> Mapping:
    return json.loads(survey.record.rules)["people"]


def _askings(waves: list[Wave]):
    return (
        Asking.objects.filter(wave__in=waves)
        .select_related("question", "wave")
        .order_by("wave__position", "position")
    )


def _wave(wave: Wave) -> WaveData:
    return WaveData(
        number=wave.position,
        title=wave.title,
        voided=wave.voided_at is not None,
        void_reason=wave.void_reason,
        shown_at=wave.shown_at.isoformat() if wave.shown_at else "",
        changed=wave.changed_during_session,
    )


def _asking(asking: Asking) -> AskingData:
    question = asking.question
    return AskingData(
        id=str(asking.uuid),
        wave=asking.wave.position,
        item=str(question.uuid),
        kind=question.kind,
        text=in_language(question.text, LANGUAGE),
        options=[
            OptionData(
                option["id"], in_language(option["text"], LANGUAGE), option.get("supports", False)
            )
            for option in question.options
        ],
        number=_number(question.number),
    )


def _number(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {**rule, "unit": in_language(rule["unit"], LANGUAGE)} if rule else {}


def _answer(asking: UUID, voter: str | None, answer: Any, nonce: str, receipt: str) -> AnswerRow:
    """Read without model instances, which took a third of a large seal."""
    return AnswerRow(str(asking), voter or "", answer, nonce, receipt)


def _comparisons(askings: list[Asking]) -> list[Comparison]:
    """The planned comparisons of which two or three waves took place and were not voided."""
    waves: dict[str, list[int]] = {}
    for asking in askings:
        counted = asking.question.kind not in record.UNCOUNTED
        if counted and asking.compared and not asking.wave.voided_at:
            waves.setdefault(str(asking.question.uuid), []).append(asking.wave.position)
    return [
        Comparison(item, tuple(held))
        for item, held in waves.items()
        if 1 < len(held) <= LONGEST_COMPARISON
    ]
