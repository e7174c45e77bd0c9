"""After the seal neither the order of rows nor that of lines says who voted when, or together."""

import csv
import io
from random import Random

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL

from surveys import actions, intake
from surveys.models import Asking, Ballot, Survey
from tests.factories import make_session, make_survey
from tests.proofs.counts import proved, times
from tests.proofs.ranks import Ranks
from tests.surveys.room import asked, seat, wave_of

PEOPLE = 25
PLACE = {"sqlite": "rowid", "postgresql": "ctid"}

pytestmark = pytest.mark.django_db(transaction=True)
Voted = dict[str, list[str]]


def voted(by, seed: int) -> tuple[Survey, Voted]:
    """An ended survey; for each of its questions the receipts in the order of voting."""
    rng, survey = Random(seed), make_survey(make_session(), waves=1)
    keys, wave = [seat(survey) for _ in range(PEOPLE)], wave_of(survey, 1)
    actions.open_wave(wave, by=by)
    order: Voted = {str(asking.uuid): [] for asking in asked(wave)}
    for key in keys:
        found = intake.cast_many(key, {asking: str(rng.randint(1, 3)) for asking in order})
        for asking, receipt in found.items():
            order[asking].append(receipt)
    actions.end(survey, by=by)
    return survey, order


def in_the_table(asking: str, by: str) -> list[str]:
    """The receipts as the rows lie in the table, or by another order of the database."""
    rows = Ballot.objects.filter(asking=asking).order_by(RawSQL(by, []))  # noqa: S611 - a constant
    return list(rows.values_list("receipt", flat=True))


def in_the_file(survey: Survey, asking: str) -> list[str]:
    rows = csv.DictReader(io.StringIO(survey.record.ballots, newline=""))
    return [row["receipt"] for row in rows if row["question"] == asking]


def rows_told(order: Voted, ranks: dict[str, Ranks]) -> None:
    """Add what the rows of one survey tell: about the order of voting, and who voted for both."""
    place = PLACE[connection.vendor]
    lying = {asking: in_the_table(asking, place) for asking in order}
    for asking, receipts in order.items():
        ranks["rows and voting"].add(lying[asking], receipts)
        ranks["keys and voting"].add(in_the_table(asking, "id"), receipts)
    one, other = order
    same_person = dict(zip(order[one], order[other], strict=True))
    ranks["rows of two questions"].add([same_person[code] for code in lying[one]], lying[other])


def none_yet(*names: str) -> dict[str, Ranks]:
    return {name: Ranks() for name in ("rows and voting", "keys and voting", *names)}


def test_no_order_tells_who_voted_when(organizer):
    number = times("surveys whose order is tested")
    ranks = none_yet("rows of two questions", "lines of ballots.csv and voting")

    for seed in range(number):
        survey, order = voted(organizer, seed)
        actions.seal(survey, by=organizer)
        survey = Survey.objects.select_related("record").get(pk=survey.pk)
        rows_told(order, ranks)
        for asking, receipts in order.items():
            ranks["lines of ballots.csv and voting"].add(in_the_file(survey, asking), receipts)

    for name, found in ranks.items():
        assert not found.tells(), f"{name}: mean {found.mean}, {found.deviations} deviations"
        proved(f"order of {name}", surveys=number, mean=round(found.mean, 4), p=round(found.p, 3))


def test_the_same_test_finds_the_order_where_rows_are_not_written_anew(organizer):
    ranks = none_yet("rows of two questions")

    for seed in range(3):
        _survey, order = voted(organizer, seed)
        Ballot.objects.filter(asking__in=order).update(voter_key=None)
        rows_told(order, ranks)

    telling = {name for name, found in ranks.items() if found.tells()}
    assert telling == {"rows and voting", "rows of two questions"}
    assert ranks["rows and voting"].mean > 0.9
    assert Asking.objects.count() == 6
