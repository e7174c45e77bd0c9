"""`make faults`: closing races, killed web processes, killed databases → `bench/faults.json`."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.machine import ROOT
from tests.services import Cluster, cluster, find_programs
from tests.surveys import faults
from tests.surveys.served import Server, served

ROUNDS, KILLS = 200, 10
DOORS = {"fast lane": "1", "django": "0"}
MUST_BE_ZERO = (
    "wrong rounds",
    "missing",
    "doubled",
    "missing after database kills",
    "doubled after database kills",
    "errors at database kills",
)
RESULTS = ROOT / "bench" / "faults.json"


def main() -> None:
    """Every database through every door of code, or only those named on the command line.

    What was found is kept after each; what was found before stays for those not run again.
    """
    found = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with cluster(find_programs(["PostgreSQL"])["PostgreSQL"].path) as postgres:
        for name, database in {"SQLite": None, "PostgreSQL": postgres}.items():
            for door, lane in DOORS.items():
                both = f"{name}, {door}"
                if len(sys.argv) > 1 and both not in sys.argv[1:]:
                    continue
                found[both] = _all(database, lane)
                print(f"{both}: {found[both]}", flush=True)
                RESULTS.write_text(json.dumps(found, indent=2) + "\n")
    if any(kind.get(name) for kind in found.values() for name in MUST_BE_ZERO):
        sys.exit("An answer was lost, counted twice or met by an error.")


def _all(database: Cluster | None, lane: str) -> dict[str, int]:
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


def _races(database: Cluster | None, lane: str) -> dict[str, int]:
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


def _database_kills(database: Cluster, lane: str) -> dict[str, int]:
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
