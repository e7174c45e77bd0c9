"""What everybody may know about a session's survey at this moment: `state.json`."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop, override

from surveys import panel
from surveys.models import Asking, Question, Survey, Wave, in_language
from workshops.models import Workshop

LARGEST = 4096
MANY = 99_999
RETRY = 4000
AGREEMENT_WORDS = {
    "1": gettext_noop("Strongly disagree"),
    "2": gettext_noop("Disagree"),
    "3": gettext_noop("Neither agree nor disagree"),
    "4": gettext_noop("Agree"),
    "5": gettext_noop("Strongly agree"),
}
State = dict[str, Any]


def survey_of(workshop: Workshop) -> Survey | None:
    """The survey under the session's code: the one not sealed, else the last sealed one."""
    surveys = workshop.surveys.order_by("-created_at", "-pk").prefetch_related("waves")
    return surveys.exclude(status=Survey.Status.SEALED).first() or surveys.first()


def current_wave(survey: Survey) -> Wave | None:
    """The open wave, else the one closed or shown last; None before the first is opened."""
    begun = [wave for wave in survey.waves.all() if wave.opened_at]
    return max(begun, key=_latest, default=None)


def phase(survey: Survey | None) -> str:
    """waiting, open, closed, shown or ended."""
    if survey is None or survey.status == Survey.Status.PREPARING:
        return "waiting"
    if survey.status != Survey.Status.RUNNING:
        return "ended"
    wave = current_wave(survey)
    return str(wave.status) if wave else "waiting"


def build(survey: Survey | None) -> State:
    """The state in the active language, as the contract shapes it."""
    language = get_language() or "en"
    return build_in(survey, [language])[language]


def build_in(survey: Survey | None, languages: Iterable[str]) -> dict[str, State]:
    """The same in each of the languages, counted once."""
    wave = current_wave(survey) if survey else None
    askings = list(askings_of(wave)) if wave else []
    people = panel.answered_in(wave) if wave else panel.People()
    counted = {
        "phase": phase(survey),
        "wave": wave.position if wave else None,
        "waves": len(survey.waves.all()) if survey else 0,
        "questions": [],
        "joined": (panel.joined(survey) if survey else panel.People()).as_dict(),
        "answered": people.as_dict(),
        "results": results(wave, askings) if wave else None,
    }
    return {language: _said(counted, askings, language) for language in languages}


def _said(counted: State, askings: list[Asking], language: str) -> State:
    with override(language):
        state = {**counted, "questions": [question(asking) for asking in askings]}
    return {"version": _digest(state), **state}


def results(wave: Wave, askings: list[Asking]) -> list[State] | None:
    """Counts per option once the wave is shown; None before, and for a voided wave."""
    if wave.status != Wave.Status.SHOWN or wave.voided_at:
        return None
    found = [(asking, panel.counts(asking)) for asking in askings]
    return [
        {"question": str(asking.uuid), "n": counted.n, "counts": counted.counts}
        for asking, counted in found
    ]


def askings_of(wave: Wave):
    return wave.askings.select_related("question").order_by("position")


def question(asking: Asking) -> State:
    """A question as phones read it, in the active language."""
    return {
        "id": str(asking.uuid),
        "text": in_language(asking.question.text),
        "kind": asking.question.kind,
        "options": [
            {"id": option["id"], "text": option_text(asking.question, option)}
            for option in asking.question.options
        ],
    }


def option_text(asked: Question, option: dict[str, Any]) -> str:
    """The option in the active language; the agreement scale has words of its own in each."""
    word = AGREEMENT_WORDS.get(option["id"])
    if asked.kind == Question.Kind.AGREEMENT and in_language(option["text"], "en") == word:
        translated = gettext(word)
        return translated if translated != word else in_language(option["text"])
    return in_language(option["text"])


def agreement_options() -> list[dict[str, Any]]:
    """The five fixed options of an agreement question."""
    return [
        {"id": key, "text": {"en": text}, "supports": key in {"4", "5"}}
        for key, text in AGREEMENT_WORDS.items()
    ]


def as_bytes(state: State) -> bytes:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()


def as_event(state: bytes, *, retry: int = 0) -> bytes:
    """The state as a server-sent event; `retry` says after how many milliseconds to reconnect."""
    wait = b"retry: %d\n" % retry if retry else b""
    return wait + b"data: " + state + b"\n\n"


def largest_size(askings: list[Asking], languages: list[str]) -> int:
    """Bytes of the state when all these questions are asked in one wave and results are shown."""
    sizes = []
    for language in languages:
        with override(language):
            sizes.append(len(as_bytes(_fullest(askings))))
    return max(sizes)


def _fullest(askings: list[Asking]) -> State:
    people = {"room": MANY, "online": MANY}
    shown = [
        {
            "question": str(asking.uuid),
            "n": MANY,
            "counts": {option["id"]: MANY for option in asking.question.options},
        }
        for asking in askings
    ]
    return {
        "version": _digest({}),
        "phase": "waiting",
        "wave": 10,
        "waves": 10,
        "questions": [question(asking) for asking in askings],
        "joined": people,
        "answered": people,
        "results": shown,
    }


def _latest(wave: Wave) -> tuple:
    moment = wave.shown_at or wave.closed_at or wave.opened_at
    return (wave.status == Wave.Status.OPEN, moment)


def _digest(state: State) -> str:
    return hashlib.sha256(as_bytes(state)).hexdigest()[:16]
