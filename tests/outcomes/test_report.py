from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from forum.errors import RuleError
from forum.models import AuditEntry
from outcomes.actions import report as actions
from outcomes.actions import review
from outcomes.compiler import edits, statements
from outcomes.models import ImpulsePaper, ReportVersion, SessionReport
from outcomes.prefill import prefilled
from outcomes.views.report_desk import ReportDesk
from submissions.drafts import Stale
from tests import factories
from tests.outcomes.reports import CONTENT, filed, typed_report
from tests.outcomes.sessions import (
    compiled,
    make_staffed_session,
    published,
    seal_survey,
    take_note,
)
from workshops.models import Contributor, Slot, Workshop

FORM = "application/x-www-form-urlencoded"
AS_JSON = {"accept": "application/json"}


@pytest.fixture
def session(organizer, rapporteur):
    return make_staffed_session(organizer, rapporteur)


def address(session) -> str:
    return f"/my/reports/{session.uuid}/"


def public(session, rest: str = "") -> str:
    return f"{session.get_absolute_url()}report/{rest}"


def autosaved(client, session, **fields):
    typed = typed_report(action="autosave", **fields)
    return client.post(address(session), typed, headers=AS_JSON)


def test_the_people_of_the_session_write_and_nobody_else(
    session, organizer, rapporteur, moderator, secretariat, stranger, as_user
):
    factories.make_contributor(session, Contributor.Role.ONLINE_MODERATOR, moderator)
    speaker = factories.make_user()
    factories.make_contributor(session, Contributor.Role.SPEAKER, speaker)

    allowed = [
        as_user(u).get(address(session)).status_code for u in (organizer, rapporteur, moderator)
    ]
    refused = [
        as_user(u).get(address(session)).status_code for u in (secretariat, speaker, stranger)
    ]

    assert (allowed, refused) == ([200] * 3, [404] * 3)
    assert as_user().get(address(session)).url.startswith("/accounts/login/")


def test_actions_refuse_who_may_not_write(session, stranger, secretariat):
    for somebody in (stranger, secretariat):
        with pytest.raises(RuleError):
            filed(session, somebody)

    assert not SessionReport.objects.exists()


def test_a_filed_report_is_public_and_opens_the_gate(session, rapporteur, as_user):
    typed = typed_report(narrative="We talked\r\n\r\nabout audits.")

    answer = as_user(rapporteur).post(address(session), typed)

    session.refresh_from_db()
    version = ReportVersion.objects.get()
    assert answer.url == public(session)
    assert (version.number, version.content, version.filed_by) == (
        1,
        {**CONTENT, "narrative": "We talked\n\nabout audits."},
        rapporteur,
    )
    assert session.report_filed_at == version.filed_at == session.report.filed_at
    assert AuditEntry.objects.filter(verb="filed report").count() == 1
    for page in (public(session), session.get_absolute_url()):
        text = as_user().get(page).content.decode()
        assert "Trust is built by audits." in text
        assert "<p>about audits.</p>" in text


def test_nothing_is_public_before_it_is_filed(session, rapporteur, as_user):
    as_user(rapporteur).post(address(session), typed_report(action="save"))

    assert as_user().get(public(session)).status_code == 404
    assert "People decide." not in as_user().get(session.get_absolute_url()).content.decode()


def test_takeaways_come_first_and_leave_the_report_due(session, rapporteur, as_user):
    client = as_user(rapporteur)

    client.post(
        address(session), typed_report(action="takeaways", narrative="", room="", online="")
    )

    session.refresh_from_db()
    report = session.report
    assert (report.version.is_complete, report.filed_at) == (False, None)
    assert report.takeaways_filed_at is not None
    assert session.report_filed_at is None
    assert "the report follows" in as_user().get(public(session)).content.decode()

    form = client.get(address(session)).context["form"]
    assert form["takeaway_2"].value() == "Trust is built by audits."
    client.post(address(session), typed_report(revision="1"))
    assert [v.is_complete for v in report.versions.all()] == [False, True]


def test_a_correction_needs_a_reason_and_keeps_the_earlier_version(session, rapporteur, as_user):
    client = as_user(rapporteur)
    client.post(address(session), typed_report())
    change = typed_report(revision="1", takeaway_1="People always decide.")

    refused = client.post(address(session), change)
    client.post(address(session), {**change, "revision": "2", "reason": "A word was missing."})

    assert "reason" in refused.context["form"].errors
    assert refused.context["form"]["takeaway_1"].value() == "People always decide."
    newest, first = (as_user().get(public(session, n)).content.decode() for n in ("", "1/"))
    assert "People always decide." in newest
    assert "A word was missing." in newest
    assert "People always decide." not in first
    assert "earlier version" in first
    assert as_user().get(public(session, "3/")).status_code == 404


def test_a_correction_does_not_move_the_day_it_was_filed(session, rapporteur):
    first = filed(session, rapporteur)

    filed(session, rapporteur, reason="Better words.", narrative="Better words.")

    session.refresh_from_db()
    assert session.report_filed_at == first.filed_at


def test_filing_the_same_twice_makes_one_version(session, rapporteur):
    first = filed(session, rapporteur)

    again = filed(session, rapporteur)

    assert (again, ReportVersion.objects.count()) == (first, 1)


def test_a_report_waits_for_its_session(session, rapporteur, as_user):
    Slot.objects.update(
        starts_at=timezone.now() + timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=2)
    )

    answer = as_user(rapporteur).post(address(session), typed_report())

    assert "The session has not begun." in answer.content.decode()
    assert SessionReport.objects.get().draft["takeaway_1"] == ["People decide."]
    assert not ReportVersion.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("takeaway_1", ""), ("narrative", ""), ("room", "many"), ("call_1", "word " * 151)],
)
def test_nothing_typed_is_lost_by_an_error(session, rapporteur, as_user, field, value):
    typed = typed_report(**{field: value})

    answer = as_user(rapporteur).post(address(session), typed)

    form = answer.context["form"]
    assert field in form.errors
    assert {n: form[n].value() for n in form.fields if n in typed} == {
        n: typed[n] for n in form.fields if n in typed
    }
    assert SessionReport.objects.get().draft[field] == [value]
    assert not ReportVersion.objects.exists()


def test_the_form_saves_itself(session, rapporteur, as_user):
    client = as_user(rapporteur)

    answer = autosaved(client, session, narrative="Half a sent")

    assert answer.json()["revision"] == 1
    assert answer.json()["url"] == address(session)
    assert client.get(address(session)).context["form"]["narrative"].value() == "Half a sent"


def test_another_editor_is_noticed_and_nothing_is_overwritten(
    session, rapporteur, organizer, as_user
):
    autosaved(as_user(rapporteur), session, narrative="Theirs.")

    answer = autosaved(as_user(organizer), session, narrative="Mine.")
    page = as_user(organizer).post(address(session), typed_report(narrative="Mine."))

    assert answer.status_code == 409
    assert {"name": "narrative", "label": "What was discussed", "text": "Theirs."} in answer.json()[
        "differences"
    ]
    assert "Theirs." in page.content.decode()
    assert page.context["form"]["narrative"].value() == "Mine."
    assert SessionReport.objects.get().draft["narrative"] == ["Theirs."]


def test_a_page_that_overtook_itself_is_nobody_else(session, rapporteur, as_user):
    client, page = as_user(rapporteur), "a" * 32
    autosaved(client, session, narrative="First.", editor=[page, "1"])

    answer = autosaved(client, session, narrative="Second.", editor=[page, "2"])

    assert answer.status_code == 200


def test_a_page_overtakes_the_save_it_sent_a_moment_before(session, rapporteur, as_user):
    page, typed = "a" * 32, typed_report(narrative="Final.")
    posted = QueryDict(mutable=True)
    posted.update(typed)
    posted.setlist("editor", [page, "2"])
    request = RequestFactory().post(address(session), posted.urlencode(), content_type=FORM)
    request.session = {}
    desk = ReportDesk(request, session, by=rapporteur)
    autosaved(as_user(rapporteur), session, narrative="Half.", editor=[page, "1"])

    desk.work()

    assert desk.filed.content["narrative"] == "Final."


def test_what_is_told_of_simulated_answers_is_marked(session, organizer, rapporteur, as_user):
    real = filed(session, rapporteur)
    seal_survey(session, organizer, people=12, simulated=True)

    marked = filed(session, rapporteur, reason="Numbers.", narrative="Numbers of the survey.")

    assert (real.is_simulated, marked.is_simulated) == (False, True)
    assert "igf-sim" in as_user().get(public(session)).content.decode()


def test_an_expired_log_in_loses_nothing(session, rapporteur, as_user):
    client = as_user()

    silent = client.post(address(session), typed_report(action="autosave"), headers=AS_JSON)
    client.post(address(session), typed_report(narrative="Sent too late."))
    client.force_login(rapporteur)
    form = client.get(address(session)).context["form"]

    assert silent.status_code == 401
    assert form["narrative"].value() == "Sent too late."


def test_a_stale_revision_is_refused_by_the_action(session, rapporteur):
    filed(session, rapporteur)

    with pytest.raises(Stale):
        actions.file(
            session, {**CONTENT, "narrative": "Other."}, by=rapporteur, revision=0, reason="Why"
        )

    assert ReportVersion.objects.count() == 1


def test_a_report_begins_with_the_notes_where_there_is_no_paper(session, rapporteur, as_user):
    take_note(session, rapporteur, "Audits build trust.", kind="agreement")
    take_note(session, rapporteur, "Publish audits.", kind="call", speaker="Ada", consent="on")

    context = as_user(rapporteur).get(address(session)).context
    form = context["form"]

    assert (form["takeaway_1"].value(), form["call_1"].value()) == (
        "Audits build trust.", "Publish audits.",
    )  # fmt: skip
    assert context["desk"].source == "notes"
    assert not SessionReport.objects.exists()


def test_a_report_begins_with_the_accepted_paper_and_the_record(
    session, organizer, rapporteur, secretariat
):
    seal_survey(session, organizer, people=12)
    take_note(session, rapporteur, "Publish audits.", kind="call")
    draft = prefilled(session)
    published(session, rapporteur, secretariat)

    start = prefilled(session)

    assert (draft["source"], start["source"]) == ("notes", "paper")
    assert start["participants"] == {"room": 6, "online": 6}
    assert "Principles are needed." in start["takeaways"][0]
    assert start["calls"] == ["Publish audits."]
    assert ImpulsePaper.objects.get().is_public


def test_a_report_begins_with_what_people_accepted_of_a_draft(session, rapporteur):
    for text in ("Trust grows.", "Trust is slow.", "Trust is local."):
        take_note(session, rapporteur, text, kind="agreement")
    draft = compiled(session)
    names = edits.keys(draft.version.content)
    key = {b["text"]: names[b["id"]] for _s, b in statements(draft.version.content)}
    review.accept(draft, key["Trust grows."], by=rapporteur, seen=0)
    review.edit(draft, key["Trust is slow."], by=rapporteur, seen=0, text="Trust takes time.")

    start = prefilled(session)

    assert start["source"] == "paper"
    assert start["narrative"].endswith("\nTrust grows. Trust takes time.")
    assert "Trust is local." not in start["narrative"]


def test_a_report_without_notes_paper_or_survey_begins_empty(session):
    start = prefilled(session)

    assert (start["takeaways"], start["narrative"], start["source"]) == ([], "", "")


def test_an_unreleased_session_takes_no_report(organizer, as_user):
    hidden = factories.make_workshop(status=Workshop.Status.ACCEPTED, organizer=organizer)

    assert as_user(organizer).get(address(hidden)).status_code == 404


def test_markup_in_a_report_is_shown_as_text(session, rapporteur, as_user):
    filed(session, rapporteur, takeaways=["<script>alert(1)</script>"])

    page = as_user().get(public(session)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
