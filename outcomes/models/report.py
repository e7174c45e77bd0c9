from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.models import Person
from workshops.models import Workshop


class SessionReport(models.Model):
    """What the people of a session report: a draft until it is filed, numbered versions afterwards.

    `draft` is what was typed and is not filed yet: {field: [values]}. `revision` rises with every
    save, so that two editors notice each other. The takeaways may be filed before the rest.
    """

    workshop = models.OneToOneField(Workshop, on_delete=models.PROTECT, related_name="report")
    draft = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    takeaways_filed_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["workshop"]

    def __str__(self) -> str:
        return f"{_('Session report')}, {self.workshop.short_name}"

    @property
    def version(self) -> "ReportVersion | None":
        """The newest filed version."""
        return self.versions.order_by("-number").first()


class ReportVersion(models.Model):
    """A report as it was filed, never changed afterwards; a correction is the next number.

    `content`: {"takeaways": [text], "calls": [text], "narrative": text,
    "participants": {"room": number or null, "online": number or null}}.
    """

    report = models.ForeignKey(SessionReport, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    is_complete = models.BooleanField(default=True, help_text="more than takeaways and calls")
    content = models.JSONField()
    reason = models.TextField(blank=True, help_text="why it was corrected")
    is_simulated = models.BooleanField(default=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    filed_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.CheckConstraint(
                condition=models.Q(number__gt=0), name="report_version_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.number}"

    @property
    def participants(self) -> dict[str, Any]:
        return self.content["participants"]


class DutyReminder(models.Model):
    """That a person was reminded of something a session owes, on one occasion, once."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="duty_reminders")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duty_reminders")
    occasion = models.CharField(max_length=60, help_text="report:before:2027-11-23")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "person", "occasion"], name="duty_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.workshop}: {self.occasion}"
