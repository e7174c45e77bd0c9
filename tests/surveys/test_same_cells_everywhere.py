"""One survey with small groups, read everywhere a stranger or a moderator can read about it."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from random import Random

import pytest

from forum.vocabulary import RegionalGroup, StakeholderGroup
from outcomes.compiler.votes import key_results
from outcomes.inputs import read_record
from surveys import actions, intake, panel, record
from surveys.models import Attendee, Ballot, Survey
from tests.factories import make_survey
from tests.outcomes.sessions import make_staffed_session, published
from tests.surveys.audit import outcome
from tests.surveys.room import asked, seat, seat_moderator, wave_of

PEOPLE = 44
WORDS = {"<5": "under 5", "~": "held back"}
TABLE = re.compile(r"<tr><th scope=\"row\">(In the room|Online)</th>((?:<td>[^<]*</td>)+)</tr>")


def seated(survey: Survey, rng: Random) -> list[str]:
    """A room of which some groups, regions and one door are small."""
    groups = [*StakeholderGroup.values[:3], ""]
    regions = [*RegionalGroup.values[:2], ""]
    return [
        seat(
            survey,
            "room" if n % 3 else "online",
            rng.choices(groups, [9, 5, 2, 3])[0],
            rng.choices(regions, [6, 4, 3])[0],
        )
        for n in range(PEOPLE)
    ]


def hold_unevenly(survey: Survey, by) -> None:
    """Two waves in which few disagree, some leave and most keep their answers."""
    rng = Random(11)
    keys = seated(survey, rng)
    said: dict = {}
    for wave in survey.waves.order_by("position"):
        actions.open_wave(wave, by=by)
        first, second = asked(wave)
        for key in keys:
            if key not in said or rng.random() < 0.5:
                level = rng.choices("12345", [1, 2, 4, 6, 6])[0]
                said[key] = level, rng.choices("123", [8, 4, 1])[0]
            if rng.random() < 0.9:
                answers = zip((first.uuid, second.uuid), said[key], strict=True)
                intake.cast_many(key, dict(answers))
        actions.close_wave(wave, by=by)
    actions.show(wave_of(survey, 2), by=by)


def tables_of(page: str) -> list[tuple[str, list[str]]]:
    """The rows by door of a console page."""
    return [(door, re.findall("<td>([^<]*)</td>", row)) for door, row in TABLE.findall(page)]


def slides_of(page: str) -> list[str]:
    """The slides of before and after, as they stand on the projector."""
    slides = re.findall(r'<section class="igf-slide" id="shift\d+".*?</section>', page, re.S)
    return [slide.split('<div class="igf-slide__body">')[1].split("<nav")[0] for slide in slides]


@pytest.fixture
def held(organizer, rapporteur, moderator):
    workshop = make_staffed_session(organizer, rapporteur)
    seat_moderator(workshop, moderator)
    survey = make_survey(workshop, waves=2)
    hold_unevenly(survey, moderator)
    return survey


def sealed(survey: Survey, by) -> None:
    actions.end(survey, by=by)
    survey.refresh_from_db()
    actions.seal(survey, by=by)


def by_door(files: dict[str, bytes]) -> list[tuple[str, list[str]]]:
    """The rows by door as the console must show them: the last survey first."""
    questions = json.loads(files["rules.json"])["questions"]
    rows = list(csv.DictReader(io.StringIO(files["groups.csv"].decode())))
    found = []
    for question in sorted(questions, key=lambda q: -q["wave"]):
        for door, name in (("online", "Online"), ("room", "In the room")):
            line = [
                WORDS.get(r["people"], r["people"])
                for r in rows
                if (r["question"], r["dimension"], r["group"]) == (question["id"], "door", door)
            ]
            found += [(name, line)] if line else []
    return found


def last_counts(files: dict[str, bytes]) -> dict[str, Counter]:
    """Question -> answer -> ballots of the last wave."""
    questions = json.loads(files["rules.json"])["questions"]
    found = {q["id"]: Counter(dict.fromkeys(ids(q), 0)) for q in questions if q["wave"] == 2}
    for row in csv.DictReader(io.StringIO(files["ballots.csv"].decode())):
        if row["question"] in found:
            found[row["question"]][json.loads(row["answer"])] += 1
    return found


def ids(question: dict) -> list[str]:
    return [option["id"] for option in question["options"]]


def test_what_one_place_hides_no_other_shows(
    held, moderator, organizer, rapporteur, secretariat, as_user
):
    workshop = held.workshop
    console, screen = f"/moderate/{workshop.join_code}/", f"/j/{workshop.join_code}/screen"
    live = [as_user(moderator).get(console), as_user().get(screen)]
    data = panel.linked(held)

    sealed(held, moderator)
    paper = published(workshop, rapporteur, secretariat)
    after = [as_user(moderator).get(console), as_user().get(screen)]
    bundle = as_user().get(f"{paper.get_absolute_url()}bundle.zip")

    archive = zipfile.ZipFile(io.BytesIO(bundle.content))
    files = {name: archive.read(name) for name in archive.namelist()}
    hidden = [row for row in files["groups.csv"].decode().splitlines() if row[-2:] in ("<5", ",~")]
    live_page, live_screen, page, projected = (r.content.decode() for r in (*live, *after))
    assert hidden
    assert {name: files[name] for name in record.FILES} == panel.record_files(Survey.objects.get())
    assert tables_of(live_page) == tables_of(page) == by_door(files) != []
    assert slides_of(live_screen) == slides_of(projected) != []
    assert outcome(files, data).derived == []


def test_after_the_seal_pages_and_exports_have_only_the_record_to_read(
    held, moderator, secretariat, as_user, edition
):
    sealed(held, moderator)
    files = panel.record_files(Survey.objects.get())

    report = f"/secretariat/exports/{edition.year}/outcome-report.csv"
    exported = next(csv.DictReader(io.StringIO(as_user(secretariat).get(report).content.decode())))
    state = as_user().get(f"/j/{held.workshop.join_code}/state.json").json()

    assert not Attendee.objects.exists()
    assert not Ballot.objects.exclude(voter_key=None).exists()
    assert exported["Key results"] == "\n".join(key_results(read_record(held.record)))
    assert {r["question"]: r["counts"] for r in state["results"]} == last_counts(files)


def test_no_table_of_doors_is_shown_before_the_last_survey_of_a_question(
    moderator, as_user, organizer, rapporteur
):
    other = make_survey(make_staffed_session(organizer, rapporteur))
    seat_moderator(other.workshop, moderator)
    for position in (1, 2):
        wave = wave_of(other, position)
        actions.open_wave(wave, by=moderator)
        first, second = asked(wave)
        for n in range(24):
            key = seat(other, "room" if n % 2 else "online")
            intake.cast_many(key, {first.pk: "4", second.pk: "1"})
        actions.close_wave(wave, by=moderator)

    page = as_user(moderator).get(f"/moderate/{other.workshop.join_code}/").content.decode()

    assert tables_of(page) == []
