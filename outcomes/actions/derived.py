"""What came of a paper: later publications, linked by the organizers of its session."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from outcomes.models import DerivedPublication, ImpulsePaper
from outcomes.permissions import can_link_publications

PER_PAPER = 50


@transaction.atomic
def link(paper: ImpulsePaper, *, by: User, url: str, **facts: Any) -> DerivedPublication:
    """Link a later publication. One address stands once; a public paper has at most 50."""
    ImpulsePaper.objects.select_for_update().get(pk=paper.pk)
    if not can_link_publications(by, paper):
        raise RuleError(_("The organizers of the session link later publications."), on=paper)
    if paper.derived.filter(url=url).exists():
        raise RuleError(_("This address is linked already."), on=paper, field="url")
    if paper.derived.count() >= PER_PAPER:
        raise RuleError(_("This paper has as many links as fit."), on=paper)
    linked = DerivedPublication.objects.create(paper=paper, by=by, url=url, **facts)
    audit.record(by, "linked publication", linked)
    return linked


@transaction.atomic
def unlink(publication: DerivedPublication, *, by: User) -> None:
    """Take a link back; the log keeps what it said."""
    if not can_link_publications(by, publication.paper):
        raise RuleError(_("The organizers of the session link later publications."), on=publication)
    said = {"title": publication.title, "url": publication.url}
    audit.record(by, "unlinked publication", publication, details=said)
    publication.delete()
