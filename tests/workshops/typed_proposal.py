"""A proposal as a browser sends it, with the facts of WS #33 of 2023."""

from forum.models import Edition
from igfportal.sample.people import PEOPLE
from igfportal.sample.ws33 import WS33
from tests import factories

TEXTS = ("title", "description", "gains", "expected_outcomes", "hybrid_plan")


def rows(prefix: str, items: list[dict]) -> dict:
    """The fields of repeated rows, as a browser sends them."""
    typed = {f"{prefix}-TOTAL_FORMS": str(len(items)), f"{prefix}-INITIAL_FORMS": "0"}
    for index, item in enumerate(items):
        typed |= {f"{prefix}-{index}-{name}": value for name, value in item.items()}
    return typed


def person_row(name: str = "Ada Example", role: str = "speaker", **fields) -> dict:
    return {
        "name": name,
        "role": role,
        "email": "",
        "affiliation": "",
        "country": "",
        "group": "Civil Society",
        "region": "African Group",
        "door": "",
        **fields,
    }


def typed_proposal(edition: Edition, **changes) -> dict:
    """A complete, short proposal; the edition needs a type and a theme."""
    typed = {
        "title": "Captions for all",
        "type": edition.session_types.get(code="ws").pk,
        "theme": edition.themes.first().pk,
        "layout": "Panel",
        "minutes": "90",
        "topics": [edition.themes.first().topics.first().pk],
        "goals": ["4", "10"],
        "description": "Why captions matter.",
        "gains": "Examples.",
        "expected_outcomes": "An impulse paper.",
        "hybrid_plan": "Two moderators take turns.",
        "people_agreed": "on",
        "action": "submit",
        **rows("questions", [{"text": "Which captions?"}, {"text": "Who pays?"}]),
        **rows("people", [person_row("Olu Organizer", "organizer", email="organizer@example.org")]),
        **rows("agenda", [{"title": "Talk", "minutes": "60"}]),
        **rows("links", []),
    }
    return {name: value for name, value in (typed | changes).items() if value is not None}


def typed_ws33(edition: Edition) -> dict:
    """WS #33 as its organizer would have typed it; makes its type and theme."""
    theme = factories.make_theme(edition, WS33["theme"], topics=0)
    topics = [
        theme.topics.create(position=position, title=title).pk
        for position, title in enumerate(WS33["topics"], start=1)
    ]
    return typed_proposal(
        edition,
        **{name: WS33[name] for name in TEXTS},
        theme=theme.pk,
        topics=topics,
        goals=[],
        **rows("questions", [{"text": item["text"]} for item in WS33["policy_questions"]]),
        **rows("people", [_named(item) for item in WS33["contributors"]]),
        **rows("agenda", [_item(item) for item in WS33["agenda"]]),
        **rows("links", [{"title": "Session page", "url": WS33["links"][0]["url"]}]),
    )


def _named(item: dict) -> dict:
    person = PEOPLE[item["person"]]
    return person_row(
        person["name"],
        item["role"],
        affiliation=item["affiliation"],
        group=person["group"],
        region=person["region"],
        door=item["door"],
    )


def _item(item: dict) -> dict:
    wave = {"is_wave": "on"} if item["wave"] else {}
    return {"title": item["title"], "minutes": str(item["minutes"]), **wave}
