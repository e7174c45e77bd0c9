"""The one list of the Secretariat: what it finds, in which order, and who may look."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from booths.models import Booth
from forum.models import AuditEntry
from submissions.actions.rules import ensure_rules
from submissions.models import SavedView
from tests.factories import (
    make_booth,
    make_contributor,
    make_edition,
    make_organization,
    make_person,
    make_secretariat,
    make_session,
    make_theme,
    make_type,
    make_workshop,
)
from workshops import periodic
from workshops.models import Contributor, Workshop

LIST = "/secretariat/requests/"
ADDRESSES = [
    LIST, f"{LIST}release/", f"{LIST}release/confirmed/", f"{LIST}decide/", f"{LIST}check/",
    f"{LIST}views/", f"{LIST}views/save/", f"{LIST}views/1/", f"{LIST}views/1/delete/",
]  # fmt: skip
Status = Workshop.Status
SOON, PAST = timezone.now() + timedelta(days=300), timezone.now() - timedelta(days=1)


def titles(page) -> list[str]:
    return [row.title for row in page.context["page"]]


def ask(client, address: str) -> int:
    answer = client.get(address)
    return (client.post(address) if answer.status_code == 405 else answer).status_code


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_desk_belongs_to_the_secretariat(
    as_user, organizer, mag_member, exhibitor, secretariat, address
):
    people = (None, organizer, mag_member, exhibitor)

    assert [ask(as_user(user), address) for user in people] == [302, 403, 403, 403]
    assert ask(as_user(secretariat), address) != 403


@pytest.fixture
def requests(secretariat) -> None:
    """One request in every state, sessions and booths."""
    fresh = make_workshop(title="Fresh", blocking_rules=2, warning_rules=1, checked_at=PAST)
    person = make_person("Vera Voice", email="vera@voices.example")
    make_contributor(fresh, Contributor.Role.SPEAKER, person=person)
    make_workshop(title="Sketch", status=Status.DRAFT)
    make_workshop(title="Decided", status=Status.ACCEPTED, number=76)
    make_session(title="Public", number=77)
    make_workshop(title="Set aside", status=Status.DECLINED, is_screened_out=True)
    make_workshop(title="To repair", repair_until=SOON, repair_note="Shorten it.")
    make_workshop(title="Too late", repair_until=PAST, repair_note="Shorten it.")
    make_workshop(title="Mended", repaired_at=PAST, type=make_type(code="of", name="Open Forum"))
    make_booth(title="Stall", organization=make_organization("Signal Society"), checked_at=PAST)
    make_booth(title="Refused stall", status=Booth.Status.DECLINED)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=booth", ["Refused stall", "Stall"]),
        ("kind=session&status=accepted", ["Decided", "Public"]),
        ("status=declined", ["Refused stall"]),
        ("status=screened_out", ["Set aside"]),
        ("waiting=decision", ["Fresh", "Mended", "Stall"]),
        ("waiting=release", ["Decided", "Refused stall", "Set aside"]),
        ("waiting=repair", ["To repair"]),
        ("waiting=overdue", ["Too late"]),
        ("waiting=repaired", ["Mended"]),
        ("waiting=place", ["Decided", "Public"]),
        ("checks=blocking", ["Fresh"]),
        ("checks=fulfilled", ["Stall"]),
        ("released=yes", ["Public"]),
        ("type=of", ["Mended"]),
        ("q=signal soc", ["Stall"]),
        ("q=Vera", ["Fresh"]),
        ("q=vera@voices", ["Fresh"]),
        ("q=WS %2377", ["Public"]),
        ("q=%00", None),
        ("status=nonsense&kind=x&type=y&theme=z&waiting=w&checks=v&sort=u&page=t", None),
    ],
)
def test_the_list_finds_requests(as_user, secretariat, requests, query, found):
    page = as_user(secretariat).get(f"{LIST}?{query}")

    assert len(page.context["page"].paginator.object_list) == (10 if found is None else len(found))
    assert found is None or sorted(titles(page)) == found


@pytest.mark.parametrize(
    ("sort", "first"),
    [("title", "Decided"), ("number", "Decided"), ("checks", "Fresh"), ("oldest", "Fresh")],
)
def test_the_list_is_sorted_over_both_kinds(as_user, secretariat, requests, sort, first):
    Workshop.objects.filter(title="Fresh").update(submitted_at=PAST)

    page = as_user(secretariat).get(f"{LIST}?sort={sort}")

    assert titles(page)[0] == first


def test_it_counts_every_state_whatever_state_is_shown(as_user, secretariat, requests):
    page = as_user(secretariat).get(f"{LIST}?status=draft&kind=session")

    assert [(state, number) for state, _words, number in page.context["counts"]] == [
        ("draft", 1),
        ("submitted", 4),
        ("accepted", 2),
        ("screened_out", 1),
    ]
    assert titles(page) == ["Sketch"]


def test_themes_and_editions_narrow_both_kinds(as_user, secretariat, edition):
    theme, old = make_theme(edition), make_edition(2020, is_current=False)
    make_workshop(title="On theme", theme=theme)
    make_booth(title="Stall on theme").themes.add(theme)
    make_workshop(title="Elsewhere", edition=old)
    client = as_user(secretariat)

    pages = [
        client.get(f"{LIST}?{query}") for query in (f"theme={theme.pk}", "year=2020", "year=all")
    ]

    assert [sorted(titles(page)) for page in pages] == [
        ["On theme", "Stall on theme"],
        ["Elsewhere"],
        ["Elsewhere", "On theme", "Stall on theme"],
    ]


def test_the_lists_of_programme_and_village_are_the_same_list(as_user, secretariat, requests):
    sessions = as_user(secretariat).get("/secretariat/programme/")
    booths = as_user(secretariat).get("/secretariat/village/")

    assert len(titles(sessions)) == 8
    assert sorted(titles(booths)) == ["Refused stall", "Stall"]
    assert "Places in use" in booths.content.decode()


def test_one_and_three_rows_take_the_same_queries(
    as_user, secretariat, django_assert_max_num_queries
):
    ensure_rules(make_workshop().edition)
    client = as_user(secretariat)
    make_booth()
    client.get(LIST)
    with django_assert_max_num_queries(40) as one:
        client.get(LIST)
    for _more in range(2):
        make_workshop(status=Status.ACCEPTED)
        make_booth(is_onsite=True)

    with django_assert_max_num_queries(40) as three:
        client.get(LIST)

    assert len(three) == len(one)


def test_pages_hold_fifty(as_user, secretariat, edition):
    organizer, kind = make_secretariat(edition), make_type(edition)
    Workshop.objects.bulk_create(
        Workshop(
            edition=edition, type=kind, title=f"Session {n:03}", status=Status.SUBMITTED,
            created_by=organizer, submitted_at=timezone.now(),
        )
        for n in range(120)
    )  # fmt: skip

    page = as_user(secretariat).get(f"{LIST}?sort=title&page=3")

    assert titles(page) == [f"Session {n:03}" for n in range(100, 120)]


def test_the_result_says_when_it_is_older_than_the_rules(as_user, secretariat, edition):
    ensure_rules(edition)
    workshop = make_workshop()
    client = as_user(secretariat)

    before = client.get(LIST).content.decode()
    client.post(f"{LIST}check/")
    workshop.refresh_from_db()
    after = client.get(LIST).content.decode()
    rule = edition.rules.get(kind="session", code="onsite_moderator")
    address = reverse("secretariat:rule", args=[edition.year, "session", rule.code])
    client.post(address, {"level": "block", "text": rule.text, "source": ""})
    stale = client.get(LIST).content.decode()
    renewed = periodic.run()

    assert "not checked yet" in before
    assert workshop.blocking_rules + workshop.warning_rules > 0
    assert "before the last change of the rules" not in after
    assert "before the last change of the rules" in stale
    assert (renewed, periodic.run()) == (1, 0)


def test_a_view_is_saved_used_shared_and_deleted(as_user, secretariat, edition):
    client, colleague = as_user(secretariat), as_user(make_secretariat(edition))
    query = "kind=session&waiting=decision&next=https://example.org"

    saved = client.post(f"{LIST}views/save/", {"name": "Mine", "query": query})
    view = SavedView.objects.get()
    own = colleague.get(LIST).content.decode()
    hidden = colleague.post(f"{LIST}views/{view.pk}/", {"name": "Ours"}).status_code
    client.post(f"{LIST}views/{view.pk}/", {"name": "Ours", "is_shared": "on"})
    shared = colleague.get(LIST).content.decode()
    deleted = colleague.post(f"{LIST}views/{view.pk}/delete/").status_code

    assert saved["Location"] == f"{LIST}?kind=session&waiting=decision"
    assert ("Mine" in own, hidden, "Ours" in shared, deleted) == (False, 404, True, 302)
    assert not SavedView.objects.exists()
    verbs = AuditEntry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["saved a view", "changed a view", "deleted a view"]


def test_a_name_is_taken_once_and_what_was_typed_stays(as_user, secretariat):
    client = as_user(secretariat)
    client.post(f"{LIST}views/save/", {"name": "Mine", "query": "kind=booth"})

    again = client.post(f"{LIST}views/save/", {"name": "Mine", "query": "kind=session"})
    empty = client.post(f"{LIST}views/save/", {"name": "", "query": "kind=session"})
    too_long = client.post(f"{LIST}views/save/", {"name": "x" * 61})

    assert "has this name already" in again.content.decode()
    assert 'value="kind=session"' in empty.content.decode()
    assert [page.status_code for page in (again, empty, too_long)] == [200] * 3
    assert SavedView.objects.count() == 1


def test_the_default_views_lead_to_lists(as_user, secretariat):
    client = as_user(secretariat)

    views = client.get(LIST).context["default_views"]

    assert {client.get(f"{LIST}?{query}").status_code for _name, query in views} == {200}
    assert "Repair overdue" in [str(name) for name, _query in views]
