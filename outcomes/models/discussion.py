import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.vocabulary import Door, StakeholderGroup
from outcomes.models.transcript import Passage
from workshops.models import PolicyQuestion, Workshop


class DraftItem(models.Model):
    """A numbered item of the draft under discussion, for example one of five principles."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="draft_items")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["workshop", "position"]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class DraftVersion(models.Model):
    """A wording of an item: the first one came into the session, the last one goes out of it."""

    item = models.ForeignKey(DraftItem, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="draft_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.item}, {self.number}"


class Note(models.Model):
    """One line of the rapporteur about what was said. A name only with the speaker's consent.

    A quote is the words of a passage of the transcript from `start` to `end`, and its text is those.
    A suggestion to a draft item gets a disposition.
    """

    class Kind(models.TextChoices):
        POINT = "point", _("Point")
        AGREEMENT = "agreement", _("Agreement")
        DISAGREEMENT = "disagreement", _("Disagreement")
        SUGGESTION = "suggestion", _("Suggestion")
        CALL = "call", _("Call to action")

    class Disposition(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Adopted in part")
        DECLINED = "declined", _("Not adopted")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.POINT)
    text = models.TextField()
    policy_question = models.ForeignKey(
        PolicyQuestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    draft_item = models.ForeignKey(
        DraftItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    door = models.CharField(max_length=6, choices=Door, blank=True)
    speaker = models.CharField(_("name"), max_length=120, blank=True)
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)
    consent = models.BooleanField(_("the person agreed to be named"), default=False)
    passage = models.ForeignKey(
        Passage, on_delete=models.RESTRICT, null=True, blank=True, related_name="quotes"
    )
    start = models.PositiveSmallIntegerField(default=0)
    end = models.PositiveSmallIntegerField(default=0)
    disposition = models.CharField(max_length=10, choices=Disposition, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    disposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_simulated = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["workshop", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(speaker="") | models.Q(consent=True),
                name="note_names_only_with_consent",
            ),
            models.CheckConstraint(
                condition=~models.Q(disposition="declined") | ~models.Q(reason=""),
                name="note_not_adopted_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(passage=None) | models.Q(end__gt=models.F("start")),
                name="note_quotes_some_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_suggestion(self) -> bool:
        """Whether it waits for a disposition or has one."""
        return self.kind == self.Kind.SUGGESTION and self.draft_item_id is not None
