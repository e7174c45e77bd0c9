"""Last year's request as a draft of this year: what fits is there, what does not is listed."""

import pytest

from forum.models import OutgoingMail
from forum.references import reference
from submissions.models import Attachment, Call, Copy
from tests import factories
from tests.submissions.following import KINDS
from tests.workshops.typed_proposal import person_row, rows
from workshops.models import Workshop


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


@pytest.fixture
def owner(open_edition, organizer, as_user):
    return as_user(organizer)


def copied(owner, kind, source):
    address = f"{kind.new.removesuffix('new/')}copy/"
    owner.post(address, {"request": str(source.uuid)})
    return kind.model.objects.order_by("-pk").first()


@pytest.fixture
def last_year(edition, organizer):
    """A session of another edition whose type, format, topic and theme exist partly today."""
    former = factories.make_edition(2026, is_current=False)
    theme = factories.make_theme(former, "Access", topics=2)
    factories.make_theme(edition, "ACCESS", topics=1)
    kind = factories.make_type(edition)
    kind.layouts, kind.minutes = ["Panel"], [60]
    kind.save()
    source = factories.make_workshop(
        organizer=organizer, edition=former, theme=theme, layout="Round table", title="Last year"
    )
    source.topics.set(theme.topics.all())
    source.goals.set([4, 10])
    return source


def test_what_fits_is_found_again_by_code_and_title(owner, edition, last_year):
    made = copied(owner, KINDS["session"], last_year)

    assert (made.edition, made.status, made.title) == (edition, "draft", "Last year")
    assert made.draft["type"] == [str(edition.session_types.get(code="ws").pk)]
    assert made.draft["theme"] == [str(edition.themes.get(title="ACCESS").pk)]
    assert made.draft["topics"] == [str(edition.themes.get(title="ACCESS").topics.get().pk)]
    assert made.draft["goals"] == ["4", "10"]
    assert made.draft["agenda-0-title"] == ["Welcome"]
    assert made.draft["questions-0-text"] == ["What should be done?"]


def test_what_does_not_fit_is_listed_until_it_is_read(owner, edition, last_year):
    name = "00000000-0000-4000-8000-000000000000.pdf"
    about = reference(last_year)
    Attachment.objects.create(about=about, title="Old paper", name=name, size=1)

    made = copied(owner, KINDS["session"], last_year)
    page = owner.get(KINDS["session"].page(made)).content.decode()
    owner.post(KINDS["session"].page(made, "copied/"))

    assert Copy.objects.get().left_out == [
        ["Topics", "Topic 2"],
        ["Format", "Round table"],
        ["Length", "90 minutes"],
        ["File", "Old paper"],
    ]
    assert "Round table" in page
    assert "Copied from an earlier request" in page
    assert "Copied from an earlier" not in owner.get(KINDS["session"].page(made)).content.decode()


def test_people_are_rows_again_nobody_is_asked_and_nothing_is_agreed(
    owner, open_edition, last_year
):
    factories.make_contributor(last_year, "speaker", person=factories.make_person("Ada Example"))

    made = copied(owner, KINDS["session"], last_year)

    names = [made.draft[f"people-{n}-name"] for n in range(2)]
    assert names[1] == ["Ada Example"]
    assert made.contributors.count() == 0
    assert not OutgoingMail.objects.exists()
    assert "people_agreed" not in made.draft


def test_the_earlier_request_stays_as_it_is(owner, kind, organizer):
    source = kind.made(organizer, status="withdrawn", title="Mine")

    made = copied(owner, kind, source)

    source.refresh_from_db()
    assert (source.status, made.status, made.pk != source.pk) == ("withdrawn", "draft", True)
    assert made.title == "Mine"


def test_a_copied_request_can_be_submitted_once_people_agree(owner, kind, open_edition):
    owner.post(kind.new, kind.typed(open_edition))
    made = copied(owner, kind, kind.model.objects.get())
    typed = {**made.draft, "people_agreed": "on", "action": "submit", "revision": "1"}

    owner.post(kind.page(made), typed)

    made.refresh_from_db()
    assert made.status == "submitted"


def test_the_list_has_the_own_requests_of_every_year_a_page_at_a_time(
    owner, kind, organizer, edition
):
    former = factories.make_edition(2026, is_current=False)
    for number in range(21):
        kind.made(organizer, edition=former, title=f"Number {number}")
    kind.made(factories.make_user(), title="Not mine", status="accepted", released=True)

    first, second = owner.get(kind.new), owner.get(f"{kind.new}?page=2")

    assert len(first.context["earlier"].object_list) == 20
    assert len(second.context["earlier"].object_list) == 1
    assert "Not mine" not in first.content.decode() + second.content.decode()


def test_nobody_copies_what_belongs_to_another(kind, open_edition, as_user, organizer, stranger):
    source = kind.made(organizer, status="accepted", released=True)
    address = f"{kind.new.removesuffix('new/')}copy/"

    answers = [
        as_user(stranger).post(address, {"request": key}).status_code
        for key in (str(source.uuid), "nonsense", "")
    ]

    assert answers == [404, 404, 404]
    assert "/accounts/login/" in as_user().post(address)["Location"]


def test_nothing_is_copied_into_a_closed_call(edition, kind, as_user, organizer):
    source = kind.made(organizer)
    assert not Call.objects.exists()

    assert copied(as_user(organizer), kind, source) == source


def test_rows_with_words_of_another_year_keep_the_rest(owner, open_edition):
    kind = KINDS["session"]
    typed = kind.typed(
        open_edition,
        action="save",
        **rows("people", [person_row("Ada", group="A group of the past", email="not an address")]),
    )
    owner.post(kind.new, typed)

    made = copied(owner, kind, Workshop.objects.get())

    assert made.draft["people-0-name"] == ["Ada"]
    assert made.draft["people-0-email"] == ["not an address"]
    assert Copy.objects.get().left_out == [["Person 1, Stakeholder group", "A group of the past"]]
