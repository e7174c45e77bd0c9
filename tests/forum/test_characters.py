"""Characters nobody can see are refused where they are typed; what scripts need stays."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from forum.characters import refusal, without
from submissions.fields import Country, LongText, OneLine, WebAddress

REFUSED = [
    *map(chr, [*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0)]),
    *map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xFFF9, 0xFDD0, 0xFFFE, 0xFFFF]),
    "\U0001ffff", "\U000e0041", "\ud800",
]  # fmt: skip
WELCOME = {
    "Arabic with a joiner": "می\u200cخواهم",
    "Arabic with marks": "\u200fمرحبا\u200e \u061c١٢٣",
    "Hindi with joiners": "क्\u200dष क्\u200cष",
    "Chinese": "互联网治理论坛",
    "emoji of a family": "👩\u200d👩\u200d👧\u200d👦",
    "emoji with a colour": "❤\ufe0f 👍🏽",
    "flag of Wales": "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "flag of Japan": "🇯🇵",
    "Thai with invisible spaces": "การ\u200bกำกับ",
    "two lines and a tab": "one\r\n\ttwo",
    "a soft hyphen": "Internet\u00adgovernance",
}
FIELDS = [
    OneLine(limit=500, required=False),
    OneLine(limit=500, rows=2, required=False),
    LongText(words=300, required=False),
    Country(required=False),
    WebAddress(required=False),
    forms.CharField(required=False),
    forms.EmailField(required=False),
]


@pytest.mark.parametrize("character", REFUSED, ids=lambda one: f"U+{ord(one):04X}")
def test_every_text_field_names_the_character_it_refuses(character):
    for field in FIELDS:
        with pytest.raises(ValidationError) as error:
            field.clean(f"https://example.org/{character}x")
        assert f"U+{ord(character):04X}" in error.value.messages[0]


@pytest.mark.parametrize("text", WELCOME.values(), ids=WELCOME)
def test_what_scripts_and_emoji_need_is_welcome(text):
    assert refusal(text) == ""
    assert without(text) == text
    assert LongText(words=300).clean(text) == text.strip()


def test_the_message_says_where_an_invisible_character_is():
    assert refusal("Safe\u202e names") == (
        "Remove the invisible character U+202E (right-to-left override) after “Safe”."
    )
    assert refusal("\x00Safe").endswith("U+0000 (null) at the beginning.")


def test_a_text_around_refused_characters_stays_as_it_was():
    assert without("a\u202eb\x00c 🏴\U000e0067\U000e007f") == "abc 🏴\U000e0067\U000e007f"


def test_a_refused_text_is_shown_again_as_it_was_typed():
    class Form(forms.Form):
        name = OneLine(limit=20)

    form = Form({"name": "Ada\u202e <b>"})

    assert not form.is_valid()
    assert "Ada\u202e &lt;b&gt;" in str(form["name"])
