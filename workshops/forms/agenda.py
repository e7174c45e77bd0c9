"""The running order of a proposal."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.fields import OneLine, WholeNumber
from submissions.forms import RowForm, RowSet

MOST_ITEMS = 40
LONGEST_ITEM = 600


class AgendaForm(RowForm):
    title = OneLine(label=gettext_lazy("Item"), limit=300, rows=1)
    minutes = WholeNumber(label=gettext_lazy("Minutes"), least=1, most=LONGEST_ITEM)
    is_wave = forms.BooleanField(label=gettext_lazy("Survey"), required=False)


class Agenda(RowSet):
    form = AgendaForm
    rows_label = gettext_lazy("Running order")
    row_label = gettext_lazy("Item")
    add_label = gettext_lazy("Add an item")
    most, shown = MOST_ITEMS, 1
    template = "workshops/proposal_agenda.html"

    def none_message(self) -> str:
        return _("Plan at least one item.")

    @property
    def total(self) -> int:
        """The minutes planned so far, as far as they are numbers."""
        typed = [str(form["minutes"].value() or "") for form in self.forms]
        return sum(int(text) for text in typed if text.isdecimal() and len(text) < 5)
