"""Charts of the kinds that are more than counts of options: consent, ranking, number."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from outcomes.compiler import figures
from outcomes.compiler.inputs import Row
from outcomes.compiler.ledger import Block, Ledger
from outcomes.compiler.wording import decimal, listed, people, percent

if TYPE_CHECKING:
    from outcomes.compiler.votes import Item

CONSENT_WORDS = {"support": "support it", "live": "can live with it", "object": "object"}
TOO_FEW = "too few"


def consent(ledger: Ledger, item: "Item", counted: Sequence[Row], sources: list[int]) -> Block:
    """Who supports, can live with it or objects, in the last wave and over all."""
    draw = figures.slope if len(counted) > 1 else figures.bars
    block = draw(Ledger(), item, counted, sources)
    last = counted[-1]
    shares = {key: last["shares"][key] for key in CONSENT_WORDS}
    parts = [
        f"{last['counts'][key] if share is None else f'{percent(share)}%'} {CONSENT_WORDS[key]}"
        for key, share in shares.items()
    ]
    extra = {k: block[k] for k in ("form", "subtitle", "legend", "data", "table")}
    title = f"Totals: of {people(last['n'])}, {listed(parts)}"
    return ledger.figure(
        title, sources, counted, item.words, type="chart", mark="A", **extra
    )  # fmt: skip


def ranking(
    ledger: Ledger, item: "Item", counted: Sequence[Row], ranked: Sequence[Row], sources: list[int]
) -> Block:
    """First choices as bars, mean ranks in the table."""
    draw = figures.slope if len(counted) > 1 else figures.bars
    block = draw(Ledger(), item, counted, sources)
    names = {option["id"]: option["text"] for option in item.asked[-1]["options"]}
    last = ranked[-1]
    known = {key: rank for key, rank in last["ranks"].items() if rank is not None}
    title = f"Totals: ranked by {people(last['n'])}"
    if known:
        best = min(known, key=lambda key: known[key])
        title += f", {names[best]} highest with a mean rank of {decimal(known[best])}"
    heads = [f"Survey {row['wave']}: {what}" for row in ranked for what in ("first", "mean rank")]
    rows = [
        [name, *(cell for c, r in zip(counted, ranked, strict=True) for cell in _cells(c, r, key))]
        for key, name in names.items()
    ]
    return ledger.figure(
        title, sources, [*counted, *ranked], item.words, type="chart", mark="A",
        form=block["form"], legend=[], data=block["data"],
        subtitle=f"First choices. {block['subtitle']}",
        table={"head": ["Option", *heads], "rows": rows},
        note="1 is the highest rank. Options without a rank share the mean of the places left.",
    )  # fmt: skip


def numbers(ledger: Ledger, item: "Item", rows: Sequence[Row], sources: list[int]) -> Block:
    """Median and the middle half of the answers, one line per wave."""
    rule = item.asked[-1]["number"]
    unit, last = rule["unit"], rows[-1]
    title = f"Totals: {people(last['n'])} gave a number"
    if last["median"] is not None:
        title += f", the median is {decimal(last['median'])} {unit}".rstrip()
    heads = ["Survey", "Median", "Middle half from", "to", "Mean", "Answers", "Abstained"]
    return ledger.figure(
        title, sources, rows, [*item.words, unit], type="chart", mark="A",
        form="box" if all(row["median"] is not None for row in rows) else "table",
        subtitle=figures.base("Numbers given by", rows),
        legend=[],
        data=[{**row, "low": rule["min"], "high": rule["max"], "unit": unit} for row in rows],
        table={"head": heads, "rows": [_number_line(row) for row in rows]},
    )  # fmt: skip


def _cells(counted: Row, ranked: Row, key: str) -> list[str]:
    rank = ranked["ranks"][key]
    return [str(counted["counts"][key]), TOO_FEW if rank is None else decimal(rank)]


def _number_line(row: Row) -> list[str]:
    found = [row[name] for name in ("median", "low_quartile", "high_quartile", "mean")]
    told = [TOO_FEW if value is None else decimal(value) for value in found]
    return [f"Survey {row['wave']}", *told, str(row["n"]), str(row["abstained"])]
