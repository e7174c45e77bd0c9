import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.permissions import is_secretariat
from forum.states import Moving
from workshops.models import Contributor, Workshop

REASON_CHARS = 1000


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
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="of the first public version"
    )
    comments_until = models.DateTimeField(null=True, blank=True)

    objects = ImpulsePaperQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "pk"]

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
        """The newest version, public or not."""
        return self.versions.order_by("-revision").first()

    @property
    def current(self) -> "PaperVersion | None":
        """The newest version that is public."""
        return self.versions.public().order_by("-revision").first()

    @property
    def signed(self) -> "PaperVersion | None":
        """The newest version, where one person approved it and a second has to publish it."""
        newest = self.version
        waits = newest and newest.approved_at and not newest.published_at
        return newest if waits else None

    def add_version(
        self, content: dict, digest: str, base: "PaperVersion | None" = None
    ) -> "PaperVersion":
        """The next revision; `base` is the compiled one that people edited into it."""
        newest = self.version
        number = newest.revision + 1 if newest else 1
        return self.versions.create(
            revision=number,
            label=self._working_label(number),
            content=content,
            input_hash=digest,
            base=base,
        )

    def _working_label(self, number: int) -> str:
        """0.1, 0.2 … before the publication as 0.9; then 0.9.1, 1.0.1 … until it gets its own."""
        if public := self.current:
            return f"{public.label}.{number - public.revision}"
        return f"0.{number}" if number < 9 else f"0.8.{number - 8}"

    def get_absolute_url(self) -> str:
        return reverse("outcomes:paper", args=[self.workshop.edition.year, self.workshop.code])


class PaperVersionQuerySet(models.QuerySet):
    def public(self) -> "PaperVersionQuerySet":
        return self.filter(published_at__isnull=False)


class PaperVersion(models.Model):
    """One structure, never changed afterwards: `content` is what every format renders.

    The worker makes it, or an approval fixes what people made of `base`, the compiled version.
    One person approves it and another publishes it; `reason` says why it differs from the last
    public one.
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
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=REASON_CHARS)

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "revision"], name="paper_revision_once"),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("approved_by")),
                name="paper_published_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | (Q(published_by__isnull=False) & Q(approved_by__isnull=False)),
                name="paper_public_has_two_names",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper}, {self.label}"

    def get_absolute_url(self) -> str:
        """Its address for good; the paper's own leads to the newest version."""
        workshop = self.paper.workshop
        return reverse(
            "outcomes:paper_version", args=[workshop.edition.year, workshop.code, self.label]
        )

    @property
    def is_replaced(self) -> bool:
        """Whether a later version is public."""
        later = self.paper.versions.public().filter(revision__gt=self.revision)
        return self.published_at is not None and later.exists()

    def get_status_display(self) -> str:
        """The state of the paper as this version has it: `replaced` once a later one is public."""
        return str(_("replaced") if self.is_replaced else self.paper.get_status_display())

    @property
    def compiled(self) -> "PaperVersion":
        """What the machine made; itself where nobody edited it."""
        return self.base or self
