import re
from collections.abc import Sequence

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forum.models import Edition, Theme, Topic
from forum.permissions import is_secretariat
from forum.references import reference
from forum.vocabulary import Door
from submissions.models import Call, GivenNumber, Involvement, Question, Submission

CODE = re.compile(r"(?P<type>[a-z0-9-]+)-(?P<number>[0-9]{1,9})")
OF_A_SESSION = "workshops.workshop:"
NEEDABLE = {
    "layout": _("Format"),
    "topics": _("Topics"),
    "description": _("Description"),
    "gains": _("What will participants gain?"),
    "expected_outcomes": _("Expected outcomes"),
    "goals": _("Related Sustainable Development Goals"),
    "questions": _("Policy questions"),
    "agenda": _("Running order"),
    "hybrid_plan": _("How will people in the room and online take part alike?"),
}


def usual_needs() -> list[str]:
    """What a type asks for unless its edition says otherwise."""
    texts = ["description", "gains", "expected_outcomes", "hybrid_plan"]
    return ["layout", *texts, "questions"]


class SessionType(models.Model):
    """A kind of session in one edition: its lengths, formats and conditions, all of it data.

    `needs` are the parts of the form (see NEEDABLE) without which it cannot be submitted.
    Without `minutes` or `layouts` any that the edition knows will do.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="session_types")
    code = models.SlugField(max_length=20)
    label = models.CharField(max_length=40, help_text="as in session names: WS, Open Forum …")
    name = models.CharField(max_length=80)
    minutes = models.JSONField(default=list, help_text="allowed lengths")
    layouts = models.JSONField(default=list, help_text="allowed formats")
    needs = models.JSONField(default=usual_needs, help_text="what a request has to say")
    eligibility = models.TextField(blank=True, help_text="who may ask for one, and what for")
    source = models.CharField(max_length=300, blank=True)
    is_scored = models.BooleanField(_("scored by the MAG"), default=False)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="session_type_code_once")
        ]

    def __str__(self) -> str:
        return self.name

    def needs_in_words(self) -> list[str]:
        """The parts of the form a request has to fill in, by their labels, in their order."""
        return [str(label) for name, label in NEEDABLE.items() if name in self.needs]


class WorkshopQuerySet(models.QuerySet):
    def visible_to(self, user) -> "WorkshopQuerySet":
        """Released sessions for everyone; also one's own, and all for the Secretariat."""
        if is_secretariat(user):
            return self
        public = Q(status=Workshop.Status.ACCEPTED, released_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(public)
        mine = Contributor.objects.filter(person__user=user).exclude(
            answer=Contributor.Answer.DECLINED
        )
        own = Q(created_by=user) | Q(pk__in=mine.values("workshop"))
        return self.filter(public | own)

    def public(self) -> "WorkshopQuerySet":
        """Released sessions only, whoever looks."""
        return self.filter(status=Workshop.Status.ACCEPTED, released_at__isnull=False)

    def at_address(self, year: int, code: str) -> "WorkshopQuerySet":
        """The session that was given this number (`ws-33`), whatever its type is now."""
        parts = CODE.fullmatch(code)
        if not parts:
            return self.none()
        kind, number = parts["type"], int(parts["number"])
        given = GivenNumber.objects.filter(edition__year=year, series=kind, number=number)
        names = given.values_list("about", flat=True)
        keys = [name.removeprefix(OF_A_SESSION) for name in names if name.startswith(OF_A_SESSION)]
        here = Q(edition__year=year, type__code=kind, number=number)
        return self.filter(here | Q(pk__in=keys))


class Workshop(Submission):
    """A session of any type, from proposal to its place in the programme."""

    call_kind = Call.Kind.SESSION

    type = models.ForeignKey(
        SessionType, on_delete=models.PROTECT, null=True, blank=True, related_name="workshops"
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="workshops"
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="workshops")
    layout = models.CharField(_("format"), max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    gains = models.TextField(_("what participants gain"), blank=True)
    expected_outcomes = models.TextField(blank=True)
    hybrid_plan = models.TextField(blank=True)
    join_code = models.CharField(max_length=12, unique=True, null=True, blank=True)
    report_filed_at = models.DateTimeField(null=True, blank=True)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "type", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "type", "number"], name="workshop_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def short_name(self) -> str:
        """`WS #33`; the type alone while there is no number."""
        label = self.type.label if self.type else str(_("Session"))
        return f"{label} #{self.number}" if self.number is not None else label

    @property
    def series(self) -> str:
        if self.type is None:
            raise ValueError("a number belongs to a type, and this session has none")
        return self.type.code

    @property
    def full_name(self) -> str:
        """`IGF 2023 WS #33 Title`."""
        return f"IGF {self.edition.year} {self.short_name} {self.title}".strip()

    @property
    def code(self) -> str:
        """`ws-33`, as in its address; empty while there is no number."""
        return f"{self.type.code}-{self.number}" if self.type and self.number is not None else ""

    @cached_property
    def former_names(self) -> list[str]:
        """`OF #12`: the numbers it had as a session of other types, the latest first."""
        return former_names([self])[self.pk]

    def get_absolute_url(self) -> str:
        if self.is_public and self.code:
            return reverse("workshops:session", args=[self.edition.year, self.code])
        return reverse("workshops:proposal", args=[self.uuid])

    def public_contributors(self) -> models.QuerySet["Contributor"]:
        """Everyone who may be named in public: listed, and did not decline."""
        return (
            self.contributors.filter(listed=True)
            .exclude(answer=Contributor.Answer.DECLINED)
            .select_related("person", "affiliation")
        )

    def has_role(self, user, *roles: str) -> bool:
        """Whether the account holds one of the roles in this session and did not decline it."""
        if not user.is_authenticated:
            return False
        if Contributor.Role.ORGANIZER in roles and self.created_by_id == user.pk:
            return True
        return (
            self.contributors.filter(person__user=user, role__in=roles)
            .exclude(answer=Contributor.Answer.DECLINED)
            .exists()
        )

    def planned_minutes(self) -> int:
        """The sum of its agenda."""
        return self.agenda.aggregate(total=Sum("minutes"))["total"] or 0


def former_names(workshops: Sequence[Workshop]) -> dict[int, list[str]]:
    """The former names of each, by primary key; as many queries for one as for hundreds."""
    about = {reference(workshop): workshop for workshop in workshops}
    labels = {
        (kind.edition_id, kind.code): kind.label
        for kind in SessionType.objects.filter(edition__in={w.edition_id for w in workshops})
    }
    found: dict[int, list[str]] = {workshop.pk: [] for workshop in workshops}
    for given in GivenNumber.objects.filter(about__in=about).reverse():
        workshop = about[given.about]
        if not workshop.type or given.series != workshop.type.code:
            label = labels.get((workshop.edition_id, given.series), given.series)
            found[workshop.pk].append(f"{label} #{given.number}")
    return found


class PolicyQuestion(Question):
    workshop = models.ForeignKey(
        Workshop, on_delete=models.CASCADE, related_name="policy_questions"
    )


class Contributor(Involvement):
    class Role(models.TextChoices):
        ORGANIZER = "organizer", _("Organizer")
        CO_ORGANIZER = "co_organizer", _("Co-organizer")
        SPEAKER = "speaker", _("Speaker")
        ONSITE_MODERATOR = "onsite_moderator", _("Onsite moderator")
        ONLINE_MODERATOR = "online_moderator", _("Online moderator")
        RAPPORTEUR = "rapporteur", _("Rapporteur")

    ORGANIZERS = (Role.ORGANIZER, Role.CO_ORGANIZER)
    MODERATORS = (Role.ONSITE_MODERATOR, Role.ONLINE_MODERATOR)

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="contributors")
    role = models.CharField(max_length=20, choices=Role)
    door = models.CharField(_("takes part"), max_length=6, choices=Door, blank=True)

    class Meta(Involvement.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "person", "role"], name="contributor_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"


class AgendaItem(models.Model):
    """One line of the running order; `is_wave` marks a survey."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    is_wave = models.BooleanField(_("survey"), default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="agenda_item_takes_time")
        ]

    def __str__(self) -> str:
        return self.title
