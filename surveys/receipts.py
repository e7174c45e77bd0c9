"""Receipts: how a person finds the own answer in the published record."""

import base64
import hashlib
import json
import re
import secrets
import unicodedata

from surveys.dataset import Answer

RECEIPT_BYTES = 10
RECEIPT_LENGTH = RECEIPT_BYTES * 8 // 5
NONCE_LENGTH = 32
NONCE = re.compile(r"[0-9a-f]{32}")
COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical(answer: Answer) -> str:
    """The answer as compact JSON, the form that is hashed, stored and published.

    Raises ValueError for text that is not valid Unicode and for numbers JSON cannot write.
    """
    text = COMPACT.encode(answer)
    text.encode("utf-8")
    return text


def receipt(question: str, answer: Answer, nonce: str) -> str:
    """The 16 characters that stand for this answer to this question with this nonce."""
    return of_canonical(question, canonical(answer), nonce)


def of_canonical(question: str, answer: str, nonce: str) -> str:
    """The same of an answer that is canonical JSON already."""
    message = f"igf-ballot-v1|{question}|{answer}|{nonce}"
    digest = hashlib.sha256(message.encode("utf-8")).digest()
    return base64.b32encode(digest[:RECEIPT_BYTES]).decode("ascii").lower()


def new_nonce() -> str:
    """A fresh nonce, 32 lower-case hexadecimal characters (128 bits)."""
    return secrets.token_hex(NONCE_LENGTH // 2)


def is_nonce(value: object) -> bool:
    """Whether the value has the form of a nonce."""
    return isinstance(value, str) and NONCE.fullmatch(value) is not None


def in_fours(code: str) -> str:
    """The receipt as people read it: four groups of four characters."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def from_typed(text: str) -> str:
    """What a person typed as a receipt: letters and digits alone, narrow and in lower case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).lower()
