"""The message catalogues in locale/: placeholders, a complete Arabic, and compiled files that belong to their texts."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale

LOCALE = Path(settings.LOCALE_PATHS[0])
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%\w+%%|%%s|(?<!%)%s|\{\w+\}|<[^>]+>")
COUNTS_IN_WORDS = 3
COMPLETE_IN_ARABIC = (
    "surveys/",
    "outcomes/",
    "forum/",
    "templates/surveys/",
    "templates/outcomes/",
    "templates/base.html",
    "templates/components/",
    "templates/account/",
)


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"))


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def wrong_texts(entry: polib.POEntry) -> list[str]:
    """Translations of one message that lost or invented a placeholder; forms for few may say the count in words."""
    if not entry.msgid_plural:
        agrees = placeholders(entry.msgstr) == placeholders(entry.msgid)
        return [] if agrees or not entry.msgstr else [entry.msgstr]
    allowed = placeholders(entry.msgid_plural)
    last = max(entry.msgstr_plural)
    return [
        text
        for form, text in entry.msgstr_plural.items()
        if text
        and not (
            placeholders(text) == allowed
            or (form < min(COUNTS_IN_WORDS, last) and placeholders(text) < allowed)
        )
    ]


def said(entry: polib.POEntry) -> object:
    return dict(entry.msgstr_plural) if entry.msgid_plural else entry.msgstr


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders_of_its_message(language):
    messages = catalogue(language)

    wrong = {entry.msgid: wrong_texts(entry) for entry in messages if wrong_texts(entry)}

    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_compiled_catalogue_says_what_its_text_says(language):
    messages = catalogue(language)

    compiled = polib.mofile(str(LOCALE / to_locale(language) / "LC_MESSAGES" / "django.mo"))

    assert {(e.msgctxt, e.msgid): said(e) for e in compiled} == {
        (e.msgctxt, e.msgid): said(e) for e in messages.translated_entries()
    }


def test_arabic_is_complete_for_attendee_console_screen_and_paper():
    messages = catalogue("ar")

    open_entries = [
        entry.msgid
        for entry in messages
        if any(path.startswith(COMPLETE_IN_ARABIC) for path, _line in entry.occurrences)
        and (entry.fuzzy or not entry.translated())
    ]

    assert open_entries == []


def test_arabic_has_its_six_plural_forms():
    messages = catalogue("ar")

    forms = {len(entry.msgstr_plural) for entry in messages if entry.msgid_plural}

    assert forms == {6}


def test_arabic_reaches_the_page_of_an_attendee(client):
    page = client.get("/j/", {"lang": "ar"})

    text = page.content.decode()
    assert 'lang="ar" dir="rtl"' in text
    assert "الانضمام إلى استطلاع مباشر" in text
    assert "Join a live survey" not in text
