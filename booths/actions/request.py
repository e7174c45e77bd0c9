"""The submission of a booth request and its changes."""

from django.db import transaction

from booths import rules
from booths.actions import places, waiting
from booths.forms.request import ONSITE, VIRTUAL, BoothForms
from booths.models import Booth
from forum import outbox
from forum.models import User
from submissions import checklists, drafts, people, requests
from submissions.actions import versions
from submissions.models import Call, new_token
from submissions.requests import Content

WRITTEN = (
    "title", "background", "content", "contribution", "other_activities",
    "people_agreed", "links",
)  # fmt: skip


@transaction.atomic
def submit(booth: Booth, content: Content, *, by: User, revision: int) -> Booth:
    """Write the checked content: the first time it is submitted, later it is changed.

    Raises Blocked when a rule of the edition is in the way.
    """
    requests.require_open(booth, Call.Kind.BOOTH)
    found = rules.of_content(booth.edition, content, by=by, booth=booth)
    checklists.require(found, on=booth)
    versions.keep_earlier(booth, BoothForms.written)
    first = requests.claim_for_submission(booth, revision, by=by)
    write(booth, content, by=by)
    versions.keep(booth, BoothForms.written(booth), by=by)
    checklists.remember(booth, found)
    page = booth.get_absolute_url()
    requests.report_submission(booth, first=first, mail="booth_submitted", page=page, by=by)
    return booth


@transaction.atomic
def withdraw(booth: Booth, *, by: User) -> None:
    """Take the request back, for good; its place goes to its partner or to the next who waits."""
    places.lock(booth.edition)
    requests.withdraw(booth, by=by)
    places.vacate(booth)
    places.end_questions(booth)
    waiting.offer_free_places(booth.edition, by=by)


def taken_over(booth: Booth) -> None:
    """The request has another exhibitor: the link of an open offer is theirs now, by a new mail."""
    for offer in booth.offers.open():
        offer.token = new_token()
        offer.save(update_fields=["token"])
        outbox.add("booth_offer", offer, to=[booth.created_by.email] if booth.created_by else [])


@transaction.atomic
def write(booth: Booth, content: Content, *, by: User) -> None:
    """Store the content without submitting it."""
    for name in WRITTEN:
        setattr(booth, name, content[name])
    booth.organization = people.organization_named(content["organization"])
    booth.is_onsite = ONSITE in content["attendance"]
    booth.is_virtual = VIRTUAL in content["attendance"]
    booth.save(update_fields=[*WRITTEN, "organization", "is_onsite", "is_virtual", "updated_at"])
    booth.themes.set(content["themes"])
    booth.goals.set(content["goals"])
    partners = [people.organization_named(row["name"]) for row in content["partners"]]
    booth.partners.set([partner for partner in partners if partner])
    drafts.replace_in_order(booth.policy_questions, content["questions"])
    drafts.replace_in_order(booth.initiatives, content["initiatives"])
