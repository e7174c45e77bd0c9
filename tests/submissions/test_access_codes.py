"""Closing, extending, and the code that lets one request in afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import audit
from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from submissions.actions import calls
from submissions.models import AccessCode, Call, ClosingChange
from tests import factories
from tests.workshops.typed_proposal import typed_proposal
from workshops.models import Workshop

NEW = "/my/proposals/new/"


@pytest.fixture
def call(open_edition) -> Call:
    return Call.objects.get(edition=open_edition, kind=Call.Kind.SESSION)


@pytest.fixture
def client(as_user, organizer):
    return as_user(organizer)


def page_of(response) -> str:
    return response.content.decode()


def close() -> None:
    Call.objects.update(closes_at=timezone.now())


def make_code(call: Call, by, request=None, email: str = "", hours: int = 24) -> AccessCode:
    return calls.issue_code(
        call,
        request=request,
        email=email,
        expires_at=timezone.now() + timedelta(hours=hours),
        note="The network was down",
        to=email or "a@example.org",
        page=NEW,
        by=by,
    )


def use(client, page: str, code: AccessCode | str):
    typed = code.shown.lower() if isinstance(code, AccessCode) else code
    return client.post(page, {"action": "code", "code": typed})


def test_an_extension_opens_a_closed_call_again_and_everybody_reads_why(
    call, client, as_user, secretariat
):
    close()
    closed = page_of(client.get(NEW))

    calls.extend(
        call, closes_at=timezone.now() + timedelta(days=3), note="Storm <b>", by=secretariat
    )

    shown, home = page_of(client.get(NEW)), page_of(as_user().get("/"))
    assert "The call for sessions is closed" in closed
    assert "Propose a session" in shown
    assert "Extended from" in shown
    assert "Storm &lt;b&gt;" in shown
    assert "Storm &lt;b&gt;" in home
    assert "in Kyoto" in shown
    assert "data-reader" in shown
    assert AuditEntry.objects.filter(verb="extended the call").exists()
    assert audit.first_broken_entry() is None


@pytest.mark.parametrize("days", [-1, 1])
def test_a_call_is_never_closed_earlier(call, secretariat, days):
    Call.objects.update(closes_at=timezone.now() + timedelta(days=2))

    with pytest.raises(RuleError):
        calls.extend(
            call, closes_at=timezone.now() + timedelta(days=days), note="No", by=secretariat
        )

    assert not ClosingChange.objects.exists()


def test_a_call_that_opened_is_not_planned_anew(call, secretariat):
    with pytest.raises(RuleError):
        calls.plan(call, opens_at=timezone.now(), closes_at=None, note="", by=secretariat)


def test_the_closed_page_tells_when_it_opens(call, client):
    Call.objects.update(opens_at=timezone.now() + timedelta(days=2))

    assert "is not open yet" in page_of(client.get(NEW))


def test_a_draft_saved_before_the_closing_stays_and_the_last_words_are_shown(
    client, open_edition, call
):
    page = client.post(NEW, typed_proposal(open_edition) | {"action": "save"})["Location"]
    typed = typed_proposal(open_edition, description="The very last words", revision="1")
    close()

    answer = client.post(page, typed)

    stored = Workshop.objects.get()
    assert stored.status == Workshop.Status.DRAFT
    assert stored.draft["description"] == ["Why captions matter."]
    assert "The very last words" in page_of(answer)
    assert "What you just sent was not saved" in page_of(answer)
    assert "The call closed" in page_of(answer)


def test_changes_saved_and_not_submitted_stay_readable_after_the_closing(
    client, open_edition, call
):
    client.post(NEW, typed_proposal(open_edition))
    page = f"/my/proposals/{Workshop.objects.get().uuid}/"
    typed = typed_proposal(open_edition, gains="Kept for later", revision="2")
    client.post(page, typed | {"action": "save"})
    close()

    shown = page_of(client.get(page))

    assert "Changes you saved and did not submit" in shown
    assert "Kept for later" in shown


def test_a_code_reopens_its_request_until_it_ends(
    client, organizer, open_edition, call, secretariat
):
    workshop = factories.make_workshop(status=Workshop.Status.DRAFT, organizer=organizer)
    other = factories.make_workshop(status=Workshop.Status.DRAFT, organizer=organizer)
    page = f"/my/proposals/{workshop.uuid}/"
    close()
    code = make_code(call, secretariat, workshop)

    answer = use(client, page, code)
    submitted = client.post(page, typed_proposal(open_edition, revision="0"))

    workshop.refresh_from_db()
    assert answer["Location"] == page
    assert submitted.status_code == 302
    assert workshop.status == Workshop.Status.SUBMITTED
    assert "You have an access code" in page_of(client.get(f"/my/proposals/{other.uuid}/"))
    AccessCode.objects.update(expires_at=timezone.now())
    assert "The call is closed" in page_of(client.get(page))


def test_an_unused_code_opens_nothing(client, organizer, call, secretariat):
    workshop = factories.make_workshop(status=Workshop.Status.DRAFT, organizer=organizer)
    close()
    make_code(call, secretariat, workshop)

    assert "The call is closed" in page_of(client.get(f"/my/proposals/{workshop.uuid}/"))


def test_a_code_taken_back_closes_again(client, organizer, call, secretariat):
    workshop = factories.make_workshop(status=Workshop.Status.DRAFT, organizer=organizer)
    page = f"/my/proposals/{workshop.uuid}/"
    close()
    code = make_code(call, secretariat, workshop)
    use(client, page, code)

    calls.revoke_code(code, by=secretariat)

    assert "The call is closed" in page_of(client.get(page))
    assert "opens nothing here" in page_of(use(client, page, code))


def test_a_code_for_an_address_begins_exactly_one_request(
    client, organizer, open_edition, call, secretariat
):
    close()
    code = make_code(call, secretariat, email="Organizer@example.org")

    first = use(client, NEW, code)
    second = use(client, NEW, code)

    workshop = Workshop.objects.get()
    assert first["Location"] == second["Location"] == f"/my/proposals/{workshop.uuid}/"
    assert workshop.draft["people-0-email"] == [organizer.email]
    client.post(first["Location"], typed_proposal(open_edition, revision="1"))
    workshop.refresh_from_db()
    assert workshop.status == Workshop.Status.SUBMITTED


def test_codes_of_others_open_nothing(as_user, stranger, organizer, call, secretariat):
    workshop = factories.make_workshop(status=Workshop.Status.DRAFT, organizer=organizer)
    close()
    codes = [
        make_code(call, secretariat, workshop),
        make_code(call, secretariat, email="organizer@example.org"),
        make_code(call, secretariat, email="stranger@example.org", hours=1),
    ]
    AccessCode.objects.filter(pk=codes[2].pk).update(expires_at=timezone.now())

    answers = [use(as_user(stranger), NEW, code) for code in [*codes, "NONSENSE", "x" * 500]]

    assert [answer.status_code for answer in answers] == [200] * 5
    assert not AccessCode.objects.filter(redeemed_at__isnull=False).exists()
    assert Workshop.objects.count() == 1


def test_a_code_of_the_other_call_opens_nothing(client, open_edition, secretariat):
    booths = Call.objects.get(edition=open_edition, kind=Call.Kind.BOOTH)
    close()

    answer = use(client, NEW, make_code(booths, secretariat, email="organizer@example.org"))

    assert "opens nothing here" in page_of(answer)


@pytest.mark.parametrize("status", [Workshop.Status.WITHDRAWN, Workshop.Status.ACCEPTED])
def test_no_code_opens_what_is_decided_or_withdrawn(client, organizer, call, secretariat, status):
    workshop = factories.make_workshop(status=status, organizer=organizer)
    close()
    code = make_code(call, secretariat, workshop)

    answer = use(client, f"/my/proposals/{workshop.uuid}/", code)

    assert answer.status_code == 200
    assert not AccessCode.objects.filter(redeemed_at__isnull=False).exists()


def test_the_code_comes_by_mail_with_a_link_that_fills_it_in(
    client, as_user, organizer, call, secretariat
):
    close()
    code = make_code(call, secretariat, email=organizer.email)

    mail = OutgoingMail.objects.get(kind="access_code")
    link = f"{NEW}?code={code.shown}"
    assert link in mail.body
    assert mail.to == organizer.email
    assert f'value="{code.shown}"' in page_of(client.get(link))
    assert "code%3D" in as_user().get(link)["Location"]


def test_codes_cannot_be_guessed(call, secretariat):
    codes = {make_code(call, secretariat, email="a@example.org").code for _n in range(20)}

    assert len(codes) == 20
    assert {len(code) for code in codes} == {20}
