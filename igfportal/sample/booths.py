"""Invented Village booths of the 2027 sample edition, and one request for the desk."""

from typing import Any


def _booth(number: int, topic: str, organization: str, **facts: Any) -> dict[str, Any]:
    return {
        "edition": 2027,
        "number": number,
        "topic": topic,
        "organization": organization,
        "status": "accepted",
        "is_sample": True,
        "partners": [],
        "is_onsite": True,
        "is_virtual": False,
        "other_activities": "",
        "links": [],
        "requested_by": "exhibitor",
        **facts,
    }


def _initiative(title: str, text: str, since: int | None = None) -> dict[str, Any]:
    return {
        "title": title,
        "text": text,
        "founders": [],
        "partners": [],
        "since": since,
        "figures": [],
        "link": "",
    }


BOOTHS: list[dict[str, Any]] = [
    _booth(
        900,
        "Street maps for rescue teams",
        "Sample Map Volunteers",
        background=(
            "When a river rises, helpers need to know which roads are still open. Official maps "
            "are often old or cost money. Volunteers can draw better ones within days."
        ),
        content="See how a map is drawn, checked and printed, and draw a street yourself.",
        initiatives=[
            _initiative(
                "Map evenings",
                "Volunteers meet once a month and map one district at risk.",
                2019,
            ),
            _initiative(
                "Offline map pack",
                "A file with maps that works on a phone without a connection.",
            ),
        ],
        contribution="Open data that saves lives, collected with the people who live there.",
        themes=["Environment and resilience", "Data and artificial intelligence"],
        policy_questions=["Which public data should be free to use in an emergency?"],
        goals=[9, 11, 13],
        partners=["Sample Energy Laboratory"],
    ),
    _booth(
        901,
        "A box that brings a village school online",
        "Sample Village Networks",
        background=(
            "Many schools are close to a network and still offline: nobody has the time to plan, "
            "buy and repair."
        ),
        content="A box with everything a school needs, a plan and a price list.",
        initiatives=[
            _initiative(
                "School kit",
                "Router, solar panel and a repair guide with pictures.",
                2022,
            ),
        ],
        contribution="Shows what access costs when a community builds it.",
        themes=["Access and inclusion"],
        policy_questions=["How can small networks get spectrum without a large fee?"],
        goals=[4, 9, 10],
    ),
    _booth(
        902,
        "Why traffic takes the wrong road",
        "Sample Peering Association",
        background=(
            "A wrong route can take a country offline for an hour. The remedies are known; they "
            "are just not used everywhere."
        ),
        content="A game for two: one sends traffic, the other tries to lead it astray.",
        initiatives=[
            _initiative(
                "Route clinic",
                "Engineers look at your set-up and write one page of advice.",
            ),
        ],
        contribution="Explains a technical risk to people who decide on budgets.",
        themes=["Security and trust"],
        policy_questions=["What should a public buyer ask of its network provider?"],
        goals=[9, 17],
        is_onsite=False,
        is_virtual=True,
    ),
    _booth(
        903,
        "Tell it once: reporting abuse online",
        "Sample Support Line",
        background=(
            "Whoever reports violence online often has to tell the story five times, to five "
            "forms. Many give up."
        ),
        content="Try a form that asks once and reaches the right place.",
        initiatives=[
            _initiative(
                "One report",
                "A shared form for helplines in several languages.",
                2024,
            ),
        ],
        contribution="Brings helplines, platforms and the justice system to one table.",
        themes=["Security and trust", "Access and inclusion"],
        policy_questions=["Who may see a report, and for how long?"],
        goals=[5, 16],
    ),
    _booth(
        904,
        "What a router eats: energy figures for networks",
        "Sample Energy Laboratory",
        background=(
            "Networks use electricity day and night. Figures differ widely, because everyone "
            "counts something else."
        ),
        content="A meter on a router, a chart on the wall and a method anybody can repeat.",
        initiatives=[
            _initiative("Common method", "Ten pages on what to count, with a worksheet.", 2025),
        ],
        contribution="Comparable figures for decisions about climate goals.",
        themes=["Environment and resilience"],
        policy_questions=["Should operators publish their energy use every year?"],
        goals=[7, 12, 13],
        is_onsite=False,
        is_virtual=True,
    ),
]

BOOTH_REQUESTS: list[dict[str, Any]] = [
    _booth(
        905,
        "Five weak points of a small online shop",
        "Sample Hosting Firm",
        status="submitted",
        background="Small shops lose money to fraud and have nobody to ask.",
        content="A test shop in which visitors look for mistakes.",
        initiatives=[
            _initiative("Shop check", "A free test that explains each finding in one sentence."),
        ],
        contribution="Practical security for businesses without a security team.",
        themes=["Security and trust"],
        policy_questions=["What should payment services check for small shops?"],
        goals=[8, 9],
    ),
]
