from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.models import Organization, Theme
from forum.permissions import is_secretariat
from submissions.models import Question, Submission


class BoothQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BoothQuerySet":
        """Released booths for everyone; also one's own, and all for the Secretariat."""
        if is_secretariat(user):
            return self
        seen = Q(status=Booth.Status.ACCEPTED, released_at__isnull=False)
        if user.is_authenticated:
            seen |= Q(created_by=user)
        return self.filter(seen)

    def public(self) -> "BoothQuerySet":
        """Released booths only, whoever looks."""
        return self.filter(status=Booth.Status.ACCEPTED, released_at__isnull=False)


class Booth(Submission):
    """A stand in the IGF Village; `title` is the topic of the booth."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="booths"
    )
    partners = models.ManyToManyField(Organization, blank=True, related_name="partner_booths")
    background = models.TextField(blank=True)
    content = models.TextField(blank=True)
    contribution = models.TextField(_("contribution to themes, questions and goals"), blank=True)
    other_activities = models.TextField(_("other Internet-governance activities"), blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="booths")
    is_onsite = models.BooleanField(_("onsite"), default=False)
    is_virtual = models.BooleanField(_("virtual"), default=False)
    place = models.CharField(_("place in the village"), max_length=20, blank=True)

    objects = BoothQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="booth_number_once"),
            models.UniqueConstraint(
                fields=["edition", "place"], condition=~Q(place=""), name="booth_place_once"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def short_name(self) -> str:
        """`Village Booth #35`; without the number while there is none."""
        return f"Village Booth #{self.number}" if self.number is not None else "Village Booth"

    @property
    def full_name(self) -> str:
        """`IGF 2020 Village Booth #35 Kaspersky`."""
        name = self.organization.name if self.organization else self.title
        return f"IGF {self.edition.year} {self.short_name} {name}".strip()

    def get_absolute_url(self) -> str:
        if self.is_public and self.number is not None:
            return reverse("booths:booth", args=[self.edition.year, self.number])
        return reverse("booths:request", args=[self.uuid])


class BoothQuestion(Question):
    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="policy_questions")


class Initiative(models.Model):
    """Something shown at a booth. `figures`: [{"label", "value"}] as the exhibitor states them."""

    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="initiatives")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    text = models.TextField()
    founders = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    since = models.PositiveSmallIntegerField(null=True, blank=True)
    figures = models.JSONField(default=list, blank=True)
    link = models.URLField(blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title
