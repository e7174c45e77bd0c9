"""Every address refuses a stranger unless this file says that it is open."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.urls import URLPattern, get_resolver, reverse

from booths.models import Booth
from forum import outbox
from forum.references import reference
from outcomes.models import ImpulsePaper, PaperVersion
from submissions.models import Attachment, Milestone
from tests import factories
from workshops.models import Contributor, Workshop

PUBLIC = {
    "home",
    "healthz",
    "readyz",
    "workshops:programme",
    "workshops:calendar",
    "workshops:sessions",
    "booths:village",
    "surveys:enter",
    "surveys:join",
    "surveys:join_slash",
    "surveys:join_post",
    "surveys:about",
    "surveys:vote",
    "surveys:ideas",
    "surveys:idea_support",
    "surveys:state",
    "surveys:screen",
    "surveys:qr",
    "outcomes:papers",
    "outcomes:paper_schema",
    "outcomes:verify",
    "outcomes:script",
    "workshops:invitation",
    "booths:offer",
    "api:start",
    "api:api-root",
    "api:openapi-json",
    "api:elsewhere",
    "api:editions",
    "api:edition",
    "api:sessions",
    "api:papers",
}
ANY_ACCOUNT = {
    "my",
    "workshops:names",
    "workshops:proposal_new",
    "booths:names",
    "booths:request_new",
}
KEPT_BY_OTHERS = re.compile(r"^(admin|account|mfa|socialaccount|login|logout)")


def named(patterns, namespace: str = "", above: tuple = ()) -> Iterator[tuple[str, tuple]]:
    """Every name with the values that its address needs."""
    for pattern in patterns:
        values = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or str(pattern.pattern)), values
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from named(pattern.url_patterns, namespace + inner, values)


OURS = {
    name: values
    for name, values in named(get_resolver().url_patterns)
    if not KEPT_BY_OTHERS.match(name)
}
PRIVATE = sorted(set(OURS) - PUBLIC - ANY_ACCOUNT)


@pytest.fixture
def world(open_edition, organizer, rapporteur) -> dict:
    """One row of everything, none of it released, and the values that addresses need."""
    workshop = factories.make_workshop(status=Workshop.Status.ACCEPTED, organizer=organizer)
    factories.make_contributor(workshop, Contributor.Role.RAPPORTEUR, rapporteur)
    factories.make_survey(workshop)
    booth = factories.make_booth(status=Booth.Status.ACCEPTED)
    paper = ImpulsePaper.objects.create(workshop=workshop, status=ImpulsePaper.Status.DRAFT)
    PaperVersion.objects.create(paper=paper, revision=1, content={}, input_hash="0")
    item = workshop.draft_items.create(position=1, title="An item")
    note = workshop.notes.create(text="A note", by=rapporteur)
    mail = outbox.add("submitted", workshop, to=["a@example.org"])[0]
    return {
        "year": open_edition.year,
        "number": booth.number,
        "token": workshop.contributors.first().token,
        "verb": "open",
        "position": item.position,
        "kind": "csv",
        "key": mail.pk,
        "person": workshop.contributors.first().person_id,
        "organization": booth.organization_id,
        "access": 1,
        "field": "title",
        "file": {"booths": _attached(booth), "workshops": _attached(workshop)},
        "milestone": _milestone(open_edition),
        "view": 1,
        "section": "brief",
        "label": "next",
        "elsewhere": "nowhere",
        "uuid": {"booths": booth.uuid, "outcomes": note.uuid, "workshops": workshop.uuid},
        "code": {"surveys": workshop.join_code, "notes": workshop.join_code, "": workshop.code},
    }


def _attached(thing) -> UUID:
    name = f"{uuid4()}.pdf"
    return Attachment.objects.create(about=reference(thing), name=name, size=1, is_public=True).uuid


def _milestone(edition) -> int:
    call = edition.calls.first()
    return Milestone.objects.create(call=call, label="A date", day=edition.starts_on).pk


def address(name: str, world: dict) -> str:
    """The address of a name, for the rows of the world."""
    app = name.partition(":")[0]
    by_code = app == "surveys" or name.startswith("outcomes:note")
    values = {**world, "uuid": world["uuid"].get(app)}
    values["code"] = world["code"]["surveys" if by_code else ""]
    values["file"] = world["file"].get(app)
    return reverse(name, kwargs={key: values[key] for key in OURS[name]})


def ask(client, url: str) -> tuple[int, str]:
    """Status and place to go of a GET, or of a POST where only that is allowed."""
    response = client.get(url)
    if response.status_code == 405:
        response = client.post(url)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_address_refuses_a_stranger(name, world, as_user, stranger):
    status, _ = ask(as_user(stranger), address(name, world))

    assert status in {403, 404}


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_address_refuses_a_visitor(name, world, as_user):
    status, place = ask(as_user(), address(name, world))

    assert status in {403, 404} or "/accounts/login/" in place


@pytest.mark.parametrize("name", sorted(ANY_ACCOUNT))
def test_what_any_account_may_open_sends_a_visitor_to_the_login(name, world, as_user, stranger):
    status, place = ask(as_user(), address(name, world))

    assert (status, "/accounts/login/" in place) == (302, True)
    assert ask(as_user(stranger), address(name, world))[0] == 200


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_address_asks_nobody_to_log_in(name, world, as_user):
    status, place = ask(as_user(), address(name, world))

    assert status < 500
    assert "/accounts/login/" not in place
