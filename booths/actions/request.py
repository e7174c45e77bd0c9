"""From the first saved draft to the submitted booth request, its changes and its withdrawal."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from booths.forms.request import ONSITE, VIRTUAL
from booths.models import Booth
from booths.permissions import why_not_editable
from forum.models import Edition, User
from submissions import drafts, people, requests
from submissions.drafts import Draft

WRITTEN = (
    "title", "background", "content", "contribution", "other_activities",
    "people_agreed", "links",
)  # fmt: skip
Content = Mapping[str, Any]


@transaction.atomic
def begin(edition: Edition, draft: Draft, *, by: User) -> Booth:
    """A new request that keeps what was typed so far."""
    return requests.begin(Booth(edition=edition, created_by=by), draft, by=by)


@transaction.atomic
def save_draft(booth: Booth, draft: Draft, *, revision: int) -> Booth:
    """Keep what was typed without touching what is submitted; raises Stale over another's save."""
    requests.require(why_not_editable(booth), booth)
    drafts.keep(booth, draft, revision=revision)
    return booth


@transaction.atomic
def submit_new(edition: Edition, content: Content, *, by: User) -> Booth:
    """Submit a request that was never saved."""
    booth = begin(edition, {}, by=by)
    return submit(booth, content, by=by, revision=booth.revision)


@transaction.atomic
def submit(booth: Booth, content: Content, *, by: User, revision: int) -> Booth:
    """Write the checked content: the first time it is submitted, later it is changed."""
    requests.require(why_not_editable(booth), booth)
    first = requests.claim_for_submission(booth, revision)
    _write(booth, content)
    requests.report_submission(booth, first=first, mail="booth_submitted", by=by)
    return booth


def _write(booth: Booth, content: Content) -> None:
    for name in WRITTEN:
        setattr(booth, name, content[name])
    booth.organization = people.organization_named(content["organization"])
    booth.is_onsite = ONSITE in content["attendance"]
    booth.is_virtual = VIRTUAL in content["attendance"]
    booth.save(update_fields=[*WRITTEN, "organization", "is_onsite", "is_virtual", "updated_at"])
    booth.themes.set(content["themes"])
    booth.goals.set(content["goals"])
    booth.partners.set(people.organization_named(row["name"]) for row in content["partners"])
    drafts.replace_in_order(booth.policy_questions, content["questions"])
    drafts.replace_in_order(booth.initiatives, content["initiatives"])
