"""A survey of one session: its waves, the questions asked in them, the answers until the seal."""

import secrets
import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forum.states import Moving
from forum.vocabulary import Door, RegionalGroup, StakeholderGroup
from workshops.models import AgendaItem, PolicyQuestion, Workshop


def in_language(texts: dict, language: str | None = None) -> str:
    """The text in the language, else in English, else in whatever language there is."""
    language = language or get_language() or "en"
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def new_secret() -> str:
    return secrets.token_hex(32)


class Survey(Moving):
    """Everything asked in one session. Under the session's code at most one is not sealed.

    A rehearsal is a copy beside it whose answers never count. `merges`: groups counted together,
    [{"dimension", "name", "groups"}].
    """

    class Status(models.TextChoices):
        PREPARING = "preparing", _("in preparation")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")
        SEALED = "sealed", _("sealed")

    class Level(models.TextChoices):
        OPEN = "open", _("Open")
        CODES = "codes", _("Codes")

    MOVES = {
        Status.PREPARING: {Status.RUNNING},
        Status.RUNNING: {Status.ENDED},
        Status.ENDED: {Status.RUNNING, Status.SEALED},
    }

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="surveys")
    status = models.CharField(max_length=10, choices=Status, default=Status.PREPARING)
    secret = models.CharField(max_length=64, default=new_secret, blank=True, editable=False)
    is_simulated = models.BooleanField(default=False)
    is_rehearsal = models.BooleanField(default=False, help_text="ends by being deleted")
    merges = models.JSONField(default=list, blank=True)
    level = models.CharField(max_length=5, choices=Level, default=Level.OPEN)
    codes_given = models.PositiveIntegerField(default=0, help_text="without those taken back")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "is_rehearsal"],
                condition=~Q(status="sealed"),
                name="survey_one_unsealed_per_session",
            ),
            models.CheckConstraint(
                condition=Q(is_rehearsal=False) | Q(status__in=["preparing", "running"]),
                name="survey_rehearsal_is_never_kept",
            ),
            models.CheckConstraint(
                condition=~Q(status="sealed") | Q(secret=""), name="survey_sealed_has_no_secret"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Survey')}, {self.workshop.short_name}"


class Wave(Moving):
    """One opening of the survey: its questions asked once. A closed wave never reopens."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        SHOWN = "shown", _("results shown")

    MOVES = {
        Status.PLANNED: {Status.OPEN},
        Status.OPEN: {Status.CLOSED},
        Status.CLOSED: {Status.SHOWN},
    }

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    agenda_item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="waves"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    changed_during_session = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closing_at = models.DateTimeField(
        null=True, blank=True, help_text="announced to everybody; closes nothing by itself"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField(blank=True, validators=[MaxLengthValidator(500)])

    class Meta:
        ordering = ["survey", "position"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="wave_position_once"),
            models.UniqueConstraint(fields=["survey", "agenda_item"], name="wave_item_once"),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(status="open"), name="wave_one_open_per_survey"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{_('Survey')} {self.position}"


class Question(models.Model):
    """A question in its wording. `text`: {language: text}; `options`: [{"id", "text", "supports"}].

    Agreement questions have the five fixed options "1" (strongly disagree) to "5", consent the
    three "support", "live", "object". Number questions have `number`: {"min", "max", "unit",
    "decimals"}, the unit by language. `why_of` = asks for the reason of that question's answer.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("one choice")
        MULTIPLE = "multiple", _("several choices")
        AGREEMENT = "agreement", _("five-point agreement")
        RANKING = "ranking", _("ranking")
        NUMBER = "number", _("number")
        CONSENT = "consent", _("consent")
        TEXT = "text", _("open text")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.JSONField(default=dict)
    options = models.JSONField(default=list, blank=True)
    number = models.JSONField(default=dict, blank=True)
    why_of = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="why"
    )
    policy_question = models.ForeignKey(
        PolicyQuestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="asked_as"
    )

    class Meta:
        ordering = ["survey", "position"]

    def __str__(self) -> str:
        return in_language(self.text)


class Asking(models.Model):
    """A question in one wave. Its uuid is what ballots, the live state and the record call it.

    `compared` = this wave is part of the comparison planned for the question.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="askings")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="askings")
    position = models.PositiveSmallIntegerField(default=1)
    compared = models.BooleanField(default=True)

    class Meta:
        ordering = ["wave", "position"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "question"], name="asking_once_per_wave")
        ]

    def __str__(self) -> str:
        return f"{self.wave}: {self.question}"


class Attendee(models.Model):
    """Somebody who joined, known by a key derived from the phone's cookie; gone with the seal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="attendees")
    voter_key = models.CharField(max_length=64)
    door = models.CharField(max_length=6, choices=Door)
    group = models.CharField(max_length=40, choices=StakeholderGroup, blank=True)
    region = models.CharField(max_length=60, choices=RegionalGroup, blank=True)
    asked_about = models.BooleanField(default=False, help_text="group and region were asked once")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "voter_key"], name="attendee_joins_once")
        ]

    def __str__(self) -> str:
        return self.get_door_display()


class EntryCode(models.Model):
    """A one-time code that nobody used yet, as a keyed hash.

    Using it deletes the row, so that no mark, time or transaction links it to who joined.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="entry_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "digest"], name="entry_code_once")]

    def __str__(self) -> str:
        return str(_("One-time code"))


class Ballot(models.Model):
    """One answer. It has no time, address, agent or running number; the key goes with the seal.

    Whoever writes one holds the wave of its asking: so the database need not look the asking up
    again for every answer, which was half of what an answer cost it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.ForeignKey(
        Asking, on_delete=models.CASCADE, related_name="ballots", db_constraint=False
    )
    voter_key = models.CharField(max_length=64, null=True)  # noqa: DJ001 (null = sealed, never equal)
    answer = models.JSONField()
    nonce = models.CharField(max_length=32)
    receipt = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asking", "voter_key"], name="ballot_one_per_person"),
            models.UniqueConstraint(fields=["receipt", "asking"], name="ballot_receipt_once"),
        ]

    def __str__(self) -> str:
        return self.receipt


class Record(models.Model):
    """What the seal fixed: the four files and the SHA-256 that is read out and printed."""

    survey = models.OneToOneField(Survey, on_delete=models.PROTECT, related_name="record")
    ballots = models.TextField()
    pairs = models.TextField()
    groups = models.TextField()
    rules = models.TextField()
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256

    def files(self) -> dict[str, bytes]:
        """File name → bytes, as they lie in the bundle."""
        return {
            "ballots.csv": self.ballots.encode(),
            "groups.csv": self.groups.encode(),
            "pairs.csv": self.pairs.encode(),
            "rules.json": self.rules.encode(),
        }


class HiddenText(models.Model):
    """An open answer that pages and papers leave out, for a reason; the record keeps it."""

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="hidden_texts")
    receipt = models.CharField(max_length=16)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asking", "receipt"], name="hidden_text_once")
        ]

    def __str__(self) -> str:
        return f"{_('Open answer')}, {self.asking.wave}"


class Turn(models.Model):
    """Somebody spoke, from the room or online: one tap of a moderator."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="turns")
    door = models.CharField(max_length=6, choices=Door)
    agenda_item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="turns"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_door_display()


class IdeaQuerySet(models.QuerySet):
    def public(self):
        """Those a moderator approved."""
        return self.filter(status__in=[Idea.Status.APPROVED, Idea.Status.ANSWERED])

    def with_backing(self):
        """With `backing`, the number of people who support the idea."""
        return self.annotate(backing=F("supporters") + Count("supports"))


class Idea(Moving):
    """A question or idea somebody sent in; private until a moderator approves it.

    Before the seal the key finds the author's own ideas. The seal removes it and the keys of the
    supporters, whose number it fixes in `supporters`.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        IDEA = "idea", _("Idea")

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting for a moderator")
        APPROVED = "approved", _("approved")
        ANSWERED = "answered", _("answered")
        HIDDEN = "hidden", _("hidden")

    MOVES = {
        Status.WAITING: {Status.APPROVED, Status.HIDDEN},
        Status.APPROVED: {Status.ANSWERED, Status.HIDDEN},
        Status.ANSWERED: {Status.APPROVED, Status.HIDDEN},
        Status.HIDDEN: {Status.APPROVED},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="ideas")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.QUESTION)
    text = models.CharField(max_length=280)
    language = models.CharField(max_length=10)
    door = models.CharField(max_length=6, choices=Door)
    may_quote = models.BooleanField(default=False)
    name = models.CharField(max_length=80, blank=True)
    hidden_for = models.CharField(max_length=200, blank=True)
    supporters = models.PositiveIntegerField(default=0)
    voter_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 (as in Ballot)
    sent_at = models.DateTimeField(default=timezone.now)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(may_quote=True) | Q(name=""), name="idea_name_only_with_consent"
            ),
            models.CheckConstraint(
                condition=~Q(status="hidden") | ~Q(hidden_for=""), name="idea_hidden_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_door_display()}"


class Support(models.Model):
    """One person supports one idea, once."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    voter_key = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "voter_key"], name="support_once")]

    def __str__(self) -> str:
        return str(self.idea)
