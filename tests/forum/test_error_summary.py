from django import forms
from django.forms import formset_factory
from django.utils.datastructures import MultiValueDict

from forum.error_summary import summarize


class PersonForm(forms.Form):
    name = forms.CharField(label="Name")
    door = forms.ChoiceField(
        label="Takes part",
        choices=[("room", "Room"), ("online", "Online")],
        widget=forms.RadioSelect,
    )


class SlotForm(forms.Form):
    title = forms.CharField(label="Title", max_length=5)

    def clean(self):
        if self.cleaned_data.get("title") == "late":
            raise forms.ValidationError("The call is closed.")


class SpeakerFormSet(formset_factory(PersonForm, extra=0, can_delete=True)):
    row_label = "Speaker"
    rows_label = "Speakers"

    def clean(self):
        if self.total_form_count() < 3:
            raise forms.ValidationError("Name at least three.")


def speakers(*rows: dict) -> SpeakerFormSet:
    data = {"s-TOTAL_FORMS": str(len(rows)), "s-INITIAL_FORMS": "0"}
    for index, row in enumerate(rows):
        data |= {f"s-{index}-{key}": value for key, value in row.items()}
    return SpeakerFormSet(MultiValueDict({key: [value] for key, value in data.items()}), prefix="s")


def test_a_form_that_holds_has_no_summary():
    assert summarize(SlotForm({"title": "Fine"}), SlotForm()) == []


def test_each_field_with_an_error_has_one_entry_that_leads_to_it():
    entries = summarize(SlotForm({"title": "much too long"}))

    assert entries == [
        {
            "id": "id_title",
            "label": "Title",
            "message": "Ensure this value has at most 5 characters (it has 13).",
        }
    ]


def test_an_error_of_the_whole_form_has_no_target():
    assert summarize(SlotForm({"title": "late"})) == [
        {"id": "", "label": "", "message": "The call is closed."}
    ]


def test_rows_are_named_by_their_number_and_groups_lead_to_their_first_box():
    formset = speakers(
        {"name": "One", "door": "room"}, {"name": "", "door": "x"}, {"name": "Three", "door": "x"}
    )

    entries = summarize(formset)

    assert [(entry["id"], entry["label"]) for entry in entries] == [
        ("id_s-1-name", "Speaker 2, Name"),
        ("id_s-1-door_0", "Speaker 2, Takes part"),
        ("id_s-2-door_0", "Speaker 3, Takes part"),
    ]


def test_removed_rows_are_neither_named_nor_counted():
    formset = speakers(
        {"name": "", "door": "", "DELETE": "on"},
        {"name": "", "door": "room"},
        {"name": "C", "door": "room"},
    )

    assert [entry["label"] for entry in summarize(formset)] == ["Speaker 1, Name"]


def test_an_error_of_all_rows_leads_to_the_first_row():
    entries = summarize(speakers({"name": "One", "door": "room"}))

    assert entries == [
        {"id": "id_s-0-name", "label": "Speakers", "message": "Name at least three."}
    ]


def test_forms_and_formsets_keep_the_order_of_the_page():
    entries = summarize(SlotForm({"title": ""}), speakers({"name": "", "door": "room"}))

    assert [entry["id"] for entry in entries] == ["id_title", "id_s-0-name", "id_s-0-name"]
