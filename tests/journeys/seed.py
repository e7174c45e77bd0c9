"""The facts of WS #33 and Booth #35 as an organizer and an exhibitor type them."""

from igfportal.sample.booth35 import BOOTH35
from igfportal.sample.people import PEOPLE
from igfportal.sample.ws33 import WS33

SESSION = {
    "title": WS33["title"],
    "type": "Workshop",
    "theme": "Security and trust",
    "layout": WS33["layout"],
    "minutes": str(WS33["minutes"]),
    "description": WS33["description"],
    "gains": WS33["gains"],
    "expected_outcomes": WS33["expected_outcomes"],
    "hybrid_plan": WS33["hybrid_plan"],
}
QUESTIONS = [{"text": question["text"]} for question in WS33["policy_questions"]]
AGENDA = [
    {"title": item["title"], "minutes": item["minutes"]}
    | ({"is_wave": True} if item["wave"] else {})
    for item in WS33["agenda"]
]
LINKS = [{"title": link["title"], "url": link["url"]} for link in WS33["links"] if link["url"]]


def _person(entry: dict) -> dict:
    facts = PEOPLE[entry["person"]]
    affiliation = entry.get("affiliation", facts["affiliation"])
    return {
        "role": entry["role"],
        "name": facts["name"],
        "group": facts["group"],
        "region": facts["region"],
        **({"affiliation": affiliation} if affiliation else {}),
        **({"door": entry["door"]} if entry["door"] else {}),
    }


def _acting(name: str, role: str) -> dict:
    """A sample account that works on the session."""
    return {
        "role": role,
        "name": f"Sample {name.title()}",
        "email": f"{name}@igf.example",
        "group": "Technical Community",
        "region": "Asia-Pacific Group",
    }


PEOPLE_ROWS = [
    *[_person(entry) for entry in WS33["contributors"]],
    _acting("moderator", "onsite_moderator"),
    _acting("rapporteur", "rapporteur"),
]

BOOTH = {
    "organization": BOOTH35["organization"],
    "title": BOOTH35["topic"],
    "attendance": ["virtual"],
    "background": BOOTH35["background"],
    "content": BOOTH35["content"],
    "contribution": BOOTH35["contribution"],
    "goals": BOOTH35["goals"],
}
BOOTH_QUESTIONS = [{"text": text} for text in BOOTH35["policy_questions"]]


def _initiative(facts: dict) -> dict:
    figures = {}
    for number, figure in enumerate(facts["figures"], start=1):
        figures[f"figure_{number}_label"] = figure["label"]
        figures[f"figure_{number}_value"] = figure["value"]
    return {
        "title": facts["title"],
        "text": facts["text"],
        "founders": "\n".join(facts["founders"]),
        **({"since": facts["since"]} if facts["since"] else {}),
        **figures,
    }


INITIATIVES = [_initiative(facts) for facts in BOOTH35["initiatives"]]
