"""One question on the design page: wording, kind, options, bounds and other languages."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from surveys import plan
from surveys.dataset import ABSTAIN
from surveys.forms.design_rows import rows_of
from surveys.models import Question
from surveys.plan import QuestionPlan
from surveys.state import agreement_options, consent_options

Kind = Question.Kind
TRANSLATED = [(code, name) for code, name in settings.LANGUAGES if code != "en"]
RIGHT_TO_LEFT = {"ar"}
HAS_OPTIONS = {Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING}
OPTION_ROWS = range(1, plan.OPTIONS[1] + 1)
Texts = dict[str, str]


class QuestionForm(forms.Form):
    """One question with its options; `fixed` ones were asked and are shown only."""

    use_required_attribute = False
    fixed = False
    stored: Question | None = None
    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=Kind)
    text_en = forms.CharField(
        label=_("Question"),
        max_length=plan.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the question.")},
    )
    policy_question = forms.ChoiceField(label=_("Policy question"), required=False)
    waves = forms.MultipleChoiceField(
        label=_("Asked in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    compared = forms.MultipleChoiceField(
        label=_("Compared"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two or three surveys. None ticked: all, of more than three first and last."),
    )
    minimum = forms.DecimalField(
        label=_("Smallest number"), required=False, max_digits=14, decimal_places=4
    )
    maximum = forms.DecimalField(
        label=_("Largest number"), required=False, max_digits=14, decimal_places=4
    )
    decimals = forms.IntegerField(
        label=_("Decimals"), required=False, min_value=0, max_value=plan.DECIMALS
    )
    unit = forms.CharField(label=_("Unit"), required=False, max_length=plan.UNIT_LENGTH)
    asks_why = forms.BooleanField(label=_("Ask for the reason right after"), required=False)

    def __init__(self, *args, policies: list[tuple[str, str]], waves: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["policy_question"].choices = [("", _("none")), *policies]
        numbers = [(str(n), _("Survey %(number)s") % {"number": n}) for n in range(1, waves + 1)]
        self.fields["waves"].choices = self.fields["compared"].choices = numbers
        for n in OPTION_ROWS:
            self._add_option(n)
        for code, name in TRANSLATED:
            self._add_language(code, {"language": name})

    def _add_option(self, n: int) -> None:
        number = {"number": n}
        self.fields[f"option_{n}_id"] = forms.CharField(
            required=False, max_length=40, widget=forms.HiddenInput
        )
        self.fields[f"option_{n}_en"] = forms.CharField(
            label=_("Option %(number)s") % number, max_length=plan.OPTION_LENGTH, required=False
        )
        self.fields[f"option_{n}_supports"] = forms.BooleanField(
            label=_("Option %(number)s counts as support") % number, required=False
        )

    def _add_language(self, code: str, language: dict[str, Any]) -> None:
        about = {"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
        self.fields[f"text_{code}"] = forms.CharField(
            label=_("Question in %(language)s") % language,
            max_length=plan.TEXT_LENGTH,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, **about}),
        )
        self.fields[f"lines_{code}"] = forms.CharField(
            label=_("Options in %(language)s, one per line") % language,
            max_length=(plan.OPTION_LENGTH + 2) * plan.OPTIONS[1],
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 3, **about}),
        )

    def option_rows(self) -> list[dict[str, forms.BoundField]]:
        """The twelve rows of options for the template."""
        names = ("id", "en", "supports")
        return [{name: self[f"option_{n}_{name}"] for name in names} for n in OPTION_ROWS]

    def languages(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Name, question and lines of every further language, for the template."""
        return [(name, self[f"text_{code}"], self[f"lines_{code}"]) for code, name in TRANSLATED]

    @property
    def has_translations(self) -> bool:
        """Whether anything is written, or wrong, in another language."""
        fields = [field for _name, *pair in self.languages() for field in pair]
        return any(field.value() or field.errors for field in fields)

    def clean(self) -> None:
        super().clean()
        kind = self.cleaned_data.get("kind")
        if kind in HAS_OPTIONS:
            self._clean_options(kind)
        if kind == Kind.NUMBER:
            self._clean_bounds()
        if kind in {*HAS_OPTIONS, Kind.NUMBER}:
            self._clean_lines()
        compared = set(self.cleaned_data.get("compared", []))
        if compared and not compared <= set(self.cleaned_data.get("waves", [])):
            self.add_error("compared", _("Compare only surveys that ask this question."))
        elif compared and not 2 <= len(compared) <= plan.COMPARED:
            self.add_error("compared", _("Compare two or three surveys."))

    def _clean_options(self, kind: str) -> None:
        texts = [self.cleaned_data[f"option_{n}_en"] for n in self._rows()]
        if len(texts) < plan.OPTIONS[0]:
            self.add_error("option_1_en", _("A choice needs at least 2 options."))
        if len(texts) != len(set(texts)):
            self.add_error("option_1_en", _("Two options have the same words."))
        if kind == Kind.RANKING and len(texts) > plan.RANKED:
            self.add_error("option_1_en", _("At most 7 options can be ranked."))

    def _clean_bounds(self) -> None:
        low, high = self.cleaned_data.get("minimum"), self.cleaned_data.get("maximum")
        for name, bound in (("minimum", low), ("maximum", high)):
            if bound is None and not self.has_error(name):
                self.add_error(name, _("Write a number."))
            elif bound is not None and abs(bound) > plan.LARGEST_NUMBER:
                self.add_error(name, _("Numbers go up to 1,000,000,000."))
        if low is not None and high is not None and low >= high:
            self.add_error("maximum", _("The largest number must be above the smallest."))

    def _clean_lines(self) -> None:
        named = 1 if self.cleaned_data["kind"] == Kind.NUMBER else len(self._rows())
        for code, _name in TRANSLATED:
            lines = self._lines(code)
            if lines and len(lines) != named:
                words = {"named": named, "lines": len(lines)}
                self.add_error(
                    f"lines_{code}",
                    _("Write one line for each option: %(named)s options, %(lines)s lines.")
                    % words,
                )
            if any(len(line) > plan.OPTION_LENGTH for line in lines):
                self.add_error(f"lines_{code}", _("A line has at most 120 characters."))

    def _rows(self) -> list[int]:
        return [n for n in OPTION_ROWS if self.cleaned_data.get(f"option_{n}_en")]

    def _lines(self, code: str) -> list[str]:
        """The lines as typed; empty ones count, only those after the last option do not."""
        lines = [line.strip() for line in self.cleaned_data.get(f"lines_{code}", "").splitlines()]
        named = 1 if self.cleaned_data["kind"] == Kind.NUMBER else len(self._rows())
        while len(lines) > named and not lines[-1]:
            lines.pop()
        if len(lines) == named - 1 and any(lines):
            lines.append("")
        return lines if any(lines) else []

    @property
    def follows_why(self) -> bool:
        """Whether a second question asks for the reason."""
        is_consent = self.cleaned_data.get("kind") == Kind.CONSENT
        return is_consent and bool(self.cleaned_data.get("asks_why"))

    def planned(self) -> QuestionPlan:
        cleaned = self.cleaned_data
        policy, kind = cleaned.get("policy_question"), cleaned["kind"]
        others = {code: cleaned.get(f"text_{code}", "") for code, _name in TRANSLATED}
        return QuestionPlan(
            kind=kind,
            text=_texts(cleaned["text_en"], others),
            options=self._planned_options(),
            policy_question=int(policy) if policy else None,
            waves=frozenset(int(n) for n in cleaned["waves"]),
            uuid=str(cleaned["uuid"] or ""),
            number=self._planned_bounds() if kind == Kind.NUMBER else {},
            compared=frozenset(int(n) for n in cleaned["compared"]),
            asks_why=self.follows_why,
        )

    def _planned_options(self) -> list[dict[str, Any]]:
        kind = self.cleaned_data["kind"]
        if kind == Kind.AGREEMENT:
            return agreement_options()
        if kind == Kind.CONSENT:
            return consent_options()
        return self._options() if kind in HAS_OPTIONS else []

    def _planned_bounds(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "min": _plain(cleaned["minimum"]),
            "max": _plain(cleaned["maximum"]),
            "unit": _texts(cleaned.get("unit", ""), self._translated(0)),
            "decimals": cleaned.get("decimals") or 0,
        }

    def _options(self) -> list[dict[str, Any]]:
        """The filled rows; ids stay with their option, new ones get the next free number."""
        cleaned, rows = self.cleaned_data, self._rows()
        used = {cleaned.get(f"option_{n}_id") for n in rows}
        free = (str(n) for n in range(1, 100) if str(n) not in used)
        seen: set[str] = {ABSTAIN}
        found = []
        for place, n in enumerate(rows):
            key = cleaned.get(f"option_{n}_id") or next(free)
            key = key if key not in seen else next(free)
            seen.add(key)
            text = _texts(cleaned[f"option_{n}_en"], self._translated(place))
            supports = bool(cleaned.get(f"option_{n}_supports"))
            found.append({"id": key, "text": text, "supports": supports})
        return found

    def _translated(self, place: int) -> Texts:
        """The line of this option in every language that has lines."""
        return {code: lines[place] for code, _name in TRANSLATED if (lines := self._lines(code))}


QuestionRows = rows_of(QuestionForm, plan.QUESTIONS)


def question_initial(question: Question) -> dict[str, Any]:
    """The stored question as the form shows it."""
    planned = plan.as_planned(question)
    asked = sorted(planned.waves)
    chosen = sorted(planned.compared) if planned.compared < planned.waves else []
    initial: dict[str, Any] = {
        "uuid": question.uuid,
        "kind": question.kind,
        "policy_question": question.policy_question_id,
        "waves": [str(n) for n in asked],
        "compared": [str(n) for n in chosen],
        "asks_why": planned.asks_why,
        "text_en": question.text.get("en", ""),
    }
    named = [option["text"] for option in question.options] if question.kind in HAS_OPTIONS else []
    if question.kind == Kind.NUMBER:
        rule = question.number
        named = [rule["unit"]]
        initial |= {"minimum": rule["min"], "maximum": rule["max"], "decimals": rule["decimals"]}
        initial["unit"] = rule["unit"].get("en", "")
    else:
        initial |= _options_initial(question) if named else {}
    for code, _name in TRANSLATED:
        initial[f"text_{code}"] = question.text.get(code, "")
        lines = [texts.get(code, "") for texts in named]
        initial[f"lines_{code}"] = "\n".join(lines) if any(lines) else ""
    return initial


def _options_initial(question: Question) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for n, option in enumerate(question.options, start=1):
        initial[f"option_{n}_id"] = option["id"]
        initial[f"option_{n}_en"] = option["text"].get("en", "")
        initial[f"option_{n}_supports"] = option.get("supports", False)
    return initial


def _texts(english: str, others: Texts) -> Texts:
    """English first, then the languages that were written; the others fall back to English."""
    return {"en": english, **{code: text for code, text in others.items() if text}}


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
