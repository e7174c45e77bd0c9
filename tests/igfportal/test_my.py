from tests.factories import make_booth, make_contributor, make_session, make_workshop
from workshops.actions import review
from workshops.models import Contributor, Workshop

Role = Contributor.Role


def page_of(client) -> str:
    answer = client.get("/my/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_is_asked_to_log_in(as_user, db):
    answer = as_user().get("/my/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_my_requests_are_listed_and_those_of_others_are_not(as_user, organizer):
    mine = make_workshop(title="Mine", organizer=organizer)
    shared = make_workshop(title="Shared")
    make_contributor(shared, Role.ORGANIZER, organizer, answer=Contributor.Answer.ACCEPTED)
    make_workshop(title="Foreign")
    make_booth(title="My booth", created_by=organizer)

    text = page_of(as_user(organizer))

    assert f"/my/proposals/{mine.uuid}/" in text
    assert "Shared" in text
    assert "My booth" in text
    assert "Foreign" not in text


def test_an_unreleased_decision_reads_as_submitted(as_user, organizer, secretariat):
    workshop = make_workshop(organizer=organizer, number=33)
    review.accept(workshop, by=secretariat)
    before = page_of(as_user(organizer))

    review.release(workshop, by=secretariat)
    after = page_of(as_user(organizer))

    assert "Submitted" in before
    assert "Accepted" not in before
    assert "/2027/sessions/ws-33/" not in before
    assert "Accepted" in after
    assert "/2027/sessions/ws-33/" in after


def test_moderators_find_the_console_and_rapporteurs_their_notes(as_user, moderator, rapporteur):
    workshop = make_session(join_code="TRYTHIS")
    make_contributor(workshop, Role.ONSITE_MODERATOR, moderator, answer="accepted", listed=False)
    make_contributor(workshop, Role.RAPPORTEUR, rapporteur, answer="accepted", listed=False)

    moderating, reporting = page_of(as_user(moderator)), page_of(as_user(rapporteur))

    assert "/moderate/TRYTHIS/" in moderating
    assert "/notes/TRYTHIS/" not in moderating
    assert "/notes/TRYTHIS/" in reporting
    assert "/moderate/TRYTHIS/" not in reporting


def test_whoever_declined_has_no_link(as_user, moderator):
    workshop = make_session(join_code="TRYTHIS")
    make_contributor(workshop, Role.ONSITE_MODERATOR, moderator, answer=Contributor.Answer.DECLINED)

    assert "TRYTHIS" not in page_of(as_user(moderator))


def test_open_invitations_come_first(as_user, moderator):
    invited = make_contributor(make_workshop(title="Please come"), Role.SPEAKER, moderator)

    text = page_of(as_user(moderator))

    assert f"/my/invitations/{invited.token}/" in text
    assert "Please come" in text


def test_reviewers_and_secretariat_find_their_doors(as_user, mag_member, secretariat, stranger):
    pages = [page_of(as_user(user)) for user in (mag_member, secretariat, stranger)]

    assert ["/review/" in page for page in pages] == [True, True, False]
    assert ["Secretariat</a>" in page for page in pages] == [False, True, False]


def test_the_page_asks_the_same_for_one_and_three(
    as_user, organizer, django_assert_max_num_queries
):
    client = as_user(organizer)

    def add_one():
        workshop = make_session(organizer=organizer)
        make_contributor(workshop, Role.ONLINE_MODERATOR, organizer, answer="accepted")
        make_booth(created_by=organizer)

    add_one()
    with django_assert_max_num_queries(60) as one:
        page_of(client)
    add_one()
    add_one()

    with django_assert_max_num_queries(60) as three:
        page_of(client)

    assert len(three) == len(one)


def test_a_declined_proposal_is_not_public(as_user, organizer):
    make_workshop(title="Was declined", organizer=organizer, status=Workshop.Status.DECLINED)

    assert "Was declined" in page_of(as_user(organizer))
