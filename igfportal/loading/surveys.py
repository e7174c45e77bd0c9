from datetime import datetime, timedelta

from django.db import transaction

from igfportal.loading import people, sessions
from igfportal.sample.live_session import LIVE_SURVEY, WS900
from igfportal.sample.survey import SEED, SURVEY, simulated_people
from igfportal.sample.ws33 import WS33
from surveys import actions, intake, tokens
from surveys.models import Asking, Record, Survey, Wave
from surveys.plan import QuestionPlan, WavePlan
from workshops.models import Workshop


def load() -> None:
    """The finished survey of WS #33, and an open one under the code everybody may try."""
    ws33 = sessions.find(WS33)
    if ws33 and not ws33.surveys.exists():
        _finished(ws33)
    ws900 = sessions.find(WS900)
    if ws900 and not ws900.surveys.exclude(status=Survey.Status.SEALED).exists():
        _try_it(ws900)


def _try_it(workshop: Workshop) -> None:
    """A fresh survey whose first wave is open."""
    survey = _designed(workshop, LIVE_SURVEY)
    actions.open_wave(survey.waves.get(position=1), by=people.account("moderator"))


def _designed(workshop: Workshop, plan: dict) -> Survey:
    moderator = people.account("moderator")
    simulated = plan["is_simulated"]
    survey = actions.create_survey(workshop, by=moderator, is_simulated=simulated)
    waves = list(survey.waves.order_by("position"))
    letters = {question.letter: question.pk for question in workshop.policy_questions.all()}
    actions.save_design(
        survey,
        [
            WavePlan(title=facts["title"], agenda_item=wave.agenda_item_id, pk=wave.pk)
            for wave, facts in zip(waves, plan["waves"], strict=True)
        ],
        [
            QuestionPlan(
                kind=facts["kind"],
                text=facts["text"],
                options=facts["options"],
                policy_question=letters[facts["policy_question"]],
                waves=frozenset(facts["waves"]),
            )
            for facts in plan["questions"]
        ],
        by=moderator,
    )
    return survey


@transaction.atomic
def _finished(workshop: Workshop) -> None:
    """Simulated people join, answer three waves and are sealed, through the real actions."""
    survey = _designed(workshop, SURVEY)
    moderator = people.account("moderator")
    keys = [facts["key"] for facts in SURVEY["questions"]]
    simulated = [(tokens.new_token(), person) for person in simulated_people(SEED)]
    for wave in survey.waves.order_by("position"):
        actions.open_wave(wave, by=moderator)
        _answer(survey, wave, keys, simulated)
        actions.close_wave(wave, by=moderator)
    actions.show(wave, by=moderator)
    for wave in survey.waves.all():
        _set_times(wave, workshop)
    actions.end(survey, by=moderator)
    actions.seal(survey, by=moderator)
    _set_seal_time(survey, workshop.slot.ends_at + timedelta(minutes=30))


def _answer(survey: Survey, wave: Wave, keys: list[str], simulated: list) -> None:
    askings = dict(zip(keys, wave.askings.order_by("position"), strict=True))
    for token, person in simulated:
        answers = _answers_in(wave.position, askings, person)
        if answers:
            intake.join(
                survey, token, person["door"], person["group"] or "", person["region"] or ""
            )
            intake.cast_many(tokens.voter_key(survey, token), answers)


def _answers_in(position: int, askings: dict[str, Asking], person: dict) -> dict:
    return {
        str(askings[key].uuid): option
        for (wave, key), option in person["answers"].items()
        if wave == position
    }


def _set_times(wave: Wave, workshop: Workshop) -> None:
    """The planned times of 2023 instead of the moment of loading."""
    item = wave.agenda_item
    if item is None:
        return
    before = workshop.agenda.filter(position__lt=item.position)
    opened = workshop.slot.starts_at + timedelta(minutes=sum(earlier.minutes for earlier in before))
    closed = opened + timedelta(minutes=item.minutes)
    last = wave.position == len(SURVEY["waves"])
    Wave.objects.filter(pk=wave.pk).update(
        opened_at=opened, closed_at=closed, shown_at=closed if last else None
    )


def _set_seal_time(survey: Survey, moment: datetime) -> None:
    Survey.objects.filter(pk=survey.pk).update(ended_at=moment, sealed_at=moment)
    Record.objects.filter(survey=survey).update(sealed_at=moment)
