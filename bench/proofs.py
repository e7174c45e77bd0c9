"""`make proofs`: the proofs of tests/proofs in full, on SQLite and PostgreSQL → `bench/proofs.json`.

Other counts as arguments: `make proofs ARGS="surveys=500 receipts=60"`; names with spaces in quotes.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.machine import ROOT
from tests.proofs.counts import IN_FULL

RESULTS = ROOT / "bench" / "proofs.json"


def main(arguments: list[str]) -> int:
    counts = {name: int(number) for name, _, number in (one.partition("=") for one in arguments)}
    if unknown := set(counts) - set(IN_FULL):
        sys.exit(f"No such count: {', '.join(unknown)}. There are {', '.join(IN_FULL)}.")
    with tempfile.TemporaryDirectory(prefix="igf-proofs-") as folder:
        lines = Path(folder) / "lines"
        lines.touch()
        environment = {"PROOFS": str(lines), "PROOF_COUNTS": json.dumps(counts)}
        done = subprocess.run(
            [sys.executable, "-m", "tests.suite", "tests/proofs"],
            cwd=ROOT,
            env={**os.environ, **environment},
            check=False,
        )
        found = [json.loads(line) for line in lines.read_text().splitlines()]
    found.sort(key=lambda line: (line["proof"], line["database"]))
    RESULTS.write_text(
        json.dumps({"counts": {**IN_FULL, **counts}, "proofs": found}, indent=1) + "\n"
    )
    for line in found:
        print(line)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
