import pytest
from django.core.exceptions import ValidationError

from submissions.rules import AtMostCharacters, AtMostWords, characters, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("  three  short\nwords ", 3),
        ("a\u00a0b", 2),
        ("互联网治理", 5),
        ("你好，world", 3),
        ("インターネット", 7),
        ("الذكاء الاصطناعي", 2),
        ("인터넷 거버넌스", 2),
    ],
)
def test_words_are_parted_by_white_space_and_ideographs_count_one_by_one(text, expected):
    assert words(text) == expected


def test_characters_are_code_points_without_the_space_around():
    assert characters("  a\r\nb😀 ") == 4


def test_a_text_at_the_limit_passes_and_one_more_word_is_refused_with_both_numbers():
    limit = AtMostWords(2)

    limit("two words")
    with pytest.raises(ValidationError) as refusal:
        limit("now three words")

    assert refusal.value.message == "Shorten this to 2 words or fewer; it has 3."


def test_a_title_at_the_limit_passes_and_one_more_character_is_refused():
    limit = AtMostCharacters(3)

    limit("abc")
    with pytest.raises(ValidationError) as refusal:
        limit("abcd")

    assert refusal.value.message == "Shorten this to 3 characters or fewer; it has 4."
