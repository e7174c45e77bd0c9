"""`make faults`: closing races, killed web processes, databases and workers → `bench/faults.json`."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.machine import ROOT
from tests.outcomes import killed
from tests.services import Cluster, cluster, find_programs, redis
from tests.surveys import faults
from tests.surveys.served import Server, served

ROUNDS, KILLS = 200, 10
CLOCK = 60
WITHIN = 120
DOORS = {"fast lane": "1", "django": "0"}
MUST_BE_ZERO = (
    "wrong rounds",
    "missing",
    "doubled",
    "missing after database kills",
    "doubled after database kills",
    "errors at database kills",
    "not one revision",
    "half states",
    "not one file",
    "late",
    "due papers not compiled",
)
RESULTS = ROOT / "bench" / "faults.json"


def main() -> None:
    """Every part, or only those named on the command line.

    Every database through every door of code, then the worker on every database.

    What was found is kept after each; what was found before stays for those not run again.
    """
    found = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with cluster(find_programs(["PostgreSQL"])["PostgreSQL"].path) as postgres:
        for name, work in _parts(postgres).items():
            if len(sys.argv) > 1 and name not in sys.argv[1:]:
                continue
            found[name] = work()
            print(f"{name}: {found[name]}", flush=True)
            RESULTS.write_text(json.dumps(found, indent=2) + "\n")
    if any(kind.get(name) for kind in found.values() for name in MUST_BE_ZERO):
        sys.exit("Something was lost, done twice or met by an error.")


def _parts(postgres: Cluster) -> dict[str, Callable[[], dict[str, float]]]:
    databases = {"SQLite": None, "PostgreSQL": postgres}
    return {
        **{
            f"{name}, {door}": partial(_all, database, lane)
            for name, database in databases.items()
            for door, lane in DOORS.items()
        },
        "compile, SQLite": partial(_worker_kills, "", ""),
        "compile, PostgreSQL": partial(_worker_kills_with_redis, postgres.url),
    }


def _all(database: Cluster | None, lane: str) -> dict[str, float]:
    figures = _races(database, lane)
    with _served(database, lane, KILLS) as server:
        kills = [_killed(server, code, server) for code in server.codes]
    figures |= {
        "kills": len(kills),
        "acknowledged before kills": sum(kill.acknowledged for kill in kills),
        "missing": sum(kill.missing for kill in kills),
        "doubled": sum(kill.stored != kill.people for kill in kills),
    }
    return figures | _database_kills(database, lane) if database else figures


def _races(database: Cluster | None, lane: str) -> dict[str, float]:
    sessions = -(-ROUNDS // faults.WAVES_PER_SESSION)
    with _served(database, lane, sessions) as server:
        rounds = [
            faults.close_while_voting(server, code, wave, phones)
            for code in server.codes
            for phones in [faults.room(server, code)]
            for wave in range(1, faults.WAVES_PER_SESSION + 1)
        ]
    wrong = [r for r in rounds if r.acknowledged != r.tallied or r.closings != 1 or r.other_codes]
    return {
        "closing races": len(rounds),
        "acknowledged in races": sum(r.acknowledged for r in rounds),
        "wrong rounds": len(wrong),
    }


def _database_kills(database: Cluster, lane: str) -> dict[str, float]:
    """The database dies and comes back; one web process lives through all of it."""
    with _served(database, lane, KILLS) as server:
        kills = [_killed(server, code, database) for code in server.codes]
    return {
        "database kills": len(kills),
        "acknowledged before database kills": sum(kill.acknowledged for kill in kills),
        "missing after database kills": sum(kill.missing for kill in kills),
        "doubled after database kills": sum(kill.stored != kill.people for kill in kills),
        "errors at database kills": sum(
            bool(kill.codes - {200, 503}) or kill.codes_of_retries != {200} for kill in kills
        ),
    }


def _worker_kills_with_redis(url: str) -> dict[str, float]:
    with redis(find_programs(["Redis"])["Redis"].path) as broker:
        return _worker_kills(url, broker)


def _worker_kills(url: str, broker: str) -> dict[str, float]:
    """Workers die at every point of a compile and of an export; the clock comes once a minute."""
    with tempfile.TemporaryDirectory(prefix="igf-faults-") as name:
        found = killed.run(Path(name), url, rounds=KILLS, pause=CLOCK, redis=broker)
    compiles, exports, emptied = found["compiles"], found["exports"], found["emptied queue"]
    whole = {"paper": "draft", "jobs": ["done"], "mails": 1}
    seconds = [one["seconds"] for one in (*compiles, *exports)]
    return {
        "worker kills in a compile": len(compiles),
        "not one revision": sum(one["revisions"] != 1 for one in compiles),
        "half states": sum({name: one[name] for name in whole} != whole for one in compiles),
        "worker kills in an export": len(exports),
        "not one file": sum((one["job"], one["whole"]) != ("done", True) for one in exports)
        + len(found["files of exports"]),
        "longest recovery, s": max(seconds),
        "late": sum(one > WITHIN for one in seconds),
        "due papers whose queue was emptied": emptied["due"],
        "due papers not compiled": emptied["due"] - emptied["compiled once"],
        "all due papers compiled after, s": emptied["seconds"],
    }


def _killed(server: Server, code: str, victim: faults.Victim) -> faults.Kill:
    return faults.kill_while_voting(server, code, 1, faults.room(server, code), victim)


@contextmanager
def _served(database: Cluster | None, lane: str, sessions: int) -> Iterator[Server]:
    url = database.url if database else ""
    settings = {"IGF_FAST_LANE": lane, "PREPARED_SESSIONS": str(sessions)}
    with (
        tempfile.TemporaryDirectory(prefix="igf-faults-") as folder,
        served(Path(folder), database=url, **settings) as server,
    ):
        yield server


if __name__ == "__main__":
    main()
