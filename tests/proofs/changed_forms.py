"""Tampering with the form of a bundle: how files are written and packed; and whole forged bundles."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

from surveys.dataset import Voter
from tests.proofs.tamperings import also_restated, from_other_answers, on_the_archive
from tests.surveys.simulated import row, survey

TABLES = ("ballots.csv", "groups.csv", "pairs.csv")
JSONS = ("rules.json", "figures.json")


def _encoded(change: Callable[[bytes], bytes], names: tuple[str, ...]):
    def encoded(members, rng):
        fit = [name for name in names if change(members[name]) != members[name]]
        name = rng.choice(fit)
        return {**members, name: change(members[name])}

    return encoded


def _quoted(content: bytes) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue().encode()


def _numbers_written_oddly(content: bytes) -> bytes:
    """The last whole number of a line with a zero in front."""
    lines = content.decode().split("\n")
    spots = [n for n, line in enumerate(lines) if line.rpartition(",")[2].isdigit()]
    if spots:
        start, comma, number = lines[spots[0]].rpartition(",")
        lines[spots[0]] = f"{start}{comma}0{number}"
    return "\n".join(lines).encode()


ENCODINGS = {
    "a byte order mark": (lambda b: b"\xef\xbb\xbf" + b, (*TABLES, *JSONS)),
    "lines that end with CR LF": (lambda b: b.replace(b"\n", b"\r\n"), (*TABLES, *JSONS)),
    "UTF-16": (lambda b: b.decode().encode("utf-16"), (*TABLES, *JSONS)),
    "letters that only look the same": (
        lambda b: b.replace(b"\na-", "\n\u0430-".encode()),
        ("ballots.csv",),
    ),
    "no line end at the end": (lambda b: b[:-1], (*TABLES, *JSONS)),
    "an empty line more": (lambda b: b + b"\n", (*TABLES, *JSONS)),
    "a space at the end": (lambda b: b[:-1] + b" \n", (*TABLES, *JSONS)),
    "every field quoted": (_quoted, TABLES),
    "numbers with a zero in front": (_numbers_written_oddly, ("groups.csv", "pairs.csv")),
    "escaped letters": (lambda b: b.replace(b'"format"', b'"f\\u006frmat"'), JSONS),
    "compact JSON": (
        lambda b: json.dumps(json.loads(b), ensure_ascii=False).encode() + b"\n",
        JSONS,
    ),
    "a key twice": (lambda b: b.replace(b'"format": 1', b'"format": 2,\n "format": 1'), JSONS),
}
for _name, (_change, _names) in ENCODINGS.items():
    _way = _encoded(_change, _names)
    _way.__name__ = _name
    also_restated(_way)


@on_the_archive
def a_file_more(members, rng):
    name = rng.choice(["notes.txt", ".hidden", "__MACOSX/._README", "ballots.csv.bak"])
    return [*members.items(), (name, b"x")]


@on_the_archive
def a_file_less(members, rng):
    gone = rng.choice(sorted(members))
    return [(name, content) for name, content in members.items() if name != gone]


@on_the_archive
def a_file_twice(members, rng):
    return [*members.items(), ("ballots.csv", members["ballots.csv"])]


@on_the_archive
def another_file_under_a_known_name(members, rng):
    first, other = rng.sample(sorted(members), 2)
    return [*{**members, first: members[other]}.items()]


@on_the_archive
def a_name_in_capitals(members, rng):
    return [(name.upper() if name == "rules.json" else name, b) for name, b in members.items()]


@on_the_archive
def everything_in_a_folder(members, rng):
    return [(f"bundle/{name}", content) for name, content in members.items()]


@on_the_archive
def a_path_out_of_the_archive(members, rng):
    return [(f"../{name}" if name == "README" else name, b) for name, b in members.items()]


@from_other_answers
def everything_with_an_answer_changed(data, rng):
    spot = next(n for n, one in enumerate(data.answers) if one.asking == "a-3")
    old = data.answers[spot]
    answer = "5" if old.answer != "5" else "1"
    made = row(old.asking, old.voter, answer, rng)
    return replace(data, answers=[*data.answers[:spot], made, *data.answers[spot + 1 :]])


@from_other_answers
def everything_with_people_put_in(data, rng):
    added = {f"forged-{n}": Voter("online") for n in range(rng.randint(1, 30))}
    answers = [row("a-3", key, "5", rng) for key in added]
    return replace(data, voters={**data.voters, **added}, answers=[*data.answers, *answers])


@from_other_answers
def everything_without_somebody(data, rng):
    gone = rng.choice(sorted({one.voter for one in data.answers}))
    return replace(data, answers=[one for one in data.answers if one.voter != gone])


@from_other_answers
def everything_with_other_words(data, rng):
    spot = rng.randrange(len(data.askings))
    asked = replace(data.askings[spot], text="Do you like it?")
    return replace(data, askings=[*data.askings[:spot], asked, *data.askings[spot + 1 :]])


@from_other_answers
def everything_with_other_doors(data, rng):
    return replace(data, voters={key: Voter("room") for key in data.voters})


@from_other_answers
def everything_without_the_mark_of_a_simulation(data, rng):
    return replace(data, simulated=False)


@from_other_answers
def everything_of_another_survey(data, rng):
    return survey(rng.randrange(10**6, 10**7), 40)
