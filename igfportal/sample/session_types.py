"""Session types per edition: who may ask for one, how long it is, what a request has to say.

Lengths and eligibility are those of the calls of the forum, in our own words, with their year;
where no call names a length the Secretariat's usual ones stand here, and `source` says so.
"""

from typing import Any

YEARS: tuple[int, ...] = (2020, 2021, 2023, 2024, 2027)

ESSAY = ["description", "gains", "expected_outcomes", "hybrid_plan"]
FULL = ["layout", *ESSAY, "questions"]
SLOT = ["layout", "description", "expected_outcomes"]
USUAL = "No call names the lengths; these are set by the Secretariat"

# code, label, name, minutes, needs, eligibility, source
TYPES: list[tuple[str, str, str, list[int], list[str], str, str]] = [
    (
        "ws",
        "WS",
        "Workshop",
        [60, 90],
        FULL,
        "Anybody may propose a workshop except members of the MAG. The MAG scores every "
        "complete proposal; name at least three speakers who were asked and want to come.",
        "Workshop Review Process, 2015 to 2023",
    ),
    (
        "of",
        "Open Forum",
        "Open Forum",
        [30, 60],
        SLOT,
        "For governments, treaty-based and other global international organizations, about "
        "their own work on Internet governance in the past year. Governments and treaty-based "
        "organizations come first. A background paper is strongly encouraged.",
        "Calls for Open Forums, 2019 and 2021",
    ),
    (
        "th",
        "Town Hall",
        "Town Hall",
        [30, 60],
        SLOT,
        "For entities of international scope that open a topical or controversial question to "
        "the whole room. A background paper is strongly encouraged.",
        "Calls for Town Halls, 2022 and 2023",
    ),
    (
        "la",
        "Launch / Award Event",
        "Launch / Award Event",
        [20, 30, 45, 60],
        SLOT,
        "For the presentation of research, books and other results about Internet governance, "
        "and for awards. A background paper is encouraged.",
        "Call for Launches and Awards, 2023",
    ),
    (
        "lt",
        "Lightning Talk",
        "Lightning Talk",
        [20, 30],
        ["description"],
        "For one short, prepared talk on a single issue.",
        "New Session Formats, 2016; schedules of 2024 and 2025",
    ),
    (
        "ns",
        "Networking Session",
        "Networking Session",
        [30, 60],
        ["description"],
        "For a gathering with open seating: to meet, to break the ice, or to bring together a "
        "region or a stakeholder group.",
        USUAL,
    ),
    (
        "day0",
        "Day 0 Event",
        "Day 0 Event",
        [60, 90, 120, 180],
        ["layout", "description"],
        "For any event relevant to Internet governance on the day before the opening. Slots are "
        "given in the order of the requests, with an eye to relevance and balance.",
        "Call for Pre-Events, 2021; pages of 2023 and 2024",
    ),
    (
        "dc",
        "DC",
        "Dynamic Coalition session",
        [60, 75, 90],
        ["description", "expected_outcomes"],
        "For recognized Dynamic Coalitions that filed their yearly report and the reports of "
        "their earlier sessions, and come to the coordination meetings. Link these reports.",
        "Call for DC Sessions, 2024 (no fixed length)",
    ),
    (
        "bpf",
        "BPF",
        "Best Practice Forum session",
        [75, 90],
        ["description", "expected_outcomes"],
        "For the Best Practice Forums of this cycle. The MAG decides.",
        "BPF and PN sessions, 2024 (75 minutes)",
    ),
    (
        "pn",
        "PN",
        "Policy Network session",
        [75, 90],
        ["description", "expected_outcomes"],
        "For the Policy Networks of this cycle. The MAG decides.",
        "BPF and PN sessions, 2024 (75 minutes)",
    ),
    (
        "nri",
        "NRI",
        "National and regional initiatives session",
        [60, 90],
        ["description"],
        "For national, regional and youth initiatives recognized by the forum, on a subject they "
        "agreed on. The initiatives decide together with the Secretariat.",
        USUAL,
    ),
    (
        "main",
        "Main Session",
        "Main Session",
        [75, 90],
        ["layout", "description", "questions"],
        "On a broad issue that the MAG has chosen. MAG members prepare it.",
        "Main Sessions, 2023 (90 minutes); schedule of 2024 (75 minutes)",
    ),
    (
        "hl",
        "High-Level Session",
        "High-level session",
        [60, 90],
        ["description"],
        "Part of the track for leaders of all stakeholder groups. The host country and the "
        "Secretariat decide.",
        USUAL,
    ),
    (
        "pt",
        "Parliamentary Session",
        "Parliamentary session",
        [60, 90],
        ["description"],
        "Part of the track for members of parliaments. The Secretariat decides.",
        USUAL,
    ),
    (
        "yt",
        "Youth Session",
        "Youth session",
        [60, 90],
        ["description"],
        "Part of the track that young people prepare. The Secretariat decides.",
        USUAL,
    ),
]

MINUTES: dict[tuple[int, str], list[int]] = {
    (2023, "main"): [90],
    (2024, "main"): [75],
    (2024, "bpf"): [75],
    (2024, "pn"): [75],
}

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
            "minutes": MINUTES.get((year, code), minutes),
            "layouts": LAYOUTS[year],
            "needs": needs,
            "eligibility": eligibility,
            "source": source,
            "is_scored": code == "ws",
        }
        for code, label, name, minutes, needs, eligibility, source in TYPES
    ]
