"""A room full of attendees for tests: they join, answer through the form, and keep receipts."""

import re
from dataclasses import dataclass

from django.test import Client

from surveys import actions, intake, tokens
from surveys.models import Asking, Survey, Wave
from tests.factories import make_contributor
from workshops.models import Contributor, Workshop

RECEIPT = re.compile(r'data-receipt="([0-9a-f-]{36})">([a-z2-7 ]{19})<')


@dataclass
class Guest:
    """Somebody with a phone."""

    client: Client
    code: str

    def join(self, door: str = "room", **about):
        return self.client.post(f"/j/{self.code}/join/", {"door": door, **about})

    def page(self, query: str = ""):
        return self.client.get(f"/j/{self.code}{query}")

    def vote(self, answers: dict):
        return self.client.post(f"/j/{self.code}/vote/", answers)


def guest(workshop: Workshop) -> Guest:
    return Guest(Client(), workshop.join_code)


def joined_guest(workshop: Workshop, door: str = "room") -> Guest:
    made = guest(workshop)
    made.join(door)
    return made


def form_answers(wave: Wave, *answers) -> dict:
    """Form fields of the wave's questions, in their order."""
    askings = wave.askings.order_by("position")
    return {f"q-{a.uuid}": answer for a, answer in zip(askings, answers, strict=True)}


def receipts_on(response) -> dict[str, str]:
    return dict(RECEIPT.findall(response.content.decode()))


def state_of(workshop: Workshop, client: Client | None = None, query: str = "") -> dict:
    return (client or Client()).get(f"/j/{workshop.join_code}/state.json{query}").json()


def wave_of(survey: Survey, position: int) -> Wave:
    return survey.waves.get(position=position)


def seat_moderator(workshop: Workshop, user) -> None:
    make_contributor(workshop, Contributor.Role.ONSITE_MODERATOR, user)


def seat(survey: Survey, door: str = "room", group: str = "", region: str = "") -> str:
    """A person who joined; returns the voter key."""
    token = tokens.new_token()
    intake.join(survey, token, door, group, region)
    return tokens.voter_key(survey, token)


def asked(wave: Wave) -> list[Asking]:
    return list(wave.askings.order_by("position"))


def hold(survey: Survey, by, people: int = 12) -> list[str]:
    """Run all waves with so many people, half in each door, and end the session."""
    keys = [seat(survey, "room" if n % 2 else "online") for n in range(people)]
    for wave in survey.waves.order_by("position"):
        actions.open_wave(wave, by=by)
        first, second = asked(wave)
        for n, key in enumerate(keys):
            level = min(5, 1 + n % 3 + wave.position)
            answers = {first.uuid: str(level), second.uuid: str(1 + n % 3)}
            intake.cast_many(key, answers)
        actions.close_wave(wave, by=by)
    actions.end(survey, by=by)
    return keys
