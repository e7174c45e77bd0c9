"""`make bench`: measure, print, and keep `bench/results.json` and the table of docs/performance.md."""

import json
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import answers, bursts, compile, first_view, pages, seal, streams
from bench.machine import OTHER_CORE, ROOT, keep_to
from tests.services import find_programs, postgres

SCENARIOS = {
    "answers": answers,
    "bursts": bursts,
    "streams": streams,
    "pages": pages,
    "first_view": first_view,
    "seal": seal,
    "compile": compile,
}
RESULTS = ROOT / "bench" / "results.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"
OPEN_FILES = 30_000


def main(names: list[str]) -> None:
    chosen = names or list(SCENARIOS)
    if unknown := set(chosen) - set(SCENARIOS):
        sys.exit(f"No such scenario: {', '.join(unknown)}. There are {', '.join(SCENARIOS)}.")
    if (os.cpu_count() or 1) < 2:
        sys.exit("The bench needs two cores: one for the server, one for everything else.")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, most), most))
    keep_to(OTHER_CORE)
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    found = kept.get("figures", {})
    durable = ("max_connections=50",)
    with postgres(find_programs(["PostgreSQL"])["PostgreSQL"].path, durable) as url:
        for name in chosen:
            for figure, value in SCENARIOS[name].measure(url):
                found[figure] = round(value, 3)
                print(f"{value:12.3f}  {figure}", flush=True)
    _keep(found)


def _keep(found: dict[str, float]) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    measured = {"commit": commit, "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"}
    RESULTS.write_text(json.dumps({**measured, "figures": found}, indent=2) + "\n")
    _write_table(PAGE, measured, found)


def _write_table(page: Path, measured: dict[str, str], found: dict[str, float]) -> None:
    text = page.read_text()
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    rows = "".join(f"| {name} | {value:g} |\n" for name, value in found.items())
    head = f"Measured at commit {measured['commit']}, {measured['at']}.\n\n"
    table = f"| Figure | Measured |\n|---|---|\n{rows}"
    page.write_text(f"{before}{BEGIN}{head}{table}{END}{after}")


if __name__ == "__main__":
    main(sys.argv[1:])
