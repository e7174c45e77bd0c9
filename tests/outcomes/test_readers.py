"""“Mail me the paper”: one address, one session, no way to an answer, gone after the last mail."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from forum import links
from forum.models import AuditEntry, OutgoingMail
from igfportal import periodic
from outcomes.actions import paper as papers
from outcomes.actions import readers
from outcomes.models import ImpulsePaper, Reader
from surveys.models import Survey
from tests import factories
from tests.outcomes.sessions import approved, compiled, make_staffed_session, take_note
from tests.surveys.room import guest
from workshops.models import Slot, Workshop

ADDRESS = "vera@example.org"


@pytest.fixture
def session(organizer, rapporteur):
    """Held an hour ago; its paper is still to come."""
    workshop = make_staffed_session(organizer, rapporteur)
    take_note(workshop, rapporteur)
    at = timezone.now() - timedelta(hours=1)
    Slot.objects.filter(workshop=workshop).update(starts_at=at - timedelta(hours=1), ends_at=at)
    return Workshop.objects.get(pk=workshop.pk)


def form_of(workshop) -> str:
    return f"/{workshop.edition.year}/sessions/{workshop.code}/mail-me/"


def ask(workshop, address: str = ADDRESS, client: Client | None = None, **fields):
    return (client or Client()).post(form_of(workshop), {"address": address, **fields})


def link_in(kind: str) -> str:
    body = OutgoingMail.objects.filter(kind=kind).latest("created_at").body
    return re.findall(rf"{re.escape(settings.SITE_URL)}(\S+mail-me\S+)", body)[0]


def confirmed(workshop, **fields) -> None:
    ask(workshop, **fields)
    Client().post(link_in(readers.CONFIRM), {"action": "confirm"})


def publish(workshop, rapporteur, secretariat) -> ImpulsePaper:
    paper = compiled(workshop)
    approved(paper, rapporteur)
    papers.publish(paper.version, by=secretariat)
    paper.refresh_from_db()
    return paper


def make_final(paper, rapporteur, secretariat) -> None:
    ImpulsePaper.objects.filter(pk=paper.pk).update(comments_until=timezone.now())
    paper.refresh_from_db()
    approved(paper, rapporteur)
    papers.publish(paper.version, by=secretariat)


def mailed() -> int:
    return OutgoingMail.objects.filter(kind=readers.PAPER).count()


def test_an_address_counts_only_after_a_button_behind_its_mail(session):
    ask(session)
    Client().get(link_in(readers.CONFIRM))
    before = Reader.objects.get().is_confirmed

    Client().post(link_in(readers.CONFIRM), {"action": "confirm"})

    assert (before, Reader.objects.get().is_confirmed) == (False, True)


def test_the_paper_is_mailed_once_and_the_address_goes(session, rapporteur, secretariat):
    confirmed(session)
    early = readers.mail_due()
    publish(session, rapporteur, secretariat)

    periodic.run()
    again = readers.mail_due()

    mail = OutgoingMail.objects.get(kind=readers.PAPER)
    assert (early, again, Reader.objects.count(), mail.to) == (0, 0, 0, ADDRESS)
    assert f"/{session.edition.year}/outcomes/{session.code}/" in mail.body
    assert "Your address is deleted." in mail.body


def test_the_final_version_is_mailed_to_who_asked_and_then_the_address_goes(
    session, rapporteur, secretariat
):
    confirmed(session, wants_final="on")
    paper = publish(session, rapporteur, secretariat)
    first = [readers.mail_due(), readers.mail_due(), Reader.objects.count()]

    make_final(paper, rapporteur, secretariat)

    last = [readers.mail_due(), readers.mail_due(), Reader.objects.count()]
    assert (first, last, mailed()) == ([1, 0, 1], [1, 0, 0], 2)


def test_who_did_not_confirm_gets_no_paper(session, rapporteur, secretariat):
    ask(session)
    publish(session, rapporteur, secretariat)

    assert (readers.mail_due(), mailed()) == (0, 0)


def test_every_mail_before_the_last_has_a_link_that_deletes_the_address(
    session, rapporteur, secretariat
):
    confirmed(session, wants_final="on")
    publish(session, rapporteur, secretariat)
    readers.mail_due()
    link = link_in(readers.PAPER)

    gone = Client().post(link, {"action": "delete"})

    assert "Your address is deleted" in gone.content.decode()
    assert (Reader.objects.count(), OutgoingMail.objects.filter(to=ADDRESS).count()) == (0, 0)
    assert Client().get(link).status_code == 404


def test_the_page_sets_no_cookie_and_needs_none(session):
    client = Client(enforce_csrf_checks=True)

    seen = client.get(form_of(session))
    asked = ask(session, client=client)
    done = client.post(link_in(readers.CONFIRM), {"action": "confirm"})

    assert (seen.status_code, asked.status_code, done.status_code) == (200, 302, 302)
    assert client.cookies == {}


def test_a_form_of_another_site_is_refused_but_a_link_from_a_mail_opens(session):
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    ask(session)

    posted = Client().post(form_of(session), {"address": ADDRESS}, headers=foreign)
    opened = Client().get(link_in(readers.CONFIRM), headers=foreign)

    assert (posted.status_code, opened.status_code) == (403, 200)


def test_the_key_of_a_phone_is_never_sent_to_the_page(session, organizer):
    """The cookie of an attendee is for addresses below the code of the session only."""
    factories.make_survey(session)
    attendee = guest(session)
    attendee.join()

    paths = [cookie["path"] for name, cookie in attendee.client.cookies.items() if "att" in name]

    assert paths == [f"/j/{session.join_code}"]
    assert not form_of(session).startswith(paths[0])


def test_a_row_leads_to_the_session_only_and_nothing_is_logged(session):
    before = AuditEntry.objects.count()
    confirmed(session)

    related = {field.name for field in Reader._meta.get_fields() if field.is_relation}
    assert related == {"workshop"}
    assert AuditEntry.objects.count() == before


def test_the_answer_is_the_same_for_an_address_that_is_known(session):
    first, again = ask(session), ask(session, address=ADDRESS.upper())

    assert (first.url, first.content) == (again.url, again.content)
    assert (Reader.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_on_another_day_a_lost_mail_is_sent_again(session):
    ask(session)
    Reader.objects.update(asked_on=timezone.now().date() - timedelta(days=1))

    ask(session)

    assert (Reader.objects.count(), OutgoingMail.objects.count()) == (1, 2)


@pytest.mark.parametrize(("days", "confirm", "left"), [(8, "", 0), (8, "yes", 1), (366, "yes", 0)])
def test_addresses_do_not_wait_forever(session, days, confirm, left):
    ask(session)
    Reader.objects.update(
        asked_on=timezone.now().date() - timedelta(days=days), is_confirmed=bool(confirm)
    )

    periodic.run()

    assert Reader.objects.count() == left


def test_one_address_waits_for_ten_sessions_at_most(session, organizer, rapporteur):
    for number in range(readers.PER_ADDRESS):
        other = factories.make_session(number=800 + number)
        Reader.objects.create(
            workshop=other, address=ADDRESS, digest=str(number), asked_on=timezone.now().date()
        )

    refused = ask(session)

    assert "come back later" in refused.content.decode()
    assert ADDRESS in refused.content.decode()


@pytest.mark.parametrize("typed", ["", "nowhere", "a@b", "x" * 250 + "@example.org"])
def test_a_wrong_address_is_refused_at_its_field(session, typed):
    refused = ask(session, address=typed)

    assert list(refused.context["form"].errors) == ["address"]


def test_before_the_end_of_the_session_there_is_no_such_page(organizer, rapporteur):
    workshop = make_staffed_session(organizer, rapporteur)
    hidden = factories.make_workshop()

    assert Client().get(form_of(workshop)).status_code == 404
    assert Client().get(f"/{hidden.edition.year}/sessions/ws-9/mail-me/").status_code == 404


def test_after_the_final_version_the_page_leads_to_the_paper(session, rapporteur, secretariat):
    paper = publish(session, rapporteur, secretariat)
    make_final(paper, rapporteur, secretariat)

    assert Client().get(form_of(session)).url == paper.get_absolute_url()


def test_a_wrong_link_gets_a_friendly_page(session):
    answer = Client().get(f"{form_of(session)}{links.new()[0]}/")

    assert answer.status_code == 404
    assert "does not work any more" in answer.content.decode()


def test_the_ended_survey_and_the_page_of_the_session_lead_there(session, secretariat):
    survey = factories.make_survey(session)
    Survey.objects.filter(pk=survey.pk).update(status=Survey.Status.ENDED)

    phone = guest(session).page().content.decode()
    page = Client().get(session.get_absolute_url()).content.decode()

    assert f'href="{form_of(session)}" rel="noreferrer"' in phone
    assert f'href="{form_of(session)}"' in page
