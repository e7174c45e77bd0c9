from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outcomes.models.paper import ImpulsePaper

TEXT_CHARS = 1000


class Edit(models.Model):
    """One step in the review of a draft; never changed. `outcomes.compiler.edits` applies them.

    `key` names a sentence (or a caution) by what it says, `text` is its new wording, the reason for
    a cut, the answer to a caution or the neighbour of a move; `before` is what the editor read.
    """

    class Act(models.TextChoices):
        ACCEPT = "accept", _("accepted")
        EDIT = "edit", _("edited")
        CUT = "cut", _("cut")
        BEFORE = "before", _("moved up")
        AFTER = "after", _("moved down")
        ANSWER = "answer", _("caution answered")
        UNDO = "undo", _("taken back")

    class Reason(models.TextChoices):
        WRONG = "wrong", _("Not what was said or decided")
        REPEATED = "repeated", _("Says again what stands elsewhere")
        PRIVATE = "private", _("Personal or confidential")
        BESIDE = "beside", _("Not about the topic")
        OTHER = "other", _("Another reason")

    paper = models.ForeignKey(ImpulsePaper, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=Act)
    key = models.CharField(max_length=40)
    text = models.TextField(blank=True, max_length=TEXT_CHARS)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    before = models.TextField(blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="undone_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_edit_number_once"),
            models.CheckConstraint(
                condition=~Q(act__in=["edit", "answer"]) | ~Q(text=""),
                name="paper_edit_says_something",
            ),
            models.CheckConstraint(
                condition=~Q(act="cut") | ~Q(reason=""), name="paper_cut_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(act="undo", undoes__isnull=False)
                | (~Q(act="undo") & Q(undoes__isnull=True)),
                name="paper_undo_names_a_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper}, {self.number}. {self.get_act_display()}"


class CompilingSwitch(models.Model):
    """One throw of the switch that stops or starts all compiling; the newest row holds."""

    is_stopped = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "compiling switches"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_stopped=False) | ~Q(reason=""), name="stop_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return str(_("Compiling stopped") if self.is_stopped else _("Compiling goes on"))
