"""The outcome report: one row per accepted session and per booth of an edition, every fact in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet

from booths.models import Booth, BoothMessage, Initiative
from forum.models import Edition
from forum.spreadsheets import INTEGER, MOMENT, Column, Sheet, utc
from forum.vocabulary import Door, RegionalGroup, StakeholderGroup
from outcomes.compiler.inputs import SurveyInput
from outcomes.compiler.votes import key_results
from outcomes.inputs import address, read_record
from outcomes.models import (
    DraftItem,
    ImpulsePaper,
    PaperVersion,
    ReportVersion,
    SessionReport,
)
from surveys.models import Record
from workshops import duties
from workshops.models import Contributor, Slot, Workshop

NOT_STATED = "Not stated"
ROLES = {
    "Organizers": Contributor.Role.ORGANIZER,
    "Co-organizers": Contributor.Role.CO_ORGANIZER,
    "Speakers": Contributor.Role.SPEAKER,
    "Onsite moderators": Contributor.Role.ONSITE_MODERATOR,
    "Online moderators": Contributor.Role.ONLINE_MODERATOR,
    "Rapporteurs": Contributor.Role.RAPPORTEUR,
}


class SessionRow:
    """A session with everything its row needs already read."""

    def __init__(self, workshop: Workshop, edition: Edition, record: Record | None) -> None:
        self.workshop = workshop
        self.edition = edition
        self.slot: Slot | None = getattr(workshop, "slot", None)
        self.paper: ImpulsePaper | None = getattr(workshop, "impulse_paper", None)
        self.report: SessionReport | None = getattr(workshop, "report", None)
        self.record = record
        self.survey: SurveyInput | None = read_record(record) if record else None
        self.people = [
            row for row in workshop.contributors.all()
            if row.listed and row.answer != Contributor.Answer.DECLINED
        ]  # fmt: skip

    @property
    def version(self) -> PaperVersion | None:
        """The newest version, of a public paper the newest public one."""
        versions = list(self.paper.versions.all()) if self.paper else []
        if self.has_public_paper:
            versions = [one for one in versions if one.published_at]
        return versions[-1] if versions else None

    @property
    def has_public_paper(self) -> bool:
        return self.paper is not None and self.paper.is_public

    def without_results(self) -> "SessionRow":
        """The same session as somebody sees it whom its paper is not open to."""
        seen = SessionRow(self.workshop, self.edition, None)
        seen.paper = None
        return seen

    @property
    def filed(self) -> ReportVersion | None:
        """The newest filed version of its report."""
        versions = list(self.report.versions.all()) if self.report else []
        return versions[-1] if versions else None

    def reported(self, name: str) -> Any:
        return self.filed.content[name] if self.filed else None

    @property
    def is_simulated(self) -> bool:
        drafted = bool(self.version and self.version.content["simulated"])
        return drafted or bool(self.record and self.record.survey.is_simulated)

    def local(self, name: str) -> Any:
        return getattr(self.slot, name).astimezone(self.edition.zone) if self.slot else None

    def with_role(self, role: str) -> str:
        return _lines(_person(row) for row in self.people if row.role == role)

    def counted(self, field: str, value: str) -> int:
        """People, not roles: who holds two roles counts once."""
        stated = {
            row.person_id: getattr(row, field) or getattr(row.person, field) for row in self.people
        }
        return Counter(stated.values())[value]

    def joined(self, door: str) -> int | None:
        return self.survey.rules["people"]["joined"][door] if self.survey else None

    def answered(self, door: str) -> str:
        """People per survey, in their order: `1: 69; 2: 76; 3: 73`."""
        waves = self.survey.rules["people"]["answered"].items() if self.survey else ()
        return "; ".join(f"{wave}: {doors[door]}" for wave, doors in waves)


def sessions(edition: Edition, *, public: bool = False) -> Sheet:
    """Every accepted session of the edition in the order of its numbers.

    `public`: only released ones, and results only where the paper is public.
    """
    found = _workshops(edition)
    found = found.filter(released_at__isnull=False) if public else found
    records = _newest_records(found)
    rows = [SessionRow(workshop, edition, records.get(workshop.pk)) for workshop in found]
    if public:
        rows = [row if row.has_public_paper else row.without_results() for row in rows]
    return Sheet("Sessions", session_columns(edition), rows)


def booths(edition: Edition, *, public: bool = False) -> Sheet:
    """The Village: every accepted booth of the edition by number, with what visitors wrote to it."""
    shown = Booth.objects.filter(edition=edition, status=Booth.Status.ACCEPTED)
    found = (
        (shown.filter(released_at__isnull=False) if public else shown)
        .select_related(
            "edition",
            "organization",
            "stand",
            "host__stand",
            "host__edition",
            "host__organization",
            "guest__edition",
            "guest__organization",
        )
        .prefetch_related("partners", "themes", "goals", "policy_questions", "initiatives")
        .annotate(**_letters())
        .order_by("number", "pk")
    )
    return Sheet("Village", BOOTH_COLUMNS, list(found))


def _letters() -> dict[str, Count]:
    """How many messages of each kind a booth got; help is offered for one initiative."""
    passed_on = [BoothMessage.Status.FORWARDED, BoothMessage.Status.ANSWERED]
    kinds = {
        "questions_asked": Q(messages__initiative=None, messages__isnull=False),
        "help_offered": Q(messages__initiative__isnull=False),
        "letters_forwarded": Q(messages__status__in=passed_on),
        "letters_answered": Q(messages__status=BoothMessage.Status.ANSWERED),
    }
    return {name: Count("messages", filter=kind) for name, kind in kinds.items()}


def session_columns(edition: Edition) -> list[Column]:
    """The one list of columns; the header of the theme is the edition's word for it."""
    return [
        *_naming(edition),
        *_timing(edition),
        *(Column(label, _by_role(role)) for label, role in ROLES.items()),
        *_balance(),
        *_texts(),
        *_results(),
        *_reports(),
    ]


def _naming(edition: Edition) -> list[Column]:
    return [
        Column("Session", lambda r: r.workshop.full_name),
        Column("Type", lambda r: r.workshop.type.name if r.workshop.type else ""),
        Column("Number", lambda r: r.workshop.number, INTEGER),
        Column("Title", lambda r: r.workshop.title),
        Column("Sample", lambda r: "sample" if r.workshop.is_sample else ""),
        Column("Simulated answers", lambda r: "simulated" if r.is_simulated else ""),
        Column(edition.theme_label, lambda r: r.workshop.theme.title if r.workshop.theme else ""),
        Column("Topics", lambda r: _lines(t.title for t in r.workshop.topics.all())),
        Column("Format", lambda r: r.workshop.layout),
    ]


def _timing(edition: Edition) -> list[Column]:
    return [
        Column("Room", lambda r: r.slot.room.name if r.slot else ""),
        Column("Start, UTC", lambda r: utc(r.slot.starts_at) if r.slot else None, MOMENT),
        Column("End, UTC", lambda r: utc(r.slot.ends_at) if r.slot else None, MOMENT),
        Column(f"Start, {edition.timezone} (venue)", lambda r: r.local("starts_at"), MOMENT),
        Column(f"End, {edition.timezone} (venue)", lambda r: r.local("ends_at"), MOMENT),
        Column("Minutes", lambda r: r.workshop.minutes, INTEGER),
    ]


def _balance() -> list[Column]:
    """People by stakeholder and by regional group; headers say which, since one name is in both."""
    groups = [*StakeholderGroup.values, ""]
    regions = [*RegionalGroup.values, ""]
    return [
        *(Column(f"Group: {v or NOT_STATED}", _count("group", v), INTEGER) for v in groups),
        *(Column(f"Region: {v or NOT_STATED}", _count("region", v), INTEGER) for v in regions),
    ]


def _texts() -> list[Column]:
    return [
        Column("Policy questions", lambda r: _questions(r.workshop)),
        Column("Description", lambda r: r.workshop.description),
        Column(
            "Draft under discussion",
            lambda r: _lines(_draft(i) for i in r.workshop.draft_items.all()),
        ),
        Column("What participants gain", lambda r: r.workshop.gains),
        Column("Expected outcomes", lambda r: r.workshop.expected_outcomes),
        Column("Hybrid plan", lambda r: r.workshop.hybrid_plan),
        Column(
            "Agenda",
            lambda r: _lines(f"{a.minutes} min: {a.title}" for a in r.workshop.agenda.all()),
        ),
        Column("SDGs", lambda r: _lines(str(goal) for goal in r.workshop.goals.all())),
        Column("Links", lambda r: _links(r.workshop.links)),
    ]


def _results() -> list[Column]:
    return [
        *(Column(f"Joined, {d}", _joined(d), INTEGER) for d in Door.values),
        *(Column(f"Answered per survey, {d}", _answered(d)) for d in Door.values),
        Column("Key results", lambda r: _lines(key_results(r.survey)) if r.survey else ""),
        Column("Paper", lambda r: r.paper.get_status_display() if r.paper else "none"),
        Column("Paper version", lambda r: r.version.label if r.version else ""),
        Column("Paper address", lambda r: address("outcomes:paper", r.workshop) if r.paper else ""),
        Column("Record SHA-256", lambda r: r.record.sha256 if r.record else ""),
    ]


def _reports() -> list[Column]:
    """What the people of the session report; numbers of people as they counted them."""
    doors = Door.values
    return [
        Column("Key takeaways", lambda r: _lines(r.reported("takeaways") or ())),
        Column("Calls to action", lambda r: _lines(r.reported("calls") or ())),
        Column("Report", lambda r: r.reported("narrative") or ""),
        *(Column(f"Reported people, {door}", _reported(door), INTEGER) for door in doors),
        Column("Report filed, UTC", lambda r: utc(r.workshop.report_filed_at), MOMENT),
        Column("Report state", lambda r: _report_state(r.workshop)),
        Column("Report version", lambda r: r.filed.number if r.filed else None, INTEGER),
    ]


def _reported(door: str) -> Callable[[SessionRow], int | None]:
    return lambda row: (row.reported("participants") or {}).get(door)


def _report_state(workshop: Workshop) -> str:
    if workshop.report_filed_at is None:
        return "overdue" if duties.is_overdue(workshop) else "not filed"
    return "late" if duties.was_late(workshop) else "in time"


def _by_role(role: str) -> Callable[[SessionRow], str]:
    return lambda row: row.with_role(role)


def _count(field: str, value: str) -> Callable[[SessionRow], int]:
    return lambda row: row.counted(field, value)


def _joined(door: str) -> Callable[[SessionRow], int | None]:
    return lambda row: row.joined(door)


def _answered(door: str) -> Callable[[SessionRow], str]:
    return lambda row: row.answered(door)


BOOTH_COLUMNS: Sequence[Column] = [
    Column("Booth", lambda b: b.full_name),
    Column("Type", lambda _b: "Village Booth"),
    Column("Number", lambda b: b.number, INTEGER),
    Column("Topic", lambda b: b.title),
    Column("Sample", lambda b: "sample" if b.is_sample else ""),
    Column("Organization", lambda b: b.organization.name if b.organization else ""),
    Column("Group", lambda b: b.organization.group if b.organization else ""),
    Column("Partners", lambda b: _lines(p.name for p in b.partners.all())),
    Column("Onsite", lambda b: "yes" if b.is_onsite else "no"),
    Column("Virtual", lambda b: "yes" if b.is_virtual else "no"),
    Column("Place", lambda b: b.place),
    Column("Shares its place with", lambda b: b.sharing.full_name if b.sharing else ""),
    Column("Background", lambda b: b.background),
    Column("Content", lambda b: b.content),
    Column("Initiatives", lambda b: "\n\n".join(map(_initiative, b.initiatives.all()))),
    Column("Contribution", lambda b: b.contribution),
    Column("Themes", lambda b: _lines(theme.title for theme in b.themes.all())),
    Column("Policy questions", lambda b: _questions(b)),
    Column("SDGs", lambda b: _lines(str(goal) for goal in b.goals.all())),
    Column("Other Internet-governance activities", lambda b: b.other_activities),
    Column("Links", lambda b: _links(b.links)),
    Column("Questions to the booth", lambda b: b.questions_asked, INTEGER),
    Column("Offers of help", lambda b: b.help_offered, INTEGER),
    Column("Messages forwarded", lambda b: b.letters_forwarded, INTEGER),
    Column("Messages answered", lambda b: b.letters_answered, INTEGER),
    Column("Address", lambda b: settings.SITE_URL + b.get_absolute_url()),
]


def _workshops(edition: Edition) -> QuerySet[Workshop]:
    people = Contributor.objects.select_related("person__organization", "affiliation").order_by(
        "position", "pk"
    )
    items = DraftItem.objects.prefetch_related("versions")
    versions = PaperVersion.objects.order_by("revision")
    return (
        Workshop.objects.filter(edition=edition, status=Workshop.Status.ACCEPTED)
        .select_related("edition", "type", "theme", "slot__room", "impulse_paper", "report")
        .prefetch_related(
            "topics", "goals", "policy_questions", "agenda",
            Prefetch("contributors", queryset=people),
            Prefetch("draft_items", queryset=items),
            Prefetch("impulse_paper__versions", queryset=versions),
            Prefetch("report__versions", queryset=ReportVersion.objects.order_by("number")),
        )
        .order_by("type__position", "number", "pk")
    )  # fmt: skip


def _newest_records(found: Iterable[Workshop]) -> dict[int, Record]:
    rows = Record.objects.filter(survey__workshop__in=found).select_related("survey")
    return {row.survey.workshop_id: row for row in rows.order_by("sealed_at", "pk")}


def _person(row: Contributor) -> str:
    affiliation = row.affiliation or row.person.organization
    group, region = row.group or row.person.group, row.region or row.person.region
    door = Door(row.door).value if row.door else ""
    details = [affiliation.name if affiliation else "", group, region, door]
    stated = ", ".join(filter(None, details))
    return f"{row.person.name} ({stated})" if stated else row.person.name


def _questions(thing: Workshop | Booth) -> str:
    return _lines(f"{q.letter}. {q.text}" for q in thing.policy_questions.all())


def _draft(item: DraftItem) -> str:
    texts = [version.text for version in item.versions.all()]
    after = f" After: {texts[-1]}" if len(texts) > 1 else ""
    return f"{item.position}. {item.title}: {texts[0] if texts else ''}{after}"


def _initiative(row: Initiative) -> str:
    figures = [f"{figure['label']}: {figure['value']}" for figure in row.figures]
    since = f"Since {row.since}" if row.since else ""
    founders = f"Founders: {row.founders}" if row.founders else ""
    partners = f"Partners: {row.partners}" if row.partners else ""
    return _lines(
        filter(None, [row.title, row.text, since, founders, partners, *figures, row.link])
    )


def _links(links: Sequence[dict]) -> str:
    return _lines(" ".join(str(v) for v in link.values() if v) for link in links)


def _lines(words: Iterable[str]) -> str:
    return "\n".join(words)
