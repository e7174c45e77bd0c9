"""Every rule of the catalogue where it blocks, where it warns and where it is off."""

import pytest

from submissions.models import Call, Rule
from submissions.rule_catalogue import CATALOGUE, evaluate, known
from submissions.rulebook import Blocked, Earlier, NamedPerson, RequestFacts

SESSION, BOOTH = Call.Kind.SESSION, Call.Kind.BOOTH
BLOCK, WARN, OFF = Rule.Level.BLOCK, Rule.Level.WARN, Rule.Level.OFF
CONFIGURED = "The words of the Secretariat."


def named(*people: tuple, **fields) -> RequestFacts:
    """Facts with people given as (name, role, further fields)."""
    rows = tuple(NamedPerson(name, name, role, **more) for name, role, more in people)
    return RequestFacts(people=rows, **fields)


def speakers(*fields: dict, **facts) -> RequestFacts:
    rows = [(f"Speaker {n}", "speaker", more) for n, more in enumerate(fields, start=1)]
    return named(*rows, **facts)


def earlier(*types: str) -> tuple[Earlier, ...]:
    return (Earlier("Ada Example", types),)


ACCEPTED, DECLINED = {"answer": "accepted"}, {"answer": "declined"}
IGO = "Intergovernmental Organization"
# kind, code, facts that break the rule, facts that fulfil it
CASES = [
    (SESSION, "confirmed_speakers", speakers(ACCEPTED, ACCEPTED, {}), speakers(*[ACCEPTED] * 3)),
    (
        SESSION,
        "gender_mix",
        speakers({"gender": "woman"}, {"gender": "woman"}),
        speakers({"gender": "woman"}, {"gender": "man"}, {}),
    ),
    (
        SESSION,
        "onsite_moderator",
        named(("Mo", "onsite_moderator", {"door": "online"}), ("Al", "online_moderator", {})),
        named(("Mo", "onsite_moderator", {"door": "room"})),
    ),
    (
        SESSION,
        "onsite_speakers",
        speakers({"door": "room"}, {"door": "online"}),
        speakers({"door": "room"}, {"door": "room"}),
    ),
    (
        SESSION,
        "groups",
        speakers({"group": "A"}, {"group": "A"}, {"group": "B"}, {}),
        speakers({"group": "A"}, {"group": "B"}, {"group": "C"}),
    ),
    (
        SESSION,
        "regions",
        speakers({"region": "A"}, {"region": "B"}, {"region": ""}),
        speakers({"region": "A"}, {"region": "B"}, {"region": "C"}),
    ),
    (
        SESSION,
        "igo_group",
        speakers({"region": IGO, "group": "Government"}),
        speakers({"region": IGO, "group": IGO}, {"region": "African Group", "group": IGO}),
    ),
    (
        SESSION,
        "one_role",
        named(("Ada", "speaker", {}), ("Ada", "online_moderator", {})),
        named(("Ada", "speaker", {}), ("Ada", "organizer", {}), ("Bo", "speaker", {})),
    ),
    (
        SESSION,
        "sessions_per_speaker",
        speakers({}, other_sessions={"Speaker 1": 3}),
        speakers({}, other_sessions={"Speaker 1": 2}),
    ),
    (
        SESSION,
        "per_person",
        RequestFacts(earlier_by_person=earlier("ws", "ws", "ws")),
        RequestFacts(earlier_by_person=earlier("ws", "ws", "of", "lt")),
    ),
    (
        SESSION,
        "per_organization",
        RequestFacts(earlier_by_organization=earlier("ws", "ws", "ws")),
        RequestFacts(earlier_by_organization=earlier("ws", "ws", "of")),
    ),
    (SESSION, "no_mag_members", RequestFacts(mag_members=("Ada",)), RequestFacts()),
    (SESSION, "report_filed", RequestFacts(unreported=("IGF 2023 WS #1",)), RequestFacts()),
    (SESSION, "report_in_time", RequestFacts(late_reports=("IGF 2023 WS #1",)), RequestFacts()),
    (
        SESSION,
        "agenda_fits",
        RequestFacts(minutes=60, planned_minutes=61),
        RequestFacts(minutes=60, planned_minutes=60),
    ),
    (SESSION, "background_paper", RequestFacts(), RequestFacts(has_background_paper=True)),
    (
        BOOTH,
        "per_person",
        RequestFacts(earlier_by_person=earlier("", "", "")),
        RequestFacts(earlier_by_person=earlier("", "")),
    ),
    (BOOTH, "per_organization", RequestFacts(earlier_by_organization=earlier("")), RequestFacts()),
]
NAMES = [f"{kind}-{code}" for kind, code, *_facts in CASES]
every_rule = pytest.mark.parametrize(("kind", "code", "broken", "kept"), CASES, ids=NAMES)


def rule(kind: str, code: str, level: str, **fields) -> Rule:
    entry = known(kind, code)
    fields = {"text": CONFIGURED, "source": "A document", "parameters": entry.parameters} | fields
    return Rule(kind=kind, code=code, level=level, **fields)


def check(facts: RequestFacts, *rules: Rule, **exemptions: str):
    return evaluate(rules, facts, exemptions)


def test_the_cases_cover_the_catalogue():
    in_catalogue = {(kind, entry.code) for kind, entries in CATALOGUE.items() for entry in entries}

    assert {(kind, code) for kind, code, *_facts in CASES} == in_catalogue


@every_rule
def test_a_rule_blocks_with_the_configured_words(kind, code, broken, kept):
    [found] = check(broken, rule(kind, code, BLOCK))

    assert (found.fulfilled, found.blocks) == (False, True)
    assert (found.text, found.source) == (CONFIGURED, "A document")
    assert str(Blocked([found])) == CONFIGURED


@every_rule
def test_a_rule_warns_and_lets_through(kind, code, broken, kept):
    [found] = check(broken, rule(kind, code, WARN))

    assert (found.fulfilled, found.is_open, found.blocks) == (False, True, False)
    assert found.text == CONFIGURED


@every_rule
def test_a_rule_that_is_off_says_nothing(kind, code, broken, kept):
    assert check(broken, rule(kind, code, OFF)) == []


@every_rule
def test_a_fulfilled_rule_is_listed_and_closed(kind, code, broken, kept):
    [found] = check(kept, rule(kind, code, BLOCK))

    assert (found.fulfilled, found.blocks) == (True, False)


@pytest.mark.parametrize(
    ("genders", "level"),
    [
        (("woman", ""), WARN),
        (("", "undisclosed"), WARN),
        (("woman", "woman"), BLOCK),
        (("woman",), BLOCK),
    ],
)
def test_an_unknown_gender_warns_and_never_blocks(genders, level):
    facts = speakers(*({"gender": gender} for gender in genders))

    [found] = check(facts, rule(SESSION, "gender_mix", BLOCK))

    assert (found.fulfilled, found.level) == (False, level)


def test_the_organizers_word_confirms_who_has_not_answered_but_nobody_who_declined():
    asked = speakers({}, {}, {"answer": "asked"}, people_agreed=True)
    gap = speakers({}, {}, DECLINED, people_agreed=True)

    assert check(asked, rule(SESSION, "confirmed_speakers", BLOCK))[0].fulfilled
    assert not check(gap, rule(SESSION, "confirmed_speakers", BLOCK))[0].fulfilled


def test_the_numbers_are_those_of_the_edition_also_in_the_words():
    two = rule(SESSION, "onsite_speakers", BLOCK, text="At least {least}!", parameters={"least": 1})

    [found] = check(speakers({"door": "room"}), two)

    assert (found.fulfilled, found.text) == (True, "At least 1!")


def test_a_rule_holds_for_its_types_and_formats_only():
    paper = rule(SESSION, "background_paper", BLOCK)

    assert check(RequestFacts(type="lt", layout="Panel"), paper) == []
    assert check(RequestFacts(type="ws", layout="Theater"), paper) == []
    assert check(RequestFacts(type="ws", layout="Panel"), paper)[0].blocks
    assert check(RequestFacts(), paper)[0].blocks


def test_an_exception_opens_the_way_and_keeps_its_reason():
    [found] = check(RequestFacts(), rule(SESSION, "background_paper", BLOCK), background_paper="Ok")

    assert (found.fulfilled, found.blocks, found.exemption) == (False, False, "Ok")


def test_a_rule_the_portal_does_not_know_is_passed_over():
    assert check(RequestFacts(), Rule(kind=SESSION, code="of-the-past", level=BLOCK)) == []
