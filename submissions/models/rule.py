"""The rules of an edition and the exceptions from them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.models import Edition
from submissions.models.call import Call


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
    changed_at = models.DateTimeField(auto_now=True)

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
