"""The ASGI application that stands in front of the portal and answers the few live addresses."""

import asyncio
import gc
import logging
import re
from collections.abc import Awaitable, Callable

from django.db import Error
from django.utils.translation import override

from surveys import ballot_json, errors, pace, tokens
from surveys.intake import Paper
from surveys.live import http
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
            await _refuse(send, errors.Busy(), http.language(scope, http.Headers(scope)))
        else:
            await self._answer(room, found[2], scope, receive, send)

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
        headers = http.Headers(scope)
        try:
            paper = await _paper(room, headers, receive)
            receipt = await self.writer.store(paper)
        except errors.IntakeError as error:
            await _refuse(send, error, http.language(scope, headers))
        else:
            await http.reply(
                send, 200, b'{"receipt": "%s"}' % receipt.encode(), http.JSON, NO_STORE
            )

    async def _stream(self, room: Room, scope: Scope, receive: Receive, send: Send) -> None:
        language = http.language(scope, http.Headers(scope))
        if self.streams >= STREAMS_AT_MOST:
            await _refuse(send, errors.Busy(), language)
            return
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


NO_STORE = (b"cache-control", b"no-store")
NO_CACHE = (b"cache-control", b"no-cache")
VARY = (b"vary", b"Accept-Language, Cookie")


async def _state(room: Room, scope: Scope, send: Send) -> None:
    headers = http.Headers(scope)
    document = room.document(http.language(scope, headers))
    tag = (b"etag", document.tag)
    if document.tag.decode() in headers[b"if-none-match"]:
        await send({"type": "http.response.start", "status": 304, "headers": [tag, NO_CACHE, VARY]})
        await send({"type": "http.response.body", "body": b""})
        return
    await http.reply(send, 200, document.body, http.JSON, tag, NO_CACHE, VARY)


async def _paper(room: Room, headers: http.Headers, receive: Receive) -> Paper:
    """The answer of a request. Raises an IntakeError for whatever is wrong with it."""
    origin, site = headers[b"origin"], headers[b"sec-fetch-site"]
    if not ballot_json.is_own_page(origin, site, headers[b"host"]):
        raise errors.Foreign
    ballot_json.require_json(headers[b"content-type"], headers[b"content-length"])
    key = _voter_key(room, headers)
    if not pace.ballots.allows(key):
        raise errors.TooFast
    body = await http.body(receive, ballot_json.LARGEST)
    question, answer, nonce = ballot_json.read(body)
    return Paper(question, key, answer, nonce)


def _voter_key(room: Room, headers: http.Headers) -> str:
    survey = room.found
    if survey.uuid is None:
        raise errors.Closed
    if survey.voters is None:
        cookie = http.cookie(headers, tokens.cookie_name(survey.uuid))
        raise errors.Closed if tokens.read(cookie, survey.uuid) else errors.NotJoined
    key = survey.voters.key(http.cookie(headers, survey.voters.cookie))
    if not key:
        raise errors.NotJoined
    return key


async def _refuse(send: Send, error: errors.IntakeError, language: str) -> None:
    with override(language):
        content = http.as_json(ballot_json.refusal(error))
    later = [(b"retry-after", b"%d" % error.retry_after)] if error.retry_after else []
    await http.reply(send, error.code, content, http.JSON, NO_STORE, *later)
