import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.permissions import is_secretariat
from forum.states import Moving
from forum.vocabulary import StakeholderGroup
from workshops.models import Contributor, Workshop


class ImpulsePaperQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImpulsePaperQuerySet":
        """Published papers for everyone; those of one's own sessions; all for the Secretariat."""
        if is_secretariat(user):
            return self
        public = Q(status__in=ImpulsePaper.PUBLIC)
        if not user.is_authenticated:
            return self.filter(public)
        mine = Contributor.objects.filter(person__user=user).exclude(
            answer=Contributor.Answer.DECLINED
        )
        own = Q(workshop__created_by=user) | Q(workshop__in=mine.values("workshop"))
        return self.filter(public | own)

    def public(self) -> "ImpulsePaperQuerySet":
        return self.filter(status__in=ImpulsePaper.PUBLIC)


class ImpulsePaper(Moving):
    """The paper of one session. The machine drafts, a named person approves, another publishes."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("being compiled")
        FAILED = "failed", _("could not be compiled")
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("open for comments")
        FINAL = "final", _("final")

    MOVES = {
        Status.QUEUED: {Status.DRAFT, Status.FAILED},
        Status.FAILED: {Status.QUEUED},
        Status.DRAFT: {Status.QUEUED, Status.APPROVED},
        Status.APPROVED: {Status.DRAFT, Status.PUBLISHED},
        Status.PUBLISHED: {Status.FINAL},
    }
    PUBLIC = (Status.PUBLISHED, Status.FINAL)

    workshop = models.OneToOneField(
        Workshop, on_delete=models.PROTECT, related_name="impulse_paper"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    failure = models.TextField(blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    comments_until = models.DateTimeField(null=True, blank=True)

    objects = ImpulsePaperQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("approved_by")),
                name="paper_published_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "final"])
                | (Q(published_by__isnull=False) & Q(approved_by__isnull=False)),
                name="paper_public_has_two_names",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Impulse paper')}, {self.workshop.short_name}"

    @property
    def is_public(self) -> bool:
        return self.status in self.PUBLIC

    @property
    def takes_comments(self) -> bool:
        """Published, and the round of comments is not over."""
        until = self.comments_until
        open_round = until is None or timezone.now() < until
        return self.status == self.Status.PUBLISHED and open_round

    @property
    def version(self) -> "PaperVersion | None":
        """The newest version."""
        return self.versions.order_by("-revision").first()

    def add_version(
        self, content: dict, digest: str, base: "PaperVersion | None" = None
    ) -> "PaperVersion":
        """The next revision; `base` is the compiled one that people edited into it."""
        newest = self.version
        number = newest.revision + 1 if newest else 1
        label = f"0.{number}" if number < 9 else f"0.8.{number - 8}"
        return self.versions.create(
            revision=number, label=label, content=content, input_hash=digest, base=base
        )

    def get_absolute_url(self) -> str:
        return reverse("outcomes:paper", args=[self.workshop.edition.year, self.workshop.code])


class PaperVersion(models.Model):
    """One structure, never changed afterwards: `content` is what every format renders.

    The worker makes it, or an approval fixes what people made of `base`, the compiled version.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(ImpulsePaper, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=10, default="0.1", help_text="0.9 published, 1.0 final")
    content = models.JSONField()
    input_hash = models.CharField(max_length=64)
    base = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="approved_versions"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["paper", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "revision"], name="paper_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.paper}, {self.label}"

    @property
    def compiled(self) -> "PaperVersion":
        """What the machine made; itself where nobody edited it."""
        return self.base or self


class Comment(models.Model):
    """Feedback on a published version: on one statement (`anchor`) or, without, on the whole."""

    class Disposition(models.TextChoices):
        OPEN = "open", _("not answered yet")
        ACCEPTED = "accepted", _("accepted")
        NOTED = "noted", _("noted")
        DECLINED = "declined", _("declined")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PaperVersion, on_delete=models.CASCADE, related_name="comments")
    anchor = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    name = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    is_simulated = models.BooleanField(default=False)
    disposition = models.CharField(max_length=10, choices=Disposition, default=Disposition.OPEN)
    reply = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
