"""What the rules of an edition say about a session proposal, typed, submitted or stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.http import QueryDict
from django.utils import timezone

from forum.models import Edition, Role, User
from submissions import checklists, people, rows
from submissions.attached import has_background_paper
from submissions.checklists import Checklist
from submissions.models import Call
from submissions.rulebook import ORGANIZERS, SPEAKER, Earlier, NamedPerson, RequestFacts
from workshops import duties
from workshops.forms.links import BACKGROUND_PAPER
from workshops.forms.proposal import ProposalForms
from workshops.models import Contributor, Workshop

Content = Mapping[str, Any]
Status = Workshop.Status
PROPOSED = (Status.SUBMITTED, Status.ACCEPTED, Status.DECLINED)
MOST_NAMED = 20
LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Row:
    """One typed person, and the stored one it stands for, if any."""

    person: NamedPerson
    email: str
    organization: str
    pk: int | None


def of_content(
    edition: Edition, content: Content, *, by: User | None, workshop: Workshop | None = None
) -> Checklist:
    """The rules on what a valid form says."""
    return checklists.checklist(
        edition, Call.Kind.SESSION, lambda: gather(edition, content, by, workshop), workshop
    )


def of_typed(
    edition: Edition, data: QueryDict, workshop: Workshop | None, by: User | None
) -> Checklist:
    """The rules on what stands in the form now, however unfinished."""
    return checklists.checklist(
        edition,
        Call.Kind.SESSION,
        lambda: gather(edition, read(edition, data), by, workshop),
        workshop,
    )


def of_stored(workshop: Workshop) -> Checklist:
    """The rules on the proposal as it was submitted; on a draft as far as it is typed."""
    is_draft = workshop.status == Status.DRAFT
    data = ProposalForms.stored(workshop) if is_draft else ProposalForms.written(workshop)
    return of_typed(workshop.edition, data, workshop, workshop.created_by)


def read(edition: Edition, data: QueryDict) -> Content:
    """What was typed, in the shape of a valid form, as far as the rules look at it."""
    key = data.get("type", "")
    is_key = key.isdecimal() and len(key) < 10
    return {
        "type": edition.session_types.filter(pk=int(key)).first() if is_key else None,
        "layout": data.get("layout", ""),
        "minutes": _number(data.get("minutes", "")),
        "people_agreed": bool(data.get("people_agreed")),
        "people": [row for row in _rows(data, "people") if row.get("name")],
        "agenda": [{"minutes": _number(row.get("minutes", ""))} for row in _rows(data, "agenda")],
        "links": [
            {"kind": BACKGROUND_PAPER if row.get("is_background") else ""}
            for row in _rows(data, "links")
            if row.get("url")
        ],
    }


def gather(
    edition: Edition, content: Content, by: User | None, workshop: Workshop | None
) -> RequestFacts:
    """The facts the rules look at; as many queries for one person as for forty."""
    owner = (workshop.created_by if workshop else None) or by
    named = _named(content["people"], workshop)
    organizers = [row for row in named if _organizes(row.person)]
    by_person, by_organization = _earlier(edition, organizers, owner, workshop)
    held = _held_before(organizers, owner, workshop)
    return RequestFacts(
        type=content["type"].code if content["type"] else "",
        layout=content["layout"] or "",
        minutes=content["minutes"] or 0,
        planned_minutes=sum(item["minutes"] for item in content["agenda"]),
        people=tuple(row.person for row in named),
        people_agreed=content["people_agreed"],
        has_background_paper=_has_background_paper(content, workshop),
        earlier_by_person=by_person,
        earlier_by_organization=by_organization,
        other_sessions=_other_sessions(edition, named, workshop),
        mag_members=_mag_members(edition, organizers, owner),
        unreported=_unreported(held),
        late_reports=_late(edition, held),
    )


def _has_background_paper(content: Content, workshop: Workshop | None) -> bool:
    """Linked, or sent as a file."""
    linked = any(link.get("kind") == BACKGROUND_PAPER for link in content["links"])
    return linked or (workshop is not None and has_background_paper(workshop))


def _rows(data: QueryDict, prefix: str) -> list[dict[str, str]]:
    return [
        {name: _one_line(values[-1]) for name, values in row.items() if values}
        for row in rows.read(data, prefix)
    ]


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else 0


def _organizes(person: NamedPerson) -> bool:
    return person.role in ORGANIZERS and person.answer != Contributor.Answer.DECLINED


def _named(typed: Iterable[Mapping[str, str]], workshop: Workshop | None) -> list[Row]:
    """The people of the form beside what is stored about them in this session."""
    stored: dict[tuple[str, ...], list[Contributor]] = {}
    if workshop and workshop.pk:
        for contributor in workshop.contributors.select_related("person__user"):
            identity = _identity(people.address_of(contributor.person), contributor.person.name)
            stored.setdefault(identity, []).append(contributor)
    return [_row(row, stored) for row in typed]


def _row(typed: Mapping[str, str], stored: Mapping[tuple[str, ...], list[Contributor]]) -> Row:
    identity = _identity(typed.get("email", ""), typed["name"])
    known = stored.get(identity, [])
    same = next((one for one in known if one.role == typed.get("role")), None)
    organization = typed.get("affiliation", "")
    apart = () if known or typed.get("email") else (organization.casefold(),)
    person = NamedPerson(
        key="|".join(identity + apart),
        name=typed["name"],
        role=typed.get("role", ""),
        group=typed.get("group", ""),
        region=typed.get("region", ""),
        gender=typed.get("gender", "") or _gender(known),
        door=typed.get("door", ""),
        answer=same.answer if same else "",
    )
    pk = known[0].person_id if known else None
    return Row(person, typed.get("email", "").casefold(), organization, pk)


def _identity(email: str, name: str) -> tuple[str, ...]:
    return (email.casefold(),) if email else ("", name.casefold())


def _gender(known: Iterable[Contributor]) -> str:
    """As the person stated it, once they agreed to be named here: nobody can ask for it by typing a name."""
    accepted = Contributor.Answer.ACCEPTED
    found = (getattr(one.person, "gender", "") for one in known if one.answer == accepted)
    return next(found, "")


def _by_address(contributors: QuerySet[Contributor]) -> QuerySet[Any]:
    """With the address each person is known by, in lower case."""
    own = NullIf("person__email", Value(""))
    return contributors.annotate(address=Lower(Coalesce(own, "person__user__email")))


def _is_one_of(named: Iterable[Row]) -> Q:
    rows_ = list(named)
    return Q(address__in=[row.email for row in rows_ if row.email]) | Q(
        person__in=[row.pk for row in rows_ if row.pk]
    )


def _others(edition: Edition, workshop: Workshop | None) -> QuerySet[Contributor]:
    """The people of the other proposals of the edition who did not decline."""
    found = Contributor.objects.filter(workshop__edition=edition, workshop__status__in=PROPOSED)
    found = found.exclude(answer=Contributor.Answer.DECLINED)
    return found.exclude(workshop=workshop.pk) if workshop and workshop.pk else found


def _earlier(
    edition: Edition, organizers: list[Row], owner: User | None, workshop: Workshop | None
) -> tuple[tuple[Earlier, ...], tuple[Earlier, ...]]:
    """The other proposals of each organizer, and of each of their organizations."""
    organizations = {
        row.organization.casefold(): row.organization for row in organizers if row.organization
    }
    found = _by_address(_others(edition, workshop)).filter(role__in=ORGANIZERS)
    found = found.annotate(organization=Lower("affiliation__name")).filter(
        _is_one_of(organizers)
        | Q(organization__in=organizations)
        | Q(workshop__created_by=owner, workshop__created_by__isnull=False)
    )
    persons: dict[str, dict[int, str]] = {}
    bodies: dict[str, dict[int, str]] = {}
    for other, code, address, pk, body, maker in found.values_list(
        "workshop", "workshop__type__code", "address", "person", "organization",
        "workshop__created_by",
    ):  # fmt: skip
        for name in _names_of(organizers, address, pk):
            persons.setdefault(name, {})[other] = code or ""
        if owner and maker == owner.pk:
            persons.setdefault(_name_of(owner, organizers), {})[other] = code or ""
        if body in organizations:
            bodies.setdefault(organizations[body], {})[other] = code or ""
    return _as_earlier(persons), _as_earlier(bodies)


def _as_earlier(found: Mapping[str, Mapping[int, str]]) -> tuple[Earlier, ...]:
    return tuple(Earlier(name, tuple(types.values())) for name, types in found.items())


def _names_of(named: Iterable[Row], address: str | None, pk: int | None) -> list[str]:
    """The typed names of somebody known by an address or a person."""
    return [
        row.person.name
        for row in named
        if (row.email and row.email == address) or (row.pk and row.pk == pk)
    ]


def _name_of(owner: User, organizers: list[Row]) -> str:
    """What the form calls the account that proposes."""
    typed = _names_of(organizers, owner.email.casefold(), None)
    return typed[0] if typed else owner.name or owner.email


def _other_sessions(
    edition: Edition, named: list[Row], workshop: Workshop | None
) -> dict[str, int]:
    """In how many other sessions each speaker speaks; a decline counts from its release on."""
    speakers = [row for row in named if row.person.role == SPEAKER]
    found = _by_address(_others(edition, workshop)).filter(_is_one_of(speakers), role=SPEAKER)
    found = found.exclude(workshop__status=Status.DECLINED, workshop__released_at__isnull=False)
    sessions: dict[str, set[int]] = {}
    for other, address, pk in found.values_list("workshop", "address", "person"):
        for row in speakers:
            if (row.email and row.email == address) or (row.pk and row.pk == pk):
                sessions.setdefault(row.person.key, set()).add(other)
    return {key: len(others) for key, others in sessions.items()}


def _mag_members(edition: Edition, organizers: list[Row], owner: User | None) -> tuple[str, ...]:
    members = Role.objects.filter(kind=Role.Kind.MAG, edition=edition)
    members = members.annotate(address=Lower("user__email")).filter(
        Q(address__in=[row.email for row in organizers if row.email])
        | Q(user__person__in=[row.pk for row in organizers if row.pk])
        | Q(user=owner, user__isnull=False)
    )
    names: list[str] = []
    for address, pk, user in members.values_list("address", "user__person", "user"):
        names += _names_of(organizers, address, pk)
        if owner and user == owner.pk:
            names.append(_name_of(owner, organizers))
    return tuple(dict.fromkeys(names))


def _held_before(
    organizers: list[Row], owner: User | None, workshop: Workshop | None
) -> list[Workshop]:
    """The sessions the organizers held before, the latest edition first."""
    theirs = _by_address(Contributor.objects.filter(role__in=ORGANIZERS))
    theirs = theirs.exclude(answer=Contributor.Answer.DECLINED).filter(_is_one_of(organizers))
    held = Workshop.objects.public().filter(
        Q(pk__in=theirs.values("workshop")) | Q(created_by=owner, created_by__isnull=False),
        slot__ends_at__lt=timezone.now(),
    )
    if workshop and workshop.pk:
        held = held.exclude(pk=workshop.pk)
    return list(held.select_related("edition", "type").order_by("-edition__year", "pk"))


def _unreported(held: Iterable[Workshop]) -> tuple[str, ...]:
    """Those whose report is due and not filed."""
    return tuple(one.full_name for one in held if duties.is_overdue(one))[:MOST_NAMED]


def _late(edition: Edition, held: Iterable[Workshop]) -> tuple[str, ...]:
    """Those of the last edition before this one whose report was filed after its day."""
    before = Edition.objects.filter(year__lt=edition.year).order_by("-year").first()
    late = (one.full_name for one in held if one.edition == before and duties.was_late(one))
    return tuple(late)[:MOST_NAMED]
