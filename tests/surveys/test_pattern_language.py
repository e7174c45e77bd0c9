import pytest
from django.utils.translation import override

from surveys import patterns

TITLES = {"en": "At the start", "ar": "في البداية"}


@pytest.mark.parametrize("language", TITLES)
def test_waves_of_a_template_are_named_in_the_language_of_who_takes_it(language):
    with override(language):
        design = patterns.PATTERNS[0].make()

    assert design.waves[0].title == TITLES[language]
