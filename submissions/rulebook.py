"""What the rules of an edition ask of a request: plain facts in, findings out, no queries."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.errors import RuleError
from forum.vocabulary import Door, RegionalGroup, StakeholderGroup
from submissions.models import Involvement, Rule

ORGANIZERS = ("organizer", "co_organizer")
SPEAKER, ONSITE_MODERATOR = "speaker", "onsite_moderator"
UNKNOWN_GENDERS = ("", "unknown", "undisclosed")
LONGEST_LIST = 5


@dataclass(frozen=True)
class NamedPerson:
    """Somebody a request names in one role; `key` is the same for the same person."""

    key: str
    name: str
    role: str
    group: str = ""
    region: str = ""
    gender: str = ""
    door: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Earlier:
    """Who asked before in the same edition, with the type of each other request."""

    name: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class RequestFacts:
    """All that the rules look at. Unknown texts are empty, unknown numbers 0."""

    type: str = ""
    layout: str = ""
    minutes: int = 0
    planned_minutes: int = 0
    people: tuple[NamedPerson, ...] = ()
    people_agreed: bool = False
    has_background_paper: bool = False
    earlier_by_person: tuple[Earlier, ...] = ()
    earlier_by_organization: tuple[Earlier, ...] = ()
    other_sessions: Mapping[str, int] | None = None
    mag_members: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()
    late_reports: tuple[str, ...] = ()

    def present(self, *roles: str) -> list[NamedPerson]:
        """Those named in one of the roles (without roles: in any) who did not decline."""
        declined = Involvement.Answer.DECLINED
        return [
            person
            for person in self.people
            if person.answer != declined and (not roles or person.role in roles)
        ]


@dataclass(frozen=True)
class Outcome:
    """Whether a rule is fulfilled; one that is not `sure` never blocks."""

    fulfilled: bool
    detail: str = ""
    sure: bool = True


@dataclass(frozen=True)
class Finding:
    """One rule applied to one request. `section` is the part of the form it is about."""

    code: str
    level: str
    text: str
    source: str
    fulfilled: bool
    detail: str = ""
    section: str = ""
    exemption: str = ""

    @property
    def is_open(self) -> bool:
        return not self.fulfilled and not self.exemption

    @property
    def blocks(self) -> bool:
        """Keeps the request from being submitted or accepted."""
        return self.is_open and self.level == Rule.Level.BLOCK


class Blocked(RuleError):
    """Rules of the edition keep the request from going on; `findings` say which."""

    def __init__(self, findings: Iterable[Finding], on: object = None):
        self.findings = [finding for finding in findings if finding.blocks]
        super().__init__(" ".join(finding.text for finding in self.findings), on=on)


Check = Callable[[RequestFacts, Mapping[str, Any]], Outcome]


def apply(
    rule: Rule, check: Check, facts: RequestFacts, *, section: str, exemption: str
) -> Finding:
    """One rule on one request: the configured words, with its numbers where they say {least}."""
    outcome = check(facts, rule.parameters)
    unsure = not outcome.fulfilled and not outcome.sure
    return Finding(
        code=rule.code,
        level=Rule.Level.WARN if unsure else rule.level,
        text=worded(rule),
        source=rule.source,
        fulfilled=outcome.fulfilled,
        detail=outcome.detail,
        section=section,
        exemption=exemption,
    )


def applies(rule: Rule, facts: RequestFacts) -> bool:
    """On, and for this type and format; while one is not chosen yet the rule is shown as well."""
    if rule.level == Rule.Level.OFF:
        return False
    types, layouts = rule.parameters.get("types"), rule.parameters.get("layouts")
    return _within(facts.type, types) and _within(facts.layout, layouts)


def worded(rule: Rule) -> str:
    """The text of a rule in the reader's language where it is known there, with its numbers."""
    text = _(rule.text) if rule.text else ""
    for name, value in rule.parameters.items():
        if isinstance(value, int):
            text = text.replace(f"{{{name}}}", str(value))
    return text


def confirmed_speakers(facts: RequestFacts, numbers: Mapping[str, Any]) -> Outcome:
    """A speaker who accepted counts; so does one who has not answered when the organizers
    confirm that the people named agreed. Who declined never counts."""
    accepted = Involvement.Answer.ACCEPTED
    confirmed = {
        person.key
        for person in facts.present(SPEAKER)
        if facts.people_agreed or person.answer == accepted
    }
    detail = _("Confirmed so far: %(number)d.") % {"number": len(confirmed)}
    return Outcome(len(confirmed) >= numbers["least"], detail)


def gender_mix(facts: RequestFacts, _numbers: Mapping[str, Any]) -> Outcome:
    """Two genders among the speakers; whose gender is not known leaves it open."""
    genders = {person.key: person.gender for person in facts.present(SPEAKER)}
    known = {gender for gender in genders.values() if gender not in UNKNOWN_GENDERS}
    unknown = sum(gender in UNKNOWN_GENDERS for gender in genders.values())
    if len(known) > 1 or not unknown:
        return Outcome(len(known) > 1)
    detail = ngettext(
        "The gender of %(number)d speaker is not known.",
        "The gender of %(number)d speakers is not known.",
        unknown,
    )
    return Outcome(False, detail % {"number": unknown}, sure=False)


def onsite_moderator(facts: RequestFacts, _numbers: Mapping[str, Any]) -> Outcome:
    return Outcome(any(p.door != Door.ONLINE for p in facts.present(ONSITE_MODERATOR)))


def onsite_speakers(facts: RequestFacts, numbers: Mapping[str, Any]) -> Outcome:
    onsite = {person.key for person in facts.present(SPEAKER) if person.door == Door.ROOM}
    detail = _("In the room so far: %(number)d.") % {"number": len(onsite)}
    return Outcome(len(onsite) >= numbers["least"], detail)


def groups(facts: RequestFacts, numbers: Mapping[str, Any]) -> Outcome:
    return _variety({person.group for person in facts.present(SPEAKER)}, numbers["least"])


def regions(facts: RequestFacts, numbers: Mapping[str, Any]) -> Outcome:
    return _variety({person.region for person in facts.present(SPEAKER)}, numbers["least"])


def per_person(facts: RequestFacts, numbers: Mapping[str, Any]) -> Outcome:
    return _not_too_many(facts.earlier_by_person, numbers)


def per_organization(facts: RequestFacts, numbers: Mapping[str, Any]) -> Outcome:
    return _not_too_many(facts.earlier_by_organization, numbers)


def sessions_per_speaker(facts: RequestFacts, numbers: Mapping[str, Any]) -> Outcome:
    others = facts.other_sessions or {}
    speakers = {person.key: person.name for person in facts.present(SPEAKER)}
    busy = [name for key, name in speakers.items() if others.get(key, 0) >= numbers["most"]]
    return _none_of(busy)


def no_mag_members(facts: RequestFacts, _numbers: Mapping[str, Any]) -> Outcome:
    return _none_of(facts.mag_members)


def report_filed(facts: RequestFacts, _numbers: Mapping[str, Any]) -> Outcome:
    return _none_of(facts.unreported)


def report_in_time(facts: RequestFacts, _numbers: Mapping[str, Any]) -> Outcome:
    return _none_of(facts.late_reports)


def background_paper(facts: RequestFacts, _numbers: Mapping[str, Any]) -> Outcome:
    return Outcome(facts.has_background_paper)


def agenda_fits(facts: RequestFacts, _numbers: Mapping[str, Any]) -> Outcome:
    """Nothing to complain about before a length is chosen."""
    values = {"total": facts.planned_minutes, "slot": facts.minutes}
    if not facts.minutes or facts.planned_minutes <= facts.minutes:
        return Outcome(True)
    return Outcome(False, _("The items take %(total)d minutes, the slot has %(slot)d.") % values)


def igo_group(facts: RequestFacts, _numbers: Mapping[str, Any]) -> Outcome:
    misplaced = {
        person.key: person.name
        for person in facts.present()
        if person.region == RegionalGroup.IGO and person.group != StakeholderGroup.IGO
    }
    return _none_of(misplaced.values())


def one_role(facts: RequestFacts, _numbers: Mapping[str, Any]) -> Outcome:
    """Roles during the session; who organizes it may have one of them as well."""
    roles: dict[str, set[str]] = {}
    names = {person.key: person.name for person in facts.people}
    for person in facts.present():
        if person.role not in ORGANIZERS:
            roles.setdefault(person.key, set()).add(person.role)
    return _none_of(names[key] for key, held in roles.items() if len(held) > 1)


def _within(value: str, allowed: Collection[str] | None) -> bool:
    return not allowed or not value or value in allowed


def _variety(found: set[str], least: int) -> Outcome:
    number = len(found - {""})
    return Outcome(number >= least, _("So far: %(number)d.") % {"number": number})


def _not_too_many(earlier: Iterable[Earlier], numbers: Mapping[str, Any]) -> Outcome:
    """Counts this request too, and of the others those whose type the rule is about."""
    types = numbers.get("types")
    full = [
        asked.name
        for asked in earlier
        if sum(_within(code, types) for code in asked.types) >= numbers["most"]
    ]
    return _none_of(full)


def _none_of(names: Iterable[str]) -> Outcome:
    """Fulfilled when nobody and nothing is in the way; otherwise it is named."""
    found = list(dict.fromkeys(names))
    shown = ", ".join(found[:LONGEST_LIST]) + (" …" if len(found) > LONGEST_LIST else "")
    return Outcome(not found, shown)
