"""What a session proposal and a booth request have in common."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models import Edition, Goal, Organization, Person, Theme
from forum.states import Moving
from forum.vocabulary import RegionalGroup, StakeholderGroup


class CallQuerySet(models.QuerySet["Call"]):
    def open(self, kind: str) -> "Call | None":
        """The call of the current edition that takes requests of this kind now, if any."""
        now = timezone.now()
        return (
            self.filter(edition__is_current=True, kind=kind, opens_at__lte=now)
            .filter(Q(closes_at=None) | Q(closes_at__gt=now))
            .select_related("edition")
            .first()
        )


class Call(models.Model):
    """The dated invitation of an edition; without `closes_at` it stays open."""

    class Kind(models.TextChoices):
        SESSION = "session", _("Sessions")
        BOOTH = "booth", _("Village booths")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="calls")
    kind = models.CharField(max_length=10, choices=Kind)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="call_once_per_kind"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"

    def is_open(self) -> bool:
        now = timezone.now()
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)


class Rule(models.Model):
    """A rule of one edition for one kind of request: how strict it is, and the words people read.

    What the rule asks is its `code` (see submissions.rulebook); `parameters` hold its numbers
    and the types and formats it is limited to. A rule that is not there does not apply.
    """

    class Level(models.TextChoices):
        OFF = "off", _("Off")
        WARN = "warn", _("Warns")
        BLOCK = "block", _("Blocks")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=10, choices=Call.Kind)
    code = models.SlugField(max_length=40)
    level = models.CharField(max_length=5, choices=Level, default=Level.OFF)
    parameters = models.JSONField(default=dict, blank=True)
    text = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["edition", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "code"], name="rule_once_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.get_kind_display()}: {self.code}"


class Exemption(models.Model):
    """The Secretariat lets one request pass one rule, and says why."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="exemptions")
    about = models.CharField(max_length=80, help_text="app.model:primary key")
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "about"], name="exemption_once_per_request")
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.rule.code}"


class Submission(Moving):
    """A request to the forum, from its first saved draft to its released decision.

    `draft` keeps what was typed and is not yet part of the request: {field: [values]}.
    `revision` rises with every save, so that two editors notice each other.
    `share_key` is part of the link for people without an account; without one there is no link.
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

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="%(class)ss")
    number = models.PositiveIntegerField(null=True, blank=True)
    title = models.TextField(_("title"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    draft = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    share_key = models.CharField(max_length=32, blank=True, editable=False)
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


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, user) -> "SavedViewQuerySet":
        """One's own views and those the whole Secretariat shares."""
        return self.filter(Q(owner=user) | Q(is_shared=True))


class SavedView(models.Model):
    """A filter of the desk under a name; `query` is the part of the address after the `?`."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600, blank=True)
    is_shared = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name


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


__all__ = [
    "Call",
    "Exemption",
    "Goal",
    "Involvement",
    "Question",
    "Rule",
    "SavedView",
    "Submission",
    "Theme",
]
