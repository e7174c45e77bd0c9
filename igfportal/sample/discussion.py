"""Simulated discussion of WS #33: notes, fate of the draft items, paper dates, comments.

All of it is invented and names nobody: no line says what a real person thought or did.
"""

from datetime import UTC, datetime
from typing import Any


def _note(minute: int, kind: str, about: str | int, door: str, text: str) -> dict[str, Any]:
    return {
        "minute": minute,
        "kind": kind,
        "policy_question": about if isinstance(about, str) else None,
        "draft_item": about if isinstance(about, int) else None,
        "door": door,
        "text": text,
        "is_simulated": True,
    }


# minute counts from the start of the session; about is a policy question or a draft item
NOTES: list[dict[str, Any]] = [
    _note(
        14,
        "point",
        "A",
        "",
        "General guidance on the ethics of AI leaves open how AI inside security products "
        "is built, sold and run.",
    ),
    _note(
        23,
        "point",
        "A",
        "",
        "A security product acts with high rights on other people's systems; that is why "
        "general principles are not enough.",
    ),
    _note(
        28,
        "disagreement",
        "A",
        "",
        "Some doubt that another list helps while the general ones are not yet applied.",
    ),
    _note(
        36,
        "agreement",
        "A",
        "",
        "Many put human control on top: without it the rest cannot be kept.",
    ),
    _note(
        47,
        "suggestion",
        "A",
        "online",
        "Give a rule for cases where one principle works against another.",
    ),
    _note(
        49,
        "suggestion",
        1,
        "room",
        "Spell out which automatic actions a person can halt.",
    ),
    _note(
        51,
        "suggestion",
        1,
        "online",
        "Ask for two people to confirm each action.",
    ),
    _note(
        53,
        "suggestion",
        2,
        "online",
        "Allow security tests that the owner has agreed to.",
    ),
    _note(
        56,
        "point",
        "B",
        "room",
        "Proof comes as papers from the provider or as tests done by somebody else.",
    ),
    _note(
        58,
        "suggestion",
        4,
        "room",
        "Write explanations for customers, not for engineers.",
    ),
    _note(
        60,
        "suggestion",
        4,
        "online",
        "Make public when staff corrected the system, and why.",
    ),
    _note(
        63,
        "call",
        "B",
        "room",
        "Set up common tests which independent laboratories can repeat.",
    ),
    _note(
        65,
        "disagreement",
        "B",
        "online",
        "No agreement on who pays for independent tests.",
    ),
    _note(
        67,
        "suggestion",
        5,
        "online",
        "Give training data an end date.",
    ),
    _note(
        70,
        "call",
        "C",
        "room",
        "Come back to each annual meeting with a public account of what was done.",
    ),
    _note(
        73,
        "suggestion",
        "C",
        "online",
        "Carry the draft to national and regional forums during the year.",
    ),
    _note(
        86,
        "agreement",
        "C",
        "",
        "The draft goes on with comments from the whole community.",
    ),
]

# Wording after the session, by number of the draft item; the wording before is in ws33.
DRAFT_ITEMS_AFTER: list[dict[str, Any]] = [
    {
        "number": 1,
        "after": (
            "AI systems may be built to run on their own. Human control stays an important "
            "part of how they are put to use: people remain in charge and can halt any action "
            "that reaches a user's system."
        ),
        "suggestions": [
            {
                "key": "S-01",
                "door": "room",
                "text": "Spell out which automatic actions a person can halt.",
                "disposition": "taken up",
                "reason": "The wording now says which actions.",
            },
            {
                "key": "S-02",
                "door": "online",
                "text": "Ask for two people to confirm each action.",
                "disposition": "not taken up",
                "reason": (
                    "An attack does not wait for a second signature. The view is kept in the paper."
                ),
            },
        ],
    },
    {
        "number": 2,
        "after": (
            "AI made for digital security has a single purpose: to give users the best "
            "protection. Its products and services must not be usable to damage any system; "
            "tests that the owner agreed to are no damage."
        ),
        "suggestions": [
            {
                "key": "S-03",
                "door": "online",
                "text": "Allow security tests that the owner has agreed to.",
                "disposition": "taken up in part",
                "reason": "Consent is in; its form is for a later version.",
            },
        ],
    },
    {"number": 3, "after": None, "suggestions": []},
    {
        "number": 4,
        "after": (
            "Providers are open and ready for dialogue with users and other stakeholders. They "
            "want everybody to understand how their algorithms work, customers included."
        ),
        "suggestions": [
            {
                "key": "S-04",
                "door": "room",
                "text": "Write explanations for customers, not for engineers.",
                "disposition": "taken up",
                "reason": "Customers are named in the wording.",
            },
            {
                "key": "S-05",
                "door": "online",
                "text": "Make public when staff corrected the system, and why.",
                "disposition": "open",
                "reason": "To be answered in version 1.0.",
            },
        ],
    },
    {
        "number": 5,
        "after": (
            "AI systems depend on training data. Such data is only processed in a way that "
            "respects and protects people's privacy, and its end date is announced."
        ),
        "suggestions": [
            {
                "key": "S-06",
                "door": "online",
                "text": "Give training data an end date.",
                "disposition": "taken up",
                "reason": "An announced end date is now part of the wording.",
            },
        ],
    },
]

PAPER: dict[str, Any] = {
    "session": (2023, "ws", 33),
    "approved_by": "rapporteur",
    "approved_at": datetime(2023, 10, 25, 9, 0, tzinfo=UTC),
    "published_by": "secretariat",
    "published_at": datetime(2023, 10, 26, 8, 0, tzinfo=UTC),
    "version": "0.9",
    "comments_until": datetime(2023, 11, 14, 23, 59, tzinfo=UTC),
    "is_simulated": True,
}

COMMENTS: list[dict[str, Any]] = [
    {
        "group": "Intergovernmental Organization",
        "anchor": "B",
        "text": "Public buyers could demand such proof; mention them.",
        "disposition": "accepted",
        "reply": "Will be part of version 1.0.",
        "replied_by": "rapporteur",
        "is_simulated": True,
    },
    {
        "group": "Private Sector",
        "anchor": "S-05",
        "text": "Keep corrections of the system confidential; they show attackers a way in.",
        "disposition": "declined",
        "reply": "The suggestion is about openness. The objection stays on record.",
        "replied_by": "rapporteur",
        "is_simulated": True,
    },
    {
        "group": "Civil Society",
        "anchor": "C",
        "text": "Translate the five principles before national forums discuss them.",
        "disposition": "open",
        "reply": "",
        "replied_by": "",
        "is_simulated": True,
    },
]
