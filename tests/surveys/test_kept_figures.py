import json

import pytest

from surveys import figures, kept_figures
from surveys.models import Record
from tests.outcomes.sessions import make_staffed_session, seal_survey


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "figures"


@pytest.fixture
def record(folder, organizer, rapporteur) -> Record:
    return seal_survey(make_staffed_session(organizer, rapporteur), organizer, people=24).record


def test_they_are_what_the_record_gives(record):
    computed = json.loads(json.dumps(figures.figures(record.files())))

    assert kept_figures.figures_of(record) == kept_figures.figures_of(record) == computed


def test_they_are_computed_once(record, folder):
    kept_figures.figures_of(record)
    (path,) = folder.iterdir()
    path.write_text("[]")

    assert kept_figures.figures_of(record) == []


def test_a_damaged_file_is_made_again(record, folder):
    whole = kept_figures.figures_of(record)
    (path,) = folder.iterdir()
    path.write_bytes(b"[{")

    assert kept_figures.figures_of(record) == whole
    assert json.loads(path.read_bytes()) == whole


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(record, folder):
    folder.write_text("no folder")

    assert kept_figures.figures_of(record)[0]["id"] == "people"


def test_other_code_does_not_read_them(record, folder, monkeypatch):
    whole = kept_figures.figures_of(record)
    next(folder.iterdir()).write_text("[]")
    monkeypatch.setattr(kept_figures, "_code", lambda: "another")

    assert kept_figures.figures_of(record) == whole
