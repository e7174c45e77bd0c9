import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.models import Edition, Organization, Theme
from forum.permissions import is_secretariat
from forum.states import Moving
from submissions.models import Call, Question, Submission, new_token


class Place(models.Model):
    """A numbered place on the floor plan of an edition, in whole steps of a grid."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="places")
    label = models.CharField(_("label"), max_length=20)
    x = models.PositiveSmallIntegerField(_("column"), default=0)
    y = models.PositiveSmallIntegerField(_("row"), default=0)
    width = models.PositiveSmallIntegerField(_("width"), default=1)
    height = models.PositiveSmallIntegerField(_("height"), default=1)
    is_available = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        ordering = ["edition", "y", "x", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "label"], name="place_label_once"),
        ]

    def __str__(self) -> str:
        return self.label


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

    def hosting(self) -> "BoothQuerySet":
        """Accepted onsite booths that need a place of their own."""
        return self.filter(status=Booth.Status.ACCEPTED, is_onsite=True, host=None)

    def waiting(self) -> "BoothQuerySet":
        """Onsite requests on the waiting list, in the order in which they were submitted.

        Whoever shares a place comes in with the partner and waits for no own one.
        """
        listed = Q(waiting_since__isnull=False, waiting_until=None, host=None)
        return self.filter(listed, status=Booth.Status.SUBMITTED, is_onsite=True).order_by(
            "submitted_at", "pk"
        )


class Booth(Submission):
    """A stand in the IGF Village; `title` is the topic of the booth.

    It has a place of its own (`stand`) or shares the one of its `host`, never both. On the
    waiting list it is submitted, with `waiting_since` and without `waiting_until`.
    """

    call_kind = Call.Kind.BOOTH

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
    stand = models.OneToOneField(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="booth"
    )
    host = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="guest"
    )
    waiting_since = models.DateTimeField(null=True, blank=True)
    waiting_until = models.DateTimeField(null=True, blank=True)

    objects = BoothQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="booth_number_once"),
            models.CheckConstraint(
                condition=Q(stand=None) | Q(host=None), name="booth_own_or_shared_place"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def series(self) -> str:
        return "booth"

    @property
    def short_name(self) -> str:
        """`Village Booth #35`; without the number while there is none."""
        return f"Village Booth #{self.number}" if self.number is not None else "Village Booth"

    @property
    def full_name(self) -> str:
        """`IGF 2020 Village Booth #35 Kaspersky`."""
        name = self.organization.name if self.organization else self.title
        return f"IGF {self.edition.year} {self.short_name} {name}".strip()

    @property
    def place(self) -> str:
        """The label of its place, own or shared; empty while it has none."""
        stand = self.stand or (self.host.stand if self.host else None)
        return stand.label if stand else ""

    @property
    def sharing(self) -> "Booth | None":
        """The booth it shares a place with: its host or its guest."""
        return self.host or getattr(self, "guest", None)

    @property
    def is_waiting(self) -> bool:
        """Whether it is on the waiting list; `waiting()` asks the same of many."""
        listed = self.waiting_since is not None and self.waiting_until is None
        return (
            listed
            and self.host_id is None
            and self.is_onsite
            and self.status == self.Status.SUBMITTED
        )

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


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> "OfferQuerySet":
        return self.filter(answer=Offer.Answer.OPEN)


class Offer(models.Model):
    """A freed place offered to the first request on the waiting list, until `expires_at`.

    Without `place` the offer is for a place that the next allocation names. It is answered,
    or expires, or ends with its request: once.
    """

    class Answer(models.TextChoices):
        OPEN = "", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("expired")
        VOID = "void", _("ended with the request")

    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="offers")
    place = models.ForeignKey(
        Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="offers"
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["booth"], condition=Q(answer=""), name="offer_one_open_per_booth"
            ),
            models.UniqueConstraint(
                fields=["place"], condition=Q(answer=""), name="offer_one_open_per_place"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("offered_at")), name="offer_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return str(self.booth)


class PartneringQuerySet(models.QuerySet["Partnering"]):
    def open(self) -> "PartneringQuerySet":
        return self.filter(answer=Partnering.Answer.OPEN)


class Partnering(models.Model):
    """One booth asks another to share a place; agreed, it is written in `Booth.host`."""

    class Answer(models.TextChoices):
        OPEN = "", _("not answered yet")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        VOID = "void", _("ended with a request")

    asker = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="asked_for")
    asked = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="asked_by")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = PartneringQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker"], condition=Q(answer=""), name="partnering_one_open_per_asker"
            ),
            models.CheckConstraint(
                condition=~Q(asker=F("asked")), name="partnering_needs_two_booths"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker} – {self.asked}"


class BoothMessage(Moving):
    """What a visitor writes to a booth; with `initiative` it offers help with that one.

    The Secretariat reads it before the exhibitor does. Neither side sees the other's address.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waits for the Secretariat")
        FORWARDED = "forwarded", _("Forwarded")
        REFUSED = "refused", _("Not forwarded")
        ANSWERED = "answered", _("Answered")

    MOVES = {
        Status.WAITING: {Status.FORWARDED, Status.REFUSED},
        Status.FORWARDED: {Status.ANSWERED},
    }

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="messages")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    name = models.CharField(max_length=100)
    email = models.EmailField()
    text = models.TextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    sent_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return str(self.booth)
