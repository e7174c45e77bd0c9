"""The same thing done twice at the same moment, on PostgreSQL: one mail, one comment, one number each."""

import re
import threading

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from forum.errors import RuleError
from forum.models import OutgoingMail
from outcomes.actions import feedback, readers, stakeholders, visitors
from outcomes.models import Comment, ImpulsePaper, PaperVersion, Reader
from tests import factories
from tests.outcomes.sessions import make_staffed_session, published, take_note

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TIMES = 4


@pytest.fixture
def paper(organizer, rapporteur, secretariat):
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur)
    return published(session, rapporteur, secretariat)


def at_once(act) -> list[str]:
    """What as many threads as TIMES say, all let go together; the refusals."""
    start, refused = threading.Barrier(TIMES), []

    def run(number: int) -> None:
        start.wait()
        try:
            act(number)
        except RuleError as error:
            refused.append(str(error.message))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_invitations_sent_by_several_people_at_once_are_one_mail_each(paper, rapporteur):
    rows = [
        {"name": "Ana", "address": f"{n}@example.org", "organization": "", "group": ""}
        for n in range(3)
    ]
    stakeholders.add(paper, rows, language="en", by=rapporteur)

    refused = at_once(
        lambda _n: stakeholders.send(ImpulsePaper.objects.get(pk=paper.pk), by=rapporteur)
    )

    sent = OutgoingMail.objects.filter(kind=stakeholders.INVITATION)
    assert sorted(sent.values_list("to", flat=True)) == [row["address"] for row in rows]
    assert len(refused) == TIMES - 1


def test_a_link_confirmed_several_times_at_once_is_one_comment(paper):
    visitors.ask_to_confirm(paper.current, address="vera@example.org", text="Once.")
    body = OutgoingMail.objects.get(to="vera@example.org").body
    link = re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", body)[1]

    at_once(lambda _n: Client().post(link, {"action": "confirm"}))

    assert [(one.label, one.text) for one in Comment.objects.all()] == [("F-1", "Once.")]


def test_the_same_text_sent_several_times_at_once_is_one_mail(paper):
    def ask(_number: int) -> None:
        version = PaperVersion.objects.get(pk=paper.current.pk)
        visitors.ask_to_confirm(version, address="vera@example.org", text="Once.")

    at_once(ask)

    assert OutgoingMail.objects.filter(to="vera@example.org").count() == 1


def test_comments_given_at_once_have_a_number_each(paper):
    people = [factories.make_user() for _ in range(TIMES)]

    def give(number: int) -> None:
        version = PaperVersion.objects.get(pk=paper.current.pk)
        feedback.give(version, by=people[number], text="The same words.")

    at_once(give)

    labels = Comment.objects.order_by("number").values_list("number", flat=True)
    assert list(labels) == list(range(1, TIMES + 1))


def test_a_paper_mailed_by_several_workers_at_once_is_one_mail(paper):
    Reader.objects.create(
        workshop=paper.workshop,
        address="vera@example.org",
        digest="0",
        asked_on=timezone.now().date(),
        is_confirmed=True,
    )

    at_once(lambda _n: readers.mail_due())

    assert OutgoingMail.objects.filter(kind=readers.PAPER).count() == 1
    assert Reader.objects.count() == 0


def test_an_address_sent_several_times_at_once_is_one_row_and_one_mail(paper):
    at_once(lambda _n: readers.ask(paper.workshop, address="vera@example.org", wants_final=False))

    assert Reader.objects.count() == 1
    assert OutgoingMail.objects.filter(kind=readers.CONFIRM).count() == 1
