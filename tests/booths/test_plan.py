"""The floor plan: places, allocation, drawing, printed sheets."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from booths.actions import plan as actions
from booths.actions import review
from booths.forms.places import place_table
from booths.models import Booth, Place
from booths.plan import in_alphabetical_order, plan
from forum.errors import RuleError
from forum.models import OutgoingMail
from tests.factories import current_edition, make_booth, make_edition, make_organization, make_place

Status = Booth.Status


def accepted(name: str, released: bool = False, **fields) -> Booth:
    return make_booth(
        status=Status.ACCEPTED,
        released=released,
        is_onsite=True,
        is_virtual=False,
        organization=make_organization(name),
        **fields,
    )


def stands() -> dict[str, str]:
    rows = Booth.objects.select_related("organization", "stand", "host__stand")
    return {row.organization.name: row.place for row in rows}


def test_places_are_made_in_rows_and_numbers_go_on(edition):
    actions.generate(edition, count=5, per_row=3, by=None)
    actions.generate(edition, count=1, per_row=3, by=None)

    places = [(place.label, place.x, place.y) for place in Place.objects.all()]

    assert places == [
        ("1", 0, 0), ("2", 1, 0), ("3", 2, 0), ("4", 0, 1), ("5", 1, 1), ("6", 0, 2),
    ]  # fmt: skip


def test_an_online_edition_has_no_places(edition):
    online = make_edition(2020, is_current=False, is_online=True)

    with pytest.raises(RuleError, match="online"):
        actions.generate(online, count=5, per_row=3, by=None)


def test_the_proposal_is_alphabetical_and_leaves_released_booths_alone(edition):
    actions.generate(edition, count=4, per_row=4, by=None)
    fixed = accepted("Zeta", released=True, stand=Place.objects.get(label="1"))
    accepted("beta")
    accepted("Alpha", stand=Place.objects.get(label="4"))

    proposal = in_alphabetical_order(edition)

    assert {str(b.organization): p.label for b, p in proposal.items()} == {
        "Alpha": "2",
        "beta": "3",
    }
    assert fixed not in proposal


def test_saving_the_proposal_moves_and_swaps(edition, as_user, secretariat):
    one, two = make_place("1"), make_place("2")
    zeta, alpha = accepted("Zeta", stand=one), accepted("Alpha", stand=two)
    address = reverse("booths:allocation")
    client = as_user(secretariat)

    proposal = client.get(address, {"propose": "1"}).content.decode()
    client.post(address, {f"place-{zeta.pk}": two.pk, f"place-{alpha.pk}": one.pk})

    assert "alphabetical proposal" in proposal
    assert stands() == {"Alpha": "1", "Zeta": "2"}


def test_a_place_chosen_twice_changes_nothing(edition, as_user, secretariat):
    one = make_place("1")
    zeta, alpha = accepted("Zeta", stand=one), accepted("Alpha")
    typed = {f"place-{zeta.pk}": one.pk, f"place-{alpha.pk}": one.pk}

    page = as_user(secretariat).post(reverse("booths:allocation"), typed)
    with pytest.raises(RuleError, match="once"):
        actions.allocate(edition, {alpha: one}, by=secretariat)

    assert "chosen twice" in page.content.decode()
    assert stands() == {"Alpha": "", "Zeta": "1"}


def test_a_released_place_is_fixed(edition, as_user, secretariat):
    one, two = make_place("1"), make_place("2")
    booth = accepted("Alpha", released=True, stand=one)

    page = as_user(secretariat).post(reverse("booths:allocation"), {f"place-{booth.pk}": two.pk})
    with pytest.raises(RuleError, match="fixed"):
        actions.allocate(edition, {booth: two}, by=secretariat)

    assert page.status_code == 302
    assert stands() == {"Alpha": "1"}


def test_a_place_after_the_release_is_told(edition, secretariat):
    booth, place = accepted("Alpha", released=True), make_place("B2")

    actions.allocate(edition, {booth: place}, by=secretariat)
    actions.allocate(edition, {booth: place}, by=secretariat)

    assert "B2" in OutgoingMail.objects.get(kind="booth_place").body


def table_data(edition, **changes) -> dict:
    table = place_table(edition)
    data = {
        "places-TOTAL_FORMS": table.total_form_count(),
        "places-INITIAL_FORMS": table.initial_form_count(),
    }
    for form in table.forms:
        for name in form.fields:
            value = form[name].value()
            if value is not None and value is not False:
                data[form.add_prefix(name)] = value
    return {**data, **changes}


def test_the_table_changes_places(edition, as_user, secretariat):
    make_place("1")
    typed = table_data(edition, **{"places-0-label": "Stage", "places-0-note": "at the door"})
    typed |= {"places-1-label": "X", "places-1-x": "4", "places-1-y": "0"}
    typed |= {"places-1-width": "2", "places-1-height": "1", "places-1-is_available": "on"}

    as_user(secretariat).post(reverse("booths:places"), typed)

    places = [(p.label, p.x, p.width, p.note) for p in Place.objects.all()]
    assert places == [("Stage", 0, 1, "at the door"), ("X", 4, 2, "")]


@pytest.mark.parametrize("change", [{"places-0-is_available": ""}, {"places-0-DELETE": "on"}])
def test_a_taken_place_stays(edition, as_user, secretariat, change):
    accepted("Alpha", stand=make_place("1"))

    page = as_user(secretariat).post(reverse("booths:places"), table_data(edition, **change))

    assert "Still taken or offered: place 1" in page.content.decode()
    assert Place.objects.get().is_available


def test_wrong_places_are_refused_at_the_field(edition, as_user, secretariat):
    make_place("1")
    make_place("2")
    client = as_user(secretariat)

    double = client.post(reverse("booths:places"), table_data(edition, **{"places-1-label": "1"}))
    nonsense = client.post(reverse("booths:places"), table_data(edition, **{"places-0-x": "-3"}))
    rows = client.post(reverse("booths:generate_places"), {"count": "999", "per_row": "0"})

    assert [page.status_code for page in (double, nonsense, rows)] == [200, 200, 200]
    assert Place.objects.count() == 2


def test_the_plan_shows_released_booths_only_and_its_list_says_the_same(edition, as_user):
    accepted("Alpha Archive", released=True, stand=make_place("1"))
    accepted("Hidden House", stand=make_place("2"))
    make_place("3", is_available=False)

    text = as_user().get("/2027/village/").content.decode()
    drawn = plan(current_edition())

    assert (drawn.taken, drawn.free, drawn.off) == (1, 1, 1)
    assert (text.count("Alpha Archive"), "Alpha Ar…" in text) == (2, True)
    assert "Hidden House" not in text
    assert all(f'class="pl-{kind}"' in text for kind in ("booth", "free", "off"))
    assert "style=" not in text


def test_without_places_there_is_no_plan(edition, as_user):
    assert 'id="plan"' not in as_user().get("/2027/village/").content.decode()


@pytest.mark.parametrize(("name", "pages"), [("name_sheets", 2), ("qr_sheet", 1)])
def test_the_sheets_have_every_onsite_booth(edition, as_user, secretariat, name, pages):
    accepted("Alpha Archive", number=11, stand=make_place("A4"))
    accepted("Beta Bureau", number=12)
    make_booth(status=Status.ACCEPTED, organization=make_organization("Only Online"))

    response = as_user(secretariat).get(reverse(f"booths:{name}"))

    document = PdfReader(io.BytesIO(response.content))
    text = " ".join(page.extract_text() for page in document.pages)
    assert len(document.pages) == pages
    assert "Alpha Archive" in text
    assert "Beta Bureau" in text
    assert "Only Online" not in text


def test_a_name_sheet_is_a3(edition, as_user, secretariat):
    accepted("Alpha Archive")

    body = as_user(secretariat).get(reverse("booths:name_sheets")).content

    box = PdfReader(io.BytesIO(body)).pages[0].mediabox
    assert (round(box.width * 25.4 / 72), round(box.height * 25.4 / 72)) == (420, 297)


HARD_NAMES = {
    "wide": "W" * 160,
    "words": "An Association with a Very Long Name " * 4,
    "arabic": "منظمة الحقوق الرقمية والشفافية في الشرق الأوسط وشمال أفريقيا",
    "chinese": "互联网治理研究与国际合作促进中心",
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", HARD_NAMES.values(), ids=HARD_NAMES.keys())
def test_a_hard_name_and_topic_stay_on_one_a3_page(edition, as_user, secretariat, name):
    accepted(name.strip(), title="W" * 300, stand=make_place("the last place of the"[:20]))
    accepted("Alpha", title="Short")

    body = as_user(secretariat).get(reverse("booths:name_sheets")).content

    pages = PdfReader(io.BytesIO(body)).pages
    assert [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages] == [(1191, 842)] * 2
    assert "IGF 2027" in pages[0].extract_text()
    assert "the last place" in pages[0].extract_text()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_nine_qr_codes_fit_on_an_a4_page(edition, as_user, secretariat):
    for n in range(18):
        accepted(f"{n} " + "W" * 150)

    body = as_user(secretariat).get(reverse("booths:qr_sheet")).content

    pages = PdfReader(io.BytesIO(body)).pages
    assert [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages] == [(595, 842)] * 2


def test_releasing_names_the_place_in_the_mail(edition, secretariat):
    booth = make_booth(is_onsite=True)
    review.accept(booth, stand=make_place("C3"), by=secretariat)

    review.release(booth, by=secretariat)

    assert "C3" in OutgoingMail.objects.get(kind="booth_decision").body
