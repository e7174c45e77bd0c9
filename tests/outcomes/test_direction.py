from outcomes.canvas import Canvas
from outcomes.charts import _spread
from outcomes.direction import END, ISOLATE, isolated, of_text, segments

AGREE = "أوافق"


def test_the_first_letter_with_a_direction_decides():
    assert [of_text(text) for text in ("“12” Yes", f"12. {AGREE} yes", "12")] == [
        "ltr",
        "rtl",
        "ltr",
    ]


def test_spaces_and_signs_between_two_directions_follow_the_paragraph():
    assert segments(f"17 left {AGREE}, 18 came") == [
        ("ltr", "17 left "),
        ("rtl", AGREE),
        ("ltr", ", 18 came"),
    ]
    assert segments(f"{AGREE} 12 {AGREE}.", "rtl") == [("rtl", f"{AGREE} 12 {AGREE}.")]


def test_a_number_after_an_arabic_name_stays_on_its_side():
    assert isolated(f"17 left {AGREE}, 18 came") == f"17 left {ISOLATE}{AGREE}{END}, 18 came"
    assert isolated(f"“{AGREE}.” Of 12") == f"“{ISOLATE}{AGREE}.{END}” Of 12"
    assert isolated("“Yes.” Of 12") == "“Yes.” Of 12"


def test_letters_that_join_are_not_drawn_one_by_one():
    canvas = Canvas(40, for_print=True)
    canvas.text(100, 20, f"{AGREE} <b>", "t-end t-b", -7)
    canvas.text(0, 20, "Agree")

    drawn = canvas.svg("s1", "Title", "About")

    svg, _, labels = drawn.partition("</svg>")
    assert AGREE not in svg
    assert 'dir="rtl" style="left:-7.00px;top:9.0px;width:640px;text-align:right' in labels
    assert f"{AGREE} &lt;b&gt;</span>" in labels


def test_labels_of_close_lines_do_not_overlap_at_the_upper_edge():
    placed = sorted(_spread([36, 37, 37.5, 39, 40], [15] * 5))

    assert placed[0] >= 23
    assert all(after - before >= 14.99 for before, after in zip(placed, placed[1:], strict=False))
