"""Who owes what, the reminders of the clock and those of the Secretariat."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from forum.errors import RuleError
from forum.models import Edition, OutgoingMail
from igfportal import periodic
from outcomes import duties
from outcomes.actions import reminders
from outcomes.models import Comment, DutyReminder, ImpulsePaper, PaperVersion
from tests import factories
from tests.outcomes.reports import filed
from tests.outcomes.sessions import make_staffed_session
from workshops.models import Contributor, Slot

OWED = "/secretariat/reports/"


@pytest.fixture
def session(edition, organizer, rapporteur):
    """Held two days ago, at a forum that ended yesterday; the report is due in 14 days."""
    over(edition, days=1)
    workshop = make_staffed_session(organizer, rapporteur)
    ended(workshop, days=2)
    return workshop


def over(edition, days: int) -> None:
    """The forum ended so many days ago at the venue, whose days the dates of reports are."""
    day = timezone.now().astimezone(edition.zone).date() - timedelta(days=days)
    Edition.objects.filter(pk=edition.pk).update(starts_on=day, ends_on=day)
    edition.refresh_from_db()


def ended(workshop, days: int) -> None:
    at = timezone.now() - timedelta(days=days)
    Slot.objects.filter(workshop=workshop).update(starts_at=at - timedelta(hours=1), ends_at=at)


def mails(kind: str = "duty_report") -> list[str]:
    return sorted(OutgoingMail.objects.filter(kind=kind).values_list("to", flat=True))


BOTH = ["organizer@example.org", "rapporteur@example.org"]


def test_when_the_session_is_over_each_is_told_once(session):
    first = reminders.remind_due()
    again = reminders.remind_due()
    periodic.run()

    assert (first, again, mails()) == (2, 0, BOTH)
    assert "thank you for IGF 2027" in OutgoingMail.objects.first().body


def test_before_and_after_the_day_each_is_reminded_once_more(session, edition):
    reminders.remind_due()
    over(edition, days=12)
    before = [reminders.remind_due(), reminders.remind_due()]
    over(edition, days=15)
    on_the_day = reminders.remind_due()
    over(edition, days=16)
    after = [reminders.remind_due(), reminders.remind_due()]

    assert (before, on_the_day, after) == ([2, 0], 0, [2, 0])
    assert "is overdue" in OutgoingMail.objects.first().subject_line


def test_long_after_the_day_the_clock_is_silent(session, edition):
    over(edition, days=80)

    assert reminders.remind_due() == 0


def test_nobody_is_reminded_of_a_filed_report_or_one_to_come(session, rapporteur, organizer):
    filed(session, rapporteur)
    make_staffed_session(organizer, rapporteur)

    assert reminders.remind_due() == 0


def test_a_moved_date_is_told_once(session, edition, secretariat, as_user):
    over(edition, days=12)
    reminders.remind_due()

    dates = {**{name: edition.limit(name) for name in LIMITS}, "report_days": "15"}
    answer = as_user(secretariat).post(f"{OWED}{edition.year}/dates/", dates)
    edition.refresh_from_db()

    assert answer.status_code == 302
    assert edition.limit("report_days") == 15
    assert [reminders.remind_due(), reminders.remind_due()] == [2, 0]


LIMITS = (
    "takeaways_days", "report_days", "report_remind_before", "report_remind_after",
    "report_points", "report_point_words", "report_words",
)  # fmt: skip


def test_a_reminder_is_in_the_language_of_its_reader(session, rapporteur):
    rapporteur.language = "ar"
    rapporteur.save()

    reminders.remind_due()

    texts = {mail.to: mail.body for mail in OutgoingMail.objects.all()}
    with translation.override("ar"):
        known = gettext("Dear %(name)s,")
    assert "Dear Olu Organizer" in texts["organizer@example.org"]
    assert known % {"name": "Ria Rapporteur"} in texts["rapporteur@example.org"]
    assert f"/my/reports/{session.uuid}/" in texts["rapporteur@example.org"]


def test_who_declined_or_has_no_address_gets_no_mail(session):
    factories.make_contributor(
        session, Contributor.Role.RAPPORTEUR, person=factories.make_person("No Mail", email="")
    )
    no = factories.make_person("Said No", email="no@example.org")
    factories.make_contributor(session, Contributor.Role.RAPPORTEUR, person=no, answer="declined")

    reminders.remind_due()

    assert mails() == BOTH


def test_the_secretariat_sees_who_owes_what_and_reminds_by_one_click(
    session, edition, secretariat, as_user
):
    client = as_user(secretariat)
    page = client.get(f"{OWED}?year={edition.year}").content.decode()

    client.post(f"{OWED}{session.uuid}/remind/", {"kind": "report"})
    again = client.post(
        f"{OWED}{session.uuid}/remind/", {"kind": "report"}, headers={"accept": "application/json"}
    )

    assert session.full_name in page
    assert "Ria Rapporteur" in page
    assert "Send a reminder" in page
    assert mails() == BOTH
    assert again.status_code == 409
    assert "Send a reminder" not in client.get(OWED).content.decode()


def test_all_overdue_reports_are_reminded_of_at_once(session, edition, secretariat, as_user):
    client = as_user(secretariat)
    early = client.post(f"{OWED}{edition.year}/remind/")
    over(edition, days=20)

    client.post(f"{OWED}{edition.year}/remind/")

    assert (early.status_code, mails()) == (302, BOTH)


def test_approvals_and_answers_to_comments_are_owed_too(session, rapporteur, secretariat):
    paper = ImpulsePaper.objects.create(workshop=session, status=ImpulsePaper.Status.DRAFT)
    version = PaperVersion.objects.create(paper=paper, revision=1, content={}, input_hash="0")
    approval = duties.of_workshop(session, duties.APPROVAL)
    Comment.objects.create(paper=version.paper, number=1, version=version, text="One.")
    Comment.objects.create(
        paper=version.paper, number=2, version=version, text="Two.", disposition="noted"
    )

    reminders.remind(session, duties.APPROVAL, by=secretariat)
    reminders.remind(session, duties.DISPOSITION, by=secretariat)

    answers = duties.of_workshop(session, duties.DISPOSITION)
    assert {one.person.name for one in approval.debtors} == {"Ria Rapporteur", "Olu Organizer"}
    assert answers.count == 1
    assert (mails("duty_approval"), mails("duty_disposition")) == (BOTH, BOTH)


def test_a_duty_that_is_done_is_reminded_of_no_more(session, rapporteur, secretariat):
    filed(session, rapporteur)

    for kind in ("report", "approval", "nonsense"):
        with pytest.raises(RuleError):
            reminders.remind(session, kind, by=secretariat)

    assert not DutyReminder.objects.exists()


def test_only_the_secretariat_sees_sets_and_reminds(
    session, edition, organizer, rapporteur, mag_member, stranger, as_user
):
    for user in (organizer, rapporteur, mag_member, stranger):
        client = as_user(user)
        codes = [
            client.get(OWED).status_code,
            client.post(f"{OWED}{edition.year}/dates/", {}).status_code,
            client.post(f"{OWED}{edition.year}/remind/").status_code,
            client.post(f"{OWED}{session.uuid}/remind/", {"kind": "report"}).status_code,
        ]
        assert codes == [403] * 4
    with pytest.raises(RuleError):
        reminders.remind(session, duties.REPORT, by=organizer)
    assert not OutgoingMail.objects.exists()


def test_wrong_dates_are_refused_at_their_field(edition, secretariat, as_user):
    answer = as_user(secretariat).post(f"{OWED}{edition.year}/dates/", {"report_days": "400"})

    assert "report_days" in answer.context["form"].errors


def test_the_page_costs_the_same_with_one_and_three_sessions(
    session, organizer, rapporteur, secretariat, as_user,
    django_assert_max_num_queries, django_assert_num_queries,
):  # fmt: skip
    client = as_user(secretariat)
    client.get(OWED)
    with django_assert_max_num_queries(30) as first:
        client.get(OWED)
    for _ in range(2):
        ended(make_staffed_session(organizer, rapporteur), days=2)

    with django_assert_num_queries(len(first)):
        client.get(OWED)


def test_my_work_shows_the_report_until_it_is_filed(session, rapporteur, as_user):
    before = as_user(rapporteur).get("/my/").content.decode()
    filed(session, rapporteur)
    after = as_user(rapporteur).get("/my/").content.decode()

    assert f"/my/reports/{session.uuid}/" in before
    assert f"/my/reports/{session.uuid}/" not in after
