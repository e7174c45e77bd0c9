"""The Secretariat's page about the dates of the calls."""

from datetime import date, time

import pytest

from forum.models import AuditEntry
from submissions.actions import timeline
from submissions.models import Call, Milestone

LIST = "/secretariat/timeline/"
ADD = "/secretariat/timeline/2027/session/"
VALID = {"label": "Decisions are sent", "day": "2027-06-30", "time": "09:30", "is_public": "on"}


@pytest.fixture
def stored(open_edition) -> Milestone:
    call = open_edition.calls.get(kind=Call.Kind.SESSION)
    return Milestone.objects.create(call=call, label="A date", day=date(2027, 5, 1))


def test_the_dates_belong_to_the_secretariat(stored, as_user, organizer, mag_member):
    pages = [LIST, ADD, f"{LIST}{stored.pk}/", f"{LIST}{stored.pk}/delete/"]

    for page in pages:
        assert as_user().post(page, VALID).status_code in {302, 405}
        assert {
            as_user(user).post(page, VALID).status_code for user in (organizer, mag_member)
        } <= {
            403,
            405,
        }
    assert list(Milestone.objects.values_list("label", flat=True)) == ["A date"]


def test_a_date_is_added_changed_and_deleted(stored, as_user, secretariat):
    client = as_user(secretariat)

    client.post(ADD, VALID)
    added = Milestone.objects.get(label="Decisions are sent")
    client.post(f"{LIST}{stored.pk}/", VALID | {"label": "Changed", "time": "", "is_public": ""})
    page = client.get(LIST).content.decode()
    client.post(f"{LIST}{added.pk}/delete/")

    stored.refresh_from_db()
    assert (added.day, added.time, added.is_public) == (date(2027, 6, 30), time(9, 30), True)
    assert (stored.label, stored.time, stored.is_public) == ("Changed", None, False)
    assert "30 June 2027" in page
    assert "09:30</time> in Kyoto, 00:30 UTC" in page
    assert list(Milestone.objects.all()) == [stored]
    assert AuditEntry.objects.filter(verb__endswith="a date").count() == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [("label", ""), ("label", "x" * 161), ("day", ""), ("day", "2027-02-30"), ("time", "25:00")],
)
def test_a_slip_is_said_at_its_field_and_the_rest_is_kept(
    open_edition, as_user, secretariat, field, value
):
    page = as_user(secretariat).post(ADD, VALID | {field: value})

    assert page.context["form"].errors[field]
    assert not Milestone.objects.exists()


def test_the_same_date_and_too_many_dates_are_refused(stored, as_user, secretariat, monkeypatch):
    client = as_user(secretariat)

    same = client.post(ADD, VALID | {"label": "A date", "day": "2027-05-01"})
    monkeypatch.setattr(timeline, "MOST", 1)
    many = client.post(ADD, VALID)

    assert same.context["form"].errors["label"]
    assert "at most 1 dates" in many.content.decode()


@pytest.mark.parametrize("query", ["?year=2027", "?year=x", "?year=99999999999", "?year=1900", ""])
def test_the_list_is_there_for_every_year_asked(stored, as_user, secretariat, query):
    page = as_user(secretariat).get(LIST + query)

    assert (page.status_code, "A date" in page.content.decode()) == (200, True)
