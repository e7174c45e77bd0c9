"""The Secretariat's pages about the calls of an edition."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from forum.models import AuditEntry
from submissions.models import AccessCode, Call, ClosingChange, FieldSetting
from tests import factories

LIST = "/secretariat/calls/"
ONE = "/secretariat/calls/2027/session/"
FORM = f"{ONE}form/"
PAGES = [LIST, ONE, FORM, f"{FORM}preview/", f"{FORM}title/"]
TIMES = {"zone": "utc", "opens_at": "2027-03-01T12:00", "closes_at": "", "note": "Come in"}
FIELD = {"label": "", "help": "", "limit": "", "unit": "words", "required": ""}


@pytest.fixture
def client(as_user, secretariat):
    return as_user(secretariat)


@pytest.fixture
def call(open_edition) -> Call:
    return Call.objects.get(edition=open_edition, kind=Call.Kind.SESSION)


def page_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("page", [*PAGES, f"{ONE}extend/", f"{ONE}codes/", f"{ONE}codes/1/"])
def test_the_calls_belong_to_the_secretariat(call, as_user, organizer, mag_member, exhibitor, page):
    visitor = as_user().post(page, TIMES)
    others = [as_user(user).post(page, TIMES) for user in (organizer, mag_member, exhibitor)]
    reading = [as_user(user).get(page) for user in (organizer, mag_member, exhibitor)]

    assert visitor.status_code in {302, 405}
    assert {answer.status_code for answer in [*others, *reading]} <= {403, 405}
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_the_secretariat_reads_all_of_them(call, client, page):
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("kind", ["session", "booth"])
@pytest.mark.parametrize("part", ["", "form/", "form/preview/", "form/title/"])
def test_every_kind_has_its_pages(open_edition, client, kind, part):
    assert client.get(f"{LIST}2027/{kind}/{part}").status_code == 200


@pytest.mark.parametrize("part", ["1999/session/", "2027/circus/", "2027/session/form/nothing/"])
def test_what_is_not_there_is_not_found(open_edition, client, part):
    assert client.get(LIST + part).status_code == 404


def test_a_call_is_planned_in_utc_or_on_the_clock_of_the_venue(edition, client):
    typed = TIMES | {
        "zone": "venue",
        "opens_at": "2027-03-01T09:30",
        "closes_at": "2027-04-01T00:00",
    }

    client.post(ONE, typed)

    call = Call.objects.get()
    assert call.opens_at == datetime(2027, 3, 1, 0, 30, tzinfo=UTC)
    assert call.closes_at == datetime(2027, 3, 31, 15, 0, tzinfo=UTC)
    page = page_of(client.get(ONE))
    assert 'value="2027-03-01T00:30"' in page
    assert "Kyoto (Asia/Tokyo)" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"opens_at": ""}, "opens_at"),
        ({"opens_at": "soon"}, "opens_at"),
        ({"opens_at": "0001-01-01T00:00"}, "opens_at"),
        ({"opens_at": "9999-12-31T23:59"}, "opens_at"),
        ({"closes_at": "2027-02-01T12:00"}, "closes_at"),
        ({"zone": "mars"}, "zone"),
        ({"note": "x" * 501}, "note"),
        ({"note": "a\x00b"}, "note"),
    ],
)
def test_wrong_times_are_refused_at_their_field(edition, client, typed, field):
    answer = client.post(ONE, TIMES | typed)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Call.objects.exists()


@pytest.mark.parametrize("shown", ["2027-03-28T02:30", "2027-10-31T02:30"])
def test_an_hour_the_venue_has_never_or_twice_is_refused(edition, client, shown):
    edition.timezone = "Europe/Berlin"
    edition.save()

    answer = client.post(ONE, TIMES | {"zone": "venue", "opens_at": shown})

    assert "opens_at" in answer.context["form"].errors


def test_before_it_opens_times_are_free_and_the_change_is_kept(edition, client):
    tomorrow = timezone.now() + timedelta(days=1)
    call = factories.make_call(
        edition=edition, opens_at=tomorrow, closes_at=tomorrow + timedelta(days=9)
    )
    closes = tomorrow + timedelta(days=5)

    client.post(
        ONE,
        TIMES | {"opens_at": f"{tomorrow:%Y-%m-%dT%H:%M}", "closes_at": f"{closes:%Y-%m-%dT%H:%M}"},
    )

    change = ClosingChange.objects.get()
    assert (change.call, change.was) == (call, call.closes_at)
    assert change.became == closes.replace(second=0, microsecond=0)


def test_an_extension_needs_a_later_time_and_a_note(call, client):
    Call.objects.update(closes_at=timezone.now() - timedelta(hours=1))
    later = timezone.now() + timedelta(days=7)
    typed = {"zone": "utc", "closes_at": f"{later:%Y-%m-%dT%H:%M}", "note": "Holidays"}

    no_note = client.post(f"{ONE}extend/", typed | {"note": ""})
    earlier = client.post(f"{ONE}extend/", typed | {"closes_at": "2020-01-01T00:00"})
    client.post(f"{ONE}extend/", typed)

    assert "note" in no_note.context["extension"].errors
    assert "closes_at" in earlier.context["extension"].errors
    call.refresh_from_db()
    assert call.is_open()
    assert "Holidays" in page_of(client.get(ONE))


def test_a_field_is_changed_and_shown_in_the_preview(call, client):
    client.post(
        f"{FORM}description/",
        FIELD | {"label": "Your idea", "limit": "40", "required": "no", "is_new": "on"},
    )

    setting = FieldSetting.objects.get()
    assert (setting.label, setting.limit, setting.unit) == ("Your idea", 40, "words")
    assert (setting.required, setting.is_new) == (False, True)
    assert "Your idea" in page_of(client.get(FORM))
    preview = page_of(client.get(f"{FORM}preview/"))
    assert "Your idea" in preview
    assert "Up to 40 words." in preview
    assert 'value="40"' in page_of(client.get(f"{FORM}description/"))


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("description", "limit", "2501"),
        ("description", "limit", "0"),
        ("description", "limit", "9" * 400),
        ("description", "unit", "pages"),
        ("description", "label", "x" * 201),
        ("description", "help", "x" * 501),
        ("description", "required", "perhaps"),
        ("people-name", "limit", "16"),
        ("title", "limit", "26"),
    ],
)
def test_a_wrong_setting_is_refused_at_its_field(call, client, name, field, value):
    answer = client.post(f"{FORM}{name}/", FIELD | {field: value})

    assert field in answer.context["form"].errors
    assert not FieldSetting.objects.exists()


def test_what_the_portal_needs_cannot_become_optional(call, client):
    client.post(f"{FORM}title/", FIELD | {"required": "no", "label": "Name it"})

    assert "This is always needed" in page_of(client.get(f"{FORM}title/"))
    assert FieldSetting.objects.get().required is None


def test_codes_are_issued_for_a_request_or_an_address_and_taken_back(call, client, organizer):
    workshop = factories.make_workshop(organizer=organizer)
    later = timezone.now() + timedelta(days=1)
    typed = {"zone": "utc", "expires_at": f"{later:%Y-%m-%dT%H:%M}", "note": "Power cut"}
    address = f"https://portal.example/my/proposals/{workshop.uuid}/"

    client.post(f"{ONE}codes/", typed | {"request": address})
    client.post(f"{ONE}codes/", typed | {"email": "late@example.org"})
    newest, first = AccessCode.objects.all()
    client.post(f"{ONE}codes/{first.pk}/")

    first.refresh_from_db()
    assert (first.about, newest.email) == (workshop.uuid, "late@example.org")
    assert first.revoked_at is not None
    page = page_of(client.get(ONE))
    assert newest.shown in page
    assert "Taken back" in page
    assert "Power cut" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "request"),
        ({"request": "somewhere"}, "request"),
        ({"request": "/my/proposals/00000000-0000-4000-8000-000000000000/"}, "request"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@example.org", "expires_at": "2020-01-01T00:00"}, "expires_at"),
        ({"email": "a@example.org", "note": ""}, "note"),
        ({"email": "a@example.org", "note": "x" * 501}, "note"),
    ],
)
def test_a_wrong_code_is_refused_at_its_field(call, client, typed, field):
    valid = {"zone": "utc", "expires_at": "2090-01-01T00:00", "note": "Why"}

    answer = client.post(f"{ONE}codes/", valid | typed)

    assert field in answer.context["code_form"].errors
    assert not AccessCode.objects.exists()


def test_the_page_asks_as_much_for_many_codes_as_for_one(
    call, client, secretariat, django_assert_max_num_queries
):
    later = timezone.now() + timedelta(days=1)
    for number in range(12):
        AccessCode.objects.create(
            call=call, email=f"a{number}@example.org", note="x", expires_at=later,
            issued_by=secretariat,
        )  # fmt: skip

    with django_assert_max_num_queries(14):
        client.get(ONE)
