"""Comments given before they had numbers get them in their order, paper by paper."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = (
    ("outcomes", "0008_transcripts_and_dispositions"),
    ("outcomes", "0009_feedback_round"),
)
pytestmark = pytest.mark.django_db(transaction=True)


def migrate(*targets):
    """The models as they are after migrating to the targets."""
    MigrationExecutor(connection).migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def old():
    """The models before comments had numbers; afterwards the newest ones are back."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield migrate(BEFORE)
    migrate(*newest)


def make_version(models, number: int):
    edition, _ = models.get_model("forum", "Edition").objects.get_or_create(
        year=2021,
        defaults={
            "number": 16,
            "starts_on": "2021-12-06",
            "ends_on": "2021-12-10",
            "timezone": "UTC",
            "is_current": False,
        },
    )
    workshop = models.get_model("workshops", "Workshop").objects.create(
        edition=edition, title=f"Session {number}"
    )
    paper = models.get_model("outcomes", "ImpulsePaper").objects.create(workshop=workshop)
    return paper.versions.create(revision=1, content={}, input_hash="0")


def test_comments_are_numbered_in_their_order(old):
    comments = old.get_model("outcomes", "Comment").objects
    one, two = make_version(old, 1), make_version(old, 2)
    for version, text, day in [(one, "later", 3), (two, "other", 2), (one, "first", 1)]:
        made = comments.create(version=version, text=text)
        comments.filter(pk=made.pk).update(at=datetime(2021, 12, day, tzinfo=UTC))

    numbered = migrate(AFTER).get_model("outcomes", "Comment").objects.order_by("paper", "number")

    assert list(numbered.values_list("paper", "number", "text")) == [
        (one.paper_id, 1, "first"),
        (one.paper_id, 2, "later"),
        (two.paper_id, 1, "other"),
    ]
