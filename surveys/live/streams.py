"""One person who follows a survey as server-sent events."""

import asyncio
import random

from surveys import state
from surveys.live.http import SAFE, Receive, Send

JITTER = 2000
HEADERS = [
    *SAFE,
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),
]


class Stream:
    """Sends whole states; who reads slowly misses some and always gets the newest."""

    __slots__ = ("_busy", "_next", "_send", "language")

    def __init__(self, send: Send, language: str):
        self._send, self.language = send, language
        self._next = b""
        self._busy = False

    async def begin(self, event: bytes) -> None:
        """The head and the first event; every reader comes back after a wait of its own."""
        await self._send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        retry = b"retry: %d\n" % (state.RETRY + random.randrange(JITTER))  # noqa: S311
        await self._send({"type": "http.response.body", "body": retry + event, "more_body": True})

    def push(self, event: bytes) -> None:
        self._next = event
        if not self._busy:
            self._busy = True
            task = asyncio.ensure_future(self._deliver())
            _delivering.add(task)
            task.add_done_callback(_delivering.discard)

    def beat(self) -> None:
        """A sign of life, unless a state is on its way: it would take its place."""
        if not self._busy:
            self.push(b":\n\n")

    async def _deliver(self) -> None:
        try:
            while self._next:
                event, self._next = self._next, b""
                await self._send({"type": "http.response.body", "body": event, "more_body": True})
        except OSError:
            return
        finally:
            self._busy = False


async def until_gone(receive: Receive) -> None:
    """Wait until the reader goes, or the server ends."""
    while (await receive())["type"] != "http.disconnect":
        pass


_delivering: set[asyncio.Task] = set()  # the loop itself keeps no task alive
