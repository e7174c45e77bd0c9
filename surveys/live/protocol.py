"""uvicorn's HTTP/1.1 with a short way for ballots: from the parser to the writer, the receipt back.

The application's way makes a scope, a task, an event and two messages of every request: as much work as
the answer itself. Whatever is not a plain ballot for a room this process knows takes that way.
"""

import logging
import re
from functools import partial

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from surveys import errors
from surveys.ballot_json import LARGEST
from surveys.intake import Outcome
from surveys.live import ballots, http
from surveys.live.app import Live
from surveys.live.rooms import Room

ADDRESS = re.compile(rb"/j/([A-Z0-9]{4,12})/ballot")
logger = logging.getLogger(__name__)


class Exchange:
    """A ballot and its reply, with what uvicorn asks of the request a connection is busy with."""

    __slots__ = (
        *("room", "headers", "body"),
        *("keep_alive", "disconnected", "response_complete", "message_event"),
    )

    def __init__(self, room: Room, headers: http.Headers, keep_alive: bool):
        self.room, self.headers, self.body = room, headers, b""
        self.keep_alive = keep_alive
        self.disconnected = self.response_complete = False
        self.message_event = NOBODY_WAITS


class _Event:
    def set(self) -> None:
        """Nobody waits for more of a ballot: the parser brings it."""


NOBODY_WAITS = _Event()


class BallotProtocol(HttpToolsProtocol):
    """One connection. Active where the application is the fast lane itself, with nothing before it."""

    ballot: Exchange | None = None

    def on_headers_complete(self) -> None:
        room = self._room()
        if room is None:
            self.ballot = None
            super().on_headers_complete()
        else:
            keep_alive = self.parser.should_keep_alive()
            self.ballot = Exchange(room, http.Headers(self.headers), keep_alive)
            self.cycle = self.ballot  # type: ignore[assignment]

    def on_body(self, body: bytes) -> None:
        if self.ballot is None:
            super().on_body(body)
        elif len(self.ballot.body) <= LARGEST:
            self.ballot.body += body

    def on_message_complete(self) -> None:
        if self.ballot is None:
            super().on_message_complete()
        else:
            self._store(self.ballot)
            self.ballot = None

    def _room(self) -> Room | None:
        """The room a plain ballot is for, when this connection can take it now."""
        found = ADDRESS.fullmatch(self.url)
        if (
            not found
            or self.parser.get_method() != b"POST"
            or not isinstance(self.app, Live)
            or (self.cycle is not None and not self.cycle.response_complete)
            or self.flow.write_paused
            or self.expect_100_continue
            or self.limit_concurrency is not None
            or self.parser.get_http_version() != "1.1"
            or self.parser.should_upgrade()
        ):
            return None
        return self.app.room_to_write_for(found[1].decode())

    def _store(self, ballot: Exchange) -> None:
        try:
            ballots.require_own_json(ballot.headers)
            paper = ballots.paper(ballot.room, ballot.headers, ballot.body)
            self.app.writer.put(paper, partial(self._reply, ballot))
        except errors.IntakeError as error:
            self._reply(ballot, error)
        except Exception:
            logger.exception("A ballot could not be read")
            self._reply(ballot, errors.Busy())

    def _reply(self, ballot: Exchange, outcome: Outcome) -> None:
        """Called once for every ballot, in the loop; nobody may be there any more."""
        ballot.response_complete = True
        if self.transport.is_closing():
            return
        said = ballots.reply(outcome, ballot.headers)
        length = (b"content-length", b"%d" % len(said.content))
        headers = [*self.server_state.default_headers, *http.SAFE, *said.headers, length]
        if not ballot.keep_alive:
            headers.append((b"connection", b"close"))
        lines = b"".join(b"%s: %s\r\n" % header for header in headers)
        self.transport.write(STATUS_LINE[said.status] + lines + b"\r\n" + said.content)
        if not ballot.keep_alive:
            self.transport.close()
        self.on_response_complete()
