"""What was said: positions from the notes, and the draft under discussion before and after."""

from outcomes.compiler.inputs import PaperInput, Row
from outcomes.compiler.ledger import EDITORIAL, NOTE, QUOTE, RECORD, Block, Ledger
from outcomes.compiler.sections import note_span, notes_source, part, section, whole
from outcomes.compiler.wording import decided, people

DOOR_WORDS = {"room": "in the room", "online": "online"}
DOOR_LABELS = {"room": "Room", "online": "Online", "": "Notes"}
IDEA_WORDS = {"question": "Question", "idea": "Idea"}
SAID_KINDS = ("point", "suggestion")
POSITIONS = (
    ("agreement", "Agreed"),
    ("disagreement", "Not agreed"),
    ("call", "Calls"),
)


def note(ledger: Ledger, row: Row, label: str = "") -> Block:
    """A line of the notes or a quote, word for word; a name only where the person agreed."""
    extra = {"speaker": row["speaker"]} if row["speaker"] else {}
    passage = row.get("passage")
    place = [label or DOOR_LABELS[row["door"]], row.get("group"), passage and passage["clock"]]
    return ledger.say(
        row["text"],
        QUOTE if passage else NOTE,
        [notes_source(ledger, row)],
        type="said",
        label=", ".join(filter(None, place)),
        simulated=row["simulated"],
        span=note_span(row),
        **extra,
    )


def said(ledger: Ledger, data: PaperInput, letter: str) -> list[Block]:
    """The points and suggestions noted on one policy question."""
    notes = [n for n in data.notes if n["question"] == letter]
    lines = [note(ledger, n) for n in notes if n["kind"] in SAID_KINDS]
    others = [label for kind, label in POSITIONS if any(n["kind"] == kind for n in notes)]
    if others:
        words = ", ".join(others)
        text = f"More on this question stands under “Agreement, disagreement and calls”: {words}."
        lines.append(ledger.say(text, EDITORIAL))
    return lines or [ledger.say("There is no note on this question.", EDITORIAL)]


def positions(ledger: Ledger, data: PaperInput) -> Row | None:
    """Agreement, disagreement and calls, and what was said about the session as a whole."""
    if not data.notes:
        if data.survey or data.items:
            return None
        text = "Nobody took notes in this session and there was no survey."
        empty = part("", [ledger.say(text, EDITORIAL)])
        return section("positions", "positions", "Agreement, disagreement and calls", [empty])
    parts = [
        part(title, [_position(ledger, n) for n in data.notes if n["kind"] == kind])
        for kind, title in POSITIONS
    ]
    loose = [
        n for n in data.notes if n["kind"] in SAID_KINDS and not n["question"] and not n["item"]
    ]
    parts.append(part("Also said", [note(ledger, n) for n in loose]))
    if not any(p["blocks"] for p in parts):
        return None
    return section("positions", "positions", "Agreement, disagreement and calls", parts)


def _position(ledger: Ledger, row: Row) -> Block:
    place = DOOR_LABELS[row["door"]]
    if row["question"]:
        place = f"{row['question']}, {place.lower()}"
    elif row["item"]:
        place = f"Item {row['item']}, {place.lower()}"
    return note(ledger, row, place)


def ideas(ledger: Ledger, data: PaperInput) -> Row | None:
    """Approved questions and ideas of attendees, word for word; a name only where it was allowed."""
    survey = data.survey
    if survey is None or not (survey.ideas or survey.unquoted):
        return None
    source = ledger.source(
        "ideas", "Questions and ideas of attendees, approved by the moderators", data.session["url"]
    )
    blocks = [_idea(ledger, row, source, bool(survey.rules["simulated"])) for row in survey.ideas]
    if survey.unquoted:
        others = "1 more was" if survey.unquoted == 1 else f"{survey.unquoted} more were"
        text = f"{others} approved without the consent to be quoted."
        blocks.append(ledger.say(text, RECORD, [source], fields=["survey.unquoted"]))
    return section("ideas", "ideas", "Questions and ideas of attendees", [part("", blocks)])


def _idea(ledger: Ledger, row: Row, source: int, simulated: bool) -> Block:
    label = f"{IDEA_WORDS[row['kind']]}, {DOOR_LABELS[row['door']].lower()}"
    if row["supporters"]:
        label += f", supported by {people(row['supporters'])}"
    extra = {"speaker": row["name"]} if row["name"] else {}
    return ledger.say(
        row["text"],
        QUOTE,
        [source],
        type="said",
        label=label,
        language=row["language"],
        simulated=simulated,
        span=whole(f"idea:{row['id']}", row["text"]),
        **extra,
    )


def draft(ledger: Ledger, data: PaperInput) -> Row | None:
    """Each item with its wording before, the suggestions made, and its wording after."""
    if not data.items:
        return None
    intro = (
        "Each item is listed with its wording before the session, the suggestions noted with what "
        "became of them, and its wording after. Added words are underlined, removed words are struck "
        "through."
    )
    parts = [part("", [ledger.say(intro, EDITORIAL)])]
    parts += [
        part(item["title"], _item(ledger, data, item), number=str(item["number"]))
        for item in data.items
    ]
    return section("draft", "draft", "Draft under discussion", parts)


def _item(ledger: Ledger, data: PaperInput, item: Row) -> list[Block]:
    source = ledger.source(
        "draft", "Draft under discussion, wordings kept by the rapporteur", data.session["url"]
    )

    def wording(key: str) -> Block:
        span = whole(f"item:{item['number']}:{key}", item[key])
        about = {"type": "wording", "label": key.capitalize(), "span": span}
        return ledger.say(item[key], QUOTE, [source], **about)

    blocks = [wording("before")]
    notes = [n for n in data.notes if n["item"] == item["number"] and n["kind"] in SAID_KINDS]
    blocks += [_suggestion(note(ledger, n), n) for n in notes]
    if item["after"] and item["after"] != item["before"]:
        return [*blocks, {**wording("after"), "before": item["before"]}]
    return [*blocks, ledger.say("Unchanged.", EDITORIAL, type="wording", label="After")]


def _suggestion(block: Block, row: Row) -> Block:
    """A suggestion says what became of it; other notes on the item do not need to."""
    if row["kind"] != "suggestion":
        return block
    return {**block, "disposition": decided(row), "reason": row.get("reason", "")}
