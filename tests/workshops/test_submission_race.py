"""The same forms sent several times at once; real threads need a server that lets them run."""

import os
from collections import Counter
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from forum.models import Edition, OutgoingMail, User
from submissions.models import Call, GivenNumber
from tests import factories
from tests.workshops.typed_proposal import person_row, rows, typed_proposal
from workshops.models import Workshop

pytestmark = pytest.mark.django_db(transaction=True)
FORMS = int(os.environ.get("SUBMISSION_RACE_FORMS", "20"))
TIMES = 5
NEW = reverse("workshops:proposal_new")


def call_for_sessions() -> Edition:
    edition = factories.make_edition()
    factories.make_call(Call.Kind.SESSION, edition)
    factories.make_type(edition)
    factories.make_theme(edition)
    return edition


def form_of(edition: Edition, owner: User, number: int) -> dict:
    """Without goals: a test that commits leaves none of their rows behind."""
    people = [person_row(f"Organizer {number}", "organizer", email=owner.email)]
    return typed_proposal(
        edition, title=f"Form {number}", goals=None, uuid=str(uuid4()), **rows("people", people)
    )


def send_at_once(owner: User, typed: dict, answers: list[int]) -> None:
    """One form by as many threads as it is sent times, all let go together."""
    start = Barrier(TIMES)

    def send() -> None:
        try:
            client = Client()
            client.force_login(owner)
            start.wait()
            answers.append(client.post(NEW, typed).status_code)
        finally:
            connection.close()

    run_together([Thread(target=send) for _ in range(TIMES)])


def run_together(threads: list[Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def check(answers: list[int], forms: int) -> None:
    """Each form made one request, with a number that no other has, and one confirmation."""
    found = list(Workshop.objects.values_list("title", "number", "status"))
    assert Counter(answers) == {302: forms * TIMES}
    assert sorted(number or 0 for _title, number, _status in found) == list(range(1, forms + 1))
    assert len({title for title, _number, _status in found}) == forms
    assert {status for *_rest, status in found} == {"submitted"}
    assert GivenNumber.objects.count() == forms
    assert OutgoingMail.objects.filter(kind="submitted").count() == forms


@pytest.mark.postgresql
def test_every_form_sent_five_times_at_once_makes_one_request_with_its_own_number():
    edition, answers = call_for_sessions(), []
    owners = [factories.make_user() for _ in range(FORMS)]
    forms = [form_of(edition, owner, number) for number, owner in enumerate(owners)]

    for first in range(0, FORMS, 4):
        pairs = list(zip(owners, forms, strict=True))[first : first + 4]
        run_together([Thread(target=send_at_once, args=[*pair, answers]) for pair in pairs])

    check(answers, FORMS)


def test_a_form_sent_five_times_makes_one_request():
    edition, answers = call_for_sessions(), []
    owners = [factories.make_user() for _ in range(3)]
    forms = [form_of(edition, owner, number) for number, owner in enumerate(owners)]

    for _ in range(TIMES):
        for owner, typed in zip(owners, forms, strict=True):
            client = Client()
            client.force_login(owner)
            answers.append(client.post(NEW, typed).status_code)

    check(answers, 3)
