"""Every submission is a version; organizers and the Secretariat compare them."""

import pytest

from forum.references import reference
from submissions.actions import versions
from submissions.models import Version
from tests import factories
from tests.submissions.following import KINDS
from workshops.models import Contributor


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


@pytest.fixture
def owner(open_edition, organizer, as_user):
    return as_user(organizer)


def submitted(owner, kind, edition, *titles: str):
    """A request submitted once per title."""
    url = owner.post(kind.new, kind.typed(edition, title=titles[0]))["Location"]
    for title in titles[1:]:
        revision = str(kind.model.objects.get().revision)
        owner.post(url, kind.typed(edition, title=title, revision=revision))
    return kind.model.objects.get()


def test_every_submission_is_kept_and_a_draft_is_not(owner, kind, open_edition):
    request = submitted(owner, kind, open_edition, "First title", "Second title")
    revision = str(request.revision)
    owner.post(kind.page(request), {"title": "Third", "action": "save", "revision": revision})

    kept = list(versions.of(request))

    assert [version.number for version in kept] == [2, 1]
    assert [version.content["title"] for version in kept] == [["Second title"], ["First title"]]
    assert {version.by.email for version in kept} == {"organizer@example.org"}


def test_submitting_the_same_words_again_makes_no_version(owner, kind, open_edition):
    request = submitted(owner, kind, open_edition, "One title", "One title")

    assert versions.of(request).count() == 1


def test_what_was_submitted_before_versions_were_kept_becomes_the_first(
    owner, kind, open_edition, organizer
):
    request = kind.made(organizer, title="Before")

    owner.post(kind.page(request), kind.typed(open_edition, title="After", revision="0"))

    titles = [version.content["title"] for version in versions.of(request)]
    assert titles == [["After"], ["Before"]]


def test_of_too_many_versions_the_first_and_the_latest_stay(
    open_edition, organizer, kind, monkeypatch
):
    monkeypatch.setattr(versions, "MOST", 3)
    request = kind.made(organizer)
    for number in range(6):
        request.title = f"Title {number}"
        request.save()
        versions.keep(request, kind_forms(kind).written(request), by=organizer)

    assert [version.number for version in versions.of(request)] == [6, 5, 1]


def kind_forms(kind):
    from booths.forms.request import BoothForms
    from workshops.forms.proposal import ProposalForms

    return BoothForms if kind is KINDS["booth"] else ProposalForms


def test_the_page_shows_words_that_went_and_came_not_by_colour_alone(owner, kind, open_edition):
    request = submitted(owner, kind, open_edition, "Captions for all", "Captions for many")

    page = owner.get(kind.page(request, "versions/")).content.decode()

    assert "What changed from version 1 to version 2" in page
    assert '<del><span class="visually-hidden">[removed: </span>all' in page
    assert '<ins><span class="visually-hidden">[added: </span>many' in page


@pytest.mark.parametrize("query", ["?from=1&to=3", "?from=3&to=1"])
def test_any_two_versions_are_compared_the_older_one_first(owner, kind, open_edition, query):
    request = submitted(owner, kind, open_edition, "One", "Two", "Three")

    page = owner.get(kind.page(request, "versions/") + query)

    assert page.context["pair"] == (1, 3)


@pytest.mark.parametrize("query", ["?from=x&to=2", "?from=1&to=99999999999999999999", "?page=x"])
def test_nonsense_in_the_address_shows_the_latest_two(owner, kind, open_edition, query):
    request = submitted(owner, kind, open_edition, "One", "Two", "Three")

    page = owner.get(kind.page(request, "versions/") + query)

    assert (page.status_code, page.context["pair"]) == (200, (2, 3))


def test_who_reads_the_versions(owner, open_edition, as_user, secretariat, stranger, mag_member):
    kind = KINDS["session"]
    request = submitted(owner, kind, open_edition, "One")
    speaker, partner = factories.make_user(), factories.make_user()
    factories.make_contributor(request, Contributor.Role.SPEAKER, speaker)
    factories.make_contributor(request, Contributor.Role.CO_ORGANIZER, partner)
    url = kind.page(request, "versions/")

    answers = {
        name: as_user(user).get(url).status_code
        for name, user in {
            "secretariat": secretariat,
            "co-organizer": partner,
            "speaker": speaker,
            "stranger": stranger,
            "mag": mag_member,
        }.items()
    }

    assert answers == {
        "secretariat": 200, "co-organizer": 200, "speaker": 403, "stranger": 404, "mag": 404,
    }  # fmt: skip


def test_the_list_is_in_pages_and_asks_no_more_of_the_database_for_more_versions(
    owner, kind, open_edition, organizer, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    request = submitted(owner, kind, open_edition, "One", "Two", "Three")
    url = kind.page(request, "versions/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        owner.get(url)
    about, content = reference(request), versions.of(request).first().content
    Version.objects.bulk_create(
        Version(about=about, number=number, at=request.created_at, by=organizer, content=content)
        for number in range(4, 30)
    )

    with django_assert_num_queries(len(few)):
        page = owner.get(url)

    assert len(page.context["page"].object_list) == 20
