"""A session in the middle of its second survey: who is there, and two different sets of answers.

`main` makes the session in the database of a running server, and prints how to get in.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from forum.models import User
from forum.vocabulary import RegionalGroup, StakeholderGroup
from surveys import actions
from surveys.models import Survey
from surveys.plan import QuestionPlan, WavePlan
from surveys.state import agreement_options, consent_options
from tests import factories
from tests.outcomes.sessions import make_staffed_session, published, seal_survey, take_note
from tests.surveys.kinds import EVERY, options, years
from tests.surveys.room import seat_moderator, wave_of
from workshops.models import Workshop

CANARY = "Kanarienvogel"
EARLIER = "Sperling"
PEOPLE = 24
OPEN = 2


@dataclass
class Hall:
    """The session and everybody with a right on it."""

    workshop: Workshop
    survey: Survey
    staff: dict[str, User] = field(default_factory=dict)


def make_staff() -> dict[str, User]:
    """One account for every right somebody can have."""
    names = ("organizer", "moderator", "rapporteur")
    own = {name: factories.make_user(f"{name}@canary.example") for name in names}
    secretariat = factories.make_secretariat(email="secretariat@canary.example")
    root = factories.make_user("root@canary.example", is_superuser=True, is_staff=True)
    return {"superuser": root, "secretariat": secretariat, **own}


def make_hall(starts_in: timedelta = timedelta()) -> Hall:
    """A session with notes and the published paper of an earlier survey; a new one is designed."""
    staff = make_staff()
    workshop = make_staffed_session(staff["organizer"], staff["rapporteur"])
    seat_moderator(workshop, staff["moderator"])
    take_note(workshop, staff["rapporteur"])
    seal_survey(workshop, staff["moderator"])
    published(workshop, staff["rapporteur"], staff["organizer"])
    workshop.slot.starts_at += starts_in
    workshop.slot.ends_at += starts_in
    workshop.slot.save()
    return Hall(workshop, designed(workshop, staff["moderator"]), staff)


def designed(workshop: Workshop, by: User) -> Survey:
    """The same questions in two waves: one of every kind."""
    survey = actions.create_survey(workshop, by=by)
    questions = [
        QuestionPlan("agreement", {"en": "Agreed?"}, agreement_options(), waves=EVERY),
        QuestionPlan("single", {"en": "Which one?"}, options("A", "B", "C"), waves=EVERY),
        QuestionPlan("multiple", {"en": "Which ones?"}, options("X", "Y", "Z"), waves=EVERY),
        QuestionPlan("consent", {"en": "Support it?"}, consent_options(), waves=EVERY),
        QuestionPlan("number", {"en": "How many years?"}, waves=EVERY, number=years()),
        QuestionPlan("text", {"en": "What else?"}, waves=EVERY),
    ]
    actions.save_design(survey, [WavePlan("Start"), WavePlan("End")], questions, by=by)
    return survey


def about(n: int) -> dict[str, str]:
    """Door, group and region of the n-th person; every group is large enough to be shown."""
    groups, regions = StakeholderGroup.values[:2], RegionalGroup.values[:2]
    return {
        "door": "online" if n % 3 == 0 else "room",
        "group": groups[n % 2],
        "region": regions[n // 2 % 2],
    }


def answer(kind: str, n: int, turn: int, word: str = CANARY) -> Any:
    """What the n-th person answers; the turns differ in every count, group by group."""
    if turn and n == 5:
        return "abstain"
    first = {
        "agreement": "5" if n % 2 else "1",
        "single": str(1 + n % 2),
        "multiple": ["1"],
        "consent": "support",
        "number": 3 + n % 4,
        "text": f"{word} {n}",
    }
    second = {
        "agreement": "2" if n % 4 else "4",
        "single": "3" if n % 5 else "2",
        "multiple": ["1", "2"] if n % 2 else ["3"],
        "consent": "object" if n % 3 else "live",
        "number": 17.5,
        "text": f"{n} other words of a {word}" if n % 4 else "",
    }
    return second[kind] or "abstain" if turn else first[kind]


def main() -> None:
    """Prints the session's code and the e-mail addresses of the staff; survey 1 is open."""
    factories.serial = count(1000)
    hall = make_hall(timedelta(days=1))
    actions.open_wave(wave_of(hall.survey, 1), by=hall.staff["moderator"])
    found = {
        "code": hall.workshop.join_code,
        "staff": {name: user.email for name, user in hall.staff.items()},
    }
    print(json.dumps(found))
