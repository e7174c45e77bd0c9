"""Charts of a paper as accessible SVG, for the page (classes) and for print (attributes).

On the page x is a percentage, so a chart fits any width, and colours come from the style
sheet. In print x is in user units of a fixed width and colours are attributes, because the
renderer applies no style sheet to drawings. No line runs through a label.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from textwrap import wrap
from typing import Any

from django.utils.safestring import SafeString

from outcomes.canvas import Canvas
from outcomes.compiler.wording import decimal, told
from surveys.cells import UNDER

GROUP_CLASSES = {
    "Government": "g-gov",
    "Intergovernmental Organization": "g-igo",
    "Civil Society": "g-civ",
    "Private Sector": "g-pri",
    "Technical Community": "g-tec",
    "room": "f-5",
    "online": "f-4",
}
LABEL_GAP = 15
TOP = 23
ROW = 68
LABEL_CHARS = 24
Chart = Mapping[str, Any]


def drawing(chart: Chart, *, for_print: bool = False) -> SafeString:
    """The SVG of a chart block, empty for the form "table"."""
    draw = FORMS.get(chart["form"])
    return draw(chart, for_print) if draw else SafeString("")


def diverging(chart: Chart, for_print: bool) -> SafeString:
    """One bar per wave, centred on the middle of "neither"."""
    rows = chart["data"]
    canvas = Canvas(ROW * len(rows), for_print=for_print)
    sides = [_sides(row) for row in rows]
    left, right = max(s[0] for s in sides), max(s[1] for s in sides)
    scale = 100 / max(left + right, 1)
    for number, (row, (before, _after)) in enumerate(zip(rows, sides, strict=True)):
        top = ROW * number
        canvas.text(0, top + 15, _wave_words(row), "t-b")
        canvas.text(0, top + 31, f"{row['n']} answers", "t-mute")
        canvas.text(100, top + 31, f"{row['share']}% agree", "t-end t-b")
        _bar(canvas, row, (left - before) * scale, scale, top + 38)
    about = "; ".join(f"survey {r['wave']}: {r['share']}% agree" for r in rows)
    return canvas.svg(chart["id"], chart["text"], about)


def _sides(row: Chart) -> tuple[float, float]:
    shares = [cell["people"] * 100 / row["n"] for cell in row["cells"]]
    middle = len(shares) // 2
    half = shares[middle] / 2 if len(shares) % 2 else 0
    return sum(shares[:middle]) + half, sum(shares[len(shares) - middle :]) + half


def _bar(canvas: Canvas, row: Chart, start: float, scale: float, top: float) -> None:
    x = start
    for number, cell in enumerate(row["cells"], start=1):
        width = cell["people"] * 100 / row["n"] * scale
        if width:
            canvas.rect(x, top, width, 19, f"f-{number} gap")
        if width > 4.5:
            canvas.text(x + width / 2, top + 14, str(cell["percent"]), f"t-mid on-{number}")
        x += width
    canvas.rect(start, top - 0.5, x - start, 20, "rim")


def _wave_words(row: Chart) -> str:
    return f"Survey {row['wave']}" + (f", {row['title'].lower()}" if row["title"] else "")


def slope(chart: Chart, for_print: bool) -> SafeString:
    """One line per option; the two that moved most are coloured."""
    rows, names = chart["data"], [cell["name"] for cell in chart["data"][0]["cells"]]
    labels = [wrap(cell["name"], LABEL_CHARS) for cell in rows[-1]["cells"]]
    height, top = max(160, sum(LABEL_GAP * len(label) + 4 for label in labels) + 56), 36
    canvas = Canvas(height, for_print=for_print)
    values = [
        [row["cells"][i]["people"] * 100 / row["n"] for row in rows] for i in range(len(names))
    ]
    peak = max(max(line) for line in values) or 1
    columns = [8 + 38 * i / (len(rows) - 1) for i in range(len(rows))]
    points = [[height - 16 - v / peak * (height - 16 - top) for v in line] for line in values]
    for x, row in zip(columns, rows, strict=True):
        anchor = "t-sm t-mid"
        canvas.text(x, 14, f"Survey {row['wave']}", anchor)
        canvas.line(x, 22, x, height - 6, "grid")
    colours = _coloured(values)
    for i in sorted(range(len(names)), key=lambda i: colours.get(i, "") != ""):
        _slope_line(canvas, columns, points[i], colours.get(i, "mute"))
    _slope_labels(canvas, chart, columns, points, colours, labels)
    about = "; ".join(_option_words(rows, i, name) for i, name in enumerate(names))
    return canvas.svg(chart["id"], chart["text"], about)


def _coloured(values: Sequence[Sequence[float]]) -> dict[int, str]:
    moves = [line[-1] - line[0] for line in values]
    up, down = max(moves), min(moves)
    found = {moves.index(down): "hot"} if down < 0 else {}
    return found | ({moves.index(up): "blue"} if up > 0 else {})


def _slope_line(canvas: Canvas, columns: Sequence[float], ys: Sequence[float], colour: str) -> None:
    width = 1.75 if colour == "mute" else 3
    for i in range(len(columns) - 1):
        canvas.line(columns[i], ys[i], columns[i + 1], ys[i + 1], f"s-{colour}", width)
    for x, y in zip(columns, ys, strict=True):
        canvas.circle(x, y, 3.5 if colour == "mute" else 4.5, f"f-{colour}")


def _slope_labels(
    canvas: Canvas,
    chart: Chart,
    columns: Sequence[float],
    points: Sequence[Sequence[float]],
    colours: Mapping[int, str],
    labels: Sequence[Sequence[str]],
) -> None:
    first, last = chart["data"][0]["cells"], chart["data"][-1]["cells"]
    heights = [LABEL_GAP * len(label) + 2 for label in labels]
    right = _spread([line[-1] for line in points], heights)
    left = _spread([line[0] for line in points], [LABEL_GAP] * len(points))
    for i, label in enumerate(labels):
        bold = "t-b" if i in colours else ""
        top = right[i] - LABEL_GAP * (len(label) - 1) / 2 + 4.5
        canvas.text(columns[-1], top, f"{last[i]['percent']}%", bold, 12)
        for line, words in enumerate(label):
            canvas.text(columns[-1], top + LABEL_GAP * line, words, bold, 50)
        canvas.text(columns[0], left[i] + 4.5, str(first[i]["percent"]), f"t-end {bold}", -11)


def _spread(ys: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The middles moved apart so that labels of these heights do not overlap, in the same order."""
    order = sorted(range(len(ys)), key=lambda i: ys[i])
    placed = list(ys)
    for before, after in pairwise(order):
        gap = (heights[before] + heights[after]) / 2
        placed[after] = max(placed[after], placed[before] + gap)
    excess = (placed[order[-1]] - ys[order[-1]]) / 2
    placed = [y - excess for y in placed] if excess > 0 else placed
    for after, before in pairwise(reversed(order)):
        gap = (heights[before] + heights[after]) / 2
        placed[before] = min(placed[before], placed[after] - gap)
    lowest: float = TOP
    for i in order:
        placed[i] = max(placed[i], lowest + heights[i] / 2)
        lowest = placed[i] + heights[i] / 2
    return placed


def _option_words(rows: Sequence[Chart], i: int, name: str) -> str:
    return f"{name} {', '.join(str(row['cells'][i]['percent']) for row in rows)} percent"


def bars(chart: Chart, for_print: bool) -> SafeString:
    """One bar per option of a single wave."""
    row = chart["data"][0]
    canvas = Canvas(44 * len(row["cells"]) + 4, for_print=for_print)
    peak = max(cell["people"] for cell in row["cells"]) or 1
    for number, cell in enumerate(row["cells"]):
        top = 44 * number
        canvas.text(0, top + 14, cell["name"])
        width = cell["people"] * 84 / peak
        canvas.rect(0, top + 20, width, 16, "f-blue")
        canvas.text(width, top + 33, f"{cell['percent']}%", "t-b", 7)
    about = "; ".join(f"{cell['name']} {cell['percent']} percent" for cell in row["cells"])
    return canvas.svg(chart["id"], chart["text"], about)


def move(chart: Chart, for_print: bool) -> SafeString:
    """One bar of people: away, stayed, towards."""
    row = chart["data"][0]
    canvas = Canvas(58, for_print=for_print)
    n = row["away"] + row["stayed"] + row["towards"]
    x = 0.0
    for name, fill in (("away", 2), ("stayed", 3), ("towards", 5)):
        width = row[name] * 100 / n
        if width:
            canvas.rect(x, 22, width, 34, f"f-{fill} gap")
        if width > 3:
            canvas.text(x + width / 2, 43.5, str(row[name]), f"t-mid t-b on-{fill}")
        x += width
    canvas.rect(0, 21.5, 100, 35, "rim")
    canvas.text(0, 14, f"Away: {row['away']}")
    canvas.text(50, 14, f"Stayed: {row['stayed']}", "t-mid")
    canvas.text(100, 14, f"Towards: {row['towards']}", "t-end")
    words = f"{row['away']} moved away, {row['stayed']} stayed, {row['towards']} moved towards {row['aim']}"
    return canvas.svg(chart["id"], chart["text"], words)


def gains(chart: Chart, for_print: bool) -> SafeString:
    """Per option, those who left to one side and those who came to the other."""
    rows = chart["data"]
    canvas = Canvas(50 * len(rows) + 2, for_print=for_print)
    peak = max([c for row in rows for c in (row["left"], row["came"]) if isinstance(c, int)] + [1])
    middle, reach = 50, 36
    for number, row in enumerate(rows):
        top = 50 * number
        canvas.text(0, top + 14, row["option"])
        left, came = (_length(row[key], peak, reach) for key in ("left", "came"))
        if left:
            canvas.rect(middle - left, top + 20, left, 20, "f-2")
        if came:
            canvas.rect(middle, top + 20, came, 20, "f-5")
        canvas.line(middle, top + 18, middle, top + 42, "axis")
        canvas.text(middle - left, top + 34.5, _signed(row["left"], "−"), "t-end t-b", -7)
        canvas.text(middle + came, top + 34.5, _signed(row["came"], "+"), "t-b", 7)
    about = "; ".join(
        f"{r['option']}: {told(r['came'])} came, {told(r['left'])} left" for r in rows
    )
    return canvas.svg(chart["id"], chart["text"], about)


def _length(cell: int | str, peak: int, reach: float) -> float:
    return cell * reach / peak if isinstance(cell, int) else 0.0


def _signed(cell: int | str, sign: str) -> str:
    if isinstance(cell, int):
        return f"{sign}{cell}" if cell else "0"
    return told(cell) if cell == UNDER else "held back"


def dots(chart: Chart, for_print: bool) -> SafeString:
    """Per group, the share in the first wave (ring) and in the last (dot)."""
    rows = chart["data"]
    canvas = Canvas(46 * len(rows) + 34, for_print=for_print)
    ends = [value for row in rows for value in (row["first"], row["last"])]
    low, high = max(0, min(ends) // 10 * 10 - 10), min(100, -(-max(ends) // 10) * 10 + 10)
    place = _scale(low, high)
    bottom = 46 * len(rows)
    for tick in range(low, high + 1, 10 if high - low <= 60 else 20):
        canvas.line(place(tick), bottom + 6, place(tick), bottom + 12, "axis")
        canvas.text(place(tick), bottom + 26, f"{tick}%", "t-sm t-mid")
    for number, row in enumerate(rows):
        _dot_row(canvas, row, 46 * number, place)
    about = "; ".join(f"{r['group']} from {r['first']} to {r['last']} percent" for r in rows)
    return canvas.svg(chart["id"], chart["text"], about)


def _scale(low: int, high: int) -> Callable[[float], float]:
    return lambda value: 6 + (value - low) * 88 / max(high - low, 1)


def _dot_row(canvas: Canvas, row: Chart, top: float, place: Callable[[float], float]) -> None:
    y, first, last = top + 32, place(row["first"]), place(row["last"])
    canvas.text(0, top + 15, f"{row['group']} ({row['n']})")
    canvas.line(first, y, last, y, "axis", 3)
    canvas.circle(first, y, 5, "f-bg s-mute", 2)
    canvas.circle(last, y, 6.5, GROUP_CLASSES.get(row["key"], "g-na"))
    outward = -1 if row["last"] >= row["first"] else 1
    sides = {-1: "t-end", 1: ""}
    canvas.text(first, y + 4.5, str(row["first"]), f"{sides[outward]} t-mute", 11 * outward)
    canvas.text(last, y + 4.5, str(row["last"]), f"{sides[-outward]} t-b", -12 * outward)


def box(chart: Chart, for_print: bool) -> SafeString:
    """Numbers per wave: the middle half of the answers as a bar, the median as a dot."""
    rows = chart["data"]
    canvas = Canvas(58 * len(rows) + 4, for_print=for_print)
    place = _scale(rows[0]["low"], rows[0]["high"])
    for number, row in enumerate(rows):
        top = 58 * number
        low, middle, high = (place(row[k]) for k in ("low_quartile", "median", "high_quartile"))
        words = f"{decimal(row['median'])} {row['unit']}".strip()
        canvas.text(0, top + 14, f"Survey {row['wave']}: {row['n']} answers, median {words}", "t-b")
        canvas.line(6, top + 34, 94, top + 34, "axis")
        canvas.rect(low, top + 26, high - low, 16, "f-blue")
        canvas.circle(middle, top + 34, 6.5, "f-bg s-hot", 2)
        canvas.text(6, top + 54, decimal(row["low"]), "t-sm t-mid")
        canvas.text(94, top + 54, decimal(row["high"]), "t-sm t-mid")
    about = "; ".join(f"survey {r['wave']}: median {decimal(r['median'])}" for r in rows)
    return canvas.svg(chart["id"], chart["text"], about)


FORMS: dict[str, Callable[[Chart, bool], SafeString]] = {
    "diverging": diverging,
    "slope": slope,
    "bars": bars,
    "move": move,
    "gains": gains,
    "dots": dots,
    "box": box,
}
