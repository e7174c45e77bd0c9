"""Charts as data: a finding for a title, the numbers to draw, and the table that says the same.

Every block names a `form` for `outcomes.charts`; the form "table" has no drawing.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from outcomes.compiler.inputs import Row
from outcomes.compiler.ledger import Block, Ledger
from outcomes.compiler.wording import (
    DIFFERENT_PEOPLE,
    doors_apart,
    listed,
    net,
    people,
    percent,
    told,
)
from surveys.cells import GROUP_MINIMUM, OTHER, PERCENT_MINIMUM
from surveys.dataset import DOORS

if TYPE_CHECKING:
    from outcomes.compiler.votes import Item

SLOPE_OPTIONS = 8
GROUP_TITLES = {"door": "door", "group": "stakeholder group", "region": "regional group"}
GROUP_WORDS = {"room": "Room", "online": "Online", OTHER: "Not stated, or too few"}
NOUNS = {"agree": "Agreement", "support": "Support"}
TESTS = {"sign test": "Sign test", "mcnemar mid-p": "McNemar's test (mid-p)"}


def totals(
    ledger: Ledger, item: "Item", counted: Sequence[Row], levels: Sequence[Row], sources: list[int]
) -> Block:
    """Five-point agreement, one diverging bar per wave."""
    options = _names(item)
    shares = [_top_share(row, item) for row in levels]
    first, last = counted[0], counted[-1]
    title = f"Totals: {shares[0]}% of {people(first['n'])} agreed in survey {first['wave']}"
    if shares[0] is None or shares[-1] is None:
        title = "Totals: too few answers for percentages"
    elif len(shares) > 1:
        title += f", {shares[-1]}% of {last['n']} in survey {last['wave']}"
    return ledger.figure(
        title, sources, [*counted, *levels], item.words, type="chart", mark="A",
        form="diverging" if all(_percents(row) for row in counted) else "table",
        subtitle="Share of answers in percent. Not everybody answered every survey."
        + abstentions(counted),
        legend=list(options.values()),
        data=[_wave_row(item, row, share) for row, share in zip(counted, shares, strict=True)],
        table=_wave_table(item, counted),
    )  # fmt: skip


def slope(ledger: Ledger, item: "Item", counted: Sequence[Row], sources: list[int]) -> Block:
    """Choices over several waves, one line per option."""
    drawable = all(_percents(row) for row in counted) and len(_names(item)) <= SLOPE_OPTIONS
    return ledger.figure(
        _race(item, counted), sources, counted, item.words, type="chart", mark="A",
        form="slope" if drawable else "table",
        subtitle=_choice_subtitle(item, counted),
        legend=[],
        data=[_wave_row(item, row, None) for row in counted],
        table=_option_table(item, counted),
    )  # fmt: skip


def bars(ledger: Ledger, item: "Item", counted: Sequence[Row], sources: list[int]) -> Block:
    """Choices of one wave, one bar per option."""
    leader = _leader(item, counted[0])
    title = f"Totals: most answers for {leader}" if leader else "Totals per option"
    return ledger.figure(
        title, sources, counted, item.words, type="chart", mark="A",
        form="bars" if _percents(counted[0]) else "table",
        subtitle=_choice_subtitle(item, counted),
        legend=[],
        data=[_wave_row(item, counted[0], None)],
        table=_option_table(item, counted),
    )  # fmt: skip


def move(ledger: Ledger, item: "Item", row: Row, source: int, aim: str) -> list[Block]:
    """People who moved towards, away, or stayed; the table adds room and online."""
    lines = [(GROUP_WORDS[door], row["doors"][door]) for door in DOORS if door in row["doors"]]
    shown = all(isinstance(row[name], int) for name in ("away", "stayed", "towards"))
    if not shown and not lines:
        return []
    first, last = row["waves"]
    block = ledger.figure(
        _move_title(row, aim), [source], [row], item.words, type="chart", mark="A",
        form="move" if shown and row["n"] else "table",
        subtitle=f"People who answered survey {first} and survey {last}",
        planned=True,
        legend=[],
        data=[{"away": row["away"], "stayed": row["stayed"], "towards": row["towards"], "aim": aim}],
        table={
            "head": ["Door", "Towards", "Away", "Stayed", "Answered both"],
            "rows": [_move_line(name, cells) for name, cells in [*lines, ("All", row)]],
        },
        note=_note(row),
    )  # fmt: skip
    return [block]


def choices(ledger: Ledger, item: "Item", row: Row, source: int) -> list[Block]:
    """People who left an option and who came to it."""
    names = _names(item)
    cells = row["options"]
    if not any(isinstance(cell["came"], int) for cell in cells.values()):
        return []
    block = ledger.figure(
        _gains_title(names, cells), [source], [row], item.words, type="chart", mark="A",
        form="gains",
        subtitle="People who answered both surveys: those who left an answer (−) and those who came to it (+)",
        planned=True,
        legend=[],
        data=[{"option": names[o], "left": c["left"], "came": c["came"]} for o, c in cells.items()],
        table={
            "head": ["Option", "Left", "Came", "Stayed"],
            "rows": [
                [names[o], told(c["left"]), told(c["came"]), told(c["stayed"])]
                for o, c in cells.items()
            ],
        },
        note=_note(row),
    )  # fmt: skip
    return [block]


def breakdown(
    ledger: Ledger, item: "Item", ends: Sequence[Row], dimension: str, source: int
) -> list[Block]:
    """First and last wave by door, group or region, as far as the record shows it."""
    if item.top is None:
        return [_by_option(ledger, item, ends, source)]
    lines = [_dot(item, ends, group) for group in _groups(ends)]
    dots = [line for line in lines if line["first"] is not None and line["last"] is not None]
    noun = NOUNS.get(item.top["name"], f"“{item.top['name']}”")
    numbers = [row["wave"] for row in ends]
    title = f"{noun} by {GROUP_TITLES[dimension]}"
    waves = f"survey {numbers[0]} (ring) and survey {numbers[-1]} (dot)"
    return [
        ledger.figure(
            title, [source], ends, item.words, type="chart", mark="A",
            form="dots" if len(dots) > 1 and len(ends) > 1 else "table",
            subtitle=f"{item.text} Share in percent, {waves}."
            if len(ends) > 1 else item.text,
            legend=[],
            data=dots,
            dimension=dimension,
            planned=False,
            table=_group_table(noun, ends, lines),
            note=_group_note(ends),
        )
    ]  # fmt: skip


def _by_option(ledger: Ledger, item: "Item", ends: Sequence[Row], source: int) -> Block:
    names = _names(item)
    order = _groups(ends)
    columns = [
        (row, line)
        for row in ends
        for line in sorted(row["rows"], key=lambda x: order.index(x["group"]))
    ]
    heads = [f"{_group(line)}, survey {row['wave']}" for row, line in columns]
    body = [
        [name, *(told(line["counts"].get(option, "~")) for _row, line in columns)]
        for option, name in names.items()
    ]
    body.append(["Answers", *(str(line["n"]) for _row, line in columns)])
    return ledger.figure(
        "Choices by door", [source], ends, item.words, type="chart", mark="A", form="table",
        subtitle=item.text, legend=[], data=[], planned=False, note=_group_note(ends),
        table={"head": ["Option", *heads], "rows": body},
    )  # fmt: skip


def _names(item: "Item") -> dict[str, str]:
    return {option["id"]: option["text"] for option in item.asked[-1]["options"]}


def _percents(row: Row) -> bool:
    return row["n"] >= PERCENT_MINIMUM


def _top_share(row: Row, item: "Item") -> int | None:
    share = row["shares"][item.top["id"]] if item.top else None
    return None if share is None else percent(share)


def _wave_row(item: "Item", row: Row, share: int | None) -> Row:
    wave = next(wave for wave in item.waves if wave["number"] == row["wave"])
    names = _names(item)
    return {
        "wave": row["wave"],
        "title": wave["title"],
        "n": row["n"],
        "share": share,
        "cells": [
            {"name": names[o], "people": n, "percent": _share(row, o)}
            for o, n in row["counts"].items()
        ],
    }


def _share(row: Row, option: str) -> int | None:
    share = row["shares"][option]
    return None if share is None else percent(share)


def _wave_table(item: "Item", counted: Sequence[Row]) -> Row:
    return {
        "head": ["Survey", *_names(item).values(), "Answers"],
        "rows": [
            [f"Survey {row['wave']}", *map(str, row["counts"].values()), str(row["n"])]
            for row in counted
        ],
    }


def _option_table(item: "Item", counted: Sequence[Row]) -> Row:
    body = [
        [name, *(_people_and_share(row, option) for row in counted)]
        for option, name in _names(item).items()
    ]
    body.append(["Answers", *(str(row["n"]) for row in counted)])
    return {"head": ["Option", *(f"Survey {row['wave']}" for row in counted)], "rows": body}


def _people_and_share(row: Row, option: str) -> str:
    share = _share(row, option)
    number = row["counts"][option]
    return str(number) if share is None else f"{number} ({share}%)"


def _choice_subtitle(item: "Item", counted: Sequence[Row]) -> str:
    sizes = listed([str(row["n"]) for row in counted])
    extra = " People could choose several." if item.kind == "multiple" else ""
    return f"Share of the {sizes} people who answered, in percent.{extra}{abstentions(counted)}"


def base(start: str, counted: Sequence[Row]) -> str:
    """`<start> 12 and 14 people.` and who abstained."""
    return f"{start} {listed([str(row['n']) for row in counted])} people.{abstentions(counted)}"


def abstentions(counted: Sequence[Row]) -> str:
    """How many abstained per wave; empty where nobody did."""
    if not any(row.get("abstained") for row in counted):
        return ""
    told = [f"{row['abstained']} in survey {row['wave']}" for row in counted if row["abstained"]]
    return f" Abstained: {listed(told)}."


def _leader(item: "Item", row: Row) -> str:
    best = max(row["counts"].values(), default=0)
    found = [option for option, n in row["counts"].items() if n == best and n]
    return _names(item)[found[0]] if len(found) == 1 else ""


def _race(item: "Item", counted: Sequence[Row]) -> str:
    leaders = [_leader(item, row) for row in counted]
    first, last = leaders[0], leaders[-1]
    if first and last and first != last:
        waves = f"survey {counted[0]['wave']}", f"survey {counted[-1]['wave']}"
        return f"Totals: most answers for {first} in {waves[0]}, for {last} in {waves[1]}"
    if first and len(set(leaders)) == 1:
        return f"Totals: {first} was chosen most in every survey"
    return "Totals per survey"


def _move_title(row: Row, aim: str) -> str:
    towards, away = row["towards"], row["away"]
    if not (isinstance(towards, int) and isinstance(away, int)):
        return f"How many moved towards {aim}, away, or stayed"
    if towards == away:
        return f"As many moved towards {aim} as away from it"
    more, less = ("towards", "away from it") if towards > away else ("away from", "towards it")
    return f"More people moved {more} {aim} than {less}"


def _move_line(name: str, cells: Mapping) -> list[str]:
    return [name, *(told(cells[key]) for key in ("towards", "away", "stayed", "n"))]


def _gains_title(names: Mapping[str, str], cells: Mapping[str, Row]) -> str:
    left, came = _most(cells, "left"), _most(cells, "came")
    if left and came:
        return f"{left[1]} people left {names[left[0]]}, {came[1]} came to {names[came[0]]}"
    return "Who left an answer and who came to it"


def _most(cells: Mapping[str, Row], key: str) -> tuple[str, int] | None:
    known = {option: cell[key] for option, cell in cells.items() if isinstance(cell[key], int)}
    best = max(known.values(), default=0)
    found = [option for option, n in known.items() if n == best]
    return (found[0], best) if best > 1 and len(found) == 1 else None


def _group_note(ends: Sequence[Row]) -> str:
    """From how many on groups are shown, who they are, and how far room and online lie apart."""
    words = [f"Groups are shown from {GROUP_MINIMUM} answers on.", doors_apart(ends[-1])]
    if len(ends) > 1:
        words.append(DIFFERENT_PEOPLE)
    return " ".join(filter(None, words))


def _note(row: Row) -> str:
    words = [net(row)] if net(row) else []
    first, last = row["waves"]
    if isinstance(row["only_first"], int):
        words.append(
            f"{row['only_first']} answered only survey {first}, "
            f"{row['only_last']} only survey {last}."
        )
    p = row.get("p")
    if p is not None:
        words.append(f"{TESTS[row['test']]}: p {'< 0.001' if p < 0.001 else f'= {p:.3f}'}.")
    return " ".join(words)


def _groups(ends: Sequence[Row]) -> list[str]:
    """Doors in their order, then as in the record, what is not stated last."""
    found = dict.fromkeys(line["group"] for row in reversed(ends) for line in row["rows"])
    places = {group: place for place, group in enumerate(DOORS)}
    return sorted(found, key=lambda group: (group == OTHER, places.get(group, len(places))))


def _group(line: Mapping) -> str:
    return GROUP_WORDS.get(line["group"], line["group"])


def _dot(item: "Item", ends: Sequence[Row], group: str) -> Row:
    lines = [next((x for x in row["rows"] if x["group"] == group), None) for row in ends]
    shares = [_line_share(item, line) for line in lines]
    return {
        "group": GROUP_WORDS.get(group, group),
        "key": group,
        "n": lines[-1]["n"] if lines[-1] else 0,
        "first": shares[0],
        "last": shares[-1],
        "cells": [_line_cell(item, line) for line in lines],
    }


def _line_share(item: "Item", line: Mapping | None) -> int | None:
    share = line["shares"].get(item.top["id"]) if line and item.top else None
    return None if share is None else percent(share)


def _line_cell(item: "Item", line: Mapping | None) -> str:
    if line is None or item.top is None:
        return "not shown"
    return f"{told(line['counts'].get(item.top['id'], '~'))} of {line['n']}"


def _group_table(noun: str, ends: Sequence[Row], lines: Sequence[Row]) -> Row:
    return {
        "head": ["Group", *(f"{noun}, survey {row['wave']}" for row in ends)],
        "rows": [[line["group"], *line["cells"]] for line in lines],
    }
