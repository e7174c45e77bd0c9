"""How often each proof is repeated, and where its result is kept.

A little in the suite. `make proofs` sets PROOFS to a file: then the counts are the full ones, or
those in PROOF_COUNTS, and each proof adds a line of JSON to the file.
"""

import json
import os
from pathlib import Path

IN_THE_SUITE = {
    "surveys": 30,
    "tamperings": 100,
    "tamperings checked by the server": 12,
    "tamperings in a process of their own": 3,
    "honest bundles": 6,
    "receipts": 60,
    "people whose links are looked for": 25,
    "surveys whose order is tested": 16,
    "kills at each point of the seal": 1,
}
IN_FULL = {
    "surveys": 10_000,
    "tamperings": 1_000,
    "tamperings checked by the server": 1_000,
    "tamperings in a process of their own": 100,
    "honest bundles": 200,
    "receipts": 600,
    "people whose links are looked for": 600,
    "surveys whose order is tested": 200,
    "kills at each point of the seal": 10,
}


def times(name: str) -> int:
    """How often to repeat what has this name."""
    if not os.environ.get("PROOFS"):
        return IN_THE_SUITE[name]
    return json.loads(os.environ.get("PROOF_COUNTS", "{}")).get(name, IN_FULL[name])


def proved(sentence: str, **figures: float | str) -> None:
    """Keep what was measured, if somebody asked for it."""
    if into := os.environ.get("PROOFS"):
        from django.db import connection

        line = {"proof": sentence, "database": connection.vendor, **figures}
        with Path(into).open("a") as file:
            file.write(json.dumps(line) + "\n")
