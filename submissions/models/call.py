"""The call of an edition: when it is open, what was changed of its form, who may come late."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum import codes
from forum.models import Edition

if TYPE_CHECKING:
    from submissions.models.request import Submission


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
