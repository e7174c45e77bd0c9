"""What is kept about a request beside its own row: versions, files, hand-overs, and dates to come."""

import uuid
from datetime import date, datetime, time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models import Edition
from forum.states import Moving
from submissions.models.call import Call
from submissions.models.request import new_token


class Version(models.Model):
    """What a request said each time it was submitted: {field: [values]}, as in a draft."""

    about = models.CharField(max_length=80, help_text="app.model:primary key")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    content = models.JSONField()

    class Meta:
        ordering = ["about", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["about", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.about}, {self.number}"


class Milestone(models.Model):
    """A date of a call that people wait for; without `time` it is the whole day at the venue.

    Who asked for something sees it only when it is public; the Secretariat sees all.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="milestones")
    label = models.CharField(_("what happens"), max_length=160)
    day = models.DateField(_("day"))
    time = models.TimeField(_("time at the venue"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to everybody with a request"), default=True)

    class Meta:
        ordering = ["call", "day", "time", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "label", "day"], name="milestone_once")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.label}"

    def ends(self) -> datetime:
        """The moment from which it lies in the past, on the clock of the venue."""
        return moment_of(self.day, self.time or time.max, self.call.edition)


def moment_of(day: date, clock: time, edition: Edition) -> datetime:
    return datetime.combine(day, clock, edition.zone)


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> "HandoverQuerySet":
        return self.filter(status=Handover.Status.OPEN)


class Handover(Moving):
    """A request offered to another account by mail; `token` is in the link of that mail."""

    class Status(models.TextChoices):
        OPEN = "open", _("not answered yet")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    MOVES = {Status.OPEN: {Status.ACCEPTED, Status.DECLINED, Status.CANCELLED}}

    about = models.CharField(max_length=80, help_text="app.model:primary key")
    email = models.EmailField(_("e-mail"))
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["about"], condition=Q(status="open"), name="handover_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} to {self.email}"

    @property
    def can_be_answered(self) -> bool:
        return self.status == self.Status.OPEN and self.expires_at > timezone.now()


class Attachment(models.Model):
    """A file of a request, stored under the generated `name`; its own one is not kept."""

    class Kind(models.TextChoices):
        BACKGROUND = "background", _("Background paper")
        SLIDES = "slides", _("Slides")
        PICTURE = "picture", _("Picture or logo")
        LETTER = "letter", _("Letter")
        OTHER = "other", _("Other")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=80, db_index=True, help_text="app.model:primary key")
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(max_length=60, unique=True, editable=False)
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64, editable=False)
    is_public = models.BooleanField(_("shown on the public page"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def suffix(self) -> str:
        return self.name.rpartition(".")[2]


class Copy(models.Model):
    """A request that was begun from an earlier one; `left_out` is what did not fit: [[label, text]]."""

    about = models.CharField(max_length=80, unique=True, help_text="app.model:primary key")
    source = models.CharField(max_length=80, help_text="app.model:primary key")
    title = models.CharField(max_length=255, blank=True)
    left_out = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "copies"

    def __str__(self) -> str:
        return f"{self.about} from {self.source}"
