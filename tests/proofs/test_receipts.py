"""Everybody finds the own answer on /verify/ by the receipt the phone was shown, however it is typed."""

from itertools import cycle

import pytest
from django.test import Client

from forum.models import User
from surveys import actions
from tests.factories import make_survey
from tests.outcomes.sessions import make_staffed_session, published
from tests.proofs.counts import proved, times
from tests.surveys.room import form_answers, joined_guest, receipts_on, seat_moderator
from workshops.models import Workshop

WAVES = 3
WORDS = [
    ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"],
    ["Control", "Safety", "Privacy"],
]
WIDE = {chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)}
SPELLINGS = {
    "as shown": lambda code: code,
    "without spaces": lambda code: code.replace(" ", ""),
    "in capitals": str.upper,
    "with hyphens": lambda code: code.replace(" ", "-"),
    "with dashes as a phone writes them": lambda code: code.replace(" ", "–"),
    "with spaces everywhere": lambda code: f"  {'  '.join(code.replace(' ', ''))} "[:60],
    "with narrow spaces": lambda code: code.replace(" ", "\u202f").title(),
    "in wide letters": lambda code: "".join(WIDE.get(letter, letter) for letter in code),
}


@pytest.fixture
def session(organizer, rapporteur):
    workshop = make_staffed_session(organizer, rapporteur)
    seat_moderator(workshop, organizer)
    return workshop


def votes(session: Workshop, by: User, number: int) -> dict[str, tuple[int, str]]:
    """Everybody answers every wave; each receipt as shown, with its wave and answer in words."""
    survey = make_survey(session, waves=WAVES)
    people = [joined_guest(session) for _ in range(number // (len(WORDS) * WAVES))]
    shown = {}
    for wave in survey.waves.order_by("position"):
        actions.open_wave(wave, by=by)
        for n, guest in enumerate(people):
            chosen = [n % len(words) for words in WORDS]
            fields = form_answers(wave, *(str(1 + place) for place in chosen))
            said = [words[place] for words, place in zip(WORDS, chosen, strict=True)]
            given = dict(zip(fields, said, strict=True))
            for asking, receipt in receipts_on(guest.vote(fields)).items():
                shown[receipt] = (wave.position, given[f"q-{asking}"])
        actions.close_wave(wave, by=by)
    actions.end(survey, by=by)
    survey.refresh_from_db()
    actions.seal(survey, by=by)
    return shown


def finds(client: Client, typed: str, wave: int, answer: str) -> bool:
    page = client.post("/verify/", {"check": "receipt", "receipt": typed}).content.decode()
    told = (
        "This answer is in the record",
        f"Question in survey {wave}<",
        f'<dd dir="auto">{answer}</dd>',
    )
    return all(words in page for words in told)


def test_every_receipt_is_found_with_its_answer(
    client, session, organizer, rapporteur, secretariat
):
    number = times("receipts")
    shown = votes(session, organizer, number)
    published(session, rapporteur, secretariat)

    spellings = cycle(SPELLINGS.values())
    missing = [
        receipt
        for receipt, (wave, answer) in shown.items()
        if not finds(client, next(spellings)(receipt), wave, answer)
    ]

    assert len(shown) == number
    assert missing == []
    proved("receipts found on the page", receipts=len(shown), spellings=len(SPELLINGS))


def test_another_receipt_is_not_found(client, session, organizer, rapporteur, secretariat):
    shown = votes(session, organizer, 6)
    published(session, rapporteur, secretariat)
    receipt, (wave, answer) = next(iter(shown.items()))

    assert not finds(client, receipt[:-1] + ("b" if receipt[-1] == "a" else "a"), wave, answer)
    assert not finds(client, receipt, wave, "Another answer")
