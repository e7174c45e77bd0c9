"""What was written at booths before the Village had places survives the migration, both ways."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("booths", "0003_share_key"), ("booths", "0004_village_places")
pytestmark = pytest.mark.django_db(transaction=True)


def migrate(*targets):
    """The models as they are after migrating to the targets."""
    MigrationExecutor(connection).migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def old():
    """The models before there were places; afterwards the newest ones are back."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    yield migrate(BEFORE)
    migrate(*newest)


def make_old(models, year: int, title: str, place: str):
    edition, _ = models.get_model("forum", "Edition").objects.get_or_create(
        year=year,
        defaults={
            "number": year - 2005,
            "starts_on": "2020-11-02",
            "ends_on": "2020-11-17",
            "timezone": "UTC",
            "is_current": False,
        },
    )
    booth = models.get_model("booths", "Booth").objects.create(
        edition=edition, title=title, place=place
    )
    return booth.pk


def test_a_written_place_becomes_a_place_and_goes_back(old):
    twelve = [make_old(old, 2021, f"Topic {n}", f"A{n:02}") for n in range(12)]
    other = make_old(old, 2023, "The same label another year", "A00")
    none = make_old(old, 2023, "No place", "")

    new = migrate(AFTER)
    booths = new.get_model("booths", "Booth").objects.select_related("stand__edition")
    found = {row.pk: row for row in booths}
    back = migrate(BEFORE).get_model("booths", "Booth").objects.in_bulk()

    assert [found[pk].stand.label for pk in twelve] == [f"A{n:02}" for n in range(12)]
    assert len({(found[pk].stand.x, found[pk].stand.y) for pk in twelve}) == 12
    assert (found[other].stand.label, found[other].stand.edition.year) == ("A00", 2023)
    assert found[other].title == "The same label another year"
    assert found[none].stand is None
    assert [back[pk].place for pk in [*twelve, other, none]] == [
        *(f"A{n:02}" for n in range(12)),
        "A00",
        "",
    ]
