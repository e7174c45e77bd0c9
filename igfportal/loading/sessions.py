from django.utils import timezone

from forum import codes
from forum.models import Edition, Organization, Theme
from igfportal.loading import people
from igfportal.sample.article import ARTICLE_SESSIONS
from igfportal.sample.held import HELD_WITHOUT_SURVEY
from igfportal.sample.live_session import JOIN_CODE, WS900
from igfportal.sample.programme import SESSIONS
from igfportal.sample.proposals import PROPOSALS
from igfportal.sample.ws33 import WS33
from submissions import numbering
from workshops.models import Contributor, Room, SessionType, Slot, Workshop

STATUS = Workshop.Status


def load() -> None:
    """Every session of the sample: WS #33, the article's, the invented programme and requests."""
    session(WS33)
    session(WS900, join_code=JOIN_CODE)
    for facts in [HELD_WITHOUT_SURVEY, *SESSIONS, *PROPOSALS]:
        session(facts)
    for facts in ARTICLE_SESSIONS:
        session({**BARE, **facts, "description": _bare_description(facts)})


def _bare_description(facts: dict) -> str:
    number = " Its number is a sample." if facts["number_is_sample"] else ""
    return f"A session of {facts['organization']}; only its title is listed here.{number}"


BARE = {
    "is_sample": False,
    "layout": "",
    "minutes": None,
    "room": "",
    "start": None,
    "theme": "",
    "topics": [],
    "goals": [],
    "policy_questions": [],
    "agenda": [],
    "contributors": [],
    "links": [],
    "gains": "",
    "expected_outcomes": "",
    "hybrid_plan": "",
}


def find(facts: dict) -> Workshop | None:
    """The session of these facts: by its number, else (an invented one) by its title."""
    rows = Workshop.objects.filter(edition__year=facts["edition"], type__code=facts["type"])
    numbered = rows.filter(number=facts["number"]).first() if facts["number"] else None
    return numbered or rows.filter(title=facts["title"], is_sample=True).first()


def session(facts: dict, join_code: str = "") -> Workshop:
    """The session of these facts, made with all its rows unless it is there already."""
    found = find(facts)
    if found:
        return found
    workshop = Workshop.objects.create(
        edition=Edition.objects.get(year=facts["edition"]),
        created_by=_creator(facts),
        **_columns(facts),
        **_state(facts, join_code),
    )
    if facts["number"]:
        numbering.reserve(workshop, facts["number"], by=None)
    _rows(workshop, facts)
    _contributors(workshop, facts)
    _slot(workshop, facts)
    return workshop


def _creator(facts: dict):
    """The log-in among its organizers; nobody for sessions of real people."""
    for contributor in facts["contributors"]:
        if contributor["role"] == "organizer" and "login" in contributor:
            return people.account(contributor["login"])
    return None


def _columns(facts: dict) -> dict:
    edition = facts["edition"]
    names = ["title", "layout", "minutes", "is_sample", "description", "gains"]
    return {
        **{name: facts[name] for name in [*names, "expected_outcomes", "hybrid_plan"]},
        "type": SessionType.objects.get(edition__year=edition, code=facts["type"]),
        "theme": Theme.objects.filter(edition__year=edition, title=facts["theme"]).first(),
        "links": facts["links"],
    }


def _state(facts: dict, join_code: str) -> dict:
    status = facts.get("status", STATUS.ACCEPTED)
    now = timezone.now()
    if status == STATUS.DRAFT:
        return {"status": status}
    if status == STATUS.SUBMITTED:
        return {"status": status, "submitted_at": now, "people_agreed": facts["is_sample"]}
    return {
        "status": status,
        "join_code": join_code or codes.new_code(),
        "submitted_at": now,
        "decided_at": now,
        "released_at": now,
        "people_agreed": facts["is_sample"],
    }


def _rows(workshop: Workshop, facts: dict) -> None:
    workshop.goals.set(facts["goals"])
    if workshop.theme:
        workshop.topics.set(workshop.theme.topics.filter(title__in=facts["topics"]))
    for position, question in enumerate(facts["policy_questions"], start=1):
        workshop.policy_questions.create(position=position, text=question["text"])
    for position, item in enumerate(facts["agenda"], start=1):
        workshop.agenda.create(
            position=position,
            title=item["title"],
            minutes=item["minutes"],
            is_wave=item["wave"] is not None,
        )


def _contributors(workshop: Workshop, facts: dict) -> None:
    """Listed people in their order, then those who act for the session unseen."""
    acting = [{**who, "door": "", "listed": False} for who in facts.get("acting", [])]
    for position, entry in enumerate([*facts["contributors"], *acting], start=1):
        _contributor(workshop, position, entry)


def _contributor(workshop: Workshop, position: int, entry: dict) -> None:
    is_login = "login" in entry
    person = people.account(entry["login"]).person if is_login else people.person(entry["person"])
    invented = person.name.startswith("Sample")
    name = entry.get("affiliation")
    affiliation = Organization.objects.filter(name=name).first() if name is not None else None
    Contributor.objects.create(
        workshop=workshop,
        person=person,
        position=position,
        role=entry["role"],
        door=entry["door"],
        listed=entry.get("listed", True),
        affiliation=affiliation if name is not None else person.organization,
        group=person.group,
        region=person.region,
        answer=Contributor.Answer.ACCEPTED if invented else Contributor.Answer.ASKED,
    )


def _slot(workshop: Workshop, facts: dict) -> None:
    if not facts["start"]:
        return
    room = Room.objects.get(edition=workshop.edition, name=facts["room"])
    Slot.objects.create(
        workshop=workshop, room=room, starts_at=facts["start"], ends_at=facts["end"]
    )
