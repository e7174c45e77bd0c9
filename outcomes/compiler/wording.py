"""The words of counted sentences: the one place that says what may be said and how.

Every number comes with the people it is a part of. Change is told only of people who answered
both surveys; of different people the sentence says that composition may have changed. Nothing
names a cause: there is no control group, and who answers is who came.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveys.cells import CELL_MINIMUM, HELD, UNDER
from surveys.stats import RESAMPLES

FORBIDDEN = re.compile(
    r"\b(shift\w*|because|due to|led to|leads? to|caus\w+|thanks to|therefore|as a result"
    r"|result(ed|s)? in|convinc\w+|persuad\w+|chang\w+ (their|its) minds?|effects? of"
    r"|representative|significant\w*|anonymous|prov(e[ds]?|en))\b",
    re.IGNORECASE,
)
BASE = re.compile(r"\d+ (people|person|answers?)\b")
COMMON = 0.6
HALF = 0.5
CONFIDENCE = 95
DIFFERENT_PEOPLE = "The people may differ: composition may have changed."
FEW = "too few people to show how answers changed"
VERBS = {"agree": "agreed", "support": "supported it"}
AIMS = {"agree": "agreement", "support": "support"}
DISPOSITIONS = {
    "adopted": "Adopted",
    "partly": "Adopted in part",
    "declined": "Not adopted",
    "": "Not decided",
}
Row = Mapping[str, Any]
FIXED = re.compile(
    rf"\bunder {CELL_MINIMUM}\b|\b{CONFIDENCE}% interval\b"
    rf"|\bcommon ground begins at {int(COMMON * 100)}%|\b{RESAMPLES} resamples\b"
)


def fault(text: str, plain: str, around: Iterable[str] = ()) -> str:
    """What is wrong with a counted sentence, or "". A percentage needs its base beside it.

    `plain` is the sentence without the names quoted in it, which may hold any word; `around` are
    its subtitle and note, without them too.
    """
    for words in (plain, *around):
        if found := FORBIDDEN.search(words):
            return f"The words “{found[0]}” are not used of figures: “{words}”"
    if "%" in plain and not BASE.search(text):
        return f"A percentage stands without the people it is a part of: “{text}”"
    return ""


def decimal(value: float) -> str:
    """A measured number with at most one decimal: the one rounding of all formats."""
    return f"{value:.1f}".removesuffix(".0")


def percent(share: float) -> int:
    """A share as a whole percentage, halves rounded up: the one rounding of all formats."""
    return int(share * 100 + 0.5)


def signed(share: float) -> str:
    """A difference of shares as a whole percentage with its sign: `+8`, `−3`, `0`."""
    size = percent(abs(share))
    return f"{'+' if share > 0 else '−'}{size}" if size else "0"


def points(share: float) -> str:
    """The same with its unit: `+8 points`, `−1 point`."""
    return f"{signed(share)} point{'' if percent(abs(share)) == 1 else 's'}"


def between(interval: Sequence[float]) -> str:
    """`95% interval −6 to +22`."""
    low, high = interval
    return f"{CONFIDENCE}% interval {signed(low)} to {signed(high)}"


def told(cell: int | str) -> str:
    """A cell in words; hidden ones say so."""
    if isinstance(cell, int):
        return str(cell)
    return f"under {CELL_MINIMUM}" if cell == UNDER else "held back"


def quoted(text: str) -> str:
    return f"“{text}”"


def listed(words: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def people(number: int) -> str:
    return f"{number} person" if number == 1 else f"{number} people"


def among(n: int, who: str) -> str:
    """The base every sentence about change begins with."""
    return f"Among the {people(n)} who answered {who}"


def aim(level: str) -> str:
    """What people move towards."""
    return AIMS.get(level, quoted(level))


def answered(level: str) -> str:
    """What people of the level did: `agreed`."""
    return VERBS.get(level, f"answered {quoted(level)}")


def change(row: Row, level: str) -> str:
    """The planned comparison in one sentence: people who answered both, moved, away, stayed."""
    first, last = row["waves"]
    both, n = f"both survey {first} and survey {last}", row["n"]
    if not isinstance(n, int):
        return f"The number of people who answered {both} is {told(n)}."
    parts = _moved(row, level) if row["kind"] == "change" else _kept(row)
    if not parts:
        return f"{people(n)} answered {both}: {FEW}."
    return f"{among(n, both)}, {parts}."


def _moved(row: Row, level: str) -> str:
    cells = [row["towards"], row["away"], row["stayed"]]
    if not any(isinstance(cell, int) for cell in cells):
        return ""
    verbs = (f"moved towards {aim(level)}", "moved away", "stayed")
    known = [
        f"{told(cell)} {verb}" for cell, verb in zip(cells, verbs, strict=True) if cell != HELD
    ]
    held = [verb for cell, verb in zip(cells, verbs, strict=True) if cell == HELD]
    if held:
        known.append(f"the number of those who {listed(held)} is held back")
    return ", ".join(known)


def _kept(row: Row) -> str:
    if isinstance(row.get("changed"), int):
        return f"{row['changed']} changed their choice, {told(row['kept'])} kept it"
    shown = any(isinstance(cells["came"], int) for cells in row["options"].values())
    return "some options were chosen by other people than before" if shown else ""


def net(row: Row) -> str:
    """The net change beside the gross one, in points of the people who answered both."""
    if row.get("interval") is None:
        return ""
    size = points(row["net"] / row["n"])
    return f"Net change: {size} of these {people(row['n'])}, {between(row['interval'])}."


def paths(row: Row, level: str) -> str:
    """Three surveys: who stood on the highest level each time and who never did."""
    waves = f"surveys {listed([str(wave) for wave in row['waves']])}"
    always, never = (">".join([side] * len(row["waves"])) for side in ("yes", "no"))
    counts = row["cells"]
    return (
        f"{among(row['n'], waves)}, {counts[always]} {answered(level)} each time and "
        f"{counts[never]} never."
    )


def apart(row: Row, ends: Sequence[Row], level: Mapping[str, str]) -> str:
    """Two surveys answered by too few of the same people: two shares and their difference."""
    first, last = (
        f"{percent(end['shares'][level['id']])}% of {people(end['n'])} in survey {end['wave']}"
        for end in ends
    )
    found = row["apart"]
    size = f"{points(found['difference'])}, {between(found['interval'])}"
    return f"{answered(level['name']).capitalize()}: {first}, {last} ({size}). {DIFFERENT_PEOPLE}"


def common_ground(row: Row, level: str) -> str:
    """The least share of the groups shown leads; shares are smoothed."""
    found, sizes = row["across"], {line["group"]: line["n"] for line in row["rows"]}
    shares, wave = found["smoothed"], f"in survey {row['wave']}"
    least, most = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    low, high = (
        f"{percent(shares[group])}% among {people(sizes[group])} of {group}"
        for group in (least, most)
    )
    start = "Common ground" if found["least"] >= COMMON else "No common ground"
    return (
        f"{start} {wave}: of those who {answered(level)} the least share of a group shown is "
        f"{low}, the largest {high} (smoothed shares; common ground begins at "
        f"{percent(COMMON)}%)."
    )


def equal_groups(row: Row, plain: Row, level: Mapping[str, str]) -> str:
    """The plain count first; beside it the view in which each group counts equally."""
    people_in, n = plain["counts"][level["id"]], plain["n"]
    share, equal = plain["shares"][level["id"]], row["across"]["equal"]
    weight = decimal(row["across"]["effective"])
    text = (
        f"Plain count: {people_in} of {people(n)} {answered(level['name'])}, {percent(share)}%. "
        f"If each group shown counted equally it would be {percent(equal)}%, with an effective "
        f"size of {weight} people."
    )
    if (share > HALF) != (equal > HALF):
        text += " The two lie on different sides of one half."
    return text


def doors_apart(row: Row) -> str:
    """Room against online in one survey; empty where the record does not show both alone."""
    found = (row.get("across") or {}).get("apart")
    if row["dimension"] != "door" or not found:
        return ""
    second, first = row["rows"][1]["group"], row["rows"][0]["group"]
    size = f"{points(found['difference'])}, {between(found['interval'])}"
    return f"Survey {row['wave']}, {second} minus {first}: {size}."


def decided(note: Mapping[str, Any]) -> str:
    """What became of a suggestion, in words."""
    return DISPOSITIONS[note.get("disposition", "")]
