"""A request, its number, the people named in it, its policy questions."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models import Edition, Goal, Organization, Person
from forum.references import reference
from forum.states import Moving
from forum.vocabulary import RegionalGroup, StakeholderGroup


class GivenNumber(models.Model):
    """A number that one request was given, for good: it stays when the request is withdrawn.

    `series` is the type of a session or "booth". A converted session has one in each series
    it has been in. `is_sample` is a number of an invented request, from 900 up.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="given_numbers")
    series = models.SlugField(max_length=20)
    number = models.PositiveIntegerField()
    about = models.CharField(max_length=80, db_index=True, help_text="app.model:primary key")
    is_sample = models.BooleanField(default=False)
    given_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "series", "number"], name="given_number_once"
            ),
            models.UniqueConstraint(
                fields=["edition", "series", "about"], name="given_number_one_per_request"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="given_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.series}-{self.number}"


class Submission(Moving):
    """A request to the forum, from its first saved draft to its released decision.

    `draft` keeps what was typed and is not yet part of the request: {field: [values]}.
    `revision` rises with every save, so that two editors notice each other.
    `share_key` is part of the link for people without an account; without one there is no link.
    `form_version` is the one of its call under which it was last submitted.
    Until `repair_until` a returned request takes changes, whatever its call says; submitted
    again it has no such date any more. `is_screened_out` marks a refusal before the review.
    The rules blocked and warned as often as counted at `checked_at`; without it they are due.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN},
        Status.ACCEPTED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.DECLINED: {Status.SUBMITTED},
    }

    call_kind: ClassVar[str]

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="%(class)ss")
    number = models.PositiveIntegerField(null=True, blank=True)
    title = models.TextField(_("title"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    draft = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    share_key = models.CharField(max_length=32, blank=True, editable=False)
    form_version = models.PositiveIntegerField(null=True, editable=False)
    goals = models.ManyToManyField(Goal, blank=True, related_name="%(class)ss")
    links = models.JSONField(default=list, blank=True, help_text='[{"title": …, "url": …}]')
    people_agreed = models.BooleanField(
        _("the people named agreed"), default=False, help_text="confirmed by the submitter"
    )
    is_sample = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="%(class)ss"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.TextField(blank=True)
    is_screened_out = models.BooleanField(_("refused before the review"), default=False)
    repair_note = models.TextField(blank=True)
    repair_until = models.DateTimeField(null=True, blank=True)
    repaired_at = models.DateTimeField(null=True, blank=True)
    blocking_rules = models.PositiveSmallIntegerField(default=0)
    warning_rules = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def series(self) -> str:
        """Within what its number is given once: the type of a session, "booth" for booths."""
        raise NotImplementedError

    def given_numbers(self) -> models.QuerySet[GivenNumber]:
        """Every number it was ever given, the first one first."""
        return GivenNumber.objects.filter(about=reference(self))

    @property
    def is_public(self) -> bool:
        """Accepted, and the decision has been released."""
        return self.status == self.Status.ACCEPTED and self.released_at is not None

    @property
    def awaits_release(self) -> bool:
        decided = {self.Status.ACCEPTED, self.Status.DECLINED}
        return self.status in decided and self.released_at is None

    @property
    def is_returned(self) -> bool:
        """Sent back for repair and not submitted again, in time or not."""
        return self.status == self.Status.SUBMITTED and self.repair_until is not None

    @property
    def takes_repairs(self) -> bool:
        """Sent back for repair, and the date has not passed."""
        until = self.repair_until
        return self.is_returned and until is not None and timezone.now() < until

    @property
    def shown_status(self) -> str:
        """The status its submitter may know: an unreleased decision still reads as submitted."""
        return self.Status.SUBMITTED if self.awaits_release else self.status

    def get_shown_status_display(self) -> str:
        return str(self.Status(self.shown_status).label)


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Involvement(models.Model):
    """A person named in a request, in one role, with the affiliation of that year and their answer.

    `listed=False` gives the right of the role without showing the person in public.
    Whoever declined is shown nowhere in public.
    """

    class Answer(models.TextChoices):
        ASKED = "asked", _("not answered yet")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(default=1)
    affiliation = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)
    region = models.CharField(max_length=60, choices=RegionalGroup, blank=True)
    listed = models.BooleanField(default=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when a mail last asked")

    class Meta:
        abstract = True
        ordering = ["position"]


class Question(models.Model):
    """A policy question of a request, in its order."""

    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text

    @property
    def letter(self) -> str:
        """A, B, C … as the forum writes them."""
        return chr(ord("A") + self.position - 1)
