"""What this process knows of the surveys people follow now: one document per language, kept fresh."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection

from surveys import news, state
from surveys.live import signals
from surveys.live.streams import Stream
from surveys.tokens import Voters
from workshops.models import Workshop

PERIOD = 0.25
LOOKS_EVERY = 1.0
REST = 9
HEARTBEAT = 20.0
FORGOTTEN_AFTER = 30.0
AT_A_TIME = 250
READERS = 2

logger = logging.getLogger(__name__)


class Document(NamedTuple):
    """The state in one language, encoded once for everybody."""

    body: bytes
    tag: bytes
    event: bytes


class Documents(dict[str, Document]):
    """The documents by language; one is written when somebody reads that language."""

    def __init__(self, counted: state.Counted):
        self._counted = counted

    def __missing__(self, language: str) -> Document:
        said = self._counted.said_in(language)
        body = state.as_bytes(said)
        tag = b'"%s"' % said["version"].encode()
        self[language] = document = Document(body, tag, state.as_event(body))
        return document


class Found(NamedTuple):
    """One look at the database: the survey (0 and nothing without one) and its documents.

    `voters` is there while the survey has its secret; the next look after the seal drops it.
    """

    survey: int
    uuid: UUID | None
    voters: Voters | None
    documents: Documents


@dataclass(eq=False)
class Room:
    """The people who follow the survey of one session code in this process."""

    code: str
    found: Found
    asked_at: float = field(default_factory=time.monotonic)
    streams: set[Stream] = field(default_factory=set)

    def document(self, language: str) -> Document:
        return self.found.documents[language]

    @property
    def is_idle(self) -> bool:
        return not self.streams and time.monotonic() - self.asked_at > FORGOTTEN_AFTER


class Rooms:
    """Finds the room of a code and keeps every room as fresh as the database.

    The first change is published at once, the next ones at most every PERIOD seconds and more
    rarely (up to LOOKS_EVERY) where looking takes more than a tenth of the time. Without any news
    every room is looked at once in LOOKS_EVERY seconds.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop):
        self._loop = loop
        self._rooms: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Task[Room | None]] = {}
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="survey reader")
        self._changed: set[int] = set()
        self._woken = asyncio.Event()
        self._beat_at = time.monotonic() + HEARTBEAT
        news.listeners.append(self.hear)
        self._tasks = [loop.create_task(self._keep_fresh())]
        if settings.REDIS_URL:
            self._tasks.append(loop.create_task(signals.follow(settings.REDIS_URL, self._note)))

    async def find(self, code: str) -> Room | None:
        """The room of a session's code as it is written on the session; None for an unknown one."""
        room = self.known(code)
        if room is None:
            task = self._opening.get(code)
            if task is None:
                task = self._opening[code] = self._loop.create_task(self._open(code))
                task.add_done_callback(lambda _done: self._opening.pop(code, None))
            room = await asyncio.shield(task)
        return room

    def known(self, code: str) -> Room | None:
        """The room when it is open here; somebody asked for it."""
        room = self._rooms.get(code)
        if room:
            room.asked_at = time.monotonic()
        return room

    def hear(self, survey: int) -> None:
        """A survey changed; may be called from any thread."""
        self._loop.call_soon_threadsafe(self._note, survey)

    def stop(self) -> None:
        """Read nothing any more."""
        news.listeners.remove(self.hear)
        for task in self._tasks:
            task.cancel()
        self._readers.shutdown(wait=True)

    def _note(self, survey: int) -> None:
        self._changed.add(survey)
        self._woken.set()

    async def _open(self, code: str) -> Room | None:
        found = await self._read(code)
        if found is None:
            return None
        return self._rooms.setdefault(code, Room(code, found))

    async def _read(self, code: str) -> Found | None:
        return await self._loop.run_in_executor(self._readers, look, code)

    async def _keep_fresh(self) -> None:
        looked_at = time.monotonic()
        while True:
            await _at_most(self._woken.wait, LOOKS_EVERY)
            self._woken.clear()
            began = time.monotonic()
            changed, self._changed = self._changed, set()
            everything = time.monotonic() - looked_at >= LOOKS_EVERY
            looked_at = time.monotonic() if everything else looked_at
            try:
                await self._look_around(changed, everything)
                await self._beat()
            except Exception:
                logger.exception("The surveys could not be kept fresh this time")
            taken = time.monotonic() - began
            await asyncio.sleep(min(LOOKS_EVERY, max(PERIOD, REST * taken)))

    async def _look_around(self, changed: set[int], everything: bool) -> None:
        for room in list(self._rooms.values()):
            if room.is_idle:
                del self._rooms[room.code]
            elif everything or room.found.survey in changed:
                await self._refresh(room)

    async def _refresh(self, room: Room) -> None:
        try:
            found = await self._read(room.code)
        except Exception:
            logger.exception("The state of a survey could not be read")
            return
        if found is None:
            self._rooms.pop(room.code, None)
            return
        before = room.found
        known = before.voters
        room.found = found._replace(voters=known) if known and known == found.voters else found
        moved = {
            language
            for language in {stream.language for stream in room.streams}
            if found.documents[language].tag != before.documents[language].tag
        }
        await _push(
            (s, room.document(s.language).event) for s in room.streams if s.language in moved
        )

    async def _beat(self) -> None:
        """Nothing but a sign of life, so that no proxy takes a quiet stream for a dead one."""
        if time.monotonic() < self._beat_at:
            return
        self._beat_at = time.monotonic() + HEARTBEAT
        for room in list(self._rooms.values()):
            for number, stream in enumerate(list(room.streams), start=1):
                stream.beat()
                if number % AT_A_TIME == 0:
                    await asyncio.sleep(0)


def look(code: str) -> Found | None:
    """The survey of a released session's code now. Runs in a reader's thread."""
    connection.close_if_unusable_or_obsolete()
    workshop = Workshop.objects.public().filter(join_code=code).first()
    if workshop is None:
        return None
    survey = state.survey_of(workshop)
    documents = Documents(state.count(survey))
    if survey is None:
        return Found(0, None, None, documents)
    voters = Voters(survey.uuid, survey.secret) if survey.secret else None
    return Found(survey.pk, survey.uuid, voters, documents)


async def _push(events: Iterable[tuple[Stream, bytes]]) -> None:
    """Hand the events out, letting answers in between."""
    for number, (stream, event) in enumerate(list(events), start=1):
        stream.push(event)
        if number % AT_A_TIME == 0:
            await asyncio.sleep(0)


async def _at_most(wait: Callable[[], Awaitable[object]], seconds: float) -> None:
    try:
        await asyncio.wait_for(wait(), seconds)
    except TimeoutError:
        return
