"""The form of the session report: takeaways, calls to action, narrative, people by door."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.models import Edition
from forum.vocabulary import Door
from submissions import drafts
from submissions.forms import Fact
from submissions.rules import LONGEST_TEXT, AtMostWords

MOST_PEOPLE = 100_000
TAKEAWAYS, CALLS = "takeaway", "call"
NUMBERED = re.compile(r"(?:takeaway|call)_([1-9]|1[0-9]|20)")


class ReportForm(forms.Form):
    """As many takeaways and calls as the edition asks for, each with its limit of words.

    `part` is what is filed: "" the whole report, "takeaways" only those and the calls.
    A report that was filed before `corrects` it and says why.
    """

    use_required_attribute = False

    def __init__(
        self, edition: Edition, data: QueryDict | None = None, *, part: str = "", corrects: bool
    ) -> None:
        super().__init__(data)
        self.points = max(edition.limit("report_points"), _highest(data or QueryDict()))
        whole = part != "takeaways"
        for name, label in self._labels():
            self.fields[name] = _text(label, edition.limit("report_point_words"), rows=3)
        self.fields[f"{TAKEAWAYS}_1"].required = True
        narrative = _text(_("What was discussed"), edition.limit("report_words"), rows=14)
        narrative.required = whole
        self.fields["narrative"] = narrative
        for door in Door:
            self.fields[door.value] = _number(_PEOPLE[door], required=whole)
        if corrects:
            self.fields["reason"] = _text(_("What is corrected and why"), 60, rows=2)
            self.fields["reason"].required = whole

    def _labels(self) -> list[tuple[str, str]]:
        kinds = ((TAKEAWAYS, _("Key takeaway %(n)d")), (CALLS, _("Call to action %(n)d")))
        return [
            (f"{kind}_{n}", label % {"n": n})
            for kind, label in kinds
            for n in range(1, self.points + 1)
        ]

    def takeaways(self) -> list[BoundField]:
        return self._bound(TAKEAWAYS)

    def calls(self) -> list[BoundField]:
        return self._bound(CALLS)

    def rest(self) -> list[BoundField]:
        names = ["narrative", *Door.values, "reason"]
        return [self[name] for name in names if name in self.fields]

    def content(self) -> dict[str, Any]:
        """What a version stores; only of a valid form."""
        return {
            "takeaways": self._said(TAKEAWAYS),
            "calls": self._said(CALLS),
            "narrative": _unix(self.cleaned_data["narrative"]),
            "participants": {door: self.cleaned_data[door] for door in Door.values},
        }

    def facts(self) -> list[Fact]:
        """What stands in the form, in the reader's words."""
        return [Fact(f.name, str(f.label), str(f.value() or "")) for f in self]

    def _bound(self, kind: str) -> list[BoundField]:
        return [self[f"{kind}_{n}"] for n in range(1, self.points + 1)]

    def _said(self, kind: str) -> list[str]:
        texts = (self.cleaned_data[f"{kind}_{n}"] for n in range(1, self.points + 1))
        return [_unix(text) for text in texts if text]


_PEOPLE = {
    Door.ROOM: gettext_lazy("People in the room"),
    Door.ONLINE: gettext_lazy("People online"),
}


def as_typed(content: Mapping[str, Any]) -> QueryDict:
    """A stored content as if it had just been posted."""
    fields: dict[str, Any] = {"narrative": content["narrative"]}
    for kind, texts in ((TAKEAWAYS, content["takeaways"]), (CALLS, content["calls"])):
        fields |= {f"{kind}_{n}": text for n, text in enumerate(texts, start=1)}
    return drafts.as_typed({**fields, **content["participants"]})


def _highest(data: QueryDict) -> int:
    """The number of the last takeaway or call there is, also after the limit was lowered."""
    numbers = (NUMBERED.fullmatch(name) for name in data)
    return max((int(found[1]) for found in numbers if found), default=0)


def _unix(text: str) -> str:
    """With the line breaks that everything but browsers uses."""
    return text.replace("\r\n", "\n")


def _text(label: str, words: int, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        validators=[AtMostWords(words)],
        widget=forms.Textarea(
            attrs={"rows": rows, "dir": "auto", "data-count": "words", "data-limit": words}
        ),
    )


def _number(label: Any, *, required: bool) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=required, min_value=0, max_value=MOST_PEOPLE)


class ReportDatesForm(forms.Form):
    """The dates and limits of the reports of one edition."""

    takeaways_days = forms.IntegerField(
        label=gettext_lazy("Takeaways: days after the day of the session"),
        min_value=0,
        max_value=90,
        help_text=gettext_lazy("0 is the end of the day of the session, at the venue."),
    )
    report_days = forms.IntegerField(
        label=gettext_lazy("Report: days after the last day of the forum"),
        min_value=0,
        max_value=365,
    )
    report_remind_before = forms.IntegerField(
        label=gettext_lazy("Remind so many days before"), min_value=0, max_value=90
    )
    report_remind_after = forms.IntegerField(
        label=gettext_lazy("Remind so many days after"), min_value=0, max_value=90
    )
    report_points = forms.IntegerField(
        label=gettext_lazy("Takeaways and calls: at most so many each"), min_value=1, max_value=10
    )
    report_point_words = forms.IntegerField(
        label=gettext_lazy("Words of a takeaway or call"), min_value=10, max_value=500
    )
    report_words = forms.IntegerField(
        label=gettext_lazy("Words of the narrative"), min_value=100, max_value=5000
    )

    @classmethod
    def of(cls, edition: Edition, data: QueryDict | None = None) -> "ReportDatesForm":
        """With what holds in the edition now."""
        return cls(data, initial={name: edition.limit(name) for name in cls.base_fields})
