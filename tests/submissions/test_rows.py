import pytest
from django.http import QueryDict

from submissions import rows


def posted(*texts: str, **more) -> QueryDict:
    data = QueryDict(mutable=True)
    data["questions-TOTAL_FORMS"] = str(len(texts))
    for index, text in enumerate(texts):
        data[f"questions-{index}-text"] = text
    for name, value in more.items():
        data[name.replace("_", "-")] = value
    return data


def texts(data: QueryDict) -> list[str]:
    return [row.get("text", [""])[0] for row in rows.read(data, "questions")]


@pytest.mark.parametrize(
    ("button", "index", "expected"),
    [
        ("add", "1", ["a", "b", "c", ""]),
        ("remove", "1", ["a", "c"]),
        ("up", "2", ["a", "c", "b"]),
        ("down", "0", ["b", "a", "c"]),
        ("up", "0", ["a", "b", "c"]),
        ("down", "2", ["a", "b", "c"]),
        ("remove", "99", ["a", "b", "c"]),
        ("remove", "none", ["a", "b", "c"]),
        ("up", "²", ["a", "b", "c"]),
    ],
)
def test_a_row_button_changes_the_rows_and_nothing_else(button, index, expected):
    data = posted("a", "b", "c", **{f"{button}_questions": index, "title": "Kept"})

    changed = rows.changed(data, rows.pressed(data, ["questions"]))

    assert texts(changed) == expected
    assert changed["title"] == "Kept"


def test_the_button_of_unknown_rows_is_no_row_button():
    assert rows.pressed(posted("a", add_strangers="1"), ["questions"]) == ""


@pytest.mark.parametrize("total", ["", "abc", "-1", "1e3", "٣"])
def test_a_senseless_count_is_replaced_by_the_rows_that_are_there(total):
    data = posted("a", "b")
    data["questions-TOTAL_FORMS"] = total

    assert texts(data) == ["a", "b"]


def test_a_huge_count_is_cut():
    data = posted("a")
    data["questions-TOTAL_FORMS"] = "9999"

    assert len(rows.read(data, "questions")) == rows.MOST


def test_normalizing_numbers_rows_and_adds_missing_ones():
    data = posted("a")

    normal = rows.normalized(data, {"questions": 2, "links": 1})

    assert normal["questions-TOTAL_FORMS"] == "2"
    assert normal["links-TOTAL_FORMS"] == "1"
    assert normal["links-INITIAL_FORMS"] == "0"
