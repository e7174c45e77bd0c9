"""The round of feedback: its end, and stakeholders asked by name with a personal link each."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from forum import links
from forum.errors import RuleError
from forum.models import OutgoingMail
from igfportal import periodic
from outcomes.actions import stakeholders as actions
from outcomes.forms.stakeholders import InviteForm, read_line
from outcomes.models import Comment, ImpulsePaper, PersonalLink, Stakeholder
from tests.outcomes.sessions import make_staffed_session, published, take_note

ANA = "Ana Example <ana@example.org>, Example Institute, Inc., Civil Society"
BEN = "Ben Example <Ben@Example.org>"
ROLES = ["rapporteur", "organizer", "secretariat"]


@pytest.fixture
def paper(organizer, rapporteur, secretariat):
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur)
    return published(session, rapporteur, secretariat)


def round_of(paper, rest: str = "") -> str:
    return f"{paper.get_absolute_url()}feedback/{rest}"


def invited(paper, by, *lines: str, language: str = "en") -> list[Stakeholder]:
    form = InviteForm({"lines": "\n".join(lines or (ANA, BEN)), "language": language}, paper=paper)
    assert form.is_valid(), form.errors
    actions.add(paper, form.cleaned_data["lines"], language=language, by=by)
    return list(paper.stakeholders.order_by("name"))


def mailed(kind: str = actions.INVITATION) -> list[str]:
    return sorted(OutgoingMail.objects.filter(kind=kind).values_list("to", flat=True))


def link_of(address: str, kind: str = actions.INVITATION) -> str:
    body = OutgoingMail.objects.get(to=address, kind=kind).body
    return re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", body)[1]


def yesterday() -> None:
    at = timezone.now() - timedelta(days=1)
    Stakeholder.objects.filter(sent_at__isnull=False).update(sent_at=at)
    Stakeholder.objects.filter(reminded_at__isnull=False).update(reminded_at=at)


def last_days(paper) -> date:
    return timezone.now().astimezone(paper.workshop.edition.zone).date()


@pytest.mark.parametrize("role", ROLES)
def test_people_of_the_session_and_the_secretariat_run_the_round(paper, role, request, as_user):
    client = as_user(request.getfixturevalue(role))

    client.post(round_of(paper, "invite/"), {"lines": f"{ANA}\n{BEN}", "language": "en"})
    client.post(round_of(paper, "mails/"), {"action": "send"})

    page = client.get(round_of(paper)).content.decode()
    assert mailed() == ["ana@example.org", "ben@example.org"]
    assert "ana@example.org" in page
    assert "no answer yet" in page


@pytest.mark.parametrize("role", ["stranger", "mag_member", "exhibitor"])
def test_for_others_there_is_no_such_page(paper, rapporteur, role, request, as_user):
    person = invited(paper, rapporteur)[0]
    client = as_user(request.getfixturevalue(role))

    posts = ["dates/", "invite/", "mails/", f"people/{person.uuid}/"]
    answers = [client.get(round_of(paper))] + [client.post(round_of(paper, at)) for at in posts]

    assert {answer.status_code for answer in answers} == {404}
    for act in (actions.send, actions.remind):
        with pytest.raises(RuleError):
            act(paper, by=request.getfixturevalue(role))


def test_addresses_are_on_no_public_page(paper, rapporteur, as_user):
    invited(paper, rapporteur)
    actions.send(paper, by=rapporteur)
    link = link_of("ana@example.org")

    pages = [paper.get_absolute_url(), link, f"/{paper.workshop.edition.year}/outcomes/"]
    text = "".join(as_user().get(page).content.decode() for page in pages)

    assert "ana@example.org" not in text
    assert "ben@example.org" not in text


def test_a_line_is_read_with_commas_in_the_organization():
    row, mistake = read_line(ANA)

    assert (row["name"], row["address"], row["organization"], row["group"], mistake) == (
        "Ana Example",
        "ana@example.org",
        "Example Institute, Inc.",
        "Civil Society",
        "",
    )
    assert read_line("“Ö, A” <o@example.org>, Ministry,")[0]["organization"] == "Ministry"


def test_every_wrong_line_is_named_and_everything_typed_stays(paper, rapporteur, as_user):
    invited(paper, rapporteur, BEN)
    lines = [
        "no address at all",
        "<bare@example.org>, No name",
        "Wrong <not-an-address>, Somewhere",
        "Group <group@example.org>, Institute, Aliens",
        "",
        BEN,
        ANA,
        ANA,
    ]

    answer = as_user(rapporteur).post(
        round_of(paper, "invite/"), {"lines": "\n".join(lines), "language": "ar"}
    )

    wrong = answer.context["invite_form"].errors["lines"]
    assert [message.partition(":")[0] for message in wrong] == [
        f"Line {number}" for number in (1, 2, 3, 4, 6, 8)
    ]
    assert answer.context["invite_form"]["lines"].value().split("\n") == lines
    assert paper.stakeholders.count() == 1


def test_nobody_is_mailed_twice(paper, rapporteur, as_user):
    invited(paper, rapporteur)

    actions.send(paper, by=rapporteur)
    with pytest.raises(RuleError):
        actions.send(paper, by=rapporteur)
    invited(paper, rapporteur, "Cem <cem@example.org>")
    actions.send(paper, by=rapporteur)

    assert mailed() == ["ana@example.org", "ben@example.org", "cem@example.org"]


def test_whoever_is_silent_is_reminded_once_a_day(paper, rapporteur, as_user):
    ana, _ben = invited(paper, rapporteur)
    actions.send(paper, by=rapporteur)
    with pytest.raises(RuleError):
        actions.remind(paper, by=rapporteur)
    actions.say_nothing(paper, stakeholder=ana)
    yesterday()

    actions.remind(paper, by=rapporteur)
    with pytest.raises(RuleError):
        actions.remind(paper, by=rapporteur)
    once = mailed(actions.REMINDER)
    yesterday()
    actions.remind(paper, by=rapporteur)

    assert (once, mailed(actions.REMINDER)) == (["ben@example.org"], ["ben@example.org"] * 2)


def test_the_first_link_and_that_of_a_reminder_both_work(paper, rapporteur, as_user):
    invited(paper, rapporteur, ANA)
    actions.send(paper, by=rapporteur)
    yesterday()
    actions.remind(paper, by=rapporteur)

    found = [link_of("ana@example.org", kind) for kind in actions.MAILS]

    assert len(set(found)) == 2
    assert {as_user().get(link).status_code for link in found} == {200}


def test_the_personal_page_is_prefilled_and_takes_a_comment_at_once(paper, rapporteur, as_user):
    invited(paper, rapporteur, ANA)
    actions.send(paper, by=rapporteur)
    client, link = as_user(), link_of("ana@example.org")
    form = client.get(link).context["form"]
    typed = {"anchor": "s1", "text": "Well said.", "action": "comment", **form.initial}

    for _ in range(2):
        client.post(link, typed)

    comment = Comment.objects.get()
    assert form.initial == {"name": "Ana Example", "group": "Civil Society"}
    assert (comment.name, comment.group, comment.anchor) == ("Ana Example", "Civil Society", "s1")
    assert paper.stakeholders.get().answered_at
    assert "Well said." in as_user().get(paper.get_absolute_url()).content.decode()
    assert "F-1" in client.get(link).content.decode()


def test_no_comments_is_an_answer_and_a_comment_can_follow(paper, rapporteur, as_user):
    invited(paper, rapporteur, ANA)
    actions.send(paper, by=rapporteur)
    client, link = as_user(), link_of("ana@example.org")

    client.post(link, {"action": "nothing"})
    said = paper.stakeholders.get()
    listed = as_user(rapporteur).get(round_of(paper)).content.decode()
    client.post(link, {"anchor": "", "text": "After all.", "group": "", "name": ""})

    assert (said.has_no_comments, bool(said.answered_at)) == (True, True)
    assert "has no comments" in listed
    assert (paper.stakeholders.get().has_no_comments, Comment.objects.count()) == (False, 1)


def test_a_withdrawn_invitation_stops_its_link_until_it_is_taken_back(paper, rapporteur, as_user):
    ana, ben = invited(paper, rapporteur)
    Stakeholder.objects.filter(pk=ana.pk).update(sent_at=None)
    actions.send(paper, by=rapporteur)
    link, desk = link_of("ana@example.org"), as_user(rapporteur)
    person = round_of(paper, f"people/{ana.uuid}/")

    desk.post(person, {"action": "withdraw"})
    gone = as_user().get(link)
    refused = as_user().post(link, {"action": "nothing"}).status_code
    desk.post(person, {"action": "readmit"})

    assert (gone.status_code, refused, as_user().get(link).status_code) == (404, 404, 200)
    assert "does not work any more" in gone.content.decode()
    assert ben.withdrawn_at is None


def test_whoever_was_not_mailed_leaves_the_list(paper, rapporteur):
    ana, _ben = invited(paper, rapporteur)

    actions.withdraw(ana, by=rapporteur)

    assert [one.name for one in paper.stakeholders.all()] == ["Ben Example"]


def test_a_wrong_link_gets_a_friendly_page(paper, as_user):
    answer = as_user().get(round_of(paper, f"{links.new()[0]}/"))

    assert answer.status_code == 404
    assert "does not work any more" in answer.content.decode()


def test_tokens_are_kept_as_hashes(paper, rapporteur):
    invited(paper, rapporteur, ANA)
    actions.send(paper, by=rapporteur)
    token = link_of("ana@example.org").rstrip("/").rpartition("/")[2]

    assert PersonalLink.objects.get().digest == links.digest(token)


def test_the_end_is_moved_to_a_day_and_counts_to_its_midnight(paper, rapporteur, as_user):
    day = last_days(paper) + timedelta(days=30)

    as_user(rapporteur).post(round_of(paper, "dates/"), {"day": day.isoformat()})

    paper.refresh_from_db()
    until = paper.comments_until.astimezone(paper.workshop.edition.zone)
    assert (until.date(), until.hour, until.minute) == (day, 23, 59)
    assert as_user(rapporteur).get(round_of(paper)).context["round_form"].initial == {"day": day}


@pytest.mark.parametrize("days", [-1, 91, 3_000_000, None])
def test_no_round_ends_in_the_past_or_far_away(paper, rapporteur, as_user, days):
    before = paper.comments_until
    day = "" if days is None else "9999-12-31"
    if days in (-1, 91):
        day = (last_days(paper) + timedelta(days=days)).isoformat()

    answer = as_user(rapporteur).post(round_of(paper, "dates/"), {"day": day})

    paper.refresh_from_db()
    assert list(answer.context["round_form"].errors) == ["day"]
    assert paper.comments_until == before


def test_a_closed_round_can_be_opened_again_but_not_after_the_final_version(
    paper, rapporteur, as_user
):
    day = last_days(paper) + timedelta(days=3)
    ImpulsePaper.objects.filter(pk=paper.pk).update(comments_until=timezone.now())

    actions.set_end(paper, day, by=rapporteur)
    opened = ImpulsePaper.objects.get().takes_comments
    paper.move_to(ImpulsePaper.Status.FINAL)

    assert opened
    with pytest.raises(RuleError):
        actions.set_end(paper, day, by=rapporteur)
    assert "over" in as_user(rapporteur).get(round_of(paper)).context["round_refusal"]


def test_after_the_round_nobody_is_invited_and_no_link_takes_comments(paper, rapporteur, as_user):
    invited(paper, rapporteur, ANA)
    actions.send(paper, by=rapporteur)
    ImpulsePaper.objects.filter(pk=paper.pk).update(comments_until=timezone.now())
    link = link_of("ana@example.org")

    answer = as_user().post(link, {"anchor": "", "text": "Late.", "group": "", "name": ""})

    assert "Late." in answer.content.decode()
    assert Comment.objects.count() == 0
    for act in (actions.send, actions.remind):
        with pytest.raises(RuleError):
            act(paper, by=rapporteur)


def test_ninety_days_after_the_round_the_addresses_are_gone(paper, rapporteur):
    invited(paper, rapporteur)
    actions.send(paper, by=rapporteur)
    ended = timezone.now() - actions.KEPT - timedelta(hours=1)
    ImpulsePaper.objects.filter(pk=paper.pk).update(comments_until=ended)

    periodic.run()

    assert {one.address for one in Stakeholder.objects.all()} == {""}
    assert PersonalLink.objects.count() == 0


def test_mails_are_written_in_the_language_chosen(paper, rapporteur):
    invited(paper, rapporteur, ANA, language="ar")
    actions.send(paper, by=rapporteur)

    assert Stakeholder.objects.get().language == "ar"
    assert "Ana Example" in OutgoingMail.objects.get(to="ana@example.org").body


def test_the_list_takes_as_many_queries_for_one_as_for_two(
    paper, rapporteur, as_user, django_assert_max_num_queries
):
    invited(paper, rapporteur, ANA)
    client = as_user(rapporteur)
    with django_assert_max_num_queries(60) as once:
        client.get(round_of(paper))
    invited(paper, rapporteur, BEN)

    with django_assert_max_num_queries(len(once)):
        client.get(round_of(paper))
