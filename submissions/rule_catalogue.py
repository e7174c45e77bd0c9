"""Every rule the portal knows, with the words, numbers and sources an edition starts from.

The numbers and dates of the forum's own documents; the Secretariat changes all of it per
edition. Texts are stored in English and shown translated as long as they stay unchanged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, gettext_noop

from submissions import rulebook
from submissions.models import Call, Rule
from submissions.rulebook import Check, Finding, RequestFacts

BLOCK, WARN = Rule.Level.BLOCK, Rule.Level.WARN
WORKSHOPS: dict[str, Any] = {"types": ["ws"]}
ALL_TYPES: dict[str, Any] = {"types": []}
REVIEW = "Workshop Review Process"
HERE = "Set by the Secretariat"


@dataclass(frozen=True)
class Known:
    """A rule of the catalogue: what it is about, how it is checked, how an edition starts with it."""

    code: str
    title: str | Promise
    section: str
    check: Check
    level: str
    text: str
    source: str = HERE
    parameters: Mapping[str, Any] = field(default_factory=dict)


SESSION_RULES = (
    Known(
        "confirmed_speakers",
        gettext_lazy("Confirmed speakers"),
        "who",
        rulebook.confirmed_speakers,
        BLOCK,
        gettext_noop(
            "At least {least} speakers are provisionally confirmed: "
            "they were asked and want to take part."
        ),
        f"{REVIEW}, 2017 to 2023",
        {"least": 3, **WORKSHOPS},
    ),
    Known(
        "gender_mix",
        gettext_lazy("Gender of the speakers"),
        "who",
        rulebook.gender_mix,
        BLOCK,
        gettext_noop("At least one speaker is of a different gender from the others."),
        f"{REVIEW}, 2023",
        WORKSHOPS,
    ),
    Known(
        "onsite_moderator",
        gettext_lazy("Onsite moderator"),
        "who",
        rulebook.onsite_moderator,
        BLOCK,
        gettext_noop("A moderator is in the room."),
        f"Call for Session Proposals, 2022; {REVIEW}, 2023",
        WORKSHOPS,
    ),
    Known(
        "onsite_speakers",
        gettext_lazy("Onsite speakers"),
        "who",
        rulebook.onsite_speakers,
        BLOCK,
        gettext_noop("At least {least} speakers are in the room."),
        f"{REVIEW}, 2023",
        {"least": 2, **WORKSHOPS},
    ),
    Known(
        "groups",
        gettext_lazy("Stakeholder groups"),
        "who",
        rulebook.groups,
        WARN,
        gettext_noop("The speakers come from at least {least} stakeholder groups."),
        "Workshop Session Formats and Evaluation Criteria, 2017 (no number there)",
        {"least": 3, **WORKSHOPS},
    ),
    Known(
        "regions",
        gettext_lazy("Regional groups"),
        "who",
        rulebook.regions,
        WARN,
        gettext_noop("The speakers come from at least {least} regional groups."),
        "Workshop Session Formats and Evaluation Criteria, 2017 (no number there)",
        {"least": 3, **WORKSHOPS},
    ),
    Known(
        "igo_group",
        gettext_lazy("Region and group fit"),
        "who",
        rulebook.igo_group,
        BLOCK,
        gettext_noop(
            "Who has the region “Intergovernmental Organization” also has that stakeholder group."
        ),
        parameters=ALL_TYPES,
    ),
    Known(
        "one_role",
        gettext_lazy("One role each"),
        "who",
        rulebook.one_role,
        WARN,
        gettext_noop("Nobody is speaker, moderator or rapporteur in more than one of these roles."),
        parameters=ALL_TYPES,
    ),
    Known(
        "sessions_per_speaker",
        gettext_lazy("Sessions of a speaker"),
        "who",
        rulebook.sessions_per_speaker,
        WARN,
        gettext_noop("Nobody speaks in more than {most} sessions."),
        f"{REVIEW}, 2017 and 2018",
        {"most": 3, **ALL_TYPES},
    ),
    Known(
        "per_person",
        gettext_lazy("Proposals of a person"),
        "who",
        rulebook.per_person,
        BLOCK,
        gettext_noop("Nobody proposes more than {most} sessions."),
        f"{REVIEW}, 2015 and 2016; Guidelines for Workshop Proposals, 2017",
        {"most": 3, **WORKSHOPS},
    ),
    Known(
        "per_organization",
        gettext_lazy("Proposals of an organization"),
        "who",
        rulebook.per_organization,
        BLOCK,
        gettext_noop("No organization proposes more than {most} sessions."),
        f"{REVIEW}, 2015 and 2016; Guidelines for Workshop Proposals, 2017",
        {"most": 3, **WORKSHOPS},
    ),
    Known(
        "no_mag_members",
        gettext_lazy("No MAG members"),
        "who",
        rulebook.no_mag_members,
        BLOCK,
        gettext_noop(
            "No organizer is a member of this year's Multistakeholder Advisory Group (MAG)."
        ),
        f"{REVIEW}, 2015 to 2023",
        WORKSHOPS,
    ),
    Known(
        "report_filed",
        gettext_lazy("Reports of earlier sessions"),
        "who",
        rulebook.report_filed,
        BLOCK,
        gettext_noop("The organizers filed the reports of the sessions they held before."),
        f"Reporting Template, 2015; {REVIEW}, 2017 to 2023",
        WORKSHOPS,
    ),
    Known(
        "report_in_time",
        gettext_lazy("Reports filed in time"),
        "who",
        rulebook.report_in_time,
        WARN,
        gettext_noop("The organizers filed the reports of the last forum in time."),
        "Reporting Template, 2015",
        WORKSHOPS,
    ),
    Known(
        "agenda_fits",
        gettext_lazy("Running order and length"),
        "order",
        rulebook.agenda_fits,
        BLOCK,
        gettext_noop("The running order fits into the minutes of the session."),
        parameters=ALL_TYPES,
    ),
    Known(
        "background_paper",
        gettext_lazy("Background paper"),
        "links_section",
        rulebook.background_paper,
        WARN,
        gettext_noop("A background paper is linked."),
        "Workshop Proposal Template, 2015 (required for panels)",
        {"layouts": ["Panel"], **WORKSHOPS},
    ),
)
BOOTH_RULES = (
    Known(
        "per_person",
        gettext_lazy("Requests of a person"),
        "booth",
        rulebook.per_person,
        WARN,
        gettext_noop("Nobody asks for more than {most} booths."),
        parameters={"most": 3},
    ),
    Known(
        "per_organization",
        gettext_lazy("Requests of an organization"),
        "booth",
        rulebook.per_organization,
        BLOCK,
        gettext_noop("No organization asks for more than {most} booths."),
        parameters={"most": 1},
    ),
)
CATALOGUE: dict[str, tuple[Known, ...]] = {
    Call.Kind.SESSION: SESSION_RULES,
    Call.Kind.BOOTH: BOOTH_RULES,
}


def known(kind: str, code: str) -> Known | None:
    """What the catalogue says about a rule; None for a code it does not know."""
    return next((entry for entry in CATALOGUE.get(kind, ()) if entry.code == code), None)


def in_order(rules: Iterable[Rule]) -> list[tuple[Known, Rule]]:
    """The rules the catalogue knows, in its order, each beside its entry."""
    stored = {(rule.kind, rule.code): rule for rule in rules}
    return [
        (entry, stored[kind, entry.code])
        for kind, entries in CATALOGUE.items()
        for entry in entries
        if (kind, entry.code) in stored
    ]


def evaluate(
    rules: Iterable[Rule], facts: RequestFacts, exemptions: Mapping[str, str]
) -> list[Finding]:
    """What the rules say about a request, in the order of the catalogue; `exemptions` by code."""
    return [
        rulebook.apply(
            rule,
            entry.check,
            facts,
            section=entry.section,
            exemption=exemptions.get(rule.code, ""),
        )
        for entry, rule in in_order(rules)
        if rulebook.applies(rule, facts)
    ]
