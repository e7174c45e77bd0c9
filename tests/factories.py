"""Rows for tests, valid by default; every function takes the fields a test cares about."""

from datetime import date, timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.utils import timezone

from booths.models import Booth, BoothQuestion, Initiative, Place
from forum.models import Edition, Organization, Person, Role, Theme, Topic, User
from forum.vocabulary import RegionalGroup, StakeholderGroup
from submissions import numbering
from submissions.models import Call, GivenNumber, Submission
from surveys.models import Asking, Question, Survey, Wave
from workshops.models import (
    AgendaItem,
    Contributor,
    PolicyQuestion,
    Room,
    SessionType,
    Slot,
    Workshop,
)

serial = count(1)
PASSWORD = "correct horse battery staple"


def make_user(email: str = "", verified: bool = True, **fields) -> User:
    """An account with PASSWORD; its address is confirmed unless a test says otherwise."""
    email = email or f"user{next(serial)}@example.org"
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    return user


def make_edition(year: int = 2027, is_current: bool = True, **fields) -> Edition:
    defaults = {
        "number": year - 2005,
        "title": "A forum for tests",
        "host_city": "Kyoto",
        "host_country": "Japan",
        "timezone": "Asia/Tokyo",
        "starts_on": date(year, 11, 8),
        "ends_on": date(year, 11, 12),
    }
    return Edition.objects.create(year=year, is_current=is_current, **{**defaults, **fields})


def current_edition() -> Edition:
    """The current edition; made on first use."""
    return Edition.objects.current() or make_edition()


def make_secretariat(edition: Edition | None = None, **fields) -> User:
    return make_role_holder(Role.Kind.SECRETARIAT, edition, **fields)


def make_role_holder(kind: str, edition: Edition | None = None, **fields) -> User:
    user = make_user(**fields)
    Role.objects.create(user=user, edition=edition or current_edition(), kind=kind)
    return user


def make_call(kind: str = Call.Kind.SESSION, edition: Edition | None = None, **fields) -> Call:
    defaults = {"opens_at": timezone.now() - timedelta(days=1), "closes_at": None}
    edition = edition or current_edition()
    return Call.objects.create(edition=edition, kind=kind, **{**defaults, **fields})


def make_theme(edition: Edition | None = None, title: str = "", topics: int = 1) -> Theme:
    edition = edition or current_edition()
    theme = Theme.objects.create(edition=edition, title=title or f"Theme {next(serial)}")
    for position in range(1, topics + 1):
        Topic.objects.create(theme=theme, position=position, title=f"Topic {position}")
    return theme


def make_type(edition: Edition | None = None, code: str = "ws", **fields) -> SessionType:
    """The session type of that code in the edition; made on first use."""
    defaults = {
        "label": code.upper(),
        "name": "Workshop",
        "minutes": [30, 60, 90],
        "layouts": ["Panel", "Round table"],
    }
    found, _ = SessionType.objects.get_or_create(
        edition=edition or current_edition(), code=code, defaults={**defaults, **fields}
    )
    return found


def make_person(name: str = "", user: User | None = None, **fields) -> Person:
    defaults = {
        "group": StakeholderGroup.CIVIL_SOCIETY,
        "region": RegionalGroup.AFRICAN,
        "email": user.email if user else "",
    }
    name = name or f"Person {next(serial)}"
    return Person.objects.create(name=name, user=user, **{**defaults, **fields})


def person_of(user: User) -> Person:
    """The person of an account; made on first use."""
    return Person.objects.filter(user=user).first() or make_person(user.name or user.email, user)


def make_contributor(
    workshop: Workshop, role: str, user: User | None = None, person: Person | None = None, **fields
) -> Contributor:
    person = person or (person_of(user) if user else make_person())
    defaults = {
        "group": person.group,
        "region": person.region,
        "position": workshop.contributors.count() + 1,
    }
    return Contributor.objects.create(
        workshop=workshop, role=role, person=person, **{**defaults, **fields}
    )


AGENDA = [
    ("Welcome", 5, False),
    ("Survey 1, two questions", 5, True),
    ("Statements", 30, False),
    ("Survey 2, two questions", 5, True),
    ("Round table", 35, False),
    ("Survey 3, two questions", 5, True),
    ("Wrap-up", 5, False),
]


def make_workshop(
    status: str = Workshop.Status.SUBMITTED,
    released: bool = False,
    questions: tuple[str, ...] = ("What should be done?",),
    agenda: list[tuple[str, int, bool]] | None = None,
    organizer: User | None = None,
    **fields,
) -> Workshop:
    """A submitted 90-minute session of the current edition, with one question and an agenda.

    All but drafts get a number, accepted ones a code; `released=True` makes the decision public.
    """
    edition = fields.pop("edition", None) or current_edition()
    organizer = organizer or make_user()
    now = timezone.now()
    numbered = status == Workshop.Status.ACCEPTED
    defaults = {
        "title": "A session for tests",
        "type": make_type(edition),
        "layout": "Panel",
        "minutes": 90,
        "description": "What the session is about.",
        "people_agreed": True,
        "created_by": organizer,
        "submitted_at": None if status == Workshop.Status.DRAFT else now,
        "join_code": f"TEST{next(serial)}".replace("0", "O") if numbered else None,
        "released_at": now if released else None,
    }
    number = fields.pop("number", None)
    workshop = Workshop.objects.create(edition=edition, status=status, **{**defaults, **fields})
    _number(workshop, number)
    make_contributor(workshop, Contributor.Role.ORGANIZER, organizer)
    for position, text in enumerate(questions, start=1):
        PolicyQuestion.objects.create(workshop=workshop, position=position, text=text)
    for position, (title, minutes, is_wave) in enumerate(agenda or AGENDA, start=1):
        AgendaItem.objects.create(
            workshop=workshop, position=position, title=title, minutes=minutes, is_wave=is_wave
        )
    return workshop


def _number(request: Submission, number: int | None) -> None:
    """Give a request that is no draft this number, or one that no other test row has."""
    if request.status != Submission.Status.DRAFT:
        numbering.reserve(request, number or 1000 + next(serial), by=None)


def numbers_given(edition: Edition, series: str, highest: int) -> None:
    """As if this number had been given last, so that the next request gets the one after it."""
    GivenNumber.objects.create(
        edition=edition, series=series, number=highest, about="withdrawn.request:1"
    )


def make_session(**fields) -> Workshop:
    """An accepted, released session."""
    return make_workshop(status=Workshop.Status.ACCEPTED, released=True, **fields)


def make_room(edition: Edition | None = None, name: str = "") -> Room:
    edition = edition or current_edition()
    return Room.objects.create(edition=edition, name=name or f"Room {next(serial)}")


def make_slot(workshop: Workshop, starts_at=None, room: Room | None = None) -> Slot:
    """A slot of the session's length; by default it begins now."""
    starts_at = starts_at or timezone.now()
    return Slot.objects.create(
        workshop=workshop,
        room=room or make_room(workshop.edition),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=workshop.minutes or 60),
    )


AGREEMENT = [
    {"id": "1", "text": {"en": "Strongly disagree"}, "supports": False},
    {"id": "2", "text": {"en": "Disagree"}, "supports": False},
    {"id": "3", "text": {"en": "Neither agree nor disagree"}, "supports": False},
    {"id": "4", "text": {"en": "Agree"}, "supports": True},
    {"id": "5", "text": {"en": "Strongly agree"}, "supports": True},
]


def make_survey(workshop: Workshop | None = None, waves: int = 3) -> Survey:
    """A survey in preparation: the same agreement and single-choice question in every wave."""
    workshop = workshop or make_session()
    survey = Survey.objects.create(workshop=workshop)
    first_policy_question = workshop.policy_questions.first()
    questions = [
        Question.objects.create(
            survey=survey,
            position=1,
            kind=Question.Kind.AGREEMENT,
            text={"en": "Principles are needed."},
            options=AGREEMENT,
            policy_question=first_policy_question,
        ),
        Question.objects.create(
            survey=survey,
            position=2,
            kind=Question.Kind.SINGLE,
            text={"en": "Which comes first?"},
            options=[
                {"id": str(key), "text": {"en": text}, "supports": False}
                for key, text in enumerate(["Control", "Safety", "Privacy"], start=1)
            ],
            policy_question=first_policy_question,
        ),
    ]
    items = list(workshop.agenda.filter(is_wave=True))
    for position in range(1, waves + 1):
        item = items[position - 1] if position <= len(items) else None
        wave = Wave.objects.create(survey=survey, position=position, agenda_item=item)
        for place, question in enumerate(questions, start=1):
            Asking.objects.create(wave=wave, question=question, position=place)
    return survey


def make_booth(status: str = Booth.Status.SUBMITTED, released: bool = False, **fields) -> Booth:
    """A submitted virtual booth of the current edition, with one question and one initiative."""
    edition = fields.pop("edition", None) or current_edition()
    defaults = {
        "title": "Trust in practice",
        "organization": make_organization(),
        "background": "Why the booth exists.",
        "content": "What visitors see.",
        "is_virtual": True,
        "people_agreed": True,
        "released_at": timezone.now() if released else None,
        "submitted_at": timezone.now(),
    }
    fields.setdefault("created_by", None)
    fields["created_by"] = fields["created_by"] or make_user()
    number = fields.pop("number", None)
    booth = Booth.objects.create(edition=edition, status=status, **{**defaults, **fields})
    _number(booth, number)
    BoothQuestion.objects.create(booth=booth, position=1, text="How is trust built?")
    Initiative.objects.create(booth=booth, position=1, title="An initiative", text="What it does.")
    return booth


def make_place(label: str = "", edition: Edition | None = None, **fields) -> Place:
    """A place one column further than the last one."""
    edition = edition or current_edition()
    number = Place.objects.filter(edition=edition).count()
    defaults = {"x": number % 6, "y": number // 6}
    return Place.objects.create(
        edition=edition, label=label or str(number + 1), **{**defaults, **fields}
    )


def make_organization(name: str = "", **fields) -> Organization:
    return Organization.objects.create(name=name or f"Organization {next(serial)}", **fields)
