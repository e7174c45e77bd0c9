import xml.etree.ElementTree as ET

import pytest

from outcomes.charts import _spread, drawing

SVG = "{http://www.w3.org/2000/svg}"


def chart(form: str, data: list, **fields) -> dict:
    return {"id": "s1", "form": form, "text": "Title <&>", "data": data, **fields}


def wave(number: int, people: list[int], title: str = "start") -> dict:
    n = sum(people)
    cells = [
        {"name": f"Option {i}", "people": p, "percent": round(100 * p / n)}
        for i, p in enumerate(people)
    ]
    return {"wave": number, "title": title, "n": n, "share": 50, "cells": cells}


CHARTS = [
    chart("diverging", [wave(1, [5, 10, 20, 30, 35]), wave(2, [0, 0, 0, 0, 40])]),
    chart("slope", [wave(1, [5, 20, 0]), wave(2, [20, 5, 0])]),
    chart("bars", [wave(1, [5, 20, 0])]),
    chart("move", [{"away": 0, "stayed": 95, "towards": 5, "aim": "agreement"}]),
    chart(
        "gains", [{"option": "A", "left": "<5", "came": 6}, {"option": "B", "left": "~", "came": 0}]
    ),
    chart("dots", [{"group": "Room", "key": "room", "n": 20, "first": 0, "last": 100}]),
]


@pytest.mark.parametrize("for_print", [False, True])
@pytest.mark.parametrize("block", CHARTS, ids=lambda block: block["form"])
def test_a_chart_is_an_image_with_name_and_description(block, for_print):
    root = ET.fromstring(drawing(block, for_print=for_print))  # noqa: S314

    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == "Title <&>"
    assert root.find(f"{SVG}desc").text
    assert "style" not in {name for part in root.iter() for name in part.attrib}


@pytest.mark.parametrize("block", CHARTS, ids=lambda block: block["form"])
def test_in_print_colours_are_attributes_and_nothing_leaves_the_drawing(block):
    root = ET.fromstring(drawing(block, for_print=True))  # noqa: S314
    places = [
        float(p.attrib[k]) for p in root.iter() for k in ("x", "x1", "x2", "cx") if k in p.attrib
    ]

    assert all("fill" in text.attrib for text in root.iter(f"{SVG}text"))
    assert min(places) >= -8
    assert max(places) <= 648


def test_on_the_page_positions_are_percentages():
    root = ET.fromstring(drawing(CHARTS[0]))  # noqa: S314

    assert all(rect.attrib["x"].endswith("%") for rect in root.iter(f"{SVG}rect"))


def test_hidden_counts_are_words_not_bars():
    words = drawing(CHARTS[4])

    assert "under 5" in words
    assert "held back" in words


def test_labels_are_moved_apart():
    placed = sorted(_spread([100, 101, 102, 103], [15, 15, 15, 15]))

    assert all(after - before >= 15 for before, after in zip(placed, placed[1:], strict=False))


def test_the_table_form_draws_nothing():
    assert drawing(chart("table", [])) == ""
