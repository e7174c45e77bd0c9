"""What is done to a running survey on purpose; the tests do a little of it, `make faults` all of it."""

import secrets
import threading
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Protocol

from tests.surveys.served import Browser, Reply, Server, together

VOTERS = 50
WAVES_PER_SESSION = 3


@dataclass
class Closing:
    """One round of voting while two moderators close."""

    acknowledged: int
    tallied: int
    closings: int
    other_codes: set[int] = field(default_factory=set)


def room(server: Server, code: str, number: int = VOTERS) -> list[Browser]:
    """So many people who joined."""
    phones = [Browser(server.port) for _ in range(number)]
    together([lambda p=phone: p.post(f"/j/{code}/join/", {"door": "room"}) for phone in phones])
    return phones


def paper(question: str) -> dict:
    return {"question": question, "answer": "4", "nonce": secrets.token_hex(16)}


def close_while_voting(server: Server, code: str, wave: int, phones: list[Browser]) -> Closing:
    """Open the wave, let everybody answer while two moderators close it, and count."""
    moderators = [server.moderator(), server.moderator()]
    moderators[0].step(code, "open", wave=wave)
    question = server.opened(code, wave)["questions"][0]["id"]
    votes = [lambda p=phone: p.ballot(code, paper(question)) for phone in phones]
    closings = [lambda m=moderator: m.step(code, "close", wave=wave) for moderator in moderators]
    half, before = len(votes) // 2, closings_of(server)

    replies = together([*votes[:half], *closings, *votes[half:]])

    answers = replies[:half] + replies[half + 2 :]
    return Closing(
        acknowledged=sum(reply.code == 200 for reply in answers),
        tallied=_answers_to(server, question),
        closings=closings_of(server) - before,
        other_codes={reply.code for reply in answers} - {200, 409},
    )


class Victim(Protocol):
    """What can be killed and started again: the web process or the database."""

    def kill(self) -> None: ...

    def start(self) -> None: ...


@dataclass
class Kill:
    """One burst in which a process was killed."""

    acknowledged: int
    missing: int
    people: int
    stored: int
    codes: set[int]
    codes_of_retries: set[int]


def kill_while_voting(
    server: Server, code: str, wave: int, phones: list[Browser], victim: Victim
) -> Kill:
    """Kill in a burst, start again, let everybody send the same once more."""
    server.moderator().step(code, "open", wave=wave)
    question = server.opened(code, wave)["questions"][0]["id"]
    papers = [paper(question) for _ in phones]
    answers = _answered_until_killed(victim, code, list(zip(phones, papers, strict=True)))
    victim.start()
    receipts = {reply.json()["receipt"] for reply in answers if reply.code == 200}
    missing = receipts - set(server.column("surveys_ballot", "receipt"))
    retries = together(
        [lambda p=p, b=b: p.ballot(code, b) for p, b in zip(phones, papers, strict=True)]
    )
    return Kill(
        acknowledged=len(receipts),
        missing=len(missing),
        people=len(phones),
        stored=_answers_to(server, question),
        codes={reply.code for reply in answers},
        codes_of_retries={reply.code for reply in retries},
    )


def _answered_until_killed(
    victim: Victim, code: str, ballots: list[tuple[Browser, dict]]
) -> list[Reply]:
    """What came back of a burst whose victim died at the first acknowledgement."""
    begun = threading.Event()

    def vote(phone: Browser, body: dict) -> Reply | None:
        reply = _sent(phone, code, body)
        if reply and reply.code == 200:
            begun.set()
        return reply

    def kill() -> None:
        begun.wait()
        victim.kill()

    assassin = threading.Thread(target=kill)
    assassin.start()
    replies = together([lambda p=p, b=b: vote(p, b) for p, b in ballots])
    begun.set()
    assassin.join()
    return [reply for reply in replies if reply]


def _sent(phone: Browser, code: str, body: dict) -> Reply | None:
    try:
        return phone.ballot(code, body)
    except (OSError, HTTPException):
        return None


def _answers_to(server: Server, question: str) -> int:
    stored = server.column("surveys_ballot", "CAST(asking_id AS CHAR(36))")
    return sum(str(key).replace("-", "").strip() == question.replace("-", "") for key in stored)


def closings_of(server: Server) -> int:
    """How often the log says that a survey was closed."""
    return server.column("forum_auditentry", "verb").count("closed")
