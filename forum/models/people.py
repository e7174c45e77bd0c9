from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.vocabulary import RegionalGroup, StakeholderGroup


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
    """Somebody named in a request, with or without an account. The e-mail is never public."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    country = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)
    region = models.CharField(max_length=60, choices=RegionalGroup, blank=True)
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
