"""What a paper begins with: the lead, the findings in brief and the facts of the session."""

from outcomes.compiler import discussion, votes
from outcomes.compiler.inputs import PaperInput, Row
from outcomes.compiler.ledger import EDITORIAL, NOTE, RECORD, Block, Ledger
from outcomes.compiler.sections import note_span, notes_source, part, section, session_source
from outcomes.compiler.wording import listed, people, quoted

ROLE_WORDS = {
    "organizer": "Organizers",
    "co_organizer": "Co-organizers",
    "speaker": "Speakers",
    "onsite_moderator": "Onsite moderators",
    "online_moderator": "Online moderators",
    "rapporteur": "Rapporteurs",
}
BRIEF_KINDS = ("call", "agreement", "disagreement", "suggestion", "point")


def lead(data: PaperInput) -> str:
    """One sentence under the title."""
    about = {1: "one policy question"}.get(len(data.questions), "its policy questions")
    voted = ", how they voted and what changed" if data.survey else ""
    if data.survey is None and not data.notes and not data.items:
        return "The facts of the session. There are no notes and no survey results."
    return f"What people in the room and online said about {about}{voted}."


def brief(ledger: Ledger, data: PaperInput) -> Row:
    """One line per policy question, from its strongest source: change, totals or notes."""
    lines = [_in_brief(ledger, data, question) for question in data.questions]
    if not lines:
        lines = [ledger.say("The session had no policy questions.", EDITORIAL)]
    return section("brief", "brief", "In brief", [part("", lines)])


def _in_brief(ledger: Ledger, data: PaperInput, question: Row) -> Block:
    letter = question["letter"]
    found = votes.headline(ledger, data, letter)
    if found:
        return {**found, "letter": letter}
    notes = [n for n in data.notes if n["question"] == letter]
    notes.sort(key=lambda note: BRIEF_KINDS.index(note["kind"]))
    if notes:
        text = f"From the notes: {quoted(notes[0]['text'])} There was no survey question on this."
        source, span = notes_source(ledger, notes[0]), note_span(notes[0])
        return ledger.say(text, NOTE, [source], letter=letter, span=span)
    text = "There was no survey question and there is no note on this."
    return ledger.say(text, EDITORIAL, letter=letter)


def facts(ledger: Ledger, data: PaperInput) -> Row:
    """When, where, who, and how many took part by door."""
    source = session_source(ledger, data)
    known = [
        (label, data.session.get(key, ""), f"session.{key}")
        for label, key in (
            ("Session", "full_name"),
            ("When", "when"),
            ("Where", "room"),
            ("Format", "format"),
            ("Theme", "theme"),
            ("Topics", "topics"),
            ("Goals", "goals"),
        )
    ]
    rows = [
        ledger.say(text, RECORD, [source], type="fact", label=label, fields=[field])
        for label, text, field in known
        if text
    ]
    rows += [
        ledger.say(names, RECORD, [source], type="fact", label=label, fields=["people"])
        for label, names in _people(data)
    ]
    if data.survey:
        rows.append(_participation(ledger, data))
        rows += _turns(ledger, data, source)
    return section("facts", "facts", "Facts of the session", [part("", rows)])


def _people(data: PaperInput) -> list[tuple[str, str]]:
    by_role: dict[str, list[str]] = {}
    for person in data.people:
        name = person["name"]
        if person["affiliation"]:
            name += f" ({person['affiliation']})"
        by_role.setdefault(person["role"], []).append(name)
    return [
        (label, ", ".join(by_role[role])) for role, label in ROLE_WORDS.items() if role in by_role
    ]


def _participation(ledger: Ledger, data: PaperInput) -> Block:
    survey = votes.sealed(data)
    figure = votes.require(survey, "people")
    doors = listed(
        [f"{number} {discussion.DOOR_WORDS[door]}" for door, number in figure["doors"].items()]
    )
    text = f"{people(figure['n'])} joined the survey: {doors}."
    source = ledger.source("survey", "People who joined, by door, rules.json", survey.bundle_url)
    return ledger.figure(text, [source], [figure], type="fact", label="Took part", mark="B")


def _turns(ledger: Ledger, data: PaperInput, source: int) -> list[Block]:
    """How often each door spoke; nothing where the moderators did not count."""
    turns = votes.sealed(data).turns
    if not any(turns.values()):
        return []
    doors = listed([f"{number} {discussion.DOOR_WORDS[door]}" for door, number in turns.items()])
    n = sum(turns.values())
    times = "contribution" if n == 1 else "contributions"
    text = f"The moderators counted {n} {times}: {doors}."
    return [ledger.say(text, RECORD, [source], type="fact", label="Spoke", fields=["survey.turns"])]
