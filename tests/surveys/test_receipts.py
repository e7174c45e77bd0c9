import base64
import hashlib

import pytest

from surveys import receipts
from surveys.answers import valid_answer
from surveys.models import Question

QUESTION = "0b7d3c1e-7d0a-4f6e-9a51-6a5d0f1c2b3a"
NONCE = "00112233445566778899aabbccddeeff"


def test_a_receipt_is_the_start_of_the_base32_hash_of_the_documented_line():
    line = f'igf-ballot-v1|{QUESTION}|"4"|{NONCE}'

    expected = base64.b32encode(hashlib.sha256(line.encode()).digest())[:16].decode().lower()

    assert receipts.receipt(QUESTION, "4", NONCE) == expected


def test_the_order_counts_in_a_ranking_and_not_among_ticked_options():
    options = [{"id": key, "text": {"en": key}} for key in "123"]
    codes = {
        kind: {
            receipts.receipt(QUESTION, valid_answer(asked, answer), NONCE)
            for answer in (["3", "1"], ["1", "3"])
        }
        for kind in ("multiple", "ranking")
        if (asked := Question(kind=kind, options=options))
    }

    assert {kind: len(found) for kind, found in codes.items()} == {"multiple": 1, "ranking": 2}


def test_answers_are_written_compactly_and_in_their_own_script():
    assert receipts.canonical(["2", "1"]) == '["2","1"]'
    assert receipts.canonical('نعم "yes"\n') == '"نعم \\"yes\\"\\n"'
    assert receipts.canonical(7) == "7"


@pytest.mark.parametrize("answer", ["\ud800", float("nan"), float("inf")])
def test_an_answer_that_cannot_be_published_is_refused(answer):
    with pytest.raises(ValueError):
        receipts.canonical(answer)


def test_two_equal_answers_with_fresh_nonces_have_different_receipts():
    nonces = {receipts.new_nonce() for _ in range(50)}

    codes = {receipts.receipt(QUESTION, "1", nonce) for nonce in nonces}

    assert all(receipts.is_nonce(nonce) for nonce in nonces)
    assert len(codes) == 50


@pytest.mark.parametrize("value", ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32, None, 5])
def test_other_values_are_no_nonce(value):
    assert not receipts.is_nonce(value)


def test_a_receipt_is_read_in_fours_and_typed_back_freely():
    code = "abcd2345efgh6723"

    assert receipts.in_fours(code) == "abcd 2345 efgh 6723"
    assert receipts.from_typed(" ABCD 2345-efgh 6723\n") == code
