"""What is done to a running survey on purpose; the tests do a little of it, `make faults` all of it."""

import secrets
import threading
import time
from dataclasses import dataclass, field

from tests.surveys.served import Browser, Reply, Server, together

VOTERS = 50
WAVES_PER_SESSION = 3
KILLED_AFTER = 0.15


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


@dataclass
class Kill:
    """One burst in which the process was killed."""

    acknowledged: int
    missing: int
    people: int
    stored: int


def kill_while_voting(server: Server, code: str, wave: int, phones: list[Browser]) -> Kill:
    """Kill the process in a burst, start it again, let everybody send the same once more."""
    server.moderator().step(code, "open", wave=wave)
    question = server.opened(code, wave)["questions"][0]["id"]
    papers = [paper(question) for _ in phones]
    assassin = threading.Thread(target=_kill_soon, args=(server,))
    assassin.start()
    replies = together(
        [lambda p=p, b=b: _sent(p, code, b) for p, b in zip(phones, papers, strict=True)]
    )
    assassin.join()
    server.start()
    receipts = {reply.json()["receipt"] for reply in replies if reply and reply.code == 200}
    missing = receipts - set(server.column("surveys_ballot", "receipt"))
    together([lambda p=p, b=b: p.ballot(code, b) for p, b in zip(phones, papers, strict=True)])
    return Kill(len(receipts), len(missing), len(phones), _answers_to(server, question))


def _kill_soon(server: Server) -> None:
    time.sleep(KILLED_AFTER)
    server.kill()


def _sent(phone: Browser, code: str, body: dict) -> Reply | None:
    try:
        return phone.ballot(code, body)
    except OSError:
        return None


def _answers_to(server: Server, question: str) -> int:
    stored = server.column("surveys_ballot", "CAST(asking_id AS CHAR(36))")
    return sum(str(key).replace("-", "").strip() == question.replace("-", "") for key in stored)


def closings_of(server: Server) -> int:
    """How often the log says that a survey was closed."""
    return server.column("forum_auditentry", "verb").count("closed")
