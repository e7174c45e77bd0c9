"""IGF 2023 WS #33: the facts of its public page in our own words.

``acting`` people use the portal for this session and are not shown on its page.
Doors are blank where the public page does not say how a person took part.
"""

from datetime import UTC, datetime
from typing import Any

DRAFT_ITEMS: list[dict[str, Any]] = [
    {
        "number": 1,
        "title": "Human control",
        "text": (
            "AI systems may be built to run on their own. Human control stays an important "
            "part of how they are put to use: people remain in charge."
        ),
    },
    {
        "number": 2,
        "title": "Developed and used for cybersecurity",
        "text": (
            "AI made for digital security has a single purpose: to give users the best "
            "protection. Its products and services must not be usable to damage any system."
        ),
    },
    {
        "number": 3,
        "title": "Safety first",
        "text": (
            "Whoever designs and develops AI for cybersecurity makes sure that its operation "
            "does not harm users or their infrastructure."
        ),
    },
    {
        "number": 4,
        "title": "Transparency",
        "text": (
            "Providers are open and ready for dialogue with users and other stakeholders. They "
            "want everybody to understand how their algorithms work."
        ),
    },
    {
        "number": 5,
        "title": "Privacy",
        "text": (
            "AI systems depend on training data. Such data is only processed in a way that "
            "respects and protects people's privacy."
        ),
    },
]

WS33: dict[str, Any] = {
    "edition": 2023,
    "type": "ws",
    "number": 33,
    "title": "Ethical principles for the use of AI in cybersecurity",
    "is_sample": False,
    "theme": "Cybersecurity, Cybercrime & Online Safety",
    "topics": [
        "Cyberattacks, Cyberconflicts and International Security",
        "New Technologies and Risks to Online Security",
    ],
    "layout": "Panel",
    "minutes": 90,
    "goals": [],
    "room": "WS 1 – Annex Hall 1",
    "start": datetime(2023, 10, 11, 6, 15, tzinfo=UTC),
    "end": datetime(2023, 10, 11, 7, 45, tzinfo=UTC),
    "organization": "Kaspersky",
    "policy_questions": [
        {
            "letter": "A",
            "text": "Which ethical principles matter most when cybersecurity uses AI?",
        },
        {
            "letter": "B",
            "text": (
                "What exactly must each stakeholder group do so that the principles are put "
                "into practice and can be verified?"
            ),
        },
        {
            "letter": "C",
            "text": (
                "How can all stakeholder groups be brought into a lasting dialogue and exchange "
                "on this?"
            ),
        },
    ],
    "description": (
        "Artificial intelligence (AI) develops fast and promises much, stronger cybersecurity "
        "included. Its algorithms help to recognize threats early and to respond to them "
        "quickly. They automate detection and make it more accurate.\n\n"
        "Many general principles for the ethics of AI exist. One example is the UNESCO "
        "recommendation adopted in 2021. A specific set is missing for AI components that are "
        "developed, distributed and used in cybersecurity. The opportunities in this field are "
        "particular, and so are the risks. That is why these specific principles need a broad "
        "dialogue.\n\n"
        "Kaspersky has drawn up first ideas of what such principles should cover. They come to "
        "the workshop as a draft with five items: human control, AI developed and used for "
        "cybersecurity only, safety first, transparency and privacy. The workshop discusses "
        "them and develops them further."
    ),
    "gains": (
        "Participants hear which ethical points matter when AI is used in cybersecurity and "
        "share their own ideas with the panel and with each other. Ideas are discussed, new "
        "suggestions are added and the proposals are developed further. The aim is a basis "
        "that guides people in industry, research, academia, politics and civil "
        "society who write ethical principles of their own."
    ),
    "expected_outcomes": (
        "An impulse paper under the title of the session, published after it. It reflects the "
        "results of the discussion and is made available to the IGF community. The paper can "
        "also go to other stakeholders for complementary feedback. Building on it, Kaspersky "
        "will develop and publish principles of its own as a best practice for its industry, "
        "cybersecurity."
    ),
    "hybrid_plan": (
        "The moderators draw everybody into the discussion. One means are three short online "
        "surveys: one opens the session, one follows the initial statements, one closes it. "
        "People onsite and people online use the same survey tool. This gets each person involved "
        "and makes the hybrid session more interesting. In the roundtable everybody is asked to "
        "bring in ideas, and onsite and online participants have the same opportunities to take "
        "part."
    ),
    "agenda": [
        {"title": "Introduction by the moderator", "minutes": 5, "wave": None},
        {"title": "Survey 1, two questions", "minutes": 5, "wave": 1},
        {
            "title": "A speaker from Kaspersky presents the draft principles",
            "minutes": 10,
            "wave": None,
        },
        {
            "title": "Impulse statements: how the other speakers see the principles",
            "minutes": 20,
            "wave": None,
        },
        {"title": "Survey 2, two questions", "minutes": 5, "wave": 2},
        {
            "title": "Roundtable: moderated discussion with attendees onsite and online",
            "minutes": 35,
            "wave": None,
        },
        {"title": "Survey 3, two questions", "minutes": 5, "wave": 3},
        {"title": "Wrap-up", "minutes": 5, "wave": None},
    ],
    "contributors": [
        {
            "person": "michels",
            "role": "organizer",
            "affiliation": "Kaspersky",
            "door": "",
        },
        {"person": "gan", "role": "organizer", "affiliation": "", "door": ""},
        {
            "person": "kipker",
            "role": "organizer",
            "affiliation": "University of Bremen",
            "door": "",
        },
        {
            "person": "yiadom",
            "role": "organizer",
            "affiliation": "Kaspersky",
            "door": "",
        },
        {"person": "shabab", "role": "speaker", "affiliation": "", "door": ""},
        {"person": "seghrouchni", "role": "speaker", "affiliation": "", "door": ""},
        {"person": "kipker", "role": "speaker", "affiliation": "", "door": ""},
        {"person": "kazakova", "role": "speaker", "affiliation": "", "door": ""},
        {
            "person": "gan",
            "role": "onsite_moderator",
            "affiliation": "",
            "door": "room",
        },
        {
            "person": "michels",
            "role": "online_moderator",
            "affiliation": "",
            "door": "",
        },
        {"person": "yiadom", "role": "rapporteur", "affiliation": "", "door": ""},
    ],
    "acting": [
        {"login": "organizer", "role": "organizer"},
        {"login": "moderator", "role": "onsite_moderator"},
        {"login": "rapporteur", "role": "rapporteur"},
    ],
    "draft_items": DRAFT_ITEMS,
    "links": [
        {
            "title": "Page of the session on the IGF website",
            "url": (
                "https://www.intgovforum.org/en/content/"
                "igf-2023-ws-33-ethical-principles-for-the-use-of-ai-in-cybersecurity"
            ),
        },
        {
            "title": (
                "Kyoto IGF Messages, page 62. Some results of the session went into them: AI can "
                "strengthen cybersecurity and resilience but has to be used responsibly and "
                "sustainably. Ethical principles can guide developers and users, are best worked "
                "out in global multistakeholder discussions, and should stress human control, "
                "transparency, safety and privacy."
            ),
            "url": "",
        },
    ],
}
