"""Invented sessions in the programme of the 2027 sample edition."""

from datetime import UTC, datetime, timedelta
from typing import Any

AGENDAS: dict[int, list[tuple[str, int]]] = {
    30: [("Talk", 20), ("Questions from the room and online", 10)],
    60: [
        ("Welcome", 5),
        ("Statements", 20),
        ("Discussion, room and online", 30),
        ("Wrap-up", 5),
    ],
    75: [
        ("Welcome", 5),
        ("Reports", 25),
        ("Discussion, room and online", 35),
        ("Next steps", 10),
    ],
    90: [
        ("Welcome", 5),
        ("Statements", 30),
        ("Discussion, room and online", 45),
        ("Wrap-up", 10),
    ],
}

HYBRID_PLAN = (
    "Room and online use one speaking queue, and the online moderator reads out written "
    "questions. If the link fails, the session goes on by telephone line."
)


def session(
    code: str,
    number: int | None,
    title: str,
    minutes: int,
    start: datetime | None,
    **facts: Any,
) -> dict[str, Any]:
    questions = facts.pop("policy_questions")
    return {
        "edition": 2027,
        "type": code,
        "number": number,
        "title": title,
        "is_sample": True,
        "status": "accepted" if number else "draft",
        "layout": "Roundtable",
        "minutes": minutes,
        "start": start,
        "end": start + timedelta(minutes=minutes) if start else None,
        "room": "",
        "topics": [],
        "hybrid_plan": HYBRID_PLAN,
        "policy_questions": [
            {"letter": letter, "text": text}
            for letter, text in zip("ABCDEF", questions, strict=False)
        ],
        "agenda": [
            {"title": item, "minutes": length, "wave": None} for item, length in AGENDAS[minutes]
        ],
        "draft_items": [],
        "links": [],
        **facts,
    }


def people(
    organizer: str, speakers: list[str], onsite: str, online: str, rapporteur: str = ""
) -> list[dict[str, Any]]:
    """One organizer, the speakers, two moderators and a rapporteur (Sample Rapporteur)."""
    who = {"person": rapporteur} if rapporteur else {"login": "rapporteur"}
    return [
        {"person": organizer, "role": "organizer", "door": "room"},
        *({"person": key, "role": "speaker", "door": ""} for key in speakers),
        {"person": onsite, "role": "onsite_moderator", "door": "room"},
        {"person": online, "role": "online_moderator", "door": "online"},
        {**who, "role": "rapporteur", "door": ""},
    ]


def _utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 11, day, hour, minute, tzinfo=UTC)


SESSIONS: list[dict[str, Any]] = [
    session(
        "main",
        901,
        "Where national rules meet a global network",
        90,
        _utc(9, 7),
        room="Main Hall",
        layout="Panel",
        theme="Digital cooperation",
        topics=["National and regional forums"],
        organization="Sample Organization",
        description=(
            "Laws end at borders, networks do not. The session asks where different rules can "
            "live side by side and where they break the network."
        ),
        gains="A map of the rules that collide most often, and of ways out that worked.",
        expected_outcomes="Three messages for the annual report, agreed in the session.",
        policy_questions=[
            "Which national rules change how the network works elsewhere?",
            "Who should be told before such a rule takes effect?",
        ],
        goals=[16, 17],
        contributors=people(
            "sample-5",
            ["sample-2", "sample-4", "sample-6", "sample-7"],
            "sample-8",
            "sample-3",
        ),
    ),
    session(
        "ws",
        902,
        "Year four of a community network",
        90,
        _utc(10, 10, 30),
        room="Hall A",
        theme="Access and inclusion",
        topics=["Community networks"],
        organization="Sample Village Networks",
        description=(
            "A grant builds a network, but who pays in year four? Operators of small networks "
            "show their books and compare what keeps them running."
        ),
        gains="Five real budgets, made anonymous, and a template for one's own.",
        expected_outcomes="A short guide on income and costs of small networks.",
        policy_questions=[
            "Which fees can be lowered for networks that serve few people?",
            "How can a village keep the skills it needs?",
            "Which share can public funds cover, and for how long?",
        ],
        goals=[1, 9, 10],
        contributors=people(
            "sample-1", ["sample-2", "sample-3", "sample-8"], "sample-1", "sample-7", "sample-11"
        ),
    ),
    session(
        "ws",
        903,
        "What a hybrid meeting owes its participants",
        60,
        _utc(10, 10, 30),
        room="Hall B",
        theme="Access and inclusion",
        topics=["Hybrid participation", "Languages and scripts"],
        organization="Sample Subtitle Guild",
        description=(
            "Whether a person can follow depends on captions and interpreters. They are often "
            "ordered last and tested never. The session drafts what every meeting owes its "
            "participants."
        ),
        gains="A checklist, and the chance to hear the same talk with and without support.",
        expected_outcomes="A one-page minimum standard, open for comments.",
        policy_questions=[
            "Which languages and captions belong to every meeting?",
            "How do people who need them report poor quality?",
        ],
        goals=[4, 10],
        contributors=people(
            "sample-9", ["sample-4", "sample-5", "sample-10"], "sample-9", "sample-6"
        ),
    ),
    session(
        "of",
        904,
        "Public services on small islands",
        60,
        _utc(11, 14),
        room="Room C",
        theme="Environment and resilience",
        topics=["Disaster communication"],
        organization="Sample Islands Agency",
        description=(
            "One cable, one storm, and every office is closed. Island administrations report how "
            "they keep services going offline."
        ),
        gains="Tested emergency plans that other administrations can copy.",
        expected_outcomes="A list of services that must work without a connection.",
        policy_questions=["Which public services must work when the cable is cut?"],
        goals=[9, 11, 13],
        contributors=people(
            "sample-8", ["sample-2", "sample-4", "sample-7"], "sample-5", "sample-1"
        ),
    ),
    session(
        "th",
        905,
        "Reading the draft messages together",
        60,
        _utc(12, 7),
        room="Main Hall",
        theme="Digital cooperation",
        topics=["Follow-up of outcomes"],
        organization="Sample Organization",
        description=(
            "Session reports become messages of the meeting. Here everybody can see where each "
            "sentence comes from and propose a better one."
        ),
        gains="Insight into how the messages are made, and a say in their wording.",
        expected_outcomes="Marked-up draft messages for the comment period.",
        policy_questions=["How can a message show which session it comes from?"],
        goals=[16, 17],
        contributors=people(
            "sample-6", ["sample-3", "sample-5", "sample-10"], "sample-2", "sample-9"
        ),
    ),
    session(
        "lt",
        906,
        "A week of talks, subtitled by sixty people",
        30,
        _utc(10, 8),
        room="Room D",
        layout="Theater",
        theme="Access and inclusion",
        topics=["Languages and scripts"],
        organization="Sample Subtitle Guild",
        description="How volunteers share the work on subtitles in four languages.",
        gains="A recipe that a small event can follow.",
        expected_outcomes="A list of tools and of mistakes to avoid.",
        policy_questions=["What may a meeting ask of volunteers, and what should it pay for?"],
        goals=[4, 10],
        contributors=people("sample-9", ["sample-9"], "sample-1", "sample-7"),
    ),
    session(
        "la",
        907,
        "A common method for the energy use of networks",
        30,
        _utc(11, 8),
        room="Room D",
        layout="Theater",
        theme="Environment and resilience",
        topics=["Energy use of networks"],
        organization="Sample Energy Laboratory",
        description="Ten pages that say what to count, presented with a first set of figures.",
        gains="A worksheet to fill in for one's own network.",
        expected_outcomes="Operators who try the method until the next meeting.",
        policy_questions=["Should operators publish their energy use every year?"],
        goals=[7, 12, 13],
        contributors=people("sample-7", ["sample-7", "sample-3"], "sample-4", "sample-6"),
    ),
    session(
        "dc",
        908,
        "Barriers we met this year",
        75,
        _utc(11, 10),
        room="Room C",
        theme="Access and inclusion",
        organization="Sample Organization",
        description="The yearly open meeting: what was done, what comes next, who joins in.",
        gains="A way into a working group, at whatever level of experience.",
        expected_outcomes="A work plan for the coming year.",
        policy_questions=["Which barriers did this meeting have for its own participants?"],
        goals=[10],
        contributors=people(
            "sample-3", ["sample-1", "sample-8", "sample-9"], "sample-10", "sample-5"
        ),
    ),
    session(
        "ws",
        909,
        "Public or private cables to far places?",
        90,
        _utc(11, 12),
        room="Hall A",
        layout="Debate",
        theme="Environment and resilience",
        organization="Sample Cable Company",
        description=(
            "Two teams argue for public and for private cables to places with few customers. "
            "The audience changes sides by arguments."
        ),
        gains="The strongest arguments of both sides, with figures.",
        expected_outcomes="A comparison of five ways to pay for a cable.",
        policy_questions=[
            "When should public money pay for a cable?",
            "What must a public owner leave open to competitors?",
        ],
        goals=[9, 17],
        contributors=people(
            "sample-4",
            ["sample-2", "sample-8", "sample-3", "sample-10"],
            "sample-6",
            "sample-9",
        ),
    ),
]
