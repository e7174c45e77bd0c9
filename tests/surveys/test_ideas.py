import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.errors import RuleError
from surveys import actions, errors, floor
from surveys.actions.ideas import ALTOGETHER, IN_A_MINUTE
from surveys.models import Idea, Support, Survey
from tests.factories import make_survey
from tests.surveys.room import guest, hold, joined_guest, seat, seat_moderator

WORDS = {"kind": "question", "text": "Who pays?", "language": "en", "may_quote": False, "name": ""}
CANARY = "Canary text nobody may read"


@pytest.fixture
def survey(db):
    return make_survey()


@pytest.fixture
def session(survey, moderator):
    seat_moderator(survey.workshop, moderator)
    return survey.workshop


def send(phone, text="Who pays?", **fields):
    fields = {"kind": "question", "text": text, **fields}
    return phone.client.post(f"/j/{phone.code}/ideas/", fields)


def page_of(phone) -> str:
    return phone.client.get(f"/j/{phone.code}/ideas/").content.decode()


def approved(survey, key="", **words) -> Idea:
    idea = actions.submit_idea(survey, key or seat(survey), {**WORDS, **words})
    Idea.objects.filter(pk=idea.pk).update(status=Idea.Status.APPROVED)
    idea.refresh_from_db()
    return idea


def test_an_idea_waits_and_only_its_author_and_the_moderators_read_it(
    session, moderator, organizer, as_user
):
    author, other = joined_guest(session, "online"), joined_guest(session)
    send(author, CANARY)

    pages = {
        "author": page_of(author),
        "other": page_of(other),
        "screen": other.client.get(f"/j/{session.join_code}/screen").content.decode(),
        "state": other.client.get(f"/j/{session.join_code}/state.json").content.decode(),
        "session": other.client.get(session.get_absolute_url()).content.decode(),
        "console": as_user(moderator).get(f"/moderate/{session.join_code}/").content.decode(),
    }

    assert {name for name, page in pages.items() if CANARY in page} == {"author", "console"}
    assert "waiting for a moderator" in pages["author"]


def test_approved_is_public_hidden_is_not_and_the_author_reads_why(session, moderator, as_user):
    author, other = joined_guest(session), guest(session)
    send(author, CANARY)
    idea, console = Idea.objects.get(), as_user(moderator)
    steps = f"/moderate/{session.join_code}/"

    console.post(f"{steps}approve/", {"idea": idea.pk})
    while_approved = CANARY in page_of(other)
    console.post(f"{steps}hide/", {"idea": idea.pk, "reason": "Names a person"})

    assert (while_approved, CANARY in page_of(other)) == (True, False)
    assert "Names a person" in page_of(author)
    console.post(f"{steps}approve/", {"idea": idea.pk})
    console.post(f"{steps}answered/", {"idea": idea.pk})
    assert Idea.objects.get().status == Idea.Status.ANSWERED
    assert Idea.objects.get().hidden_for == ""


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_hiding_needs_a_reason(survey, moderator, reason):
    idea = approved(survey)

    with pytest.raises(RuleError):
        actions.hide_idea(idea, reason, by=moderator)

    assert Idea.objects.get().status == Idea.Status.APPROVED


@pytest.mark.parametrize("typed", ["", "   ", "Names a person " * 20])
def test_hiding_without_a_good_reason_comes_back_with_what_was_typed(
    survey, session, moderator, as_user, typed
):
    idea, other = approved(survey), approved(survey)

    response = as_user(moderator).post(
        f"/moderate/{session.join_code}/hide/", {"idea": idea.pk, "reason": typed}
    )

    page = response.content.decode()
    field = re.search(rf'<input [^>]*id="hide-{idea.pk}"[^>]*>', page)[0]
    assert response.status_code == 422
    assert page.count("Give a reason in at most 200 characters.") == 1
    assert f'value="{typed}"' in field
    assert f'aria-describedby="hide-{idea.pk}-msg"' in field
    assert f'aria-describedby="hide-{other.pk}-msg"' not in page
    assert Idea.objects.get(pk=idea.pk).status == Idea.Status.APPROVED


def test_what_waits_cannot_be_answered(survey, moderator):
    idea = actions.submit_idea(survey, seat(survey), WORDS)

    with pytest.raises(RuleError):
        actions.answer_idea(idea, by=moderator)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("moderator", 302),
        ("secretariat", 302),
        ("organizer", 403),
        ("rapporteur", 403),
        ("mag_member", 403),
        ("stranger", 403),
    ],
)
def test_who_moderates(request, survey, session, as_user, who, status):
    client = as_user(request.getfixturevalue(who))
    idea = actions.submit_idea(survey, seat(survey), WORDS)
    base = f"/moderate/{session.join_code}/"

    codes = [
        client.post(f"{base}approve/", {"idea": idea.pk}).status_code,
        client.post(f"{base}turn/", {"door": "room"}).status_code,
        client.post(f"{base}hide/", {"idea": idea.pk, "reason": "Off topic"}).status_code,
    ]
    pages = [client.get(f"{base}{page}/").status_code for page in ("news", "answers")]

    assert codes == [status] * 3
    assert pages == [200 if status == 302 else 403] * 2


@pytest.mark.parametrize("idea", ["", "x", uuid.uuid4()])
def test_a_step_on_an_unknown_idea_is_not_found(session, moderator, as_user, idea):
    response = as_user(moderator).post(f"/moderate/{session.join_code}/approve/", {"idea": idea})

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": ""}, "Write your question or idea."),
        ({"text": "   "}, "Write your question or idea."),
        ({"text": "x" * 281}, "Use at most 280 characters; these are 281."),
        ({"kind": "rant"}, "Choose question or idea."),
        ({"name": "Sample Person"}, "Allow quoting above, or leave the name empty."),
        ({"name": "n" * 81, "may_quote": "on"}, "Use at most 80 characters."),
    ],
)
def test_a_wrong_field_is_said_there_and_nothing_typed_is_lost(session, fields, message):
    phone = joined_guest(session)
    response = send(phone, **{"text": "Typed with care", **fields})

    assert response.status_code == 422
    assert message in response.content.decode()
    assert fields.get("text", "Typed with care").strip() in response.content.decode()
    assert Idea.objects.count() == 0


def test_a_name_is_public_only_with_consent(survey, session):
    phone = joined_guest(session)
    send(phone, may_quote="on", name="Sample Person")
    idea = Idea.objects.get()
    before = page_of(guest(session))
    idea.move_to(Idea.Status.APPROVED)

    assert "Sample Person" not in before
    assert "Sample Person" in page_of(guest(session))
    assert (idea.may_quote, idea.door) == (True, "room")


def test_who_has_not_joined_sends_nothing_and_keeps_the_words(session):
    response = send(guest(session), "Typed with care")

    assert response.status_code == 403
    assert b"Typed with care" in response.content
    assert Idea.objects.count() == 0


def test_nobody_sends_more_than_a_few_in_a_minute_or_many_in_a_session(survey):
    key = seat(survey)
    for _idea in range(IN_A_MINUTE):
        actions.submit_idea(survey, key, WORDS)
    with pytest.raises(errors.TooFast):
        actions.submit_idea(survey, key, WORDS)
    earlier = timezone.now() - timedelta(hours=1)
    Idea.objects.update(sent_at=earlier)
    Idea.objects.bulk_create(
        Idea(survey=survey, voter_key=key, door="room", sent_at=earlier, **WORDS)
        for _idea in range(ALTOGETHER - IN_A_MINUTE)
    )

    with pytest.raises(errors.TooFast):
        actions.submit_idea(survey, key, WORDS)

    assert actions.submit_idea(survey, seat(survey), WORDS).status == Idea.Status.WAITING


def test_each_person_supports_an_idea_once_and_can_take_it_back(survey, session):
    idea, phone = approved(survey), joined_guest(session)
    address = f"/j/{session.join_code}/ideas/support/"
    for _tap in range(2):
        phone.client.post(address, {"idea": idea.pk})
    once = Support.objects.count()

    phone.client.post(address, {"idea": idea.pk, "withdraw": "1"})

    assert (once, Support.objects.count()) == (1, 0)


def test_what_is_not_public_or_ones_own_is_not_supported(survey):
    key, other = seat(survey), seat(survey)
    waiting = actions.submit_idea(survey, key, WORDS)
    own = approved(survey, key)

    for idea, who in ((waiting, other), (own, key)):
        with pytest.raises(errors.Invalid):
            actions.support_idea(idea, who)

    assert Support.objects.count() == 0


@pytest.mark.parametrize("idea", ["", "nonsense", "0" * 36])
def test_support_for_nonsense_leads_back(session, idea):
    phone = joined_guest(session)
    response = phone.client.post(f"/j/{session.join_code}/ideas/support/", {"idea": idea})

    assert response.status_code == 302


def test_foreign_pages_cannot_send_or_support(session):
    phone = joined_guest(session)
    foreign = {"Origin": "https://evil.example"}
    codes = [
        phone.client.post(f"/j/{session.join_code}/ideas/{page}", {}, headers=foreign).status_code
        for page in ("", "support/")
    ]

    assert codes == [403, 403]


def test_the_waiting_list_alternates_between_the_doors(survey):
    doors = ["room", "room", "online", "room", "online"]
    ideas = [approved(survey, seat(survey, door), text=f"Idea {n}") for n, door in enumerate(doors)]
    actions.support_idea(ideas[2], seat(survey))

    found = floor.queue(survey).to_speak

    assert [idea.door for idea in found] == ["online", "room", "online", "room", "room"]
    assert found[0] == ideas[2]


def test_the_seal_leaves_the_ideas_and_cuts_their_authors_off(survey, session, moderator):
    author = joined_guest(session)
    send(author, "Kept without author")
    idea = approved(survey, text="Popular")
    for _fan in range(3):
        actions.support_idea(idea, seat(survey))
    hold(survey, moderator, people=2)
    actions.seal(survey, by=moderator)

    assert set(Idea.objects.values_list("voter_key", flat=True)) == {None}
    assert Support.objects.count() == 0
    assert Idea.objects.with_backing().get(text="Popular").backing == 3
    assert "Kept without author" not in page_of(author)


def test_after_the_end_nothing_more_is_taken(survey, moderator):
    key, idea = seat(survey), approved(survey)
    hold(survey, moderator, people=2)
    ended = Survey.objects.get()

    with pytest.raises(errors.Closed):
        actions.submit_idea(ended, key, WORDS)
    with pytest.raises(errors.Closed):
        actions.support_idea(idea, key)


def test_a_session_without_survey_has_no_page_for_ideas(session, survey, client):
    survey.delete()

    assert client.get(f"/j/{session.join_code}/ideas/").status_code == 302
