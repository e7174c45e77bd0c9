"""A Village of a hundred booths: no page asks the database more than with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booths.actions import plan as actions
from booths.models import Booth, BoothQuestion, Initiative, Place
from forum.models import Goal
from tests.booths.test_plan import accepted
from tests.factories import make_booth, make_theme, make_user

FEW, MANY = 3, 100


def fill(edition, numbers, theme, exhibitor) -> None:
    """Booths with everything that a list shows; every fifth one shares its place."""
    places = list(Place.objects.filter(edition=edition))
    host = None
    for n in numbers:
        shares = host if n % 5 == 4 else None
        booth = accepted(
            f"Org {n}",
            released=n % 2 == 0,
            created_by=exhibitor,
            number=n + 1,
            stand=None if shares else places[n],
            host=shares,
        )
        booth.themes.add(theme)
        booth.goals.add(Goal.objects.get(number=9))
        Initiative.objects.create(booth=booth, position=2, title="Safe routes", text="How.")
        BoothQuestion.objects.create(booth=booth, position=2, text="Why?")
        host = booth


@pytest.fixture
def village(open_edition, exhibitor):
    """Fills up to so many booths and counts the questions each page asks then."""
    actions.generate(open_edition, count=MANY, per_row=10, by=None)
    theme = make_theme(title="Data")
    made = [0]

    def up_to(count: int) -> None:
        fill(open_edition, range(made[0], count), theme, exhibitor)
        made[0] = count

    up_to.theme = theme
    return up_to


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_no_page_of_the_village_asks_more_for_a_hundred_booths(
    village, as_user, secretariat, exhibitor
):
    own = make_booth(is_onsite=True, created_by=exhibitor)
    gallery = reverse("booths:village", args=[2027])
    theme = village.theme.pk
    public = [
        gallery,
        f"{gallery}?theme={theme}",
        f"{gallery}?goal=9",
        f"{gallery}?initiative=routes",
        f"{gallery}?kind=onsite",
        f"{gallery}?q=org&theme={theme}&goal=9&initiative=safe&kind=onsite",
        f"{gallery}1/",
    ]
    desk = [reverse(f"booths:{name}") for name in ("desk", "places", "allocation", "inbox")]
    pages = [(as_user(), address) for address in public]
    pages += [(as_user(secretariat), address) for address in desk]
    pages += [(as_user(make_user()), reverse("booths:request_new"))]
    pages += [(as_user(exhibitor), reverse("booths:request", args=[own.uuid]))]
    village(FEW)
    few = [asked(client, address) for client, address in pages]

    village(MANY)

    assert [asked(client, address) for client, address in pages] == few
    assert max(few) <= 40


def test_the_gallery_shows_pages_that_keep_the_filter(village, as_user):
    village(MANY)
    Booth.objects.update(released_at="2027-01-01T00:00:00Z")

    first = as_user().get("/2027/village/?goal=9").content.decode()
    last = as_user().get("/2027/village/?goal=9&page=3").content.decode()

    assert (first.count("igf-booth__no"), last.count("igf-booth__no")) == (48, 4)
    assert "goal=9&amp;page=2" in first
