"""A connection that carries ballots in every way HTTP allows: the short and the long way answer alike."""

import json
import secrets
import socket
from contextlib import closing

import pytest

from surveys.ballot_json import LARGEST
from tests.surveys.served import LONG_WAY, Browser, Server, served

SHORT_WAY = "tests.surveys.noted_way:NotedProtocol"


@pytest.fixture(scope="module", params=[SHORT_WAY, LONG_WAY], ids=["short", "long"])
def server(request, tmp_path_factory):
    with served(tmp_path_factory.mktemp("ways"), http=request.param) as running:
        running.moderator().step(running.codes[0], "open", wave=1)
        running.state(running.codes[0])  # from now on the process knows the room
        yield running


class Wire:
    """A connection on which every byte is ours."""

    def __init__(self, server: Server):
        self.code = server.codes[0]
        self.question = server.state(self.code)["questions"][0]["id"]
        phone = Browser(server.port)
        phone.post(f"/j/{self.code}/join/", {"door": "room"})
        self.cookie = "; ".join(f"{name}={value}" for name, value in phone.cookies.items())
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        self.file = self.socket.makefile("rb")

    def ballot(self, *, body: bytes | None = None, version: str = "1.1", **headers: str) -> bytes:
        fields = {"question": self.question, "answer": "4", "nonce": secrets.token_hex(16)}
        body = json.dumps(fields).encode() if body is None else body
        lines = {
            **{"Host": "localhost", "Cookie": self.cookie, "Content-Type": "application/json"},
            **{"Content-Length": str(len(body))},
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        head = f"POST /j/{self.code}/ballot HTTP/{version}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        return head.encode() + b"\r\n" + body

    def state(self) -> bytes:
        return f"GET /j/{self.code}/state.json HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.socket.sendall(part)

    def reply(self) -> tuple[int, dict[str, str], dict]:
        """The next reply: its code, its headers by lower-case name, its JSON."""
        status = int(self.file.readline().split()[1])
        headers: dict[str, str] = {}
        while line := self.file.readline().strip():
            name, _colon, value = line.decode().partition(": ")
            headers[name.lower()] = value
        return status, headers, json.loads(self.file.read(int(headers["content-length"])))


@pytest.fixture
def wire(server):
    opened = Wire(server)
    with closing(opened.socket), closing(opened.file):
        yield opened


def is_stored(reply) -> bool:
    return reply[0] == 200 and set(reply[2]) == {"receipt"}


def test_ballots_one_after_the_other_on_one_connection_are_stored(wire):
    for _number in range(5):
        wire.send(wire.ballot())
        assert is_stored(wire.reply())


def test_every_reply_carries_the_headers_of_the_portal(wire):
    wire.send(wire.ballot())
    _status, headers, _receipt = wire.reply()

    assert headers.pop("date")
    assert headers == {
        "server": "uvicorn",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "referrer-policy": "same-origin",
        "content-type": "application/json",
        "cache-control": "no-store",
        "content-length": headers["content-length"],
    }


def test_a_ballot_may_come_byte_by_byte(wire):
    wire.send(*(bytes([one]) for one in wire.ballot()))

    assert is_stored(wire.reply())


def test_a_ballot_in_chunks_is_stored(wire):
    whole = wire.ballot(Content_Length="", Transfer_Encoding="chunked")
    head, _end, body = whole.partition(b"\r\n\r\n")
    wire.send(head + b"\r\n\r\n", b"5\r\n", body[:5], b"\r\n")
    wire.send(b"%x\r\n" % len(body[5:]), body[5:], b"\r\n0\r\n\r\n")

    assert is_stored(wire.reply())


def test_requests_sent_at_once_are_answered_in_their_order(wire):
    wire.send(wire.ballot() + wire.state() + wire.ballot(body=b"{") + wire.ballot() + wire.state())

    first, state, broken, second, last = (wire.reply() for _number in range(5))

    assert is_stored(first)
    assert is_stored(second)
    assert state[2]["phase"] == last[2]["phase"] == "open"
    assert (broken[0], broken[2]["error"]) == (400, "bad_request")


@pytest.mark.parametrize("length", [LARGEST + 1, 3_000_000])
def test_a_body_that_is_too_long_is_refused(wire, length):
    wire.send(wire.ballot(body=b" " * length))

    assert wire.reply()[0] == 413


def test_a_refusal_is_said_in_the_language_of_the_reader(wire):
    wire.send(wire.ballot(Cookie="", Accept_Language="ar"))
    status, headers, refusal = wire.reply()

    assert (status, refusal["error"]) == (403, "not_joined")
    assert not refusal["detail"].isascii()


@pytest.mark.parametrize(
    "headers", [{"Connection": "close"}, {"version": "1.0"}, {"version": "1.0", "Expect": ""}]
)
def test_the_connection_ends_when_the_sender_wants_that(wire, headers):
    wire.send(wire.ballot(**headers))

    reply = wire.reply()

    assert is_stored(reply)
    assert reply[1]["connection"] == "close"
    assert wire.file.read() == b""


def test_who_asks_before_sending_is_told_to_go_on(wire):
    head, end, body = wire.ballot(Expect="100-continue").partition(b"\r\n\r\n")
    wire.send(head + end)

    assert wire.file.readline() == b"HTTP/1.1 100 Continue\r\n"
    wire.file.readline()
    wire.send(body)
    assert is_stored(wire.reply())


def test_somebody_who_hangs_up_disturbs_nobody(server, wire):
    other = Wire(server)
    before = len(server.column("surveys_ballot", "receipt"))
    other.send(other.ballot())
    other.file.close()
    other.socket.close()

    wire.send(wire.ballot())

    assert is_stored(wire.reply())
    assert len(server.column("surveys_ballot", "receipt")) in {before + 1, before + 2}


def test_what_is_no_http_is_refused(wire):
    wire.send(b"\x16\x03\x01 hello\r\n\r\n")

    assert wire.file.readline().split()[1] == b"400"


def ways(server) -> list[str]:
    log = (server.data / "server.log").read_text()
    return [line.split()[1] for line in log.splitlines() if line.startswith("WAY ")]


def test_a_plain_ballot_takes_the_short_way_and_everything_else_the_long_one(server, wire):
    if server.http == LONG_WAY:
        assert ways(server) == []
        return
    before = len(ways(server))
    asked = [
        wire.ballot(),
        wire.state(),
        wire.ballot(Connection="close", version="1.1", Expect=""),
    ]
    for request in asked:
        wire.send(request)
        wire.reply()

    assert ways(server)[before:] == ["short", "long", "short"]
