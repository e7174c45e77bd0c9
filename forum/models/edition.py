from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def known_zone(name: str) -> None:
    """Refuse a time zone that the IANA database does not list."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not an IANA time zone."), params={"name": name})


def default_limits() -> dict:
    return {
        "session_title_chars": 60,
        "booth_topic_chars": 120,
        "long_text_words": 350,
        "policy_questions": 6,
        "goals": 17,
        "village_offer_hours": 72,
        "attachments": 5,
        "attachment_bytes": 5_000_000,
        "takeaways_days": 0,
        "report_days": 14,
        "report_remind_before": 3,
        "report_remind_after": 1,
        "report_points": 5,
        "report_point_words": 150,
        "report_words": 1500,
    }


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> "Edition | None":
        return self.filter(is_current=True).first()


class Edition(models.Model):
    """One year's forum. `limits` holds the year's numbers as data (see default_limits)."""

    year = models.PositiveSmallIntegerField(unique=True)
    number = models.PositiveSmallIntegerField(_("ordinal number"))
    title = models.CharField(_("overarching title"), max_length=200)
    host_city = models.CharField(max_length=80, blank=True)
    host_country = models.CharField(max_length=80, blank=True)
    is_online = models.BooleanField(_("online only"), default=False)
    timezone = models.CharField(max_length=40, default="UTC", validators=[known_zone])
    starts_on = models.DateField()
    ends_on = models.DateField()
    theme_label = models.CharField(max_length=40, default="Theme")
    limits = models.JSONField(default=default_limits)
    is_current = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="edition_one_current"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="edition_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"IGF {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("workshops:programme", args=[self.year])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def place(self) -> str:
        """Where it happens, in words: the city, or "online"."""
        return str(_("online")) if self.is_online else self.host_city

    def limit(self, name: str) -> int:
        """A number of this year's rules; the default of the portal where the year sets none."""
        return int(self.limits.get(name, default_limits()[name]))


class Theme(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "title"], name="theme_title_once")
        ]

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ["theme", "position"]
        constraints = [models.UniqueConstraint(fields=["theme", "title"], name="topic_title_once")]

    def __str__(self) -> str:
        return self.title


class Goal(models.Model):
    """One of the 17 Sustainable Development Goals, by its official number and title."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    title = models.CharField(max_length=80)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__range=(1, 17)), name="goal_number_1_to_17")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
