"""The five editions of the sample: their dates, themes and limits."""

from datetime import date, time
from typing import Any

LIMITS: dict[str, int] = {
    "session_title_chars": 60,
    "booth_topic_chars": 120,
    "long_text_words": 350,
    "policy_questions": 6,
    "goals": 17,
}

EDITIONS: list[dict[str, Any]] = [
    {
        "year": 2020,
        "number": 15,
        "title": "Internet for human resilience and solidarity",
        "host_city": "",
        "host_country": "",
        "is_online": True,
        "timezone": "UTC",
        "starts_on": date(2020, 11, 2),
        "ends_on": date(2020, 11, 17),
        "dates_note": "Held in two parts: 2 to 6 and 9 to 17 November 2020.",
        "is_current": False,
        "is_sample": False,
        "theme_label": "Thematic track",
        "themes": [
            {"title": "Data", "topics": []},
            {"title": "Environment", "topics": []},
            {"title": "Inclusion", "topics": []},
            {"title": "Trust", "topics": []},
        ],
        "limits": LIMITS,
    },
    {
        "year": 2021,
        "number": 16,
        "title": "Internet United",
        "host_city": "Katowice",
        "host_country": "Poland",
        "is_online": False,
        "timezone": "Europe/Warsaw",
        "starts_on": date(2021, 12, 6),
        "ends_on": date(2021, 12, 10),
        "dates_note": "",
        "is_current": False,
        "is_sample": False,
        "theme_label": "Issue area",
        "themes": [
            {"title": "Economic and social inclusion and human rights", "topics": []},
            {"title": "Universal access and meaningful connectivity", "topics": []},
            {
                "title": (
                    "Emerging regulation: market structure, content, data and "
                    "consumer/users rights regulation"
                ),
                "topics": [],
            },
            {"title": "Environmental sustainability and climate change", "topics": []},
            {
                "title": "Inclusive Internet governance ecosystems and digital cooperation",
                "topics": [],
            },
            {"title": "Trust, security, stability", "topics": []},
        ],
        "limits": LIMITS,
    },
    {
        "year": 2023,
        "number": 18,
        "title": "The Internet We Want - Empowering All People",
        "host_city": "Kyoto",
        "host_country": "Japan",
        "is_online": False,
        "timezone": "Asia/Tokyo",
        "starts_on": date(2023, 10, 8),
        "ends_on": date(2023, 10, 12),
        "dates_note": "",
        "is_current": False,
        "is_sample": False,
        "theme_label": "Subtheme",
        "themes": [
            {"title": "AI & Emerging Technologies", "topics": []},
            {"title": "Avoiding Internet Fragmentation", "topics": []},
            {
                "title": "Cybersecurity, Cybercrime & Online Safety",
                "topics": [
                    "Child Online Safety",
                    "Cyberattacks, Cyberconflicts and International Security",
                    "New Technologies and Risks to Online Security",
                    "Online Hate Speech and Rights of Vulnerable People",
                ],
            },
            {"title": "Data Governance & Trust", "topics": []},
            {
                "title": "Digital Divides & Inclusion",
                "topics": [
                    "Gender Digital Divide",
                    "Skills Building for Basic and Advanced Technologies (Meaningful Access)",
                ],
            },
            {"title": "Global Digital Governance & Cooperation", "topics": []},
            {
                "title": "Human Rights & Freedoms",
                "topics": ["Internet Shutdowns", "Rights to Access and Information"],
            },
            {"title": "Sustainability & Environment", "topics": []},
        ],
        "limits": LIMITS,
    },
    {
        "year": 2024,
        "number": 19,
        "title": "Building our Multistakeholder Digital Future",
        "host_city": "Riyadh",
        "host_country": "Saudi Arabia",
        "is_online": False,
        "timezone": "Asia/Riyadh",
        "starts_on": date(2024, 12, 15),
        "ends_on": date(2024, 12, 19),
        "dates_note": "",
        "is_current": False,
        "is_sample": False,
        "theme_label": "Subtheme",
        "themes": [
            {
                "title": "Harnessing innovation and balancing risks in the digital space",
                "topics": [],
            },
            {
                "title": (
                    "Enhancing the digital contribution to peace, development, and sustainability"
                ),
                "topics": [],
            },
            {
                "title": "Advancing human rights and inclusion in the digital age",
                "topics": [],
            },
            {
                "title": "Improving digital governance for the Internet We Want",
                "topics": [],
            },
        ],
        "limits": LIMITS,
    },
    {
        "year": 2027,
        "number": 22,
        "title": "One Forum, Two Doors",
        "host_city": "Sample City",
        "host_country": "",
        "is_online": False,
        "timezone": "Africa/Nairobi",
        "starts_on": date(2027, 11, 8),
        "ends_on": date(2027, 11, 12),
        "dates_note": "Invented place and dates.",
        "is_current": True,
        "is_sample": True,
        "theme_label": "Theme",
        "themes": [
            {
                "title": "Access and inclusion",
                "topics": [
                    "Community networks",
                    "Languages and scripts",
                    "Hybrid participation",
                ],
            },
            {
                "title": "Security and trust",
                "topics": ["Routing security", "Online safety", "Incident response"],
            },
            {
                "title": "Data and artificial intelligence",
                "topics": ["Data sharing", "Public-interest AI", "Verification"],
            },
            {
                "title": "Environment and resilience",
                "topics": ["Energy use of networks", "Disaster communication"],
            },
            {
                "title": "Digital cooperation",
                "topics": ["National and regional forums", "Follow-up of outcomes"],
            },
        ],
        "limits": LIMITS,
    },
]

CALLS: list[dict[str, Any]] = [
    {
        "year": 2027,
        "kind": "session",
        "note": (
            "Anybody may propose a session. Choose its form, its people and its questions. "
            "A draft can wait until you come back to it. The call has no closing time in the "
            "sample edition."
        ),
        "closes_at": None,
    },
    {
        "year": 2027,
        "kind": "booth",
        "note": (
            "Show visitors what your organization does, at a table in the hall or on a page "
            "of its own. The call has no closing time in the sample edition."
        ),
        "closes_at": None,
    },
]

MILESTONES: list[dict[str, Any]] = [
    {"kind": "session", "label": "Evaluation begins", "day": date(2027, 4, 19), "time": None},
    {
        "kind": "session",
        "label": "The advisory group meets to select",
        "day": date(2027, 6, 14),
        "time": time(9, 0),
    },
    {"kind": "session", "label": "Decisions are sent", "day": date(2027, 6, 30), "time": None},
    {"kind": "session", "label": "Programme published", "day": date(2027, 8, 30), "time": None},
    {
        "kind": "session",
        "label": "Last day to name speakers",
        "day": date(2027, 10, 15),
        "time": time(18, 0),
    },
    {"kind": "booth", "label": "Decisions are sent", "day": date(2027, 7, 15), "time": None},
    {"kind": "booth", "label": "Places are allotted", "day": date(2027, 9, 6), "time": None},
    {
        "kind": "booth",
        "label": "Exhibitors set up their booths",
        "day": date(2027, 11, 7),
        "time": time(14, 0),
    },
]

ROOMS: dict[int, list[dict[str, Any]]] = {
    2023: [
        {"name": "WS 1 – Annex Hall 1", "capacity": None, "is_sample": False},
        {"name": "Sample Room 2", "capacity": 120, "is_sample": True},
        {"name": "Sample Room 3", "capacity": 80, "is_sample": True},
    ],
    2024: [
        {"name": "Sample Room 1", "capacity": 100, "is_sample": True},
    ],
    2027: [
        {"name": "Main Hall", "capacity": 1200, "is_sample": True},
        {"name": "Hall A", "capacity": 300, "is_sample": True},
        {"name": "Hall B", "capacity": 180, "is_sample": True},
        {"name": "Room C", "capacity": 120, "is_sample": True},
        {"name": "Room D", "capacity": 60, "is_sample": True},
    ],
}
