"""One access code, or one field of a form, used at the same moment by two; needs PostgreSQL."""

from datetime import timedelta

import pytest
from django.utils import timezone

from submissions.actions import calls
from submissions.models import AccessCode, Call
from tests import factories
from tests.workshops.test_review_race import at_once
from workshops.models import Workshop

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_a_code_for_an_address_begins_one_request():
    by, call = factories.make_user(), factories.make_call()
    code = AccessCode.objects.create(
        call=call,
        email=by.email,
        note="Why",
        issued_by=by,
        expires_at=timezone.now() + timedelta(days=1),
    )

    def begin() -> None:
        calls.begin_with(code, Workshop(edition=call.edition), {}, by=by)

    outcomes = at_once(begin, begin, begin)

    assert outcomes == ["done", "refused", "refused"]
    assert Workshop.objects.count() == 1


def test_every_change_of_the_form_makes_a_version_of_its_own():
    by, call = factories.make_secretariat(), factories.make_call()

    def change(field: str) -> None:
        own = Call.objects.get(pk=call.pk)
        calls.set_field(own, field, calls.BUILT_IN | {"label": "New"}, by=by)

    outcomes = at_once(lambda: change("title"), lambda: change("goals"), lambda: change("gains"))

    assert outcomes == ["done"] * 3
    assert Call.objects.get(pk=call.pk).form_version == 4
