"""The fields of a form as the Secretariat wants them: label, help, limit, needed or not, new."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django import forms
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _

from forum.models import Edition
from submissions.fields import LimitedText
from submissions.models import FieldSetting


class Rows(Protocol):
    """What a set of rows shows about itself."""

    prefix: str
    rows_label: str
    help_text: str
    least: int
    is_new: bool
    renamed: bool


class Settings:
    """What one call changed about its form, by the names of the fields; read at once."""

    def __init__(self, stored: Iterable[FieldSetting] = ()):
        self._by_name: Mapping[str, FieldSetting] = {one.field: one for one in stored}

    @classmethod
    def of(cls, edition: Edition, kind: str) -> "Settings":
        """Those of the call; one query, however many there are."""
        return cls(FieldSetting.objects.filter(call__edition=edition, call__kind=kind))

    def get(self, name: str) -> FieldSetting | None:
        return self._by_name.get(name)

    def requires(self, name: str) -> bool | None:
        """Whether the call wants it filled in; None where it leaves that as built in."""
        setting = self.get(name)
        return setting.required if setting else None

    def adjust(self, fields: Mapping[str, forms.Field], prefix: str = "") -> None:
        """Let the fields of a form be as set; the names of a row's fields begin with its prefix."""
        if not self._by_name:
            return
        for name, field in fields.items():
            if setting := self.get(f"{prefix}{name}"):
                _adjust(field, setting)

    def adjust_rows(self, row_set: Rows) -> None:
        """Let a set of rows be as set; it needs one row at least, or none."""
        setting = self.get(row_set.prefix)
        if setting is None:
            return
        if setting.label:
            row_set.rows_label, row_set.renamed = setting.label, True
        if setting.required is not None:
            row_set.least = max(row_set.least, 1) if setting.required else 0
        row_set.help_text, row_set.is_new = setting.help, setting.is_new


AS_BUILT_IN = Settings()


def _adjust(field: forms.Field, setting: FieldSetting) -> None:
    if setting.label:
        field.label = setting.label
    if setting.required is not None:
        field.required = setting.required
    if setting.help:
        _say(field, conditional_escape(setting.help))
    if setting.limit and isinstance(field, LimitedText):
        field.set_limit(setting.limit, setting.unit)
    if setting.is_new:
        field.help_text = format_html(
            '<span class="igf-state igf-state--warn">{}</span> {}',
            _("New this year"),
            field.help_text,
        )


def _say(field: forms.Field, text: str) -> None:
    if isinstance(field, LimitedText) and field.hint is not None:
        field.say(text)
    else:
        field.help_text = text
