"""The request for a booth in the village: everything the forum asks an exhibitor, on one page."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booths.models import Booth, Initiative
from forum.models import Edition, Theme
from submissions import drafts
from submissions.fields import (
    LongText,
    OneLine,
    SeveralOf,
    SuggestedLine,
    WebAddress,
    WholeNumber,
)
from submissions.forms import (
    GoalsField,
    Links,
    Questions,
    RequestForms,
    RowForm,
    RowSet,
    Section,
)
from submissions.models import Call

MOST_INITIATIVES = 10
MOST_PARTNERS = 20
FIGURES = range(1, 5)
OLDEST = 1900
ONSITE, VIRTUAL = "onsite", "virtual"
OF_AN_INITIATIVE = ("title", "text", "founders", "partners", "since", "link")


class BoothForm(forms.Form):
    """The fields of a request; limits and themes are those of the edition."""

    use_required_attribute = False

    organization = SuggestedLine(
        label=gettext_lazy("Organization"), limit=160, source="organization"
    )
    attendance = forms.MultipleChoiceField(
        label=gettext_lazy("Where the booth is"),
        choices=[(ONSITE, gettext_lazy("Onsite")), (VIRTUAL, gettext_lazy("Virtual"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose onsite, virtual or both.")},
    )
    goals = GoalsField(help_text=gettext_lazy("Choose those the booth really works on."))
    people_agreed = forms.BooleanField(
        label=gettext_lazy("I may represent this organization, and the partners named agreed"),
        error_messages={
            "required": gettext_lazy("Confirm that you may represent the organization.")
        },
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"] = OneLine(
            label=_("Topic of the booth"),
            limit=edition.limit("booth_topic_chars"),
            bound=drafts.LONGEST_TITLE,
            rows=2,
            counted=True,
        )
        self.fields["themes"] = SeveralOf(
            Theme.objects.filter(edition=edition),
            label=_(edition.theme_label),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Choose all that the booth contributes to."),
        )
        self._add_text_fields(edition.limit("long_text_words"))
        self.fields["goals"].most = edition.limit("goals")

    def _add_text_fields(self, words: int) -> None:
        labels = {
            "background": (_("Background"), True),
            "content": (_("What visitors find at the booth"), True),
            "contribution": (_("Contribution to themes, policy questions and goals"), True),
            "other_activities": (_("Other Internet-governance activities"), False),
        }
        for name, (label, required) in labels.items():
            self.fields[name] = LongText(
                label=label, words=words, rows=5, required=required, hint=""
            )


class InitiativeForm(RowForm):
    """Something shown at the booth, with up to four figures as the exhibitor states them."""

    title = OneLine(label=gettext_lazy("Name of the initiative"), limit=120, rows=1)

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, edition=edition, **kwargs)
        words = edition.limit("long_text_words")
        self.fields |= {
            "text": LongText(label=_("What it is"), words=words),
            "founders": OneLine(label=_("Founders"), limit=1000, rows=2, required=False),
            "partners": OneLine(label=_("Partners"), limit=1000, rows=2, required=False),
            "since": WholeNumber(
                label=_("Since (year)"), least=OLDEST, most=edition.year, required=False
            ),
            "link": WebAddress(label=_("Link"), limit=200, required=False),
        }
        for number in FIGURES:
            self.fields |= _figure_fields(number)

    def clean(self) -> dict[str, Any]:
        for number in FIGURES:
            label, value = f"figure_{number}_label", f"figure_{number}_value"
            if self.cleaned_data.get(label) and not self.cleaned_data.get(value, "-"):
                self.add_error(value, _("Write the value of this figure, or empty its label."))
            elif self.cleaned_data.get(value) and not self.cleaned_data.get(label, "-"):
                self.add_error(label, _("Say what this figure counts, or empty its value."))
        return self.cleaned_data

    def content(self) -> dict[str, Any]:
        """The fields of the initiative this row describes."""
        data = self.cleaned_data
        figures = [
            {"label": data[f"figure_{number}_label"], "value": data[f"figure_{number}_value"]}
            for number in FIGURES
            if data[f"figure_{number}_label"]
        ]
        return {name: data[name] for name in OF_AN_INITIATIVE} | {"figures": figures}


def _figure_fields(number: int) -> dict[str, forms.Field]:
    counts = _("Figure %(n)d, what it counts") % {"n": number}
    value = _("Figure %(n)d, value") % {"n": number}
    return {
        f"figure_{number}_label": OneLine(label=counts, limit=120, required=False),
        f"figure_{number}_value": OneLine(label=value, limit=60, required=False),
    }


class Initiatives(RowSet):
    form = InitiativeForm
    rows_label = gettext_lazy("Initiatives")
    row_label = gettext_lazy("Initiative")
    add_label = gettext_lazy("Add an initiative")
    most, shown = MOST_INITIATIVES, 1


class PartnerForm(RowForm):
    name = SuggestedLine(
        label=gettext_lazy("Partner organization"), limit=160, source="organization"
    )


class Partners(RowSet):
    form = PartnerForm
    rows_label = gettext_lazy("Partner organizations")
    row_label = gettext_lazy("Partner")
    add_label = gettext_lazy("Add a partner")
    most = MOST_PARTNERS


class BoothForms(RequestForms):
    form_class = BoothForm
    row_sets = {
        "initiatives": Initiatives,
        "questions": Questions,
        "partners": Partners,
        "links": Links,
    }
    kind = Call.Kind.BOOTH
    essential = frozenset(
        {
            "organization", "title", "attendance", "people_agreed", "initiatives-title",
            "questions-text", "partners-name", "links-title", "links-url",
        }
    )  # fmt: skip
    sections = (
        Section(
            "booth",
            gettext_lazy("Booth"),
            gettext_lazy("Who exhibits, and what the booth is about."),
            fields=("organization", "title", "attendance", "background", "content"),
        ),
        Section(
            "shown",
            gettext_lazy("Initiatives"),
            gettext_lazy("What visitors can get to know, one entry each."),
            rows=("initiatives",),
        ),
        Section(
            "relevance",
            gettext_lazy("Contribution to the forum"),
            gettext_lazy("How the booth belongs to the themes and questions of this year."),
            fields=("themes", "contribution", "goals"),
            rows=("questions",),
        ),
        Section(
            "more",
            gettext_lazy("Partners, activities, links"),
            fields=("other_activities",),
            rows=("partners", "links"),
        ),
        Section(
            "finish",
            gettext_lazy("Review and submit"),
            gettext_lazy("You can still change everything until the call closes."),
            fields=("people_agreed",),
        ),
    )

    @classmethod
    def written(cls, submission: Booth) -> QueryDict:
        texts = ["title", "background", "content", "contribution", "other_activities"]
        typed = {name: getattr(submission, name) for name in [*texts, "people_agreed"]}
        places = {ONSITE: submission.is_onsite, VIRTUAL: submission.is_virtual}
        return drafts.as_typed(
            {
                **typed,
                "organization": str(submission.organization or ""),
                "attendance": [place for place, there in places.items() if there],
                "themes": submission.themes.all(),
                "goals": submission.goals.all(),
            },
            initiatives=[_initiative_row(item) for item in submission.initiatives.all()],
            questions=submission.policy_questions.values("text"),
            partners=submission.partners.values("name"),
            links=submission.links,
        )


def _initiative_row(initiative: Initiative) -> dict[str, Any]:
    row = {name: getattr(initiative, name) for name in OF_AN_INITIATIVE}
    for number, figure in zip(FIGURES, initiative.figures, strict=False):
        row |= {
            f"figure_{number}_label": figure["label"],
            f"figure_{number}_value": figure["value"],
        }
    return row
