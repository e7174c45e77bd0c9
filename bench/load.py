"""A load client: many connections that speak just enough HTTP, in one asyncio process."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What came of a load: replies by status, seconds each took, seconds in all."""

    statuses: dict[int, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def note(self, status: int, latency: float) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.latencies.append(latency)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Connection(asyncio.Protocol):
    """One kept connection; a request at a time."""

    def __init__(self) -> None:
        self._read = bytearray()
        self._reply: asyncio.Future[int] | None = None

    def connection_made(self, transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head = self._read.find(b"\r\n\r\n")
        if head < 0:
            return
        status = int(self._read[9:12])
        if _is_whole(self._read, head, status):
            self._read.clear()
            if self._reply and not self._reply.done():
                self._reply.set_result(status)

    def connection_lost(self, error: Exception | None) -> None:
        if self._reply and not self._reply.done():
            self._reply.set_result(0)

    async def ask(self, request: bytes) -> int:
        """The status of the reply; 0 when the connection broke."""
        self._reply = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self._reply


def _is_whole(reply: bytearray, head: int, status: int) -> bool:
    if status == 304:
        return True
    headers = reply[:head].lower()
    place = headers.find(b"content-length:")
    if place < 0:
        return reply.endswith(b"0\r\n\r\n")
    return len(reply) >= head + 4 + int(headers[place + 15 :].split(b"\r\n", 1)[0])


async def connect(port: int) -> Connection:
    loop = asyncio.get_running_loop()
    _transport, made = await loop.create_connection(Connection, "127.0.0.1", port)
    return made


async def closed_loop(
    port: int, requests: Sequence[bytes], connections: int, seconds: float
) -> Outcome:
    """Every connection asks again as soon as it is answered, in turns through the requests."""
    outcome, source = Outcome(), _around(requests)
    lines = [await connect(port) for _ in range(connections)]
    start = time.perf_counter()

    async def work(line: Connection) -> None:
        while time.perf_counter() - start < seconds:
            asked = time.perf_counter()
            status = await line.ask(next(source))
            outcome.note(status, time.perf_counter() - asked)

    await asyncio.gather(*map(work, lines))
    outcome.seconds = time.perf_counter() - start
    for line in lines:
        line.transport.close()
    return outcome


async def burst(port: int, requests: Sequence[bytes], within: float, connections: int) -> Outcome:
    """All requests at planned moments spread over `within` seconds, whatever the server does.

    Latency is counted from the planned moment; kept connections are used in turns.
    """
    outcome = Outcome()
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(connections):
        free.put_nowait(await connect(port))
    start = time.perf_counter() + 0.1

    async def one(number: int, request: bytes) -> None:
        planned = start + within * number / len(requests)
        await asyncio.sleep(max(0, planned - time.perf_counter()))
        line = await free.get()
        status = await line.ask(request)
        outcome.note(status, time.perf_counter() - planned)
        free.put_nowait(line)

    await asyncio.gather(*(one(number, request) for number, request in enumerate(requests)))
    outcome.seconds = time.perf_counter() - start
    while not free.empty():
        free.get_nowait().transport.close()
    return outcome


def get(path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def post(path: str, body: bytes, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _around(requests: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield from requests
