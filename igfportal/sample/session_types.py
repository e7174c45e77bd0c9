"""Session types per edition: code (in addresses), label (in names), minutes, layouts."""

from typing import Any

YEARS: tuple[int, ...] = (2020, 2021, 2023, 2024, 2027)

# code, label, name, minutes
TYPES: list[tuple[str, str, str, list[int]]] = [
    ("ws", "WS", "Workshop", [60, 90]),
    ("of", "Open Forum", "Open Forum", [30, 60]),
    ("th", "Town Hall", "Town Hall", [30, 60]),
    ("la", "Launch / Award Event", "Launch / Award Event", [20, 30, 45, 60]),
    ("lt", "Lightning Talk", "Lightning Talk", [20, 30]),
    ("ns", "Networking Session", "Networking Session", [30, 60]),
    ("day0", "Day 0 Event", "Day 0 Event", [60, 90, 120, 180]),
    ("dc", "DC", "Dynamic Coalition session", [60, 75, 90]),
    ("bpf", "BPF", "Best Practice Forum session", [75, 90]),
    ("pn", "PN", "Policy Network session", [75, 90]),
    ("nri", "NRI", "National and regional initiatives session", [60, 90]),
    ("main", "Main Session", "Main Session", [75, 90]),
]

LAYOUTS: dict[int, list[str]] = {
    2020: [
        "Round Table - U-shape",
        "Round Table - Circle",
        "Debate - Auditorium",
        "Panel - Auditorium",
    ],
    2021: [
        "Round Table - U-shape",
        "Round Table - Circle",
        "Debate - Auditorium",
        "Panel - Auditorium",
    ],
    2023: ["Panel", "Round Table"],
    2024: ["Theater", "Classroom", "Roundtable"],
    2027: ["Panel", "Roundtable", "Debate", "Theater", "Classroom"],
}


def session_types(year: int) -> list[dict[str, Any]]:
    """The types of one edition in display order; the 2020 pages shorten Open Forum to OF."""
    return [
        {
            "code": code,
            "label": "OF" if (year, code) == (2020, "of") else label,
            "name": name,
            "minutes": minutes,
            "layouts": LAYOUTS[year],
        }
        for code, label, name, minutes in TYPES
    ]
