"""What changed between two versions, word by word and row by row."""

import pytest

from submissions import differences, drafts
from submissions.differences import ADDED, REMOVED, SAME
from tests.workshops.typed_proposal import person_row, rows, typed_proposal
from workshops.forms.proposal import ProposalForms


def forms(edition, **changes) -> ProposalForms:
    typed = typed_proposal(edition, **changes)
    draft = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return ProposalForms(
        edition, drafts.unpack({k: [str(v) for v in vs] for k, vs in draft.items()})
    )


def texts(pieces, *kinds) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "New words"),
        ("Old words", ""),
        ("The old text stays", "The new text stays"),
        ("字幕对所有人", "字幕属于所有人"),
        ("النص القديم هنا", "النص الجديد هنا"),
        ("a b\n\nc  d", "a\n\nb c d e"),
        ("same", "same"),
        ("a " * 5000, "b " * 5000),
    ],
)
def test_the_pieces_are_both_texts_and_nothing_else(before, after):
    pieces = differences.words(before, after)

    assert texts(pieces, SAME, REMOVED) == before
    assert texts(pieces, SAME, ADDED) == after


def test_only_the_words_that_changed_are_marked():
    pieces = differences.words("Why captions matter to all", "Why good captions matter to many")

    assert [tuple(piece) for piece in pieces] == [
        (SAME, "Why "),
        (ADDED, "good "),
        (SAME, "captions matter to "),
        (REMOVED, "all"),
        (ADDED, "many"),
    ]


def test_a_field_is_named_with_its_label_and_untouched_ones_are_left_out(open_edition):
    changes = differences.between(forms(open_edition), forms(open_edition, gains="More examples."))

    assert [section.title for section in changes] == ["Session"]
    assert [change.label for change in changes[0].fields] == ["What will participants gain?"]


def test_rows_are_matched_by_who_and_what_they_are_about(open_edition):
    ada = person_row("Ada Example", email="ada@example.org")
    bo, cy = person_row("Bo Example", email="bo@example.org"), person_row("Cy Sample")
    before = forms(open_edition, **rows("people", [ada, bo]))
    after = forms(open_edition, **rows("people", [cy, bo, ada | {"name": "Ada Lovelace"}]))

    found = differences.between(before, after)[0].rows

    said = [(row.label, row.name, row.what) for row in found]
    assert said[0] == ("Person 1", "", "added")
    assert said[-1][1] in {"Ada Lovelace", "Bo Example"}
    assert [change.label for row in found[1:] for change in row.changes] == ["Name"]
    assert [row.what for row in found].count("moved") == 1


def test_a_row_that_went_is_said_to_be_removed(open_edition):
    before = forms(open_edition)
    after = forms(open_edition, **rows("questions", [{"text": "Who pays?"}]))

    [row] = differences.between(before, after)[0].rows

    assert (row.label, row.what) == ("Question 1", REMOVED)
    assert texts(row.changes[0].pieces, REMOVED) == "Which captions?"


def test_private_fields_are_left_out_where_they_are_hidden(open_edition):
    before = forms(open_edition, **rows("people", [person_row(email="old@example.org")]))
    after = forms(open_edition, **rows("people", [person_row(email="new@example.org")]))

    open_to_all = differences.between(before, after, hidden=ProposalForms.private)

    assert open_to_all == []
    assert "new@example.org" in str(differences.between(before, after))
