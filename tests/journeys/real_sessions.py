"""Five sessions that took place, of several types and years, as their pages of the forum say.

Titles, numbers, formats, people in their public roles and groups are those of the pages; texts
are told in our own words. What a page does not say is left open here.
"""

from typing import Any

from igfportal.sample.people import PEOPLE
from igfportal.sample.ws33 import WS33

WEOG = "Western European and Others Group (WEOG)"
GRULAC = "Latin American and Caribbean Group (GRULAC)"
ASIA, AFRICA = "Asia-Pacific Group", "African Group"
CIVIL, GOVERNMENT, BUSINESS = "Civil Society", "Government", "Private Sector"


def person(role: str, name: str, affiliation: str = "", **known: str) -> dict[str, str]:
    blank = {"email": "", "country": "", "group": "", "region": "", "door": ""}
    return {"role": role, "name": name, "affiliation": affiliation, **blank, **known}


WORKSHOP_2019: dict[str, Any] = {
    "year": 2019,
    "type": "ws",
    "label": "WS",
    "number": 150,
    "title": "Hacking Hate Speech Online: A multi-stakeholder approach",
    "theme": "Security, Safety, Stability & Resilience",
    "topics": [],
    "layout": "Round Table",
    "minutes": 90,
    "goals": [],
    "description": "Hate speech makes the Internet a hostile place. What complements rules and "
    "reporting: activities that prevent it and answer it.",
    "gains": "Methods against hate speech from several stakeholder groups.",
    "expected_outcomes": "Ways to work together against hate speech.",
    "hybrid_plan": "",
    "questions": [
        "How does cooperation across borders help against hate speech?",
        "How are the rights of children to take part and to be protected kept in balance?",
        "Which skills and which support make young people resilient?",
        "What part do platforms have in setting standards for content?",
    ],
    "people": [
        person("organizer", "Sabrina Vorbau", "European Schoolnet/ Insafe"),
        person("organizer", "Joachim Kind", "Landeszentrale für Medien und Kommunikation"),
        person("organizer", "David Wright", "UK Safer Internet Centre"),
        person("speaker", "Hanna Gleiß", group=CIVIL, region=WEOG),
        person("speaker", "David NG", group=CIVIL, region=ASIA),
        person("speaker", "Sofia Rasgado", group=GOVERNMENT, region=WEOG),
        person("speaker", "Ricardo Campos", group=GOVERNMENT, region=GRULAC),
        person("speaker", "Sabine Frank", group=BUSINESS, region=WEOG),
    ],
    "agenda": [],
}
TOWN_HALL_2021: dict[str, Any] = {
    "year": 2021,
    "type": "th",
    "label": "Town Hall",
    "number": 32,
    "title": "The Future of Human Augmentation: Gain or 'Cyber-Pain'",
    "theme": "Trust, security, stability",
    "topics": [],
    "layout": "Panel - Auditorium",
    "minutes": 60,
    "goals": [],
    "description": "Technology that repairs bodies may one day extend them. Which threats come "
    "with it, and how can they be addressed internationally?",
    "gains": "",
    "expected_outcomes": "Ideas for answers that hold across borders.",
    "hybrid_plan": "Questions from the hall in Poland and from people online.",
    "questions": [],
    "people": [
        person("organizer", "Jochen Michels", "Kaspersky", group=BUSINESS, region=WEOG),
        person("onsite_moderator", "Kate Russell"),
    ],
    "agenda": [],
}
OPEN_FORUM_2022: dict[str, Any] = {
    "year": 2022,
    "type": "of",
    "label": "Open Forum",
    "number": 75,
    "title": "Combating Hate Speech – Answering the H & 5 W's Questions",
    "theme": "Enabling Safety, Security and Accountability",
    "topics": [],
    "layout": "Break-out Group Discussions - Round Tables",
    "minutes": 60,
    "goals": [],
    "description": "The Council of Europe presents its recommendation on hate speech of May 2022, "
    "the United Nations their strategy of 2019; then groups work on why, what and how.",
    "gains": "",
    "expected_outcomes": "How both documents can be used, and by whom.",
    "hybrid_plan": "",
    "questions": [],
    "people": [
        person("organizer", "Menno Ettema", "Council of Europe"),
        person("organizer", "Simona Cruciani", "UN Office on Genocide Prevention"),
    ],
    "agenda": [
        {"title": "Introduction to both documents", "minutes": "15"},
        {"title": "Groups", "minutes": "30"},
        {"title": "Back in plenary", "minutes": "15"},
    ],
}
WORKSHOP_2023: dict[str, Any] = {
    "year": 2023,
    "type": "ws",
    "label": "WS",
    "goals": [],
    **{
        name: WS33[name]
        for name in (
            "number", "title", "theme", "topics", "layout", "minutes", "description", "gains",
            "expected_outcomes", "hybrid_plan",
        )
    },
    "questions": [question["text"] for question in WS33["policy_questions"]],
    "people": [
        person(
            entry["role"],
            PEOPLE[entry["person"]]["name"],
            entry["affiliation"],
            group=PEOPLE[entry["person"]]["group"],
            region=PEOPLE[entry["person"]]["region"],
            door=entry["door"],
        )
        for entry in WS33["contributors"]
    ],
    "agenda": [
        {"title": item["title"], "minutes": str(item["minutes"])}
        | ({"is_wave": "on"} if item["wave"] else {})
        for item in WS33["agenda"]
    ],
}  # fmt: skip
NETWORKING_2024: dict[str, Any] = {
    "year": 2024,
    "type": "ns",
    "label": "Networking Session",
    "number": 123,
    "title": "Bridging the Future: ISOC Youth and Alumni Networking",
    "theme": "Improving digital governance for the Internet We Want",
    "topics": [],
    "layout": "Roundtable",
    "minutes": 60,
    "goals": [16, 17],
    "description": "Experts and newcomers of the Internet Society meet: short inputs, a panel, "
    "and much time to get to know each other.",
    "gains": "",
    "expected_outcomes": "",
    "hybrid_plan": "",
    "questions": [],
    "people": [
        person("organizer", "Nicolas Fiumarelli", "ISOC Alumn", region=GRULAC),
        person("organizer", "Athanase Bahizire", "ISOC Alumn", region=AFRICA),
        person("organizer", "Saba Tiku", "YCIG", region=AFRICA),
        person("organizer", "Claire Van Zwieten", "Internet Society", region=WEOG),
        person("organizer", "Tori Irvine", "Internet Society", region=WEOG),
        person("speaker", "Alejandra Prieto", "Internet Society", region=WEOG),
        person("speaker", "Jesse Kalange", "ISOC Uganda chapter", region=AFRICA),
        person("speaker", "Gustavo Fonseca Ribeiro", "Youth Ambassador 2024", region=GRULAC),
        person("speaker", "Phyo Thiri L.", "Youth IGF Myanmar", region=ASIA),
        person("onsite_moderator", "Nicolas Fiumarelli", "ISOC Alumn", region=GRULAC),
        person("online_moderator", "Athanase Bahizire", "ISOC Alumn", region=AFRICA),
        person("rapporteur", "Saba Tiku", "YCIG", region=AFRICA),
    ],
    "agenda": [{"title": "Opening Remarks", "minutes": "5"}],
}
REAL_SESSIONS = [WORKSHOP_2019, TOWN_HALL_2021, OPEN_FORUM_2022, WORKSHOP_2023, NETWORKING_2024]
