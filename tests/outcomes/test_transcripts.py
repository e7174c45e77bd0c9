"""How the bytes of a transcript become numbered passages, and which bytes are refused."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.errors import RuleError
from outcomes.transcripts import (
    LARGEST,
    PASSAGE_CHARS,
    PASSAGES_LIMIT,
    Piece,
    fingerprint,
    one_line,
    place_of,
    read,
    read_text,
)

VTT = """WEBVTT - Session

NOTE made by a machine

STYLE
::cue { color: red }

1
00:00:01.500 --> 00:00:04.000 align:start
<v.loud Maria da Silva>Control &amp; <i>openness</i>
come first.</v>

1:02:03.000 --> 1:02:05.000
>> CHAIR: Thank you.
"""
SRT = """1
00:00:01,000 --> 00:00:02,000
{\\an8}<i>Control comes first.</i>

2
00:00:03,000 --> 00:00:04,000
We agree.
3
00:00:05,000 --> 00:00:06,000
No empty line before this.
"""


def test_captions_of_the_web_keep_time_and_words_and_lose_markup():
    assert read_text(VTT) == (
        "vtt",
        [
            Piece("Control & openness come first.", 1500, "Maria da Silva"),
            Piece("Thank you.", 3_723_000, "CHAIR"),
        ],
        0,
    )


def test_subtitles_are_read_also_without_the_empty_line():
    reading = read_text(SRT.replace("\n", "\r\n"))

    assert reading.format == "srt"
    assert [piece.text for piece in reading.pieces] == [
        "Control comes first.",
        "We agree.",
        "No empty line before this.",
    ]


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        (">> ALICE DOE: I agree.", "ALICE DOE", "I agree."),
        ("Dr. Alice Doe: I agree: fully.", "Dr. Alice Doe", "I agree: fully."),
        ("Maria da Silva: Yes.", "Maria da Silva", "Yes."),
        ("السيدة فلانة: نعم.", "السيدة فلانة", "نعم."),
        ("We say this: no.", "", "We say this: no."),
        ("At 10:30 we start.", "", "At 10:30 we start."),
        (">> Thank you.", "", "Thank you."),
    ],
)
def test_the_label_of_a_speaker_stands_apart(line, label, words):
    assert read_text(line).pieces == [Piece(words, None, label)]


def test_long_paragraphs_are_cut_at_spaces():
    words = "word " * 500

    pieces = read_text(words).pieces

    assert max(len(piece.text) for piece in pieces) <= PASSAGE_CHARS
    assert " ".join(piece.text for piece in pieces) == words.strip()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom"])
def test_encodings_with_and_without_a_mark(encoding):
    text = "السيطرة للإنسان أولا."
    data = (
        b"\xfe\xff" + text.encode("utf-16-be")
        if encoding == "utf-16-be-bom"
        else text.encode(encoding)
    )

    assert read(data).pieces == [Piece(text)]


def test_invisible_characters_are_left_out_and_counted():
    reading = read("\u202eControl\u202c comes\x85first.".encode())

    assert reading.pieces == [Piece("Control comes"), Piece("first.")]
    assert reading.removed == 2


def bomb() -> bytes:
    """Forty kilobytes that unpack to forty megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("transcript.txt", b"0" * 40_000_000)
    return packed.getvalue()


HOSTILE = {
    "zip bomb": bomb(),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "program": b"\x7fELF" + bytes(64),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "windows": "السيطرة".encode("cp1256"),
    "half a mark": b"\xff\xfe\x00",
    "mark and noise": b"\xff\xfe" + bytes(range(256)),
    "nul": b"Control\x00comes first.",
    "too large": b"word " * (LARGEST // 5 + 1),
    "too many captions": b"00:01.000 --> 00:02.000\na\n\n" * 70_000,
    "too many lines": b"a\n" * (PASSAGES_LIMIT + 1),
    "hundred thousand captions": b"WEBVTT\n\n"
    + b"".join(b"%d\n00:00.000 --> 00:01.000\nx\n\n" % n for n in range(100_000)),
    "nothing": b"",
    "spaces": b" \n\t\r\n ",
    "empty captions": b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_is_no_transcript_is_refused_in_words(name):
    with pytest.raises(RuleError) as refused:
        read(HOSTILE[name])

    assert len(str(refused.value.message)) > 20


def test_the_largest_number_of_passages_is_kept():
    assert len(read(b"a\n" * PASSAGES_LIMIT).pieces) == PASSAGES_LIMIT


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16")))
def test_no_bytes_break_the_reader(data):
    try:
        reading = read(data)
    except RuleError:
        return
    assert all(piece.text == one_line(piece.text) and piece.text for piece in reading.pieces)
    assert all(len(piece.speaker) <= 80 for piece in reading.pieces)


def test_the_fingerprint_follows_words_times_and_order():
    one, two = Piece("One."), Piece("Two.")

    prints = [fingerprint(p) for p in ([one, two], [two, one], [one._replace(starts_ms=1), two])]

    assert len(set(prints)) == 3
    assert fingerprint([one, two]) == prints[0]


def test_words_are_found_where_they_stand_exactly_so():
    text = "Control comes first, say we."

    assert place_of("comes first", text) == (8, 19)
    assert place_of("come first", text) is None
    assert place_of("", text) is None
