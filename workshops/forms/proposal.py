"""The proposal form: everything the forum asks about a session, on one page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum import countries
from forum.models import Edition, Theme, Topic, User
from forum.vocabulary import Door, RegionalGroup, StakeholderGroup
from submissions import drafts, people
from submissions.checklists import level_of
from submissions.fields import (
    Country,
    LongText,
    OneLine,
    SeveralOf,
    SuggestedLine,
    optional,
)
from submissions.forms import (
    GoalsField,
    Questions,
    RequestForms,
    RowForm,
    RowSet,
    Section,
)
from submissions.models import Call
from workshops import fitting
from workshops.forms.agenda import Agenda
from workshops.forms.links import ProposalLinks, link_row
from workshops.models import NEEDABLE, Contributor, SessionType, Workshop

MOST_TOPICS = 3
MOST_PEOPLE = 40


class ByTheme(SeveralOf):
    """Topics, grouped by their theme."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, themes: Iterable[Theme], **kwargs):
        super().__init__(queryset=Topic.objects.filter(theme__in=themes), required=False, **kwargs)
        self.choices = [
            (theme.title, [(topic.pk, topic.title) for topic in theme.topics.all()])
            for theme in themes
        ]


class ProposalForm(forms.Form):
    """The fields of a proposal; limits, themes, types and their lengths are those of the edition."""

    use_required_attribute = False

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.types = list(SessionType.objects.filter(edition=edition))
        self.themes = list(Theme.objects.filter(edition=edition).prefetch_related("topics"))
        self._add_session_fields(edition)
        self._add_text_fields(edition.limit("long_text_words"))
        self.fields["goals"].most = edition.limit("goals")

    goals = GoalsField(help_text=gettext_lazy("Choose those the session really works on."))
    people_agreed = forms.BooleanField(
        label=gettext_lazy("The people named agreed to be named"),
        help_text=gettext_lazy("Each person with an e-mail address is asked to confirm."),
        error_messages={
            "required": gettext_lazy("Confirm that the people named agreed, then submit again.")
        },
    )

    def _add_session_fields(self, edition: Edition) -> None:
        self.fields["title"] = OneLine(
            label=_("Title"),
            limit=edition.limit("session_title_chars"),
            bound=drafts.LONGEST_TITLE,
            rows=2,
            counted=True,
            help_text=_("Say the subject in plain words."),
        )
        self.fields["type"] = forms.ModelChoiceField(
            SessionType.objects.filter(edition=edition),
            label=_("Type of session"),
            empty_label=_("Choose a type"),
        )
        self.fields["type"].explained_by = "workshops/_type_facts.html"
        self.fields["theme"] = forms.ModelChoiceField(
            Theme.objects.filter(edition=edition),
            label=_(edition.theme_label),
            empty_label=_("Choose one"),
        )
        self.fields["topics"] = ByTheme(
            self.themes,
            label=_("Topics"),
            help_text=_("Topics of the chosen theme. Up to %(most)d.") % {"most": MOST_TOPICS},
        )
        self._add_shape_fields()

    def _add_shape_fields(self) -> None:
        layouts = dict.fromkeys(layout for kind in self.types for layout in kind.layouts)
        lengths = sorted({minutes for kind in self.types for minutes in kind.minutes})
        self.fields["layout"] = forms.ChoiceField(
            label=_("Format"),
            choices=optional([(layout, layout) for layout in layouts], _("Choose a format")),
        )
        self.fields["minutes"] = forms.TypedChoiceField(
            label=_("Length"),
            coerce=int,
            choices=optional(
                [(str(n), _("%(n)d minutes") % {"n": n}) for n in lengths], _("Choose a length")
            ),
        )

    def _add_text_fields(self, words: int) -> None:
        texts = {
            "description": (_("Description"), 7, _("Reviewers read this first.")),
            "gains": (_("What will participants gain?"), 3, ""),
            "expected_outcomes": (_("Expected outcomes"), 3, ""),
            "hybrid_plan": (
                _("How will people in the room and online take part alike?"),
                5,
                _("Say how both get the floor, and what happens if the link fails."),
            ),
        }
        for name, (label, rows, hint) in texts.items():
            self.fields[name] = LongText(label=label, words=words, rows=rows, hint=hint)

    def clean_topics(self):
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            raise forms.ValidationError(_("Choose at most %(n)d topics.") % {"n": MOST_TOPICS})
        return topics

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind, theme = data.get("type"), data.get("theme")
        if kind:
            for name, message in fitting.misfits(kind, data.get("layout"), data.get("minutes")):
                self.add_error(name, message)
        if theme and any(topic.theme_id != theme.pk for topic in data.get("topics", ())):
            self.add_error("topics", _("Choose only topics of the theme “%s”.") % theme)
        return data


class ProposalQuestions(Questions):
    least = 1

    def none_message(self) -> str:
        return _("Ask at least one policy question.")


class PersonForm(RowForm):
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=optional(Contributor.Role.choices, gettext_lazy("Choose a role")),
    )
    name = SuggestedLine(label=gettext_lazy("Name"), limit=120, source="person")
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
    )
    affiliation = SuggestedLine(
        label=gettext_lazy("Affiliation"), limit=160, required=False, source="organization"
    )
    country = Country(label=gettext_lazy("Country"), required=False)
    group = forms.ChoiceField(
        label=gettext_lazy("Stakeholder group"),
        choices=optional(StakeholderGroup.choices, gettext_lazy("Not known yet")),
        required=False,
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Regional group"),
        choices=optional(RegionalGroup.choices, gettext_lazy("From the country")),
        required=False,
    )
    door = forms.ChoiceField(
        label=gettext_lazy("Takes part"),
        choices=optional(Door.choices, gettext_lazy("Not known yet")),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("region") and "region" not in self.errors:
            data["region"] = countries.region_of(data.get("country", ""))
        return data

    def identity(self) -> tuple[str, ...]:
        """What makes two rows the same person: the address, else name and affiliation."""
        data = self.cleaned_data
        if email := data.get("email", ""):
            return (email.casefold(),)
        return (data.get("name", "").casefold(), data.get("affiliation", "").casefold())


class People(RowSet):
    form = PersonForm
    rows_label = gettext_lazy("People")
    row_label = gettext_lazy("Person")
    add_label = gettext_lazy("Add a person")
    least, most, shown = 1, MOST_PEOPLE, 1

    def none_message(self) -> str:
        return _("Name at least one organizer.")

    def clean(self) -> None:
        super().clean()
        rows = [form for form in self.filled() if form.is_valid()]
        self._refuse_repeated(rows)
        roles = {form.data.get(form.add_prefix("role")) for form in self.filled()}
        if Contributor.Role.ORGANIZER not in roles:
            raise forms.ValidationError(_("Name at least one organizer."))

    def _refuse_repeated(self, rows: list[forms.Form]) -> None:
        names: dict[tuple[str, ...], str] = {}
        seen: set[tuple] = set()
        for form in rows:
            name, key = form.cleaned_data["name"], form.identity()
            if names.setdefault(key, name).casefold() != name.casefold():
                text = _("This address is given for “%(name)s” above.") % {"name": names[key]}
                form.add_error("email", text)
            elif (key, form.cleaned_data["role"]) in seen:
                form.add_error("name", _("This person is named above in the same role."))
            seen.add((key, form.cleaned_data["role"]))


class ProposalForms(RequestForms):
    form_class = ProposalForm
    row_sets = {
        "questions": ProposalQuestions,
        "people": People,
        "agenda": Agenda,
        "links": ProposalLinks,
    }
    private = frozenset({"email"})
    kind = Call.Kind.SESSION
    essential = frozenset(
        {
            "title", "type", "theme", "minutes", "people_agreed",
            "people", "people-role", "people-name", "agenda-title", "agenda-minutes",
            "questions-text", "links-title", "links-url",
        }
    )  # fmt: skip
    varying = frozenset(NEEDABLE)
    sections = (
        Section(
            "session",
            gettext_lazy("Session"),
            gettext_lazy("What the session is and why it matters now."),
            fields=(
                "title",
                "type",
                "theme",
                "layout",
                "minutes",
                "topics",
                "description",
                "gains",
                "expected_outcomes",
                "goals",
            ),
        ),  # fmt: skip
        Section(
            "policy",
            gettext_lazy("Policy questions"),
            gettext_lazy("The notes and the impulse paper are organized by these questions."),
            rows=("questions",),
        ),
        Section(
            "who",
            gettext_lazy("People"),
            gettext_lazy(
                "Organizers, speakers, moderators and a rapporteur, in their order. "
                "E-mail addresses are never public; they are for the invitations."
            ),
            rows=("people",),
        ),
        Section(
            "order",
            gettext_lazy("Running order"),
            gettext_lazy("Plan the minutes. Mark where a survey of the audience takes place."),
            rows=("agenda",),
        ),
        Section(
            "hybrid",
            gettext_lazy("Hybrid plan"),
            gettext_lazy("People online can do everything people in the room can do."),
            fields=("hybrid_plan",),
        ),
        Section("links_section", gettext_lazy("Links"), rows=("links",)),
        Section(
            "finish",
            gettext_lazy("Review and submit"),
            gettext_lazy("You can still change everything until the call closes."),
            fields=("people_agreed",),
        ),
    )

    def __init__(self, edition: Edition, data: QueryDict, **options: Any):
        super().__init__(edition, data, **options)
        chosen = self.data.get("type", "")
        self.type = next((kind for kind in self.form.types if str(kind.pk) == chosen), None)
        self._ask_for(fitting.needed(self.type, self.settings))

    def _ask_for(self, needs: Iterable[str]) -> None:
        """Only what is needed has to be filled in before it is submitted."""
        for name in NEEDABLE:
            if name in self.form.fields:
                self.form.fields[name].required = name in needs
            else:
                self.rows[name].least = 1 if name in needs else 0

    def types(self) -> list[tuple[SessionType, dict[str, str]]]:
        """The types to choose from, each with what it asks for: names and labels."""
        return [
            (kind, {name: self._label(name) for name in fitting.needed(kind, self.settings)})
            for kind in self.form.types
        ]

    def _label(self, name: str) -> str:
        fields = self.form.fields
        return str(fields[name].label if name in fields else self.rows[name].rows_label)

    @property
    def slot(self) -> int:
        """The length that is chosen; 0 while none is."""
        chosen = str(self.form["minutes"].value() or "")
        return int(chosen) if chosen.isdecimal() and len(chosen) < 5 else 0

    def check_together(self) -> None:
        """The agenda fits into the slot, unless the edition has its own rule about that."""
        agenda = self.rows["agenda"]
        filled = agenda.filled()
        minutes = getattr(self.form, "cleaned_data", {}).get("minutes")
        if not (minutes and filled and all(form.is_valid() for form in filled)):
            return
        total = sum(form.cleaned_data["minutes"] for form in filled)
        if total > minutes and not level_of(self.edition, Call.Kind.SESSION, "agenda_fits"):
            text = ngettext(
                "The items take %(total)d minutes, the slot has %(slot)d: %(over)d minute too long.",
                "The items take %(total)d minutes, the slot has %(slot)d: %(over)d minutes too long.",
                total - minutes,
            )
            values = {"total": total, "slot": minutes, "over": total - minutes}
            filled[-1].add_error("minutes", text % values)

    @classmethod
    def written(cls, submission: Workshop) -> QueryDict:
        fields = [
            "title", "layout", "minutes", "description", "gains",
            "expected_outcomes", "hybrid_plan", "people_agreed", "type", "theme",
        ]  # fmt: skip
        typed = {name: getattr(submission, name) for name in fields}
        listed = submission.contributors.filter(listed=True)
        return drafts.as_typed(
            {**typed, "topics": submission.topics.all(), "goals": submission.goals.all()},
            questions=[{"text": question.text} for question in submission.policy_questions.all()],
            people=[
                _person_row(contributor)
                for contributor in listed.select_related("person__user", "affiliation")
            ],
            agenda=submission.agenda.values("title", "minutes", "is_wave"),
            links=[link_row(link) for link in submission.links],
        )


def for_new_proposal(user: User) -> QueryDict:
    """An empty proposal with its submitter as first organizer."""
    person = people.own_person(user)
    row = {"role": Contributor.Role.ORGANIZER.value, "name": user.name, "email": user.email}
    if person:
        row |= {
            "name": person.name,
            "affiliation": str(person.organization or ""),
            "country": person.country,
            "group": person.group,
            "region": person.region,
        }
    return drafts.as_typed({}, people=[row])


def _person_row(contributor: Contributor) -> dict[str, str]:
    country = contributor.person.country
    return {
        "role": contributor.role,
        "name": contributor.person.name,
        "email": people.address_of(contributor.person),
        "affiliation": str(contributor.affiliation or ""),
        "country": country,
        "group": contributor.group,
        "region": contributor.region or countries.region_of(country),
        "door": contributor.door,
    }
