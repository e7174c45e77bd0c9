"""Comments of people without an account: kept apart, confirmed by a link in a mail."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from forum import links
from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from igfportal import periodic
from outcomes.actions import visitors
from outcomes.models import Comment, ImpulsePaper, UnconfirmedComment
from tests import factories
from tests.outcomes.sessions import make_staffed_session, published, take_note

ADDRESS = "vera@example.org"


@pytest.fixture
def paper(organizer, rapporteur, secretariat):
    session = make_staffed_session(organizer, rapporteur)
    take_note(session, rapporteur)
    return published(session, rapporteur, secretariat)


def typed(**fields) -> dict:
    said = {"anchor": "", "text": "Add public buyers.", "group": "Government", "name": "Vera"}
    return {**said, "address": ADDRESS, **fields}


def form_of(paper) -> str:
    return f"{paper.get_absolute_url()}comments/"


def link_to(address: str = ADDRESS) -> str:
    """The path of the link in the newest mail to the address."""
    body = OutgoingMail.objects.filter(to=address).latest("created_at").body
    return re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", body)[1]


def close_round(paper) -> None:
    ImpulsePaper.objects.filter(pk=paper.pk).update(comments_until=timezone.now())


def a_week_passes() -> None:
    at = timezone.now() - visitors.KEPT
    UnconfirmedComment.objects.update(at=at)
    OutgoingMail.objects.update(created_at=at)


def test_a_comment_waits_for_its_mail_and_a_button_publishes_it(paper, as_user):
    client = as_user()
    waits = client.post(form_of(paper), typed(anchor="s1"))
    before = Comment.objects.count()
    read = client.get(link_to())
    after_reading = Comment.objects.count()

    answer = client.post(link_to(), {"action": "confirm"})

    comment = Comment.objects.get()
    assert (waits.status_code, before, read.status_code, after_reading) == (200, 0, 200, 0)
    assert (comment.label, comment.anchor, comment.name, comment.by) == ("F-1", "s1", "Vera", None)
    assert answer.url == f"{paper.get_absolute_url()}#F-1"


def test_the_mail_repeats_no_word_of_the_comment(paper, as_user):
    as_user().post(form_of(paper), typed(text="Buy cheap watches", name="Watches Inc"))

    mail = OutgoingMail.objects.get(to=ADDRESS)
    assert "watches" not in (mail.subject_line + mail.body).lower()


def test_nothing_of_the_address_is_left_after_the_confirmation(paper, as_user):
    client = as_user()
    client.post(form_of(paper), typed())

    client.post(link_to(), {"action": "confirm"})

    kept = UnconfirmedComment.objects.get()
    page = client.get(paper.get_absolute_url()).content.decode()
    written = [str(entry.__dict__) for entry in AuditEntry.objects.all()]
    assert (kept.address, kept.text, kept.name) == ("", "", "")
    assert OutgoingMail.objects.filter(to=ADDRESS).count() == 0
    assert ADDRESS not in page + "".join(written)


def test_after_a_week_text_address_and_mail_are_deleted(paper, as_user):
    client = as_user()
    client.post(form_of(paper), typed())
    link = link_to()
    a_week_passes()

    late = client.post(link, {"action": "confirm"})
    periodic.run()

    assert (late.status_code, Comment.objects.count()) == (404, 0)
    assert "does not work any more" in late.content.decode()
    assert (
        UnconfirmedComment.objects.count(),
        OutgoingMail.objects.filter(to=ADDRESS).count(),
    ) == (
        0,
        0,
    )


def test_the_link_confirmed_again_leads_to_the_same_comment(paper, as_user):
    client = as_user()
    client.post(form_of(paper), typed())
    link = link_to()

    answers = [client.post(link, {"action": "confirm"}).url for _ in range(2)]

    assert Comment.objects.count() == 1
    assert answers == [f"{paper.get_absolute_url()}#F-1"] * 2
    assert "Your comment is public" in client.get(link).content.decode()


def test_whoever_reads_the_mail_can_delete_the_comment(paper, as_user):
    client = as_user()
    client.post(form_of(paper), typed())
    link = link_to()

    client.post(link, {"action": "delete"})

    assert (UnconfirmedComment.objects.count(), Comment.objects.count()) == (0, 0)
    assert client.post(link, {"action": "confirm"}).status_code == 404


def test_the_same_text_sent_twice_is_one_mail(paper, as_user):
    for _ in range(2):
        as_user().post(form_of(paper), typed())

    assert UnconfirmedComment.objects.count() == 1
    assert OutgoingMail.objects.filter(to=ADDRESS).count() == 1


def test_the_page_says_the_same_whether_the_address_has_an_account(paper, as_user):
    factories.make_user("known@example.org")

    pages = [
        as_user().post(form_of(paper), typed(address=f"{name}@example.org")).content.decode()
        for name in ("known", "other")
    ]

    assert pages[0].replace("known@", "other@") == pages[1]


@pytest.mark.parametrize(
    "bad",
    [
        {"text": ""},
        {"address": ""},
        {"address": "nowhere"},
        {"address": f"a@{'x' * 60}.{'y' * 60}.{'z' * 60}.{'x' * 60}.example.org"},
        {"anchor": "s9999"},
        {"group": "x"},
    ],
)
def test_a_refused_comment_keeps_what_was_typed(paper, as_user, bad):
    response = as_user().post(form_of(paper), typed(**bad))

    assert list(response.context["form"].errors) == list(bad)
    assert 'value="Vera"' in response.content.decode()
    assert UnconfirmedComment.objects.count() == 0


def test_one_address_writes_ten_comments_a_week(paper, as_user):
    for number in range(visitors.PER_ADDRESS):
        as_user().post(form_of(paper), typed(text=f"Comment {number}."))

    refused = as_user().post(form_of(paper), typed(text="One more.", address=ADDRESS.upper()))

    assert list(refused.context["form"].errors) == ["address"]
    assert "One more." in refused.content.decode()
    assert UnconfirmedComment.objects.count() == visitors.PER_ADDRESS


def test_a_paper_lets_only_so_many_comments_wait(paper, as_user):
    UnconfirmedComment.objects.bulk_create(
        UnconfirmedComment(version=paper.current, digest=str(n), address_key=str(n))
        for n in range(visitors.WAITING_LIMIT)
    )

    refused = as_user().post(form_of(paper), typed())

    assert "as many comments as fit" in refused.content.decode()
    assert "Add public buyers." in refused.content.decode()


def test_after_the_round_nothing_is_taken_and_nothing_typed_is_lost(paper, as_user):
    client = as_user()
    client.post(form_of(paper), typed(text="In time."))
    close_round(paper)

    refused = client.post(form_of(paper), typed(text="Too late."))
    read = client.get(link_to())
    client.post(link_to(), {"action": "confirm"})

    assert "Too late." in refused.content.decode()
    assert "In time." in read.content.decode()
    assert Comment.objects.count() == 0


def test_a_wrong_link_gets_a_friendly_page(paper, as_user):
    answer = as_user().get(f"{form_of(paper)}confirm/{links.new()[0]}/")

    assert answer.status_code == 404
    assert "does not work any more" in answer.content.decode()


def test_the_link_of_one_paper_opens_nothing_at_another(
    paper, organizer, rapporteur, secretariat, as_user
):
    other = make_staffed_session(organizer, rapporteur, number=978)
    take_note(other, rapporteur)
    elsewhere = published(other, rapporteur, secretariat)
    as_user().post(form_of(paper), typed())
    token = link_to().rstrip("/").rpartition("/")[2]

    assert as_user().get(f"{form_of(elsewhere)}confirm/{token}/").status_code == 404


def test_the_token_is_kept_as_a_hash_only(paper, as_user):
    as_user().post(form_of(paper), typed())
    token = link_to().rstrip("/").rpartition("/")[2]

    kept = UnconfirmedComment.objects.get()
    assert kept.digest == links.digest(token)
    assert token not in str(kept.__dict__)


def test_what_somebody_deleted_meanwhile_cannot_be_confirmed(paper, as_user):
    as_user().post(form_of(paper), typed())
    kept = visitors.find(paper, link_to().rstrip("/").rpartition("/")[2])
    visitors.discard(kept)

    with pytest.raises(RuleError):
        visitors.confirm(kept)


def test_an_unpublished_paper_has_no_form(organizer, rapporteur, as_user):
    session = make_staffed_session(organizer, rapporteur, number=979)
    hidden = ImpulsePaper.objects.create(workshop=session)

    assert as_user().get(form_of(hidden)).status_code == 404
    assert as_user(rapporteur).get(form_of(hidden)).status_code == 404


def test_rows_older_than_a_week_leave_room_again(paper, as_user):
    for number in range(visitors.PER_ADDRESS):
        as_user().post(form_of(paper), typed(text=f"Comment {number}."))
    UnconfirmedComment.objects.update(at=timezone.now() - visitors.KEPT - timedelta(minutes=1))

    as_user().post(form_of(paper), typed(text="One more."))

    assert UnconfirmedComment.objects.filter(text="One more.").count() == 1
