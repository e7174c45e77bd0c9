"""An invented session of 2024, held without a survey: its paper comes from notes alone."""

from datetime import UTC, datetime
from typing import Any

from igfportal.sample.programme import people, session

HELD_WITHOUT_SURVEY: dict[str, Any] = session(
    "ws",
    902,
    "A common word list for incident reports",
    60,
    datetime(2024, 12, 17, 7, 0, tzinfo=UTC),
    edition=2024,
    room="Sample Room 1",
    theme="Improving digital governance for the Internet We Want",
    organization="Sample Peering Association",
    description=(
        "Incident teams report the same event in different words. The session collects the "
        "words that cause most trouble. An invented session, held without a survey: its paper "
        "is compiled from notes alone."
    ),
    gains="A word list with agreed meanings to take home.",
    expected_outcomes="A first list of twenty words, open for comments.",
    policy_questions=[
        "Which words in incident reports are most often misread?",
        "Who keeps a common list up to date?",
    ],
    goals=[9, 16],
    contributors=people("sample-3", ["sample-2", "sample-6", "sample-7"], "sample-10", "sample-1"),
)

HELD_NOTES: list[dict[str, Any]] = [
    {
        "minute": minute,
        "kind": kind,
        "policy_question": letter,
        "draft_item": None,
        "door": door,
        "text": text,
        "is_simulated": True,
    }
    for minute, kind, letter, door, text in [
        (
            8,
            "point",
            "A",
            "",
            "Severity is the word with the most meanings: six in one room.",
        ),
        (
            17,
            "point",
            "A",
            "",
            "Translations drop the difference between incident and event.",
        ),
        (
            27,
            "agreement",
            "A",
            "room",
            "A short list that is used beats a long one that is not.",
        ),
        (
            34,
            "disagreement",
            "B",
            "online",
            "No agreement whether the list should bind anybody.",
        ),
        (
            41,
            "suggestion",
            "B",
            "online",
            "Publish the list in six languages from the start.",
        ),
        (48, "call", "B", "room", "Read the list again at the next annual meeting."),
    ]
]
