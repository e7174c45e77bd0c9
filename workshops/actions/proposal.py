"""The submission of a proposal, its changes, and the invitations that follow from it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import outbox
from forum.errors import RuleError
from forum.models import Person, User
from submissions import checklists, drafts, people, requests
from submissions.actions import versions
from submissions.models import Call
from submissions.requests import Content
from workshops import rules
from workshops.forms.proposal import ProposalForms
from workshops.models import Contributor, Workshop

WRITTEN = (
    "title", "type", "theme", "layout", "minutes", "description", "gains",
    "expected_outcomes", "hybrid_plan", "people_agreed", "links",
)  # fmt: skip
OF_THE_ROW = ("group", "region", "door")


@transaction.atomic
def submit(workshop: Workshop, content: Content, *, by: User, revision: int) -> Workshop:
    """Write the checked content: the first time it is submitted, later it is changed.

    New contributors with an address are invited; who stays keeps their answer. Raises Blocked
    when a rule of the edition is in the way, and RuleError for another type than its number has.
    """
    requests.require_open(workshop, Call.Kind.SESSION)
    _require_its_type(workshop, content)
    found = rules.of_content(workshop.edition, content, by=by, workshop=workshop)
    checklists.require(found, on=workshop)
    versions.keep_earlier(workshop, ProposalForms.written)
    first = requests.claim_for_submission(workshop, revision, by=by)
    for contributor in write(workshop, content, by=by):
        invite(contributor)
    versions.keep(workshop, ProposalForms.written(workshop), by=by)
    checklists.remember(workshop, found)
    requests.report_submission(
        workshop, first=first, mail="submitted", page=workshop.get_absolute_url(), by=by
    )
    return workshop


@transaction.atomic
def write(workshop: Workshop, content: Content, *, by: User) -> list[Contributor]:
    """Store the content without submitting it; returns the contributors to be invited."""
    _write(workshop, content)
    return _write_people(workshop, content["people"], by)


def invite(contributor: Contributor) -> None:
    """Ask a contributor to confirm, by a mail whose link is the right to answer."""
    _mark_asked(contributor)
    outbox.add(
        "invitation",
        contributor.workshop,
        to=[contributor.person.email],
        contributor=contributor,
        page=reverse("workshops:invitation", args=[contributor.token]),
    )


def _mark_asked(contributor: Contributor) -> None:
    contributor.asked_at = timezone.now()
    contributor.save(update_fields=["asked_at"])


def _require_its_type(workshop: Workshop, content: Content) -> None:
    if workshop.number is not None and workshop.type != content["type"]:
        words = _("It was submitted as %(name)s. The Secretariat can convert it to another type.")
        raise RuleError(words % {"name": workshop.short_name}, on=workshop, field="type")


def _write(workshop: Workshop, content: Content) -> None:
    """All but the type of a session that has a number: that is changed by its conversion."""
    for name in WRITTEN:
        if name == "type" and workshop.number is not None:
            continue
        setattr(workshop, name, content[name])
    workshop.save(update_fields=[*WRITTEN, "updated_at"])
    workshop.topics.set(content["topics"])
    workshop.goals.set(content["goals"])
    drafts.replace_in_order(workshop.policy_questions, content["questions"])
    drafts.replace_in_order(workshop.agenda, content["agenda"])


def _write_people(workshop: Workshop, rows: list[dict[str, Any]], by: User) -> list[Contributor]:
    """Make the listed contributors these; returns those who have to be invited."""
    present = _present(workshop)
    correctable = _named_only_in(workshop, present)
    kept: list[int] = []
    invited = []
    for position, row in enumerate(rows, start=1):
        person = people.find_or_add(row, by=by, present=present, correctable=correctable)
        present.append(person)
        contributor, added = _write_contributor(workshop, person, row, position)
        kept.append(contributor.pk)
        if person.user_id == by.pk:
            _accept_own(contributor)
        elif added and person.email and person.user_id != workshop.created_by_id:
            invited.append(contributor)
    workshop.contributors.filter(listed=True).exclude(pk__in=kept).delete()
    return invited


def _write_contributor(
    workshop: Workshop, person: Person, row: Mapping[str, Any], position: int
) -> tuple[Contributor, bool]:
    return Contributor.objects.update_or_create(
        workshop=workshop,
        person=person,
        role=row["role"],
        defaults={
            "position": position,
            "listed": True,
            "affiliation": people.organization_named(row["affiliation"]),
            **{name: row[name] for name in OF_THE_ROW},
        },
    )


def _accept_own(contributor: Contributor) -> None:
    if contributor.answer == Contributor.Answer.ASKED:
        contributor.answer = Contributor.Answer.ACCEPTED
        contributor.answered_at = timezone.now()
        contributor.save(update_fields=["answer", "answered_at"])


def _present(workshop: Workshop) -> list[Person]:
    named = Person.objects.filter(contributors__workshop=workshop, contributors__listed=True)
    return list(named.select_related("user", "organization").distinct())


def _named_only_in(workshop: Workshop, present: list[Person]) -> set[int]:
    """Persons without an account whom no other session names: their data may be corrected here."""
    elsewhere = Contributor.objects.filter(person__in=present).exclude(workshop=workshop)
    shared = set(elsewhere.values_list("person", flat=True))
    return {person.pk for person in present if person.user_id is None} - shared
