import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from forum.models import Edition, Goal
from forum.vocabulary import StakeholderGroup

KYOTO = Edition(
    year=2023,
    number=18,
    title="The Internet We Want",
    host_city="Kyoto",
    timezone="Asia/Tokyo",
    starts_on=date(2023, 10, 8),
    ends_on=date(2023, 10, 12),
)
ONLINE = Edition(
    year=2020,
    number=15,
    title="Internet for Human Resilience and Solidarity",
    is_online=True,
    timezone="UTC",
    starts_on=date(2020, 11, 2),
    ends_on=date(2020, 11, 17),
)
STARTS = datetime(2023, 10, 11, 6, 15, tzinfo=UTC)
ENDS = datetime(2023, 10, 11, 7, 45, tzinfo=UTC)


def rendered(source: str, **context) -> str:
    template = engines["django"].from_string("{% load components dates %}" + source)
    return template.render(context, context.pop("request", None))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def test_a_time_reads_venue_first_and_utc_second():
    html = rendered("{% venue_time moment edition %}", moment=STARTS, edition=KYOTO)

    assert words(html) == "15:15 in Kyoto, 06:15 UTC"
    assert 'datetime="2023-10-11T06:15Z"' in html
    assert 'data-reader data-zone="Asia/Tokyo"' in html


def test_an_online_edition_on_utc_says_the_time_once():
    html = rendered("{% venue_time moment edition %}", moment=STARTS, edition=ONLINE)

    assert words(html) == "06:15 UTC"


@pytest.mark.parametrize("edition", [None, SimpleLazyObject(lambda: None)])
def test_a_time_without_an_edition_is_utc(edition):
    html = rendered("{% venue_time moment edition %}", moment=STARTS, edition=edition)

    assert words(html) == "06:15 UTC"


def test_a_span_names_the_place_once():
    html = rendered("{% venue_span start end edition %}", start=STARTS, end=ENDS, edition=KYOTO)

    assert words(html) == "15:15 to 16:45 in Kyoto, 06:15 to 07:45 UTC"


def test_a_day_is_read_on_the_clock_of_the_venue():
    late = datetime(2023, 10, 11, 16, 0, tzinfo=UTC)

    assert rendered("{% day moment edition %}", moment=late, edition=KYOTO) == "12 October 2023"
    assert rendered("{% day moment %}", moment=late) == "11 October 2023"
    assert (
        rendered("{% day value weekday=True %}", value=date(2023, 10, 11)) == "Wed 11 October 2023"
    )


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2023, 10, 8), date(2023, 10, 12), "8 to 12 October 2023"),
        (date(2021, 11, 29), date(2021, 12, 3), "29 November to 3 December 2021"),
        (date(2021, 12, 30), date(2022, 1, 2), "30 December 2021 to 2 January 2022"),
        (date(2023, 10, 8), date(2023, 10, 8), "8 October 2023"),
    ],
)
def test_a_span_of_days_repeats_nothing(first, last, expected):
    assert rendered("{% day_span first last %}", first=first, last=last) == expected


def test_a_deadline_is_told_in_utc():
    html = rendered("{% utc_moment moment %}", moment=datetime(2027, 4, 1, 12, tzinfo=UTC))

    assert words(html) == "1 April 2027, 12:00 UTC"


def test_the_clock_of_the_bar_names_the_year_only_outside_the_edition():
    other_year = datetime(2024, 1, 5, 0, 0, tzinfo=UTC)

    inside = rendered("{% venue_clock moment edition %}", moment=STARTS, edition=KYOTO)
    outside = rendered("{% venue_clock moment edition %}", moment=other_year, edition=KYOTO)

    assert words(inside) == "Wed 11 October, 15:15 in Kyoto, 06:15 UTC"
    assert words(outside) == "Fri 5 January 2024, 09:00 in Kyoto, 00:00 UTC"
    assert "data-reader" not in inside


def test_dates_follow_the_language_of_the_page():
    with translation.override("fr"):
        assert rendered("{% day value %}", value=date(2023, 10, 11)) == "11 octobre 2023"


@pytest.mark.parametrize("group", StakeholderGroup)
def test_every_group_has_a_shape_and_a_name(group):
    html = rendered("{% stakeholder_group group %}", group=group.value)

    shape = re.search(r"#(g-\w+)", html).group(1)
    assert shape != "g-na"
    assert f'id="{shape}"' in sprite()
    assert words(html) == group.label


def test_a_person_without_a_group_reads_not_stated():
    html = rendered("{% stakeholder_group group %}", group="")

    assert words(html) == "Not stated"
    assert "#g-na" in html


def test_a_goal_is_a_chip_with_number_and_title():
    goal = Goal(number=4, title="Quality Education")

    plain = rendered("{% sdg goal %}", goal=goal)
    linked = rendered("{% sdg goal '/2020/village/' number_only=True %}", goal=goal)

    assert plain.startswith('<span class="igf-sdg sdg-4">')
    assert words(plain) == "SDG 4Quality Education"
    assert linked.startswith('<a class="igf-sdg sdg-4 igf-sdg--num" href="/2020/village/">')


def test_marks_of_the_sample_are_written_in_words():
    assert words(rendered("{% sample_mark 'session' %}")) == "Sample session"
    assert words(rendered("{% simulated_mark %}")) == "Simulated answers"


def test_a_card_links_as_a_whole_and_escapes_its_title():
    html = rendered(
        "{% card title=title href='/x/' level=2 %}<p>Inside {{ title }}</p>{% endcard %}",
        title="A <b>",
    )

    assert '<a href="/x/">A &lt;b&gt;</a>' in html
    assert "<p>Inside A &lt;b&gt;</p>" in html
    assert "igf-card--link" in html
    assert html.count("<h2") == 1


def test_breadcrumbs_end_with_the_page_itself():
    html = rendered("{% breadcrumbs '/p/' 'Programme' 'WS #33' %}")

    assert '<a href="/p/">Programme</a>' in html
    assert '<li aria-current="page">WS #33</li>' in html


def test_a_language_link_keeps_the_address_and_the_filters():
    request = RequestFactory().get("/2027/programme/", {"theme": "3", "lang": "fr"})

    html = rendered("{% language_link 'ar' %}", request=request)

    assert html == "/2027/programme/?theme=3&amp;lang=ar"


def test_every_icon_named_in_a_template_is_in_the_sprite():
    named = set()
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        named |= set(re.findall(r"""{% icon ["']([\w-]+)["']""", path.read_text()))

    missing = {name for name in named if f'id="{name}"' not in sprite()}

    assert named
    assert missing == set()


def test_the_buttons_of_a_row_say_which_row_they_move():
    html = rendered(
        "{% include 'components/row_tools.html' with prefix='speakers' index=1 row='Speaker' %}"
    )

    assert 'name="remove-speakers" value="1"' in html
    assert 'aria-label="Remove Speaker 2"' in html
    assert 'data-row-label="Move Speaker %s up"' in html


def test_the_buttons_of_an_empty_row_leave_the_number_open():
    html = rendered(
        "{% include 'components/row_tools.html' with prefix='speakers' index='__prefix__' row='Speaker' %}"
    )

    assert 'aria-label="Remove Speaker"' in html
    assert 'data-row-label="Remove Speaker %s"' in html


def test_the_box_of_errors_counts_and_links():
    errors = [
        {"id": "id_title", "label": "Title", "message": "Shorten it."},
        {"id": "", "label": "", "message": "The call is closed."},
    ]

    html = rendered("{% include 'components/error_summary.html' %}", errors=errors)

    assert "2 things to fix" in html
    assert '<a href="#id_title">Title: Shorten it.</a>' in html
    assert "<li>The call is closed.</li>" in html


def sprite() -> str:
    return Path(settings.BASE_DIR, "static/img/icons.svg").read_text()
