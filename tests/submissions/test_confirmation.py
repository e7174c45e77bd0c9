"""The mail that confirms a submission: once, with the link and the number."""

import pytest

from forum import outbox
from forum.models import OutgoingMail
from tests.submissions.following import KINDS

MAILS = {"session": "submitted", "booth": "booth_submitted"}


@pytest.mark.parametrize("name", KINDS)
def test_the_first_submission_is_confirmed_with_a_link(name, open_edition, organizer, as_user):
    kind = KINDS[name]
    url = as_user(organizer).post(kind.new, kind.typed(open_edition))["Location"]
    as_user(organizer).post(url, kind.typed(open_edition, title="Again", revision="1"))

    mail = OutgoingMail.objects.get(kind=MAILS[name])

    assert (mail.to, url in mail.body) == (organizer.email, True)


@pytest.mark.parametrize("name", KINDS)
def test_the_number_is_in_it_as_soon_as_there_is_one(name, edition, organizer):
    numbered = KINDS[name].made(organizer, number=4711)

    _subject, body = outbox.render(MAILS[name], numbered, page="/my/")

    assert f"Its number is {numbered.short_name}. It stays the same for good" in body
    assert "#4711" in body
