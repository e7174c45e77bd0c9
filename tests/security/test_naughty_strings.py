"""515 strings that have broken software somewhere, in every text field of every page.

A string is stored, or refused with the field as it was typed; the page shows it as text. Each
string goes through every field's own reading. Over HTTP each form gets all of them in different
fields, several at a time in long ones, or as many as ROUNDS allows where it has only short ones;
IGF_NAUGHTY_ROUNDS=515 posts each string into each field of each form.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseFormSet

from submissions.forms import RequestForms
from tests.security.everywhere import PAGES
from tests.security.posting import Form, forms_on, live_in

NAUGHTY = json.loads((Path(__file__).parent / "naughty.json").read_text())
ROUNDS = int(os.environ.get("IGF_NAUGHTY_ROUNDS", "6"))
STEP = 43  # shares no factor with their number, so the rounds of a field meet all kinds
LONG, AT_ONCE = 900, 20


def test_there_are_as_many_as_promised():
    assert len(NAUGHTY) == 515
    assert len(PAGES) > 30


@pytest.mark.parametrize("place", PAGES, ids=lambda page: page.__name__)
def test_every_text_field_takes_every_string_or_says_why_not(place, open_edition):
    client, address = place(open_edition)
    page = client.get(address)
    found = forms_on(page.content.decode(), address)
    assert found, "no form on this page"

    read_all(page.context)
    for form in found:
        for number in range(rounds_for(form)):
            send(client, address, form, texts_for(form, number))


def read_all(context) -> None:
    """Every string through every text field the page was made of."""
    for field in text_fields(context):
        for text in NAUGHTY:
            with suppress(ValidationError):
                field.clean(text)


def text_fields(context) -> Iterator[forms.CharField]:
    values = [value for layer in context for each in layer for value in each.values()]
    found = {id(form): form for form in chain.from_iterable(map(forms_in, values))}
    for form in found.values():
        yield from (field for field in form.fields.values() if isinstance(field, forms.CharField))


def forms_in(value) -> Iterator[BaseForm]:
    if isinstance(value, RequestForms):
        yield from [value.form, *[form for rows in value.rows.values() for form in rows.forms[:1]]]
    elif isinstance(value, BaseFormSet):
        yield from value.forms[:1]
    elif isinstance(value, BaseForm):
        yield value


def rounds_for(form: Form) -> int:
    """Enough for every string to be sent, within the limit of a short test."""
    at_once = sum(AT_ONCE if field.is_long else 1 for field in form.texts)
    return ROUNDS if ROUNDS > 100 else min(ROUNDS, -(-len(NAUGHTY) // at_once) + 1)


def texts_for(form: Form, number: int) -> dict[str, str]:
    """A different string for each field, others in the next round; several in a long field."""
    typed = {}
    for place, field in enumerate(form.texts):
        start = (number * STEP + place * 7) % len(NAUGHTY)
        typed[field.name] = joined(start) if field.is_long else NAUGHTY[start]
    return typed


def joined(start: int) -> str:
    """As many strings, one a line, as a long field may have characters."""
    text = NAUGHTY[start] or "-"
    for offset in range(1, len(NAUGHTY)):
        longer = f"{text}\n{NAUGHTY[(start + offset) % len(NAUGHTY)]}"
        if len(longer) > LONG:
            break
        text = longer
    return text


def send(client, address: str, form: Form, typed: dict[str, str]) -> None:
    ask = client.post if form.method == "post" else client.get
    answer = ask(form.action, form.filled(typed), headers={"Referer": address})
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
    page = answer.content.decode()
    assert answer.status_code < 500
    assert live_in(page) == []
    if form.method == "post" and answer.status_code in (200, 422):
        assert_still_typed(page, form, typed)


def assert_still_typed(page: str, form: Form, typed: dict[str, str]) -> None:
    """Where the form is shown again, it is empty again or holds all that was typed into it."""
    same = [one for one in forms_on(page, form.action) if one.action == form.action]
    for values in [one.values() for one in same]:
        if set(values) == set(form.values()) and values != form.values():
            assert values == {name: typed[name] for name in values}
