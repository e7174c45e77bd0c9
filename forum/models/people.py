from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.vocabulary import Gender, RegionalGroup, StakeholderGroup


class Organization(models.Model):
    name = models.CharField(max_length=160, unique=True)
    website = models.URLField(blank=True)
    country = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody named in a request, with or without an account.

    E-mail and gender are never public; gender is only counted. `photo` is the name of a stored
    file. Biography and photo are shown where the person accepted to be named.
    """

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    country = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)
    region = models.CharField(max_length=60, choices=RegionalGroup, blank=True)
    gender = models.CharField(max_length=12, choices=Gender, blank=True)
    biography = models.TextField(blank=True)
    photo = models.CharField(max_length=60, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def photo_key(self) -> str:
        """The name of the photo in its address; a new photo has a new one."""
        return self.photo.partition(".")[0]


class Difference(models.Model):
    """Two entries of the registry that the Secretariat knows to be different, by their references."""

    one = models.CharField(max_length=80)
    other = models.CharField(max_length=80)
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="difference_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.one}, {self.other}"
