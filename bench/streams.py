"""Open streams: what each costs, and how soon the last viewer knows the total."""

import asyncio
import json
import time
from collections.abc import Iterator
from statistics import median

from bench import load
from bench.machine import Server, live
from bench.setting import CONNECTIONS_AT_MOST, Setting, prepared

ROUNDS = 3
VIEWERS, PEOPLE, WITHIN = 5_000, 5_000, 5.0
FEW, MANY = 2_000, 10_000
UPDATES = 8
SETTLES_WITHIN = 10.0


class Viewer(asyncio.Protocol):
    """Reads a stream and keeps the moment and the total of its last event."""

    def __init__(self) -> None:
        self.total, self.seen_at, self.events, self._rest = 0, 0.0, 0, b""

    def connection_made(self, transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            if line.startswith(b"data: "):
                counts = json.loads(line[6:])["answered"]
                self.total, self.seen_at = counts["room"] + counts["online"], time.perf_counter()
                self.events += 1


def measure(url: str) -> Iterator[tuple[str, float]]:
    yield from _whole_room(url).items()
    yield from _costs(url).items()


def _whole_room(url: str) -> dict[str, float]:
    """Thousands watch while thousands answer."""
    lags, tails, exact = [], [], []
    for _round in range(ROUNDS):
        with prepared(url, PEOPLE) as setting, live(setting.environment) as lane:
            lag, tail, right = asyncio.run(_room(lane, setting))
        lags.append(lag)
        tails.append(tail)
        exact.append(right)
    name = f"{VIEWERS} streams, {PEOPLE} answers in {WITHIN:g} s"
    return {
        f"{name}, viewers with the exact total": min(exact),
        f"{name}, last viewer s after the last answer": median(lags),
        f"{name}, p99 ms": median(tails),
    }


async def _room(lane: Server, setting: Setting) -> tuple[float, float, int]:
    viewers = await _watch(lane.port, setting.code, VIEWERS)
    outcome = await load.burst(lane.port, setting.ballots(), WITHIN, CONNECTIONS_AT_MOST)
    ended = time.perf_counter()
    while time.perf_counter() - ended < SETTLES_WITHIN:
        await asyncio.sleep(0.05)
        if all(viewer.total == PEOPLE for viewer in viewers):
            break
    lag = max(viewer.seen_at for viewer in viewers) - ended
    right = sum(viewer.total == PEOPLE for viewer in viewers)
    for viewer in viewers:
        viewer.transport.abort()
    return lag, outcome.percentile(0.99), right


def _costs(url: str) -> dict[str, float]:
    """Threads, memory and CPU that open streams add."""
    with prepared(url, UPDATES) as setting, live(setting.environment) as lane:
        threads, kilobytes, few = asyncio.run(_cost(lane, setting, FEW))
    with prepared(url, UPDATES) as setting, live(setting.environment) as lane:
        _threads, _kilobytes, many = asyncio.run(_cost(lane, setting, MANY))
    return {
        f"threads added by {FEW} streams": threads,
        "KiB per stream": kilobytes,
        f"CPU per stream at {MANY} x {FEW}": many / few,
    }


async def _cost(lane: Server, setting: Setting, number: int) -> tuple[int, float, float]:
    await load.closed_loop(lane.port, [load.get(f"/j/{setting.code}/state.json")], 4, 0.5)
    threads, memory = lane.threads(), lane.kilobytes()
    viewers = await _watch(lane.port, setting.code, number)
    added, grown = lane.threads() - threads, lane.kilobytes() - memory
    before = lane.cpu_seconds()
    for ballot in setting.ballots():
        await load.burst(lane.port, [ballot], 0.1, 1)
        await asyncio.sleep(1)
    spent = lane.cpu_seconds() - before
    events = sum(viewer.events for viewer in viewers)
    for viewer in viewers:
        viewer.transport.abort()
    return added, grown / number, spent / events


async def _watch(port: int, code: str, number: int) -> list[Viewer]:
    loop, viewers = asyncio.get_running_loop(), []
    request = load.get(f"/j/{code}/stream", "Accept: text/event-stream")
    for _ in range(number):
        transport, viewer = await loop.create_connection(Viewer, "127.0.0.1", port)
        transport.write(request)
        viewers.append(viewer)
    until = time.perf_counter() + SETTLES_WITHIN
    while time.perf_counter() < until and not all(viewer.events for viewer in viewers):
        await asyncio.sleep(0.05)
    return viewers
