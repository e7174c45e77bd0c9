"""The rules of an edition in the proposal form, at its submission and on the Secretariat's desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.models import AuditEntry, Role
from submissions.actions.rules import change_rule, ensure_rules, exempt
from submissions.drafts import unpack
from submissions.models import Exemption, Rule
from tests import factories
from tests.workshops.typed_proposal import person_row, rows, typed_proposal
from workshops import rules
from workshops.actions import report
from workshops.models import Contributor, Workshop

NEW = "/my/proposals/new/"
ORGANIZER = person_row("Olu Organizer", "organizer", email="organizer@example.org")
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def client(open_edition, organizer, as_user):
    return as_user(organizer)


def set_rule(edition, code: str, level: str = "block", **fields) -> Rule:
    """Only this rule, at this level."""
    ensure_rules(edition)
    edition.rules.exclude(code=code).update(level="off")
    edition.rules.filter(code=code).update(level=level, **fields)
    return edition.rules.get(code=code, kind="session")


def shown(response) -> str:
    return response.content.decode()


def finding_of(edition, by, workshop=None, **changes):
    """What the only rule that is on says about a typed proposal."""
    typed = {
        name: value if isinstance(value, list) else [value]
        for name, value in typed_proposal(edition, **changes).items()
    }
    [found] = rules.of_typed(edition, unpack(typed), workshop, by).findings
    return found


def test_without_rules_nothing_is_asked_for(client, open_edition):
    page = client.get(NEW)

    assert page.context["checklist"].findings == []
    assert 'id="checklist"' not in shown(page)


def test_a_blocked_proposal_is_refused_at_its_section_and_keeps_its_text(client, open_edition):
    set_rule(open_edition, "onsite_moderator", text="Bring a moderator.", source="A call of 2022")
    typed = typed_proposal(open_edition, gains="Kept word for word.")

    answer = client.post(NEW, typed)

    assert not Workshop.objects.exists()
    assert {"id": "who", "label": "People", "message": "Bring a moderator."} in answer.context[
        "errors"
    ]
    people = next(part for part in answer.context["forms"].parts if part.name == "who")
    assert (people.state, people.blocked[0].text) == ("error", "Bring a moderator.")
    assert "Kept word for word." in shown(answer)
    assert "A call of 2022" in shown(answer)


def test_a_blocked_draft_keeps_its_text_in_the_draft(client, open_edition):
    set_rule(open_edition, "onsite_moderator")
    url = client.post(NEW, {"title": "Started", "action": "save"})["Location"]

    client.post(url, typed_proposal(open_edition, gains="Kept.", revision="1"))

    workshop = Workshop.objects.get()
    assert (workshop.status, workshop.draft["gains"]) == (Workshop.Status.DRAFT, ["Kept."])


def test_a_warning_lets_through_and_is_listed(client, open_edition):
    set_rule(open_edition, "onsite_moderator", "warn", text="Bring a moderator.")

    url = client.post(NEW, typed_proposal(open_edition))["Location"]

    page = client.get(url)
    assert Workshop.objects.get().status == Workshop.Status.SUBMITTED
    assert [found.text for found in page.context["checklist"].warnings] == ["Bring a moderator."]
    assert "Bring a moderator." in shown(page)


def test_the_check_button_says_what_the_rules_say_and_stores_nothing(client, open_edition):
    set_rule(open_edition, "onsite_moderator", text="Bring a moderator.")
    typed = typed_proposal(open_edition, action="check", gains="Half done")

    page = client.post(NEW, typed)
    moderator = [ORGANIZER, person_row("Mo", "onsite_moderator", door="room")]
    part = client.post(NEW, typed | rows("people", moderator), headers=FETCH)

    assert not Workshop.objects.exists()
    assert "Half done" in shown(page)
    assert "keeps you from submitting" in shown(page)
    assert "<html" not in shown(part)
    assert "No rule keeps you from submitting." in shown(part)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"type": "9" * 40, "minutes": "ninety", "people-TOTAL_FORMS": "many"},
        {"people-TOTAL_FORMS": "1", "people-0-name": "\x00", "people-0-email": "\x00@"},
        {"agenda-TOTAL_FORMS": "1", "agenda-0-minutes": "²", "links-TOTAL_FORMS": "x"},
    ],
)
def test_anything_typed_can_be_checked(client, open_edition, typed):
    ensure_rules(open_edition)

    answer = client.post(NEW, typed | {"action": "check"}, headers=FETCH)

    assert answer.status_code == 200


def test_the_agenda_rule_takes_the_place_of_the_check_of_the_form(client, open_edition):
    set_rule(open_edition, "agenda_fits", "warn")
    typed = typed_proposal(open_edition, **rows("agenda", [{"title": "Talk", "minutes": "95"}]))

    answer = client.post(NEW, typed)

    assert answer.status_code == 302
    assert (Workshop.objects.get().planned_minutes(), Workshop.objects.get().minutes) == (95, 90)


def test_a_link_can_be_the_background_paper_and_stays_it(client, open_edition):
    set_rule(open_edition, "background_paper")
    link = {"title": "Paper", "url": "https://example.org/p.pdf"}

    refused = client.post(NEW, typed_proposal(open_edition, **rows("links", [link])))
    flagged = rows("links", [link | {"is_background": "on"}])
    url = client.post(NEW, typed_proposal(open_edition, **flagged))["Location"]

    assert refused.status_code == 200
    assert Workshop.objects.get().links == [link | {"kind": "background paper"}]
    assert client.get(url).context["checklist"].findings[0].fulfilled


def test_who_declined_leaves_a_gap_and_who_accepted_counts(open_edition, organizer):
    set_rule(open_edition, "confirmed_speakers", parameters={"least": 2})
    workshop = factories.make_workshop(organizer=organizer)
    team = [ORGANIZER, person_row("Ada", email="ada@example.org"), person_row("Bo")]
    for name, email, answer in [
        ("Ada", "ada@example.org", Contributor.Answer.ACCEPTED),
        ("Bo", "", Contributor.Answer.DECLINED),
    ]:
        person = factories.make_person(name, email=email)
        factories.make_contributor(workshop, "speaker", person=person, answer=answer)

    found = finding_of(open_edition, organizer, workshop, **rows("people", team))

    assert (found.fulfilled, found.detail) == (False, "Confirmed so far: 1.")


def test_proposals_of_a_person_and_an_organization_are_counted(open_edition, organizer):
    other = factories.make_workshop()
    contributor = other.contributors.get()
    contributor.affiliation = factories.make_organization("Captions United")
    contributor.save()
    factories.make_workshop(organizer=organizer)
    factories.make_workshop(organizer=organizer, status=Workshop.Status.DRAFT)
    factories.make_workshop(organizer=organizer, status=Workshop.Status.WITHDRAWN)
    only_one = {"most": 1, "types": ["ws"]}
    team = rows("people", [ORGANIZER | {"affiliation": "captions united"}])

    set_rule(open_edition, "per_person", parameters={"most": 2})
    two = finding_of(open_edition, organizer)
    set_rule(open_edition, "per_person", parameters=only_one)
    one = finding_of(open_edition, organizer)
    set_rule(open_edition, "per_organization", parameters=only_one)
    body = finding_of(open_edition, organizer, **team)

    assert two.fulfilled
    assert (one.blocks, one.detail) == (True, "Olu Organizer")
    assert (body.blocks, body.detail) == (True, "captions united")


def test_the_own_proposal_does_not_count_against_itself(client, open_edition):
    set_rule(open_edition, "per_person", parameters={"most": 1})
    url = client.post(NEW, typed_proposal(open_edition))["Location"]

    changed = client.post(url, typed_proposal(open_edition, title="Changed", revision="2"))

    assert changed.status_code == 302
    assert Workshop.objects.get().title == "Changed"


def test_sessions_of_a_speaker_are_counted_by_address(open_edition, organizer):
    set_rule(open_edition, "sessions_per_speaker", parameters={"most": 1})
    ada = factories.make_person("Ada", email="Ada@example.org")
    other = factories.make_workshop()
    row = factories.make_contributor(other, "speaker", person=ada)
    team = rows("people", [ORGANIZER, person_row("Ada E.", email="ada@example.org")])

    busy = finding_of(open_edition, organizer, **team)
    row.answer = Contributor.Answer.DECLINED
    row.save()
    free = finding_of(open_edition, organizer, **team)

    assert (busy.blocks, busy.detail) == (True, "Ada E.")
    assert free.fulfilled


def test_an_unreleased_decline_is_not_given_away(open_edition, organizer):
    set_rule(open_edition, "sessions_per_speaker", parameters={"most": 1})
    ada = factories.make_person("Ada", email="ada@example.org")
    other = factories.make_workshop(status=Workshop.Status.DECLINED)
    factories.make_contributor(other, "speaker", person=ada)
    team = rows("people", [ORGANIZER, person_row("Ada", email="ada@example.org")])

    before = finding_of(open_edition, organizer, **team)
    Workshop.objects.filter(pk=other.pk).update(released_at=timezone.now())
    after = finding_of(open_edition, organizer, **team)

    assert (before.blocks, after.fulfilled) == (True, True)


def test_mag_members_of_the_year_may_not_propose(open_edition, organizer, mag_member):
    set_rule(open_edition, "no_mag_members")
    team = rows("people", [ORGANIZER, person_row("Ada", "organizer", email=mag_member.email)])

    named = finding_of(open_edition, organizer, **team)
    own = finding_of(open_edition, mag_member)
    Role.objects.update(edition=factories.make_edition(2026, is_current=False))
    last_year = finding_of(open_edition, organizer, **team)

    assert (named.blocks, named.detail) == (True, "Ada")
    assert own.blocks
    assert last_year.fulfilled


def test_an_unfiled_report_blocks_from_its_day_on_until_it_is_filed(open_edition, organizer):
    set_rule(open_edition, "report_filed")
    held = factories.make_session(
        organizer=organizer, title="Last year", number=7, edition=past_edition(days=10)
    )
    factories.make_slot(held, timezone.now() - timedelta(days=11))

    before = finding_of(open_edition, organizer)
    held.edition.limits = {"report_days": 9}
    held.edition.save()
    missing = finding_of(open_edition, organizer)
    report.report_filed(held, at=timezone.now())
    filed = finding_of(open_edition, organizer)

    assert before.fulfilled
    assert (missing.blocks, missing.detail) == (True, "IGF 2026 WS #7 Last year")
    assert filed.fulfilled


def test_a_report_filed_after_its_day_is_named_one_filed_in_time_is_not(open_edition, organizer):
    set_rule(open_edition, "report_in_time")
    held = factories.make_session(
        organizer=organizer, title="Last year", number=7, edition=past_edition(days=20)
    )
    factories.make_slot(held, timezone.now() - timedelta(days=21))

    report.report_filed(held, at=timezone.now() - timedelta(days=10))
    in_time = finding_of(open_edition, organizer)
    Workshop.objects.filter(pk=held.pk).update(report_filed_at=timezone.now())
    late = finding_of(open_edition, organizer)

    assert in_time.fulfilled
    assert (late.is_open, late.detail) == (True, "IGF 2026 WS #7 Last year")


def test_filing_has_the_waiting_proposals_of_the_organizers_checked_again(open_edition, organizer):
    held = factories.make_session(organizer=organizer)
    waits = factories.make_workshop(organizer=organizer, checked_at=timezone.now())
    other = factories.make_workshop(checked_at=timezone.now())

    report.report_filed(held, at=timezone.now())

    checked = Workshop.objects.filter(pk__in=[waits.pk, other.pk]).order_by("pk")
    assert [row.checked_at is None for row in checked] == [True, False]


def past_edition(days: int):
    """An edition of 2026 that ended so many days ago."""
    day = timezone.now().date() - timedelta(days=days)
    return factories.make_edition(2026, is_current=False, starts_on=day, ends_on=day)


def test_checking_asks_as_often_for_many_people_as_for_few(open_edition, organizer, as_user):
    ensure_rules(open_edition)
    workshop = factories.make_workshop(organizer=organizer)
    client = as_user(organizer)

    def queries(number: int) -> int:
        for count in range(number):
            person = factories.make_person(f"P{number}-{count}", email=f"{number}-{count}@a.org")
            factories.make_contributor(workshop, "speaker", person=person)
            factories.make_contributor(factories.make_workshop(), "speaker", person=person)
            factories.make_workshop(organizer=organizer)
        with CaptureQueriesContext(
            connection,
        ) as found:
            rules.of_stored(workshop)
        return len(found)

    client.get(workshop.get_absolute_url())

    assert queries(1) == queries(6)


def desk(workshop: Workshop, verb: str = "desk_proposal") -> str:
    return reverse(f"workshops:{verb}", args=[workshop.uuid])


def test_the_secretariat_sees_the_rules_and_makes_an_exception(open_edition, as_user, secretariat):
    rule = set_rule(open_edition, "onsite_moderator", text="Bring a moderator.")
    workshop, client = factories.make_workshop(), as_user(secretariat)

    refused = client.post(desk(workshop, "accept"))
    without_note = client.post(desk(workshop, "make_exception"), {"code": rule.code, "note": ""})
    client.post(desk(workshop, "make_exception"), {"code": rule.code, "note": "Online only."})
    accepted = client.post(desk(workshop, "accept"))

    exemption = Exemption.objects.get()
    assert "Bring a moderator." in shown(refused)
    assert "note" in without_note.context["exemption_form"].errors
    assert (exemption.note, exemption.by) == ("Online only.", secretariat)
    assert AuditEntry.objects.filter(verb="made an exception from onsite_moderator").exists()
    assert accepted.status_code == 302
    assert "Online only." in shown(client.get(desk(workshop)))


def test_an_exception_also_lets_the_organizer_submit_changes(client, open_edition, secretariat):
    url = client.post(NEW, typed_proposal(open_edition))["Location"]
    workshop = Workshop.objects.get()
    rule = set_rule(open_edition, "onsite_moderator")

    changes = typed_proposal(open_edition, title="Changed", revision="2")
    refused = client.post(url, changes)
    exempt(workshop, rule, note="A reason for the record", by=secretariat)
    passed = client.post(url, changes | {"revision": "3"})

    assert (refused.status_code, passed.status_code) == (200, 302)
    assert "A reason for the record" not in shown(client.get(url))


def test_only_a_blocking_rule_in_the_way_can_be_excepted(open_edition, as_user, secretariat):
    rule = set_rule(open_edition, "onsite_moderator", "warn")
    workshop = factories.make_workshop()

    page = as_user(secretariat).post(
        desk(workshop, "make_exception"), {"code": rule.code, "note": "No need."}
    )

    assert "code" in page.context["exemption_form"].errors
    assert not Exemption.objects.exists()


def test_nobody_else_makes_exceptions(open_edition, as_user, organizer):
    set_rule(open_edition, "onsite_moderator")
    workshop = factories.make_workshop(organizer=organizer)

    answer = as_user(organizer).post(desk(workshop, "make_exception"), {"note": "Please"})

    assert (answer.status_code, Exemption.objects.count()) == (403, 0)


def test_a_changed_rule_holds_from_the_next_check_on(client, open_edition, secretariat):
    rule = set_rule(open_edition, "onsite_moderator", "off")
    fields = {"text": "New words.", "source": "", "parameters": {"types": []}}

    change_rule(rule, level="block", **fields, by=secretariat)

    answer = client.post(NEW, typed_proposal(open_edition))
    assert "New words." in shown(answer)
    assert not Workshop.objects.exists()
