"""Durable answers a second: the live lane, an empty Django view, an ordinary Django view."""

import asyncio
from collections.abc import Iterator
from statistics import median

from bench import load
from bench.machine import gunicorn, live, postgres_cpu_seconds, uvicorn
from bench.setting import prepared

PEOPLE = 20_000
ROUNDS, SECONDS = 3, 4.0


def measure(url: str) -> Iterator[tuple[str, float]]:
    """Medians of interleaved rounds, as ratios to E and to the ordinary view."""
    yield from _against_empty("", [64]).items()
    yield from _against_empty(url, [64, 256]).items()
    yield from _against_ordinary(url).items()


def _against_empty(url: str, sizes: list[int]) -> dict[str, float]:
    name = "postgresql" if url else "sqlite"
    with prepared(url, PEOPLE) as setting:
        ballots, empty = setting.ballots(), [load.get("/")]
        with (
            live(setting.environment) as lane,
            uvicorn("bench.empty:application", {}) as e,
        ):
            found: dict[str, float] = {}
            for connections in sizes:
                rates: list[tuple[float, float]] = []
                for _round in range(ROUNDS):
                    stored = _answered(lane.port, ballots, connections)
                    served = _answered(e.port, empty, connections)
                    rates.append((stored.per_second, served.per_second))
                key = f"answers {name} {connections}"
                found[f"{key} per second"] = median(mine for mine, _e in rates)
                found[f"{key} x E"] = median(mine / theirs for mine, theirs in rates)
    return found


def _against_ordinary(url: str) -> dict[str, float]:
    found: dict[str, float] = {}
    with prepared(url, PEOPLE) as setting, live(setting.environment) as lane:
        ordinary_app = "bench.ordinary:application"
        with gunicorn(ordinary_app, setting.environment) as ordinary:
            for connections in (64, 256):
                rates, costs = [], []
                for _round in range(ROUNDS):
                    mine = _costed(lane, setting.ballots(), connections)
                    theirs = _costed(ordinary, setting.ordinary_answers(), connections)
                    rates.append(mine[0] / theirs[0])
                    costs.append(mine[1] / theirs[1])
                found[f"answers {connections} x update_or_create under gunicorn"] = median(rates)
                key = f"CPU per answer {connections}, share of the ordinary view"
                found[key] = median(costs)
    return found


def _costed(server, requests: list[bytes], connections: int) -> tuple[float, float]:
    """Answers a second, and seconds of CPU of server and database per answer."""
    before = server.cpu_seconds() + postgres_cpu_seconds()
    outcome = _answered(server.port, requests, connections)
    spent = server.cpu_seconds() + postgres_cpu_seconds() - before
    return outcome.per_second, spent / len(outcome.latencies)


def _answered(port: int, requests: list[bytes], connections: int) -> load.Outcome:
    outcome = asyncio.run(load.closed_loop(port, requests, connections, SECONDS))
    if set(outcome.statuses) != {200}:
        raise SystemExit(f"Not every request was answered: {outcome.statuses}")
    return outcome
