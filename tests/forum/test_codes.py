import pytest

from forum import codes


@pytest.mark.parametrize(
    "typed", ["KYOTO33", "kyoto33", "KY0T033", " kyoto33 ", "kyoto 33", "Kyoto-33"]
)
def test_a_code_is_found_however_it_is_typed(typed):
    assert codes.normalize(typed) == "KYOTO33"


def test_a_new_code_reads_the_same_when_typed_back():
    made = {codes.new_code() for _ in range(200)}

    assert made == {codes.normalize(code.lower()) for code in made}
    assert all(len(code) == codes.LENGTH for code in made)
