"""The parts every request form has: sections, repeated rows, links, questions, summary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.renderers import get_default_renderer
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.error_summary import Entry, summarize
from forum.errors import RuleError, refused
from forum.models import Edition, Goal
from submissions import drafts, rows
from submissions.field_settings import AS_BUILT_IN, Settings
from submissions.fields import OneLine, SeveralOf, WebAddress
from submissions.models import Submission
from submissions.rulebook import Blocked, Finding

MOST_LINKS = 10


class Fact(NamedTuple):
    """A label and what was typed there, in the reader's words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Section:
    """A step of the form: its fields, then its repeated rows."""

    name: str
    title: str
    intro: str = ""
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


class RowForm(forms.Form):
    """One repeated row; a row left empty counts as not there."""

    use_required_attribute = False

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition

    def content(self) -> dict[str, Any]:
        """What the row says; only of a valid one."""
        return self.cleaned_data


class RowSet(BaseFormSet):
    """Repeated rows. `least` and `most` bound the filled ones; `shown` rows are there to begin with."""

    form: type[RowForm]
    extra = 0
    can_order = can_delete = can_delete_extra = edit_only = False
    validate_max = validate_min = False
    min_num = 0
    max_num = absolute_max = rows.MOST
    least, most, shown = 0, rows.MOST, 0
    rows_label: str
    row_label: str
    add_label: str
    template = "submissions/_rows.html"
    help_text, is_new, renamed = "", False, False

    def __init__(self, *args, edition: Edition, settings: Settings = AS_BUILT_IN, **kwargs):
        self.renderer = get_default_renderer()
        self.edition, self.settings = edition, settings
        super().__init__(*args, form_kwargs={"edition": edition}, **kwargs)
        settings.adjust_rows(self)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        self.settings.adjust(form.fields, f"{self.prefix}-")

    def filled(self) -> list[RowForm]:
        return [form for form in self.forms if form.has_changed()]

    def values(self) -> list[dict[str, Any]]:
        """What the filled rows say; only of a valid set."""
        return [form.content() for form in self.filled()]

    def clean(self) -> None:
        number = len(self.filled())
        if number > self.most:
            raise forms.ValidationError(
                ngettext(
                    "At most %(most)d is possible here; there are %(number)d. Remove some.",
                    "At most %(most)d are possible here; there are %(number)d. Remove some.",
                    self.most,
                )
                % {"most": self.most, "number": number}
            )
        if number < self.least:
            raise forms.ValidationError(self._too_few())

    def _too_few(self) -> str:
        return RowSet.none_message(self) if self.renamed else self.none_message()

    def none_message(self) -> str:
        return _("Fill in at least one.")

    def said(self, hidden: frozenset[str] = frozenset()) -> list[dict[str, Fact]]:
        """What stands in the rows that are not empty, by the names of their fields."""
        rows = [_said(form, hidden) for form in self.forms]
        return [row for row in rows if row]


class QuestionForm(RowForm):
    text = OneLine(label=gettext_lazy("Question"), limit=500, bound=2000, rows=2, counted=True)


class Questions(RowSet):
    form = QuestionForm
    rows_label = gettext_lazy("Policy questions")
    row_label = gettext_lazy("Question")
    add_label = gettext_lazy("Add a question")
    shown = 1

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, edition=edition, **kwargs)
        self.most = edition.limit("policy_questions")


class LinkForm(RowForm):
    title = OneLine(label=gettext_lazy("Title of the link"), limit=200)
    url = WebAddress(label=gettext_lazy("Address"))


class Links(RowSet):
    form = LinkForm
    rows_label = gettext_lazy("Links")
    row_label = gettext_lazy("Link")
    add_label = gettext_lazy("Add a link")
    most = MOST_LINKS


class GoalsField(SeveralOf):
    """The Sustainable Development Goals, as many as the edition allows."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=Goal.objects.all(),
            widget=forms.CheckboxSelectMultiple,
            label=gettext_lazy("Related Sustainable Development Goals"),
            required=False,
            **kwargs,
        )
        self.most = 0

    def label_from_instance(self, goal: Goal) -> str:
        return f"{goal.number}. {_(goal.title)}"

    def clean(self, value):
        goals = super().clean(value)
        if self.most and len(goals) > self.most:
            raise forms.ValidationError(_("Choose at most %(most)d.") % {"most": self.most})
        return goals


class RequestForms:
    """All forms of one request as one: `data` is what was typed or what is stored.

    Without `check` it is shown as it is, without a judgement; with it, errors stand at
    their fields and `errors` lists them in the order of the page. Its fields are those of the
    code with the `settings` of its call; what is `essential` is always needed, and whether
    `varying` parts are follows from other answers where the call does not say it.
    """

    form_class: ClassVar[type[forms.Form]]
    row_sets: ClassVar[dict[str, type[RowSet]]]
    sections: ClassVar[tuple[Section, ...]]
    private: ClassVar[frozenset[str]] = frozenset()
    kind: ClassVar[str]
    essential: ClassVar[frozenset[str]] = frozenset()
    varying: ClassVar[frozenset[str]] = frozenset()
    agreements: ClassVar[frozenset[str]] = frozenset({"people_agreed"})

    def __init__(
        self,
        edition: Edition,
        data: QueryDict,
        *,
        check: bool = False,
        settings: Settings | None = None,
    ):
        shown = {prefix: kind.shown for prefix, kind in self.row_sets.items()}
        self.edition, self.checked = edition, check
        self.settings = Settings.of(edition, self.kind) if settings is None else settings
        self.blocked: list[Finding] = []
        self.data = rows.normalized(data, shown)
        self.form = self.form_class(self.data if check else None, edition=edition)
        self.settings.adjust(self.form.fields)
        self.rows = {prefix: self._row_set(prefix) for prefix in self.row_sets}
        if not check:
            self.form.initial = _typed(self.form.fields, self.data)

    def _row_set(self, prefix: str) -> RowSet:
        kind = self.row_sets[prefix]
        if self.checked:
            return self._made(kind, prefix, self.data)
        fields = kind.form(edition=self.edition).fields
        number = len(rows.read(self.data, prefix))
        initial = [_typed(fields, self.data, f"{prefix}-{index}-") for index in range(number)]
        return self._made(kind, prefix, initial=initial)

    def _made(self, kind: type[RowSet], prefix: str, *args, **kwargs) -> RowSet:
        return kind(*args, prefix=prefix, edition=self.edition, settings=self.settings, **kwargs)

    def check_together(self) -> None:
        """Rules about several parts at once; called when each has been checked alone."""

    def is_valid(self) -> bool:
        parts = [self.form, *self.rows.values()]
        for part in parts:
            part.is_valid()
        self.check_together()
        return all(part.is_valid() for part in parts)

    def content(self) -> dict[str, Any]:
        """What a valid form says: its fields, and its rows by their prefix."""
        return {
            **self.form.cleaned_data,
            **{prefix: row_set.values() for prefix, row_set in self.rows.items()},
        }

    def refuse(self, error: RuleError) -> None:
        """Show a refusal of an action above the fields, at the one or in the section it is about."""
        if isinstance(error, Blocked):
            self.blocked = error.findings
        elif self.checked:
            refused(self.form, error)

    @classmethod
    def stored(cls, submission: Submission) -> QueryDict:
        """What the request says now as if typed: its draft, else its rows."""
        return drafts.unpack(submission.draft) if submission.draft else cls.written(submission)

    @classmethod
    def written(cls, submission: Any) -> QueryDict:
        """The rows of the request as if typed."""
        raise NotImplementedError

    @cached_property
    def parts(self) -> list["Part"]:
        return [Part(self, number, section) for number, section in enumerate(self.sections, 1)]

    @property
    def errors(self) -> list[Entry]:
        if not self.checked:
            return []
        general = [entry for entry in summarize(self.form) if not entry["id"]]
        return general + [entry for part in self.parts for entry in part.errors]

    def facts(self, *, with_private: bool = True) -> list[tuple[str, list[Fact]]]:
        """Everything that was typed, section by section, for reading."""
        hidden = frozenset() if with_private else self.private
        found = [(str(part.title), list(part.facts(hidden))) for part in self.parts]
        return [(title, facts) for title, facts in found if facts]

    def differences(self, other: "RequestForms") -> list[Fact]:
        """What the other form says where this one says something else."""
        own = {fact.name: fact.text for _title, facts in self.facts() for fact in facts}
        theirs = [fact for _title, facts in other.facts() for fact in facts]
        changed = [fact for fact in theirs if own.get(fact.name, "") != fact.text]
        names = {fact.name for fact in theirs}
        gone = [
            fact._replace(text=_("(empty)"))
            for _title, facts in self.facts()
            for fact in facts
            if fact.name not in names
        ]
        return changed + gone


class Part:
    """A section of one form with its fields, rows and state, for the page."""

    def __init__(self, forms_: RequestForms, number: int, section: Section):
        self.number, self.section, self._forms = number, section, forms_
        self.name, self.title, self.intro = section.name, section.title, section.intro
        self.fields = [forms_.form[name] for name in section.fields]
        self.row_sets = [forms_.rows[prefix] for prefix in section.rows]

    @property
    def blocked(self) -> list[Finding]:
        """The rules about this section that kept the request from being submitted."""
        return [finding for finding in self._forms.blocked if finding.section == self.name]

    @cached_property
    def errors(self) -> list[Entry]:
        if not self._forms.checked:
            return []
        anchors = {
            anchor for name in self.section.fields for anchor in (f"id_{name}", f"id_{name}_0")
        }
        own = [entry for entry in summarize(self._forms.form) if entry["id"] in anchors]
        rules = [
            {"id": self.name, "label": str(self.title), "message": finding.text}
            for finding in self.blocked
        ]
        return rules + own + summarize(*self.row_sets)

    @cached_property
    def missing(self) -> int:
        """How many needed answers are still empty."""
        fields = sum(1 for field in self.fields if field.field.required and not _value(field))
        return fields + sum(1 for kind in self.row_sets if kind.least and not any(_row_facts(kind)))

    @cached_property
    def needed(self) -> int:
        """How many answers the section needs, rows counted once."""
        fields = sum(1 for field in self.fields if field.field.required)
        return fields + sum(1 for kind in self.row_sets if kind.least)

    @property
    def state(self) -> str:
        """error, todo, done or optional."""
        if self.errors:
            return "error"
        if self.missing:
            return "todo"
        return "done" if self.needed else "optional"

    def said(self, hidden: frozenset[str] = frozenset()) -> dict[str, Fact]:
        """What stands in the fields that are not empty, by their names."""
        return _said(self.fields, hidden)

    def facts(self, hidden: frozenset[str] = frozenset()) -> Iterator[Fact]:
        for field in self.fields:
            if field.name not in hidden and (text := _value(field)):
                yield Fact(field.html_name, str(field.label), text)
        for row_set in self.row_sets:
            yield from _row_facts(row_set, hidden)


def _said(fields: Iterable[BoundField], hidden: frozenset[str]) -> dict[str, Fact]:
    return {
        field.name: Fact(field.html_name, str(field.label), text)
        for field in fields
        if field.name not in hidden and (text := _value(field))
    }


def _row_facts(row_set: RowSet, hidden: frozenset[str] = frozenset()) -> Iterator[Fact]:
    for number, form in enumerate(row_set.forms, start=1):
        shown = [field for field in form if field.name not in hidden]
        lines = [(str(field.label), text) for field in shown if (text := _value(field))]
        if lines:
            label = _("%(row)s %(number)s") % {"row": row_set.row_label, "number": number}
            yield Fact(str(form.prefix), label, _row_text(lines, alone=len(shown) == 1))


def _row_text(lines: list[tuple[str, str]], *, alone: bool) -> str:
    if alone:
        return lines[0][1]
    return "\n".join(f"{label}: {text}" for label, text in lines)


def _typed(fields: dict[str, forms.Field], data: QueryDict, prefix: str = "") -> dict[str, Any]:
    """What was typed into the fields, in the shape their widgets show."""
    return {
        name: field.widget.value_from_datadict(data, {}, f"{prefix}{name}")
        for name, field in fields.items()
    }


def _value(field: BoundField) -> str:
    """What stands in a field, in words; empty when nothing does."""
    value = field.value()
    if isinstance(value, bool):
        return _("Yes") if value else ""
    chosen = value if isinstance(value, list | tuple) else [value]
    words = _choices(field)
    return "\n".join(words.get(str(item), str(item)) for item in chosen if item not in (None, ""))


def _choices(field: BoundField) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, label in getattr(field.field, "choices", ()):
        pairs = label if isinstance(label, list | tuple) else [(key, label)]
        found.update({str(item): str(text) for item, text in pairs})
    return found
