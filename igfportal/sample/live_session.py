"""IGF 2027 WS #900: the invented session whose survey anybody can try at any time."""

from datetime import UTC, datetime
from typing import Any

from igfportal.sample.survey import AGREEMENT_OPTIONS, option

JOIN_CODE = "KYOTO33"

WS900: dict[str, Any] = {
    "edition": 2027,
    "type": "ws",
    "number": 900,
    "title": "Try a live survey",
    "is_sample": True,
    "status": "accepted",
    "theme": "Digital cooperation",
    "topics": ["Follow-up of outcomes"],
    "layout": "Panel",
    "minutes": 90,
    "goals": [10, 17],
    "room": "Hall A",
    "start": datetime(2027, 11, 10, 12, 15, tzinfo=UTC),
    "end": datetime(2027, 11, 10, 13, 45, tzinfo=UTC),
    "organization": "Sample Organization",
    "policy_questions": [
        {
            "letter": "A",
            "text": "What does it take for people online to be heard like people in the room?",
        },
        {
            "letter": "B",
            "text": "Which practical steps help hybrid sessions most?",
        },
        {
            "letter": "C",
            "text": "How can organizers learn from one annual meeting for the next?",
        },
    ],
    "description": (
        "Hybrid sessions promise one discussion with two doors. In practice the room often "
        "speaks and the online audience watches. This invented session lets you find out how "
        "the portal tries to change that.\n\n"
        "Join with the code, choose your door and answer two questions. The moderator opens "
        "them three times: at the start, after the impulse statements and at the end. In "
        "between you can follow the counts on the projector view. Afterwards the answers are "
        "sealed, and a draft paper shows what changed."
    ),
    "gains": (
        "You see each step of a survey from a phone, from the moderator's console and from the "
        "projector, and keep a receipt with which you can find your own answer later."
    ),
    "expected_outcomes": (
        "A sealed record of the answers and a draft impulse paper compiled from it. Both are "
        "samples and can be made again at any time."
    ),
    "hybrid_plan": (
        "Everybody answers on the own device, in the room and online. The moderator calls on "
        "both doors in turn. If the online link fails, the survey stays open until it is back."
    ),
    "agenda": [
        {"title": "Welcome and how to join", "minutes": 5, "wave": None},
        {"title": "Survey 1, two questions", "minutes": 5, "wave": 1},
        {"title": "Impulse statements from both doors", "minutes": 25, "wave": None},
        {"title": "Survey 2, two questions", "minutes": 5, "wave": 2},
        {
            "title": "Open discussion, room and online in turn",
            "minutes": 35,
            "wave": None,
        },
        {"title": "Survey 3, two questions", "minutes": 5, "wave": 3},
        {"title": "What changed, and wrap-up", "minutes": 10, "wave": None},
    ],
    "contributors": [
        {"login": "organizer", "role": "organizer", "door": "room"},
        {"person": "sample-1", "role": "speaker", "door": "room"},
        {"person": "sample-3", "role": "speaker", "door": "online"},
        {"person": "sample-4", "role": "speaker", "door": "room"},
        {"person": "sample-5", "role": "speaker", "door": "online"},
        {"login": "moderator", "role": "onsite_moderator", "door": "room"},
        {"person": "sample-9", "role": "online_moderator", "door": "online"},
        {"login": "rapporteur", "role": "rapporteur", "door": "room"},
    ],
    "draft_items": [
        {
            "number": 1,
            "title": "Take turns",
            "text": "The moderator gives the floor to the room and to online in turn.",
        },
        {
            "number": 2,
            "title": "Same tool",
            "text": "Both doors use the same page to answer and to ask for the floor.",
        },
    ],
    "links": [],
}

LIVE_SURVEY: dict[str, Any] = {
    "session": (2027, "ws", 900),
    "join_code": JOIN_CODE,
    "is_simulated": False,
    "is_sample": True,
    "waves": [
        {"position": 1, "title": "At the start", "agenda_position": 2},
        {"position": 2, "title": "After the impulse statements", "agenda_position": 4},
        {"position": 3, "title": "At the end", "agenda_position": 6},
    ],
    "questions": [
        {
            "key": "same-chance",
            "kind": "agreement",
            "policy_question": "A",
            "text": {
                "en": "People online have the same chance to be heard as people in the room.",
                "ar": "يُسمع صوت المشاركين عبر الإنترنت بقدر ما يُسمع صوت الحاضرين في القاعة.",
            },
            "options": AGREEMENT_OPTIONS,
            "waves": [1, 2, 3],
        },
        {
            "key": "helps-most",
            "kind": "single",
            "policy_question": "B",
            "text": {
                "en": "What would help hybrid sessions most?",
                "ar": "ما الذي يساعد الجلسات الهجينة أكثر من غيره؟",
            },
            "options": [
                option(
                    "one-queue",
                    "One speaking queue for both doors",
                    "قائمة واحدة لطالبي الكلمة في القاعة وعبر الإنترنت",
                ),
                option(
                    "online-share",
                    "A fixed share of time for online",
                    "حصة ثابتة من الوقت للمشاركين عبر الإنترنت",
                ),
                option("captions", "Captions and interpretation", "ترجمة نصية وترجمة فورية"),
                option("connection", "Better sound and connection", "صوت واتصال أفضل"),
                option("surveys", "Short surveys for everyone", "استطلاعات قصيرة للجميع"),
                option("not-sure", "Not sure", "لست متأكدًا"),
            ],
            "waves": [1, 2, 3],
        },
    ],
}
