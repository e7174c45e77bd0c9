"""What the Secretariat changes about a field has effect in the form, the counter, the rule, the summary."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from booths.forms.request import BoothForms
from submissions import form_catalogue
from submissions.actions.calls import BUILT_IN, set_field
from submissions.models import Call, FieldSetting
from tests import factories
from tests.workshops.typed_proposal import person_row, rows, typed_proposal
from workshops.forms.proposal import ProposalForms
from workshops.models import Workshop

NEW, NEW_BOOTH = "/my/proposals/new/", "/my/booths/new/"


@pytest.fixture
def call(open_edition) -> Call:
    return Call.objects.get(edition=open_edition, kind=Call.Kind.SESSION)


@pytest.fixture
def change(call, secretariat):
    def change(field: str, *, of: Call = call, **values) -> None:
        set_field(of, field, BUILT_IN | values, by=secretariat)

    return change


@pytest.fixture
def client(as_user, organizer):
    return as_user(organizer)


def page_of(response) -> str:
    return response.content.decode()


def summary(response) -> list[str]:
    return [f"{entry['label']}: {entry['message']}" for entry in response.context["errors"]]


def test_a_label_stands_in_the_form_and_in_the_error_summary(client, open_edition, change):
    change("description", label="Why <now>?")

    shown = client.get(NEW)
    refused = client.post(NEW, typed_proposal(open_edition, description=""))

    assert "Why &lt;now&gt;?" in page_of(shown)
    assert "<now>" not in page_of(shown)
    assert "Why <now>?: This field is required." in summary(refused)


def test_a_label_that_is_not_changed_stays_translated(open_edition, change):
    change("description", help="Own words")

    with translation.override("ar"):
        field = ProposalForms(open_edition, QueryDict()).form["description"]

    assert field.label != "Description"


def test_help_is_shown_as_words_after_the_limit(client, change):
    change("description", help='Say <script>alert("x")</script> plainly')
    change("goals", help="Pick <b>three</b>")

    shown = page_of(client.get(NEW))

    assert "Up to 350 words. Say &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; plainly" in shown
    assert "Reviewers read this first" not in shown
    assert "Pick &lt;b&gt;three&lt;/b&gt;" in shown


@pytest.mark.parametrize(
    ("unit", "limit", "text", "message"),
    [
        ("words", 3, "one two three four", "Shorten this to 3 words or fewer; it has 4."),
        ("characters", 5, "abcdef", "Shorten this to 5 characters or fewer; it has 6."),
    ],
)
def test_a_limit_holds_in_the_rule_the_counter_and_the_help(
    client, open_edition, change, unit, limit, text, message
):
    change("description", limit=limit, unit=unit)

    shown = page_of(client.get(NEW))
    refused = client.post(NEW, typed_proposal(open_edition, description=text))

    assert f"Up to {limit} {unit}. Reviewers read this first." in shown
    assert f'data-count="{unit}" data-limit="{limit}"' in shown
    assert f"Description: {message}" in summary(refused)


def test_a_field_without_a_counter_gets_one_with_its_limit(client, open_edition, change):
    change("people-name", limit=4, unit="characters")

    shown = page_of(client.get(NEW))
    typed = typed_proposal(open_edition, **rows("people", [person_row("Abcde", "organizer")]))
    refused = client.post(NEW, typed)

    assert 'data-limit="4"' in shown
    assert "Person 1, Name: Shorten this to 4 characters or fewer; it has 5." in summary(refused)


def test_a_title_can_become_longer_than_the_edition_says(client, open_edition, change):
    change("title", limit=120, unit="characters")

    client.post(NEW, typed_proposal(open_edition, title="x" * 120))

    assert Workshop.objects.get().status == Workshop.Status.SUBMITTED


def test_no_setting_makes_room_that_is_not_there(client, open_edition, call):
    FieldSetting.objects.create(call=call, field="people-name", limit=5000, unit="characters")

    typed = typed_proposal(open_edition, **rows("people", [person_row("x" * 121, "organizer")]))
    refused = client.post(NEW, typed)

    assert any("Shorten this to 120 characters" in text for text in summary(refused))


def test_what_becomes_optional_is_not_asked_for(client, open_edition, change):
    before = client.get(NEW).context["needed"]
    change("description", required=False)

    after = client.get(NEW).context["needed"]
    client.post(NEW, typed_proposal(open_edition, description=""))

    assert after == before - 1
    assert Workshop.objects.get().status == Workshop.Status.SUBMITTED


def test_what_becomes_needed_counts_only_on_submit(client, open_edition, change):
    change("topics", required=True)
    change("people-email", required=True)
    row = person_row("Ada", "organizer", email="")
    typed = typed_proposal(open_edition, topics=None, **rows("people", [row]))

    refused = client.post(NEW, typed)
    saved = client.post(NEW, typed | {"action": "save"})

    assert {"Topics: This field is required.", "Person 1, E-mail: This field is required."} == set(
        summary(refused)
    )
    assert saved.status_code == 302


def test_rows_become_optional_or_needed(client, open_edition, change):
    change("questions", required=False)
    change("agenda", required=True, label="Plan of the minutes")
    typed = typed_proposal(open_edition, **rows("questions", []), **rows("agenda", []))

    refused = client.post(NEW, typed)

    assert summary(refused) == ["Plan of the minutes: Fill in at least one."]
    assert "Plan of the minutes" in page_of(refused)


def test_columns_of_the_running_order_have_the_changed_labels(client, change):
    change("agenda-title", label="Step", is_new=True)
    change("agenda", help="In <order>")

    shown = page_of(client.get(NEW))

    assert 'aria-label="Step 1"' in shown
    assert "In &lt;order&gt;" in shown
    assert "New this year" in shown


@pytest.mark.parametrize("field", ["description", "goals", "people", "people-door", "links"])
def test_what_is_new_this_year_is_marked(client, change, field):
    before = page_of(client.get(NEW)).count("New this year")

    change(field, is_new=True)

    assert before == 0
    assert "New this year" in page_of(client.get(NEW))


def test_booth_forms_have_their_own_settings(client, open_edition, change):
    booths = Call.objects.get(edition=open_edition, kind=Call.Kind.BOOTH)
    change("initiatives-text", of=booths, label="Its story", limit=7, unit="words")

    booth, session = page_of(client.get(NEW_BOOTH)), page_of(client.get(NEW))

    assert "Its story" in booth
    assert 'data-limit="7"' in booth
    assert "Its story" not in session


def test_a_submitted_request_is_asked_only_at_its_next_submit(client, open_edition, change):
    client.post(NEW, typed_proposal(open_edition, goals=[]))
    stored = Workshop.objects.get()
    change("goals", required=True)

    page = client.get(stored.get_absolute_url())
    again = client.post(
        f"/my/proposals/{stored.uuid}/",
        typed_proposal(open_edition, goals=[], revision=str(stored.revision)),
    )

    stored.refresh_from_db()
    assert page.status_code == 200
    assert stored.status == Workshop.Status.SUBMITTED
    assert len(summary(again)) == 1
    assert "This field is required." in summary(again)[0]


def test_the_form_version_rises_only_once_the_call_has_opened(call, change, secretariat):
    Call.objects.update(opens_at=factories.timezone.now() + factories.timedelta(days=1))
    change("goals", required=True)
    before = Call.objects.get(pk=call.pk).form_version
    Call.objects.update(opens_at=factories.timezone.now())

    change("goals", required=True, label="SDGs")
    change("goals", required=True, label="SDGs")

    assert (before, Call.objects.get(pk=call.pk).form_version) == (1, 2)


def test_a_request_remembers_the_form_version_it_was_submitted_under(
    client, as_user, secretariat, open_edition, change
):
    change("goals", label="SDGs")
    client.post(NEW, typed_proposal(open_edition))
    stored = Workshop.objects.get()
    change("goals", label="Goals")

    desk = page_of(as_user(secretariat).get(f"/secretariat/programme/{stored.uuid}/"))

    assert stored.form_version == 2
    assert "Submitted under form version 2." in desk


def test_setting_everything_back_leaves_no_row(call, change):
    change("goals", label="SDGs")
    change("goals")

    assert not FieldSetting.objects.exists()


def test_the_form_asks_for_its_settings_once(
    client, change, open_edition, django_assert_num_queries
):
    client.get(NEW)
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get(NEW)
    for name in form_catalogue.entries(ProposalForms, open_edition):
        change(name, label=f"Label of {name}", is_new=True)

    with django_assert_num_queries(len(before)):
        client.get(NEW)


@pytest.mark.parametrize("forms", [ProposalForms, BoothForms])
def test_what_the_portal_needs_is_part_of_the_form(forms, open_edition):
    found = form_catalogue.entries(forms, open_edition)

    assert forms.essential <= set(found)
    assert all(found[name].required for name in forms.essential if name != "people")
    assert max(map(len, found)) <= 60


@pytest.mark.parametrize("name", ["description", "layout", "questions"])
def test_what_the_call_says_about_a_field_wins_over_the_type(client, open_edition, change, name):
    kind = factories.make_type(open_edition, "lt", needs=[])
    nothing = rows(name, []) if name == "questions" else {name: ""}
    typed = typed_proposal(open_edition, type=kind.pk, **nothing)

    change(name, required=True)
    refused = client.post(NEW, typed)
    change(name, required=False)
    kind.needs = [name]
    kind.save()
    client.post(NEW, typed)

    assert len(summary(refused)) == 1
    assert Workshop.objects.get().status == Workshop.Status.SUBMITTED


def test_the_facts_of_a_type_say_what_this_call_needs(client, open_edition, change):
    factories.make_type(open_edition, "lt", needs=["description"])
    change("description", required=False)
    change("topics", required=True, label="Its <topics>")

    shown = page_of(client.get(NEW))

    assert 'data-needs="topics"' in shown
    assert "Needed before you submit: Its &lt;topics&gt;</li>" in shown


def test_the_page_of_a_field_says_that_the_type_decides(as_user, secretariat, call):
    client, place = as_user(secretariat), f"/secretariat/calls/{call.edition.year}/session/form/"

    pages = [page_of(client.get(place)), page_of(client.get(f"{place}layout/"))]

    assert all("as the type of session needs it" in page for page in pages)
