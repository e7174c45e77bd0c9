import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.vocabulary import StakeholderGroup
from outcomes.models.paper import ImpulsePaper, PaperVersion

COMMENT_CHARS = 2000
REASON_CHARS = 300


class StakeholderQuerySet(models.QuerySet):
    def to_be_sent(self) -> "StakeholderQuerySet":
        """Those whose mail was not written yet."""
        return self.filter(sent_at=None, withdrawn_at=None)

    def silent(self) -> "StakeholderQuerySet":
        """Those who got their link and have not answered."""
        return self.filter(sent_at__isnull=False, answered_at=None, withdrawn_at=None)

    def to_be_reminded(self) -> "StakeholderQuerySet":
        """Silent ones who got no mail today, by UTC."""
        today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        rested = self.silent().filter(Q(reminded_at=None) | Q(reminded_at__lt=today))
        return rested.filter(sent_at__lt=today).exclude(address="")


class Stakeholder(models.Model):
    """Somebody asked by name for feedback on a paper; one mail, one personal link.

    The address is seen by the people of the session and the Secretariat only, and taken away
    some time after the round.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(ImpulsePaper, on_delete=models.CASCADE, related_name="stakeholders")
    name = models.CharField(max_length=120)
    address = models.EmailField(blank=True)
    organization = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)
    language = models.CharField(max_length=10, default="en")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    has_no_comments = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "address"],
                condition=~Q(address=""),
                name="stakeholder_invited_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PersonalLink(models.Model):
    """The SHA-256 of the token in a mail to a stakeholder; an invitation and each reminder has one."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"link of {self.stakeholder}"


class CommentQuerySet(models.QuerySet):
    def unanswered(self) -> "CommentQuerySet":
        """Those that wait for a disposition; what is hidden needs none."""
        return self.filter(disposition=Comment.Disposition.OPEN, hidden_as="")

    def waiting(self, paper: ImpulsePaper) -> "CommentQuerySet":
        """Those on any version of the paper that have no answer yet."""
        return self.unanswered().filter(paper=paper)


class Comment(models.Model):
    """Feedback on a published version: on one statement (`anchor`) or, without, on the whole.

    `number` is its name in the paper: F-1, F-2 … in the order they became public. A hidden one
    keeps its number; `text`, `name`, `group` and `reply` of it are for nobody to read.
    """

    class Disposition(models.TextChoices):
        OPEN = "open", _("not answered yet")
        ACCEPTED = "accepted", _("accepted")
        NOTED = "noted", _("noted")
        DECLINED = "declined", _("declined")

    class Hidden(models.TextChoices):
        SPAM = "spam", _("Advertising or spam")
        INSULT = "insult", _("Insults, threats or hate")
        PRIVATE = "private", _("Personal data of others")
        BESIDE = "beside", _("Not about this paper")
        OTHER = "other", _("Another reason")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(ImpulsePaper, on_delete=models.CASCADE, related_name="comments")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(PaperVersion, on_delete=models.CASCADE, related_name="comments")
    anchor = models.CharField(max_length=40, blank=True)
    text = models.TextField(max_length=COMMENT_CHARS)
    name = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    at = models.DateTimeField(auto_now_add=True)
    is_simulated = models.BooleanField(default=False)
    disposition = models.CharField(max_length=10, choices=Disposition, default=Disposition.OPEN)
    reply = models.TextField(blank=True)
    hidden_as = models.CharField(max_length=10, choices=Hidden, blank=True)
    hidden_because = models.CharField(max_length=REASON_CHARS, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="comment_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.paper.workshop.short_name}"

    @property
    def label(self) -> str:
        return f"F-{self.number}"

    @property
    def is_hidden(self) -> bool:
        return bool(self.hidden_as)


class UnconfirmedComment(models.Model):
    """What somebody without an account wrote, until the link in the mail to the address confirms it.

    Confirming makes the `comment` and empties text, name and address; the row itself is deleted a
    week after it was written. `address_key` is a keyed hash, for limits only.
    """

    version = models.ForeignKey(PaperVersion, on_delete=models.CASCADE, related_name="+")
    anchor = models.CharField(max_length=40, blank=True)
    text = models.TextField(max_length=COMMENT_CHARS, blank=True)
    name = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)
    address = models.EmailField(blank=True)
    address_key = models.CharField(max_length=64, db_index=True)
    digest = models.CharField(max_length=64, unique=True)
    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
