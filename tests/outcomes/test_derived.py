"""Later publications that rest on a paper: linked by its organizers, shown to everybody."""

import pytest

from forum.errors import RuleError
from forum.models import AuditEntry
from outcomes.actions import derived
from outcomes.models import DerivedPublication, ImpulsePaper
from tests.outcomes.sessions import compiled, make_staffed_session, published, take_note

URL = "https://publisher.example/principles"


@pytest.fixture
def paper(organizer, rapporteur, secretariat) -> ImpulsePaper:
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur)
    return published(session, rapporteur, secretariat)


def typed(**fields) -> dict:
    return {
        "title": "Our own principles",
        "publisher": "A Company",
        "url": URL,
        "published_on": "2024-05-01",
        "page": "page 4",
        **fields,
    }


def address(paper: ImpulsePaper, rest: str = "") -> str:
    return f"{paper.get_absolute_url()}publications/{rest}"


def test_an_organizer_links_one_and_everybody_reads_it(paper, organizer, as_user):
    answer = as_user(organizer).post(address(paper), typed())

    assert answer.url == f"{paper.get_absolute_url()}#derived"
    text = as_user().get(paper.get_absolute_url()).content.decode()
    assert f'<a href="{URL}" rel="nofollow noopener"' in text
    assert "A Company" in text
    assert "page 4" in text
    assert "Take the link back" not in text
    assert AuditEntry.objects.filter(verb="linked publication").count() == 1


def test_the_secretariat_may_too_and_takes_one_back(paper, secretariat, as_user):
    client = as_user(secretariat)
    client.post(address(paper), typed())
    linked = DerivedPublication.objects.get()

    answer = client.post(address(paper, f"{linked.uuid}/delete/"))

    assert answer.status_code == 302
    assert not DerivedPublication.objects.exists()
    assert AuditEntry.objects.filter(verb="unlinked publication").count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://publisher.example/a"},
        {"url": "no address"},
        {"published_on": "2999-01-01"},
        {"published_on": "1999-01-01"},
        {"published_on": "yesterday"},
        {"publisher": ""},
        {"page": "x" * 61},
    ],
)
def test_bad_input_is_refused_and_keeps_what_was_typed(paper, organizer, as_user, bad):
    answer = as_user(organizer).post(address(paper), typed(**bad))

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(bad)
    assert "A Company" in answer.content.decode() or "publisher" in bad
    assert not DerivedPublication.objects.exists()


def test_the_same_address_stands_once(paper, organizer, as_user):
    as_user(organizer).post(address(paper), typed())

    again = as_user(organizer).post(address(paper), typed(title="Again"))

    assert "url" in again.context["form"].errors
    assert DerivedPublication.objects.count() == 1


def test_others_neither_see_the_form_nor_link(paper, rapporteur, stranger, as_user):
    organizer_link = typed()
    for person in (rapporteur, stranger):
        assert as_user(person).get(address(paper)).status_code == 404
        assert as_user(person).post(address(paper), organizer_link).status_code == 404
        with pytest.raises(RuleError):
            derived.link(paper, by=person, **typed())
    assert as_user().post(address(paper), organizer_link).url.startswith("/accounts/login/")
    assert not DerivedPublication.objects.exists()


def test_a_draft_has_no_later_publications(organizer, rapporteur, as_user):
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur)
    draft = compiled(session)

    assert as_user(organizer).post(address(draft), typed()).status_code == 404


def test_a_link_of_another_paper_is_not_taken_back_here(
    paper, organizer, rapporteur, secretariat, as_user
):
    other_session = make_staffed_session(organizer, rapporteur)
    take_note(other_session, rapporteur)
    other = published(other_session, rapporteur, secretariat)
    linked = derived.link(other, by=organizer, **typed(published_on="2024-05-01"))

    answer = as_user(organizer).post(address(paper, f"{linked.uuid}/delete/"))

    assert answer.status_code == 404
    assert DerivedPublication.objects.count() == 1


def test_there_is_an_end_to_the_list(paper, organizer, monkeypatch):
    monkeypatch.setattr(derived, "PER_PAPER", 1)
    derived.link(paper, by=organizer, **typed())

    with pytest.raises(RuleError, match="as many links as fit"):
        derived.link(paper, by=organizer, **typed(url=f"{URL}/2"))
