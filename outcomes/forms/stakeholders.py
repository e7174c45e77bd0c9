"""The forms of a round of feedback: its end, and people pasted one per line."""

import re
from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.vocabulary import StakeholderGroup
from outcomes.models import ImpulsePaper
from outcomes.models.reader import ADDRESS_CHARS

LINES_AT_ONCE = 200
LINES_CHARS = 60_000
LINE = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>\s*,?(?P<rest>[^<>]*)")
NAME_CHARS, ORGANIZATION_CHARS = 120, 200


class RoundForm(forms.Form):
    """The last day of a round."""

    use_required_attribute = False

    day = forms.DateField(
        label=gettext_lazy("Last day for comments"),
        help_text=gettext_lazy("The round ends with this day, on the clock of the venue."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @classmethod
    def of(cls, paper: ImpulsePaper, data=None) -> "RoundForm":
        return cls(data, initial={"day": last_day(paper)})


class InviteForm(forms.Form):
    """People to be asked by name, one per line; what is wrong is said line by line."""

    use_required_attribute = False

    lines = forms.CharField(
        label=gettext_lazy("People, one per line"),
        max_length=LINES_CHARS,
        help_text=format_lazy(
            "{words} <bdi>Ana Example &lt;ana@example.org&gt;, Example Institute, Civil Society</bdi>",
            words=gettext_lazy(
                "Name, address, organization and stakeholder group; the last two can be left out. "
                "At most 200 lines, each like this:"
            ),
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of their mails"), choices=settings.LANGUAGES, initial="en"
    )

    def __init__(self, *args, paper: ImpulsePaper, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper

    def clean_lines(self) -> list[dict[str, str]]:
        """The people as rows of `actions.stakeholders.add`."""
        lines = self.cleaned_data["lines"].splitlines()
        if sum(bool(line.strip()) for line in lines) > LINES_AT_ONCE:
            raise ValidationError(_("At most %(most)s lines at once.") % {"most": LINES_AT_ONCE})
        taken = dict.fromkeys(self.paper.stakeholders.values_list("address", flat=True), 0)
        people, wrong = [], []
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            row, mistake = read_line(line)
            mistake = mistake or _twice(row["address"], taken)
            taken.setdefault(row.get("address", ""), number)
            people.append(row)
            if mistake:
                wrong.append(
                    _("Line %(number)s: %(mistake)s") % {"number": number, "mistake": mistake}
                )
        if wrong:
            raise ValidationError(wrong)
        return people


def last_day(paper: ImpulsePaper) -> date | None:
    """The last whole day of the round at the venue."""
    until = paper.comments_until
    return until.astimezone(paper.workshop.edition.zone).date() if until else None


def read_line(line: str) -> tuple[dict[str, str], str]:
    """`Name <address>, organization, group` as a row, and what is wrong with it, if anything.

    The organization may hold commas; a last part that is a stakeholder group is the group.
    """
    found = LINE.fullmatch(line.strip())
    if not found:
        return {}, _("Write it as Name <address>, organization, group.")
    parts = [part.strip() for part in found["rest"].split(",")]
    group = _group(parts[-1])
    row = {
        "name": found["name"].strip().strip("\"'").strip(),
        "address": found["address"].strip().lower(),
        "organization": ", ".join(part for part in (parts[:-1] if group else parts) if part),
        "group": group,
    }
    return row, _mistake(row, parts, ends_with_group=bool(group))


def _mistake(row: dict[str, str], parts: list[str], *, ends_with_group: bool) -> str:
    if not row["name"]:
        return _("The name is missing; the mail begins with it.")
    if len(row["name"]) > NAME_CHARS or len(row["organization"]) > ORGANIZATION_CHARS:
        return _("The name or the organization is too long.")
    if not _is_address(row["address"]):
        return _("“%(address)s” is no e-mail address.") % {"address": row["address"]}
    if len(parts) > 1 and parts[-1] and not ends_with_group:
        groups = "; ".join(str(label) for label in StakeholderGroup.labels)
        words = {"typed": parts[-1], "groups": groups}
        told = _(
            "“%(typed)s” is no stakeholder group. These are: %(groups)s. End the line with a comma "
            "to leave it open."
        )
        return told % words
    return ""


def _twice(address: str, taken: dict[str, int]) -> str:
    if address not in taken:
        return ""
    if taken[address]:
        return _("The address stands in line %(number)s already.") % {"number": taken[address]}
    return _("This address is on the list already.")


def _group(typed: str) -> str:
    """The group in the reader's language or in the words of the forum, in any case."""
    names = {str(label).casefold(): value for value, label in StakeholderGroup.choices}
    names |= {value.casefold(): value for value in StakeholderGroup.values}
    return names.get(typed.casefold(), "")


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= ADDRESS_CHARS
