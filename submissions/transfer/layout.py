"""The columns of one kind of request in one edition, and a request in their shape."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils import translation

from forum.models import Edition
from submissions import drafts, rows
from submissions.models import Submission
from submissions.transfer import Transfer
from submissions.transfer.words import Cell, cell_of

Values = dict[str, list[str]]
KEY, NUMBER, ACCOUNT, TITLE, POSITION = "uuid", "number", "account", "title", "position"
LANGUAGE = "en"


@dataclass
class Typed:
    """A request as its form would be filled in: fields, and the rows of each row set."""

    fields: Values = field(default_factory=dict)
    rows: dict[str, list[Values]] = field(default_factory=dict)

    def data(self) -> QueryDict:
        return drafts.as_typed(self.fields, **self.rows)

    def essence(self) -> dict[str, Any]:
        """What two requests that say the same have in common."""
        return {
            "fields": _essence(self.fields),
            "rows": {
                prefix: [_essence(row) for row in found] for prefix, found in self.rows.items()
            },
        }


class Layout:
    """The fields of the form and of its row sets, each with its header and the way it is written.

    Headers and words are English whatever the reader's language, so that every copy of the
    portal reads every file.
    """

    def __init__(self, transfer: Transfer, edition: Edition):
        self.transfer, self.edition = transfer, edition
        with translation.override(LANGUAGE):
            form = transfer.forms.form_class(edition=edition)  # type: ignore[call-arg]
            self.fields = {name: cell_of(form.fields[name]) for name in _in_order(transfer, form)}
            self.rows = {
                prefix: {
                    name: cell_of(item) for name, item in kind.form(edition=edition).fields.items()
                }
                for prefix, kind in transfer.forms.row_sets.items()
            }

    def of(self, request: Submission) -> Typed:
        """What a stored request says; an unsent draft of its changes is not part of it."""
        data = self.transfer.forms.written(request)
        fields = {name: data.getlist(name) for name in self.fields}
        found = {prefix: rows.read(data, prefix) for prefix in self.rows}
        return Typed(fields, {prefix: _filled(items) for prefix, items in found.items()})

    def cells(self, typed: Typed) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
        """The texts of the cells by header: of the request, and of its rows."""
        with translation.override(LANGUAGE):
            main = written(self.fields, typed.fields)
            return main, {
                prefix: [written(self.rows[prefix], row) for row in items]
                for prefix, items in typed.rows.items()
            }


def header(name: str) -> str:
    return name.replace("_", " ")


def numbered(prefix: str, number: int, name: str) -> str:
    """The header of a row's field where a request is one line: `people 2 name`."""
    return f"{prefix} {number} {header(name)}"


def sheet_of(prefix: str) -> str:
    return prefix.capitalize()


def plain(text: str) -> str:
    """A text as it is compared and stored: its line breaks are all of one kind."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def written(cells: Mapping[str, Cell], values: Values) -> dict[str, str]:
    return {header(name): plain(cell.write(values.get(name, []))) for name, cell in cells.items()}


def _in_order(transfer: Transfer, form: Any) -> list[str]:
    """The fields in the order of the page, then those that stand on none."""
    shown = [name for section in transfer.forms.sections for name in section.fields]
    return [name for name in dict.fromkeys([*shown, *form.fields]) if name in form.fields]


def _filled(items: Iterable[Values]) -> list[Values]:
    return [row for row in items if _essence(row)]


def _essence(values: Values) -> dict[str, list[str]]:
    found = {name: sorted(filter(None, map(plain, items))) for name, items in values.items()}
    return {name: items for name, items in found.items() if items}
