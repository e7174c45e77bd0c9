"""What everybody may know about a session's survey at this moment: `state.json`."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop, override

from surveys import panel, stats
from surveys.dataset import ABSTAIN
from surveys.models import Asking, Question, Survey, Wave, in_language
from workshops.models import Workshop

LARGEST = 4096
MANY = 99_999
RETRY = 4000
LAST_SECOND = 9_999_999_999
LONGEST_NUMBER = 999_999_999.999999
LONGEST_RANK = 6.999999
AGREEMENT_WORDS = {
    "1": gettext_noop("Strongly disagree"),
    "2": gettext_noop("Disagree"),
    "3": gettext_noop("Neither agree nor disagree"),
    "4": gettext_noop("Agree"),
    "5": gettext_noop("Strongly agree"),
}
CONSENT_WORDS = {
    "support": gettext_noop("Support"),
    "live": gettext_noop("Can live with it"),
    "object": gettext_noop("Object"),
}
FIXED_WORDS = {Question.Kind.AGREEMENT: AGREEMENT_WORDS, Question.Kind.CONSENT: CONSENT_WORDS}
State = dict[str, Any]


def survey_of(workshop: Workshop) -> Survey | None:
    """The survey under the session's code: a rehearsal, else the one not sealed, else the last."""
    surveys = workshop.surveys.order_by("-is_rehearsal", "-created_at", "-pk")
    surveys = surveys.prefetch_related("waves")
    return surveys.exclude(status=Survey.Status.SEALED).first() or surveys.first()


def lasting_survey_of(workshop: Workshop) -> Survey | None:
    """The same without rehearsals: what the public pages of the session tell about."""
    surveys = workshop.surveys.filter(is_rehearsal=False).order_by("-created_at", "-pk")
    surveys = surveys.prefetch_related("waves")
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
    return count(survey).said_in(get_language() or "en")


@dataclass(frozen=True)
class Counted:
    """The state without words: counted once, said in any language without asking again."""

    facts: State
    askings: list[Asking]
    closing: str

    def said_in(self, language: str) -> State:
        with override(language):
            state = {**self.facts, "questions": [question(asking) for asking in self.askings]}
        return {"version": _digest(state) + self.closing, **state}


def count(survey: Survey | None) -> Counted:
    """Everything of the state that the database knows now."""
    wave = current_wave(survey) if survey else None
    askings = list(askings_of(wave)) if wave else []
    people = panel.answered_in(wave) if wave else panel.People()
    facts = {
        "phase": phase(survey),
        "wave": wave.position if wave else None,
        "waves": len(survey.waves.all()) if survey else 0,
        "questions": [],
        "joined": (panel.joined(survey) if survey else panel.People()).as_dict(),
        "answered": people.as_dict(),
        "results": results(wave, askings) if wave else None,
    }
    return Counted(facts, askings, _closing(wave) if wave else "")


def _closing(wave: Wave) -> str:
    """The announced second, at the end of the version: phones that are open learn of it there."""
    announced = wave.status == Wave.Status.OPEN and wave.closing_at
    return f"-{int(announced.timestamp())}" if announced else ""


def results(wave: Wave, askings: list[Asking]) -> list[State] | None:
    """Counts per option once the wave is shown; None before, and for a voided wave.

    `n` answered; who abstained is counted under "abstain", where anybody did.
    """
    if wave.status != Wave.Status.SHOWN or wave.voided_at:
        return None
    return [_result(asking) for asking in askings]


def _result(asking: Asking) -> State:
    answers = panel.answers(asking)
    counted = panel.counts(asking, answers)
    abstained = {ABSTAIN: counted.abstained} if counted.abstained else {}
    found = {"question": str(asking.uuid), "n": counted.n, "counts": counted.counts | abstained}
    if asking.question.kind == Question.Kind.NUMBER:
        found["numbers"] = stats.numbers(answers)
    if asking.question.kind == Question.Kind.RANKING:
        found["ranks"] = stats.ranks(list(counted.counts), answers)
    return found


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
        **({"number": number(asking.question)} if asking.question.number else {}),
    }


def number(asked: Question) -> State:
    """What a number question takes: min, max, decimals, and the unit in the active language."""
    return {**asked.number, "unit": in_language(asked.number["unit"])}


def option_text(asked: Question, option: dict[str, Any]) -> str:
    """The option in the active language; fixed scales have words of their own in each."""
    word = FIXED_WORDS.get(Question.Kind(asked.kind), {}).get(option["id"])
    if word and in_language(option["text"], "en") == word:
        translated = gettext(word)
        return translated if translated != word else in_language(option["text"])
    return in_language(option["text"])


def agreement_options() -> list[dict[str, Any]]:
    """The five fixed options of an agreement question."""
    return [
        {"id": key, "text": {"en": text}, "supports": key in {"4", "5"}}
        for key, text in AGREEMENT_WORDS.items()
    ]


def consent_options() -> list[dict[str, Any]]:
    """The three fixed options of a consent question."""
    return [
        {"id": key, "text": {"en": text}, "supports": key == "support"}
        for key, text in CONSENT_WORDS.items()
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
    shown = [_fullest_result(asking) for asking in askings]
    return {
        "version": f"{_digest({})}-{LAST_SECOND}",
        "phase": "waiting",
        "wave": 10,
        "waves": 10,
        "questions": [question(asking) for asking in askings],
        "joined": people,
        "answered": people,
        "results": shown,
    }


def _fullest_result(asking: Asking) -> State:
    options = [option["id"] for option in asking.question.options]
    counts = dict.fromkeys([*options, ABSTAIN], MANY)
    found = {"question": str(asking.uuid), "n": MANY, "counts": counts}
    if asking.question.kind == Question.Kind.NUMBER:
        found["numbers"] = dict.fromkeys(stats.numbers([]), -LONGEST_NUMBER)
    if asking.question.kind == Question.Kind.RANKING:
        found["ranks"] = dict.fromkeys(options, LONGEST_RANK)
    return found


def _latest(wave: Wave) -> tuple:
    moment = wave.shown_at or wave.closed_at or wave.opened_at
    return (wave.status == Wave.Status.OPEN, moment)


def _digest(state: State) -> str:
    return hashlib.sha256(as_bytes(state)).hexdigest()[:16]
