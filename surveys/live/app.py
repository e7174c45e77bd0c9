"""The ASGI application that stands in front of the portal and answers the few live addresses."""

import asyncio
import gc
import logging
import re
from collections.abc import Awaitable, Callable

from django.db import Error

from surveys import ballot_json, errors
from surveys.intake import Outcome
from surveys.live import ballots, http
from surveys.live.http import Receive, Scope, Send
from surveys.live.rooms import Room, Rooms
from surveys.live.streams import Stream, until_gone
from surveys.live.writer import Writer, may_write

ADDRESS = re.compile(r"/j/([A-Z0-9]{4,12})/(ballot|state\.json|stream)")
METHODS = {"ballot": {"POST"}, "state.json": {"GET"}, "stream": {"GET"}}
STREAMS_AT_MOST = 20_000
OBJECTS_BEFORE_COLLECTION = 20_000
Application = Callable[..., Awaitable[None]]
logger = logging.getLogger(__name__)


class Live:
    """Answers live addresses of known sessions itself and hands everything else on.

    One per process: its rooms and its writer begin with the first live request. A process that
    may not write hands its ballots on too.
    """

    rooms: Rooms
    writer: Writer | None

    def __init__(self, portal: Application):
        self.portal = portal
        self.begun = False
        self.streams = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live_and_end(receive, send)
            return
        found = ADDRESS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if not found or scope["method"] not in METHODS[found[2]]:
            await self.portal(scope, receive, send)
            return
        self._begin()
        try:
            room = await self.rooms.find(found[1])
        except Error:
            logger.exception("A session could not be looked up")
            await _say(send, _busy(scope))
        else:
            await self._answer(room, found[2], scope, receive, send)

    def room_to_write_for(self, code: str) -> Room | None:
        """A room people answer in, of those this process knows and may write for."""
        return self.rooms.known(code) if self.begun and self.writer else None

    async def _answer(
        self, room: Room | None, asked: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if room is None:
            await self.portal(scope, receive, send)
        elif asked == "ballot":
            await self._ballot(room, scope, receive, send)
        elif asked == "stream":
            await self._stream(room, scope, receive, send)
        else:
            await _state(room, scope, send)

    def _begin(self) -> None:
        if not self.begun:
            loop = asyncio.get_running_loop()
            self.rooms = Rooms(loop)
            self.writer = Writer(loop) if may_write() else None
            self.begun = True
            _leave_what_is_loaded_alone()

    async def _live_and_end(self, receive: Receive, send: Send) -> None:
        """The server's start and end; at the end all that was taken is written."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                if self.begun:
                    self.rooms.stop()
                if self.begun and self.writer:
                    await asyncio.to_thread(self.writer.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return
            await send({"type": "lifespan.startup.complete"})

    async def _ballot(self, room: Room, scope: Scope, receive: Receive, send: Send) -> None:
        if self.writer is None:
            await self.portal(scope, receive, send)
            return
        headers = http.Headers(scope["headers"])
        outcome: Outcome
        try:
            ballots.require_own_json(headers)
            body = await http.body(receive, ballot_json.LARGEST)
            outcome = await self.writer.store(ballots.paper(room, headers, body))
        except errors.IntakeError as error:
            outcome = error
        await _say(send, ballots.reply(outcome, headers, scope["query_string"]))

    async def _stream(self, room: Room, scope: Scope, receive: Receive, send: Send) -> None:
        if self.streams >= STREAMS_AT_MOST:
            await _say(send, _busy(scope))
            return
        language = http.language(http.Headers(scope["headers"]), scope["query_string"])
        stream = Stream(send, language)
        self.streams += 1
        room.streams.add(stream)
        try:
            await stream.begin(room.document(language).event)
            await until_gone(receive)
        finally:
            room.streams.discard(stream)
            self.streams -= 1


def _leave_what_is_loaded_alone() -> None:
    """The collector of cycles need not walk through the whole portal again while a room answers."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION)


NO_CACHE = (b"cache-control", b"no-cache")
VARY = (b"vary", b"Accept-Language, Cookie")


async def _state(room: Room, scope: Scope, send: Send) -> None:
    headers = http.Headers(scope["headers"])
    document = room.document(http.language(headers, scope["query_string"]))
    tag = (b"etag", document.tag)
    if document.tag.decode() in headers[b"if-none-match"]:
        await send({"type": "http.response.start", "status": 304, "headers": [tag, NO_CACHE, VARY]})
        await send({"type": "http.response.body", "body": b""})
        return
    await http.reply(send, 200, document.body, http.JSON, tag, NO_CACHE, VARY)


def _busy(scope: Scope) -> ballots.Reply:
    return ballots.reply(errors.Busy(), http.Headers(scope["headers"]), scope["query_string"])


async def _say(send: Send, said: ballots.Reply) -> None:
    await http.reply(send, said.status, said.content, *said.headers)
