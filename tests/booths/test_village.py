import pytest

from booths.models import Booth, Initiative
from forum.models import Goal
from tests.factories import make_booth, make_organization, make_place, make_theme


def make_public(**fields) -> Booth:
    return make_booth(status=Booth.Status.ACCEPTED, released=True, **fields)


def shown(page) -> list[str]:
    return [booth.title for booth in page.context["page"]]


def test_the_booth_page_says_everything(as_user, edition):
    booth = make_public(
        number=35,
        title="Trust in cyberspace",
        organization=make_organization("Sample Labs", group="Private Sector"),
        contribution="What it adds to the forum.",
        other_activities="A workshop in another year.",
        links=[{"title": "Our site", "url": "https://example.org/"}],
        is_onsite=True,
        stand=make_place("A4"),
    )
    booth.partners.add(make_organization("Partner House"))
    booth.themes.add(make_theme(title="Data"))
    booth.goals.add(*Goal.objects.filter(number__in=[4, 17]))
    Initiative.objects.create(
        booth=booth,
        position=2,
        title="No Ransom",
        text="Helps victims.",
        founders="Police of somewhere\nA company",
        partners="Many more",
        since=2019,
        figures=[{"label": "Languages", "value": "more than 35"}],
        link="https://example.org/ransom",
    )

    text = as_user().get("/2027/village/35/").content.decode()

    for words in (
        "IGF 2027 Village Booth #35 Sample Labs",
        "Trust in cyberspace",
        "Why the booth exists.",
        "What visitors see.",
        "Private Sector",
        "Partner House",
        "Data",
        "Quality Education",
        "Partnerships for the Goals",
        "An initiative",
        "No Ransom",
        "Helps victims.",
        "Police of somewhere",
        "Many more",
        "2019",
        "more than 35",
        "https://example.org/ransom",
        "How is trust built?",
        "What it adds to the forum.",
        "A workshop in another year.",
        "Our site",
        "Onsite and virtual booth",
        "A4",
    ):
        assert words in text, words


def test_only_released_booths_are_in_the_village(as_user, exhibitor, secretariat):
    make_public(title="Open", number=1)
    make_booth(title="Waiting", status=Booth.Status.ACCEPTED, number=2, created_by=exhibitor)

    pages = [as_user(user).get("/2027/village/") for user in (None, exhibitor, secretariat)]
    booths = [
        as_user(user).get("/2027/village/2/").status_code for user in (None, exhibitor, secretariat)
    ]

    assert [shown(page) for page in pages] == [["Open"]] * 3
    assert booths == [404, 404, 200]


def filled_village() -> tuple[int, int]:
    data, trust = make_theme(title="Data"), make_theme(title="Trust")
    first = make_public(title="Maps", number=1, organization=make_organization("Map Makers"))
    second = make_public(title="Routing", number=2, organization=make_organization("Networks"))
    first.themes.add(data, trust)
    second.themes.add(trust)
    second.goals.add(Goal.objects.get(number=9))
    Initiative.objects.create(booth=second, position=2, title="Safe routes", text="How.")
    return data.pk, trust.pk


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Maps", "Routing"]),
        ("q=map", ["Maps"]),
        ("q=networks", ["Routing"]),
        ("q=safe+routes", ["Routing"]),
        ("q=%232", ["Routing"]),
        ("theme={data}", ["Maps"]),
        ("theme={data}&theme={trust}", ["Maps", "Routing"]),
        ("goal=9", ["Routing"]),
        ("goal=99", ["Maps", "Routing"]),
        ("initiative=HOW", ["Routing"]),
        ("kind=onsite", []),
        ("kind=virtual", ["Maps", "Routing"]),
        ("kind=x", ["Maps", "Routing"]),
        ("theme=x", ["Maps", "Routing"]),
        ("page=many", ["Maps", "Routing"]),
    ],
)
def test_filters_narrow_and_nonsense_does_not_hurt(as_user, edition, query, titles):
    data, trust = filled_village()

    page = as_user().get("/2027/village/?" + query.format(data=data, trust=trust))

    assert page.status_code == 200
    assert shown(page) == titles


def test_the_village_asks_the_same_for_one_and_three(
    as_user, edition, django_assert_max_num_queries
):
    make_public()
    with django_assert_max_num_queries(40) as one:
        as_user().get("/2027/village/")
    make_public()
    make_public()

    with django_assert_max_num_queries(40) as three:
        as_user().get("/2027/village/")

    assert len(three) == len(one)


def test_an_empty_village_says_so(as_user, edition):
    assert "No booth is released yet." in as_user().get("/2027/village/").content.decode()


@pytest.mark.parametrize(
    "address", ["/1999/village/", "/2027/village/35/", f"/2027/village/{10**30}/"]
)
def test_what_is_not_there_is_not_there(as_user, edition, address):
    assert as_user().get(address).status_code == 404
