"""Asking for unchanged state, and a full room that joins through the ordinary web process."""

import asyncio
import http.client
from collections.abc import Iterator
from statistics import median
from urllib.parse import urlencode

from bench import load
from bench.machine import gunicorn, live, uvicorn
from bench.setting import prepared

ROUNDS, SECONDS = 3, 3.0
JOINING, WITHIN = 3_000, 60.0


def measure(url: str) -> Iterator[tuple[str, float]]:
    yield from _polling(url).items()
    yield from _joining(url).items()


def _polling(url: str) -> dict[str, float]:
    with prepared(url, 1) as setting, live(setting.environment) as lane:
        path = f"/j/{setting.code}/state.json"
        connection = http.client.HTTPConnection("127.0.0.1", lane.port)
        connection.request("GET", path)
        tag = connection.getresponse().getheader("ETag") or ""
        connection.close()
        unchanged = [load.get(path, f"If-None-Match: {tag}")]
        ratios = []
        with uvicorn("bench.empty:application", {}) as e:
            for _round in range(ROUNDS):
                mine = asyncio.run(load.closed_loop(lane.port, unchanged, 64, SECONDS))
                theirs = asyncio.run(load.closed_loop(e.port, [load.get("/")], 64, SECONDS))
                if set(mine.statuses) != {304}:
                    raise SystemExit(f"Not every state was unchanged: {mine.statuses}")
                ratios.append(mine.per_second / theirs.per_second)
    return {"state.json 304 x E": median(ratios)}


def _joining(url: str) -> dict[str, float]:
    """Everybody opens the page of the QR code and joins, spread over a minute, web process only."""
    with (
        prepared(url, 0) as setting,
        gunicorn("igfportal.wsgi:application", _kept(setting.environment)) as web,
    ):
        known = [load.get(f"/j/{setting.code}?at=online")]
        asyncio.run(load.closed_loop(web.port, known, 8, SECONDS))  # a portal that runs already
        outcome = asyncio.run(_join_all(web.port, setting.code))
    ok = outcome.statuses.get(200, 0) + outcome.statuses.get(302, 0)
    return {
        f"{JOINING} join in {WITHIN:g} s, requests served": ok,
        f"{JOINING} join in {WITHIN:g} s, p99 ms": outcome.percentile(0.99),
    }


def _kept(environment: dict[str, str]) -> dict[str, str]:
    """With connections to the database that are kept, as docs/operator.md says for web processes."""
    return {**environment, "DATABASE_URL": environment["DATABASE_URL"] + "?conn_max_age=60"}


async def _join_all(port: int, code: str) -> load.Outcome:
    requests: list[bytes] = []
    for number in range(JOINING):
        form = urlencode({"door": "online" if number % 3 == 0 else "room"}).encode()
        head = [f"POST /j/{code}/join/ HTTP/1.1", "Host: 127.0.0.1"]
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
        requests.append(load.get(f"/j/{code}?at=room"))
        requests.append("\r\n".join([*head, "", ""]).encode() + form)
    return await load.burst(port, requests, WITHIN, 64)
