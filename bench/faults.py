"""`make faults`: closing races and killed processes in their full number → `bench/faults.json`."""

import json
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from bench.machine import ROOT
from tests.services import find_programs, postgres
from tests.surveys import faults
from tests.surveys.served import served

ROUNDS, KILLS = 200, 10
DOORS = {"fast lane": "1", "django": "0"}
RESULTS = ROOT / "bench" / "faults.json"


def main() -> None:
    found: dict[str, dict[str, int]] = {}
    durable = ("max_connections=100",)
    with postgres(find_programs(["PostgreSQL"])["PostgreSQL"].path, durable) as url:
        for database, address in {"SQLite": "", "PostgreSQL": url}.items():
            for door, lane in DOORS.items():
                found[f"{database}, {door}"] = _all(address, lane)
                print(f"{database}, {door}: {found[f'{database}, {door}']}", flush=True)
    RESULTS.write_text(json.dumps(found, indent=2) + "\n")
    if any(
        kind[name] for kind in found.values() for name in ("wrong rounds", "missing", "doubled")
    ):
        sys.exit("An acknowledged answer was lost or counted twice.")


def _all(url: str, lane: str) -> dict[str, int]:
    sessions = -(-ROUNDS // faults.WAVES_PER_SESSION)
    with _served(url, lane, sessions) as server:
        rounds = [
            faults.close_while_voting(server, code, wave, phones)
            for code in server.codes
            for phones in [faults.room(server, code)]
            for wave in range(1, faults.WAVES_PER_SESSION + 1)
        ]
    with _served(url, lane, KILLS) as server:
        kills = [
            faults.kill_while_voting(server, code, 1, faults.room(server, code))
            for code in server.codes
        ]
    wrong = [r for r in rounds if r.acknowledged != r.tallied or r.closings != 1 or r.other_codes]
    return {
        "closing races": len(rounds),
        "acknowledged in races": sum(r.acknowledged for r in rounds),
        "wrong rounds": len(wrong),
        "kills": len(kills),
        "acknowledged before kills": sum(kill.acknowledged for kill in kills),
        "missing": sum(kill.missing for kill in kills),
        "doubled": sum(kill.stored != kill.people for kill in kills),
    }


@contextmanager
def _served(url: str, lane: str, sessions: int):
    settings = {"IGF_FAST_LANE": lane, "PREPARED_SESSIONS": str(sessions)}
    with (
        tempfile.TemporaryDirectory(prefix="igf-faults-") as folder,
        served(Path(folder), database=url, **settings) as server,
    ):
        yield server


if __name__ == "__main__":
    main()
