"""A room that answers at once: planned moments, whatever the server does."""

import asyncio
from collections.abc import Iterator
from statistics import median

from bench import load
from bench.machine import live
from bench.setting import CONNECTIONS_AT_MOST, prepared

ROUNDS = 3
BURSTS = [(5_000, 1.0), (10_000, 3.0)]


def measure(url: str) -> Iterator[tuple[str, float]]:
    """Of each burst: how much longer than planned it took, and the 99th percentile in ms."""
    for people, within in BURSTS:
        with prepared(url, people) as setting, live(setting.environment) as lane:
            outcomes = []
            for _round in range(ROUNDS):
                sent = load.burst(lane.port, setting.ballots(), within, CONNECTIONS_AT_MOST)
                outcomes.append(asyncio.run(sent))
        name = f"burst of {people} in {within:g} s"
        yield f"{name}, acknowledged", min(o.statuses.get(200, 0) for o in outcomes)
        yield f"{name}, finished after x planned", median(o.seconds / within for o in outcomes)
        yield f"{name}, p99 ms", median(o.percentile(0.99) for o in outcomes)
