"""`python -m bench.small_cells 10000`: attack so many random tables, from a first seed if given.

Draws surveys until their published tables are as many, and exits 1 if a hidden count of one of
them could be derived.
"""

import sys
from itertools import count

from tests.surveys.audit import attack


def main(tables: int, first: int = 0) -> int:
    """The number of derived counts; every survey with one is printed with its seed."""
    found = hidden = withheld = shown = derived = surveys = 0
    for seed in count(first):
        outcome = attack(seed)
        surveys, found = surveys + 1, found + outcome.tables
        hidden, withheld = hidden + outcome.hidden, withheld + outcome.withheld
        shown, derived = shown + outcome.shown, derived + len(outcome.derived)
        for name in outcome.derived:
            print(f"seed {seed}: {' '.join(name)}", flush=True)
        if found >= tables:
            break
        if surveys % 50 == 0:
            print(f"{surveys} surveys, {found} tables, {derived} derived", flush=True)
    print(
        f"{found} tables of {surveys} surveys: {shown} counts shown, {hidden} hidden, "
        f"{withheld} small ones in no table, {derived} derived"
    )
    return derived


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:3]))))
