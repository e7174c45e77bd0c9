"""What a session proposal and a booth request have in common."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum import codes
from forum.models import Edition, Goal, Organization, Person, Theme
from forum.references import reference
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
            .prefetch_related("closing_changes")
            .first()
        )

    def shown(self, kind: str, edition: int) -> "Call | None":
        """The call of an edition, open or not, with what its pages say about it."""
        calls = self.filter(edition=edition, kind=kind).select_related("edition")
        return calls.prefetch_related("closing_changes").first()


class Call(models.Model):
    """The dated invitation of an edition; without `closes_at` it stays open.

    `form_version` rises with every change of its form (FieldSetting) once it has opened.
    """

    class Kind(models.TextChoices):
        SESSION = "session", _("Sessions")
        BOOTH = "booth", _("Village booths")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="calls")
    kind = models.CharField(max_length=10, choices=Kind)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    form_version = models.PositiveIntegerField(default=1)

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

    def has_opened(self) -> bool:
        """Whether it is or was open; from then on it can only be extended."""
        return self.opens_at <= timezone.now()


class ClosingChange(models.Model):
    """Once the closing time of a call was changed; everybody may read when and why."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="closing_changes")
    was = models.DateTimeField(null=True)
    became = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.call}: {self.was} to {self.became}"


class FieldSetting(models.Model):
    """What the Secretariat changed about one field, or one set of rows, of the form of a call.

    `field` is its name; a field of a row is `<rows>-<field>`. What is empty stays as built in.
    """

    class Unit(models.TextChoices):
        WORDS = "words", _("words")
        CHARACTERS = "characters", _("characters")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="field_settings")
    field = models.SlugField(max_length=60)
    label = models.CharField(max_length=200, blank=True)
    help = models.TextField(blank=True)
    limit = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=10, choices=Unit, blank=True)
    required = models.BooleanField(null=True)
    is_new = models.BooleanField(default=False)

    class Meta:
        ordering = ["call", "field"]
        constraints = [
            models.UniqueConstraint(fields=["call", "field"], name="field_setting_once"),
            models.CheckConstraint(
                condition=Q(limit=None, unit="") | (Q(limit__gte=1) & ~Q(unit="")),
                name="field_setting_limit_has_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.field}"


class AccessCodeQuerySet(models.QuerySet["AccessCode"]):
    def valid(self) -> "AccessCodeQuerySet":
        """Neither expired nor taken back."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def typed(self, kind: str, text: str) -> "AccessCode | None":
        """The valid code somebody typed, whatever its spaces and capitals."""
        return self.valid().filter(call__kind=kind, code=codes.normalize(text)[:40]).first()

    def reopens(self, submission: "Submission") -> bool:
        """Whether a code was used for the request and still holds."""
        used = self.valid().filter(redeemed_at__isnull=False, about=submission.uuid)
        return used.exists()


class AccessCode(models.Model):
    """Reopens one request of a closed call until it expires, once somebody has used it.

    Issued for a request (`about`), or for an address whose account may begin one new request;
    `about` is then set when that one is begun.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="access_codes")
    code = models.CharField(max_length=40, unique=True, default=codes.new_secret)
    about = models.UUIDField(null=True, blank=True, db_index=True)
    email = models.EmailField(blank=True)
    note = models.TextField()
    expires_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(auto_now_add=True)
    redeemed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    redeemed_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = AccessCodeQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(about__isnull=False) | ~Q(email=""), name="access_code_for_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.email or self.about}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def shown(self) -> str:
        """The code in groups of five, to be read out and typed."""
        return "-".join(self.code[start : start + 5] for start in range(0, len(self.code), 5))


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
        Status.ACCEPTED: {Status.WITHDRAWN},
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


__all__ = [
    "AccessCode",
    "Call",
    "ClosingChange",
    "Exemption",
    "FieldSetting",
    "GivenNumber",
    "Goal",
    "Involvement",
    "Question",
    "Rule",
    "Submission",
    "Theme",
]
