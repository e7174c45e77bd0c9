"""IGF 2020 Village Booth #35: the facts of its public page in our own words.

The topic keeps its official wording; "Mutistakeholder" there is a slip of the pen.
The heading for other Internet-governance activities has no text on the public page.
"""

from typing import Any

BOOTH35: dict[str, Any] = {
    "edition": 2020,
    "number": 35,
    "topic": "Increasing trust and accountability in cyberspace: Multistakeholder best practices",
    "organization": "Kaspersky",
    "partners": [],
    "is_onsite": False,
    "is_virtual": True,
    "is_sample": False,
    "background": (
        "Nobody goes digital for its own sake. Technology only has value when it serves people "
        "and the well-being of society. It should support shared values, add to prosperity, make "
        "life longer and healthier, help to reach climate goals, advance sustainable development "
        "and make the world safer.\n\n"
        "Digitalization is a great opportunity: for each person and society, for states and "
        "regions, for the world as a whole. It also brings risks, which have to be seen and "
        "reduced. More transparency and accountability is a good way to do that. Kaspersky works "
        "with all stakeholder groups for a secure and trusted cyberspace that everyone can use, "
        "safe and open."
    ),
    "content": (
        "Cybersecurity and cybercrime do not stop at borders. The problem is global, so the "
        "solutions have to be global too, and they only come about in partnership and close "
        "cooperation. The booth presents three best practices that are already running."
    ),
    "initiatives": [
        {
            "title": "Global Transparency Initiative (GTI)",
            "text": (
                "Kaspersky holds that the cybersecurity industry needs one global framework for "
                "accountability and trust, valid for everybody. Its cornerstone is transparency: "
                "customers and partners must be able to look at what a company does and at its "
                "way of doing it. The aim is a change of thinking, from trust alone to trust that "
                "can be verified, by way of a new framework and mindset of digital trust and "
                "digital ethics.\n\n"
                "The initiative offers clear and practical steps for verification and for "
                "reducing risk. They help customers and partners to build the security strategy "
                "that suits them best, on proven technology and on the principles of digital "
                "ethics and trust."
            ),
            "founders": ["Kaspersky"],
            "partners": [],
            "since": None,
            "figures": [],
            "link": "",
        },
        {
            "title": "No More Ransom",
            "text": (
                "A global website project that helps victims of ransomware to get their "
                "encrypted data back, with no payment to the criminals. Users also "
                "learn how ransomware works and what they can do to prevent an infection."
            ),
            "founders": [
                "National High Tech Crime Unit of the Netherlands' police",
                "Europol's European Cybercrime Centre",
                "Kaspersky",
                "McAfee",
            ],
            "partners": [],
            "since": None,
            "figures": [
                {"label": "Partners", "value": "more than 150"},
                {"label": "Languages of the website", "value": "more than 35"},
                {
                    "label": "Victims who unlocked their computers without paying",
                    "value": "tens of thousands",
                },
            ],
            "link": "",
        },
        {
            "title": "Coalition Against Stalkerware",
            "text": (
                "Brings organizations that work against domestic violence and the security "
                "community into conversation. The founding organizations promised to act "
                "against domestic violence, stalking and harassment: they take on the use of "
                "stalkerware and make the public aware of it."
            ),
            "founders": [],
            "partners": [],
            "since": 2019,
            "figures": [],
            "link": "",
        },
    ],
    "contribution": (
        "The booth covers three of the four thematic tracks above all: data, trust and inclusion. "
        "It shows concrete multistakeholder work from which citizens, society, states and the "
        "global community gain. Visitors get to know the three initiatives, discuss their aims "
        "and possible next steps, and find out how they could contribute to them or benefit from "
        "them. Many subtopics and policy questions of the forum can be discussed here. The booth "
        "relates to six of the 17 Sustainable Development Goals."
    ),
    "themes": ["Data", "Trust", "Inclusion"],
    "policy_questions": [
        "How can institutions, stakeholders, online tools and services earn each other's trust?",
        (
            "What leads to a global framework in which trust and transparency in cyberspace can "
            "be verified?"
        ),
        (
            "What can be done about the growing fragmentation of cyberspace in countries, in "
            "regions and worldwide?"
        ),
        (
            "Which policy measures does it take to protect against cyberthreats, to prevent them "
            "and to defend against them?"
        ),
        "Which kind of trust does a successful digital economy need, and how is it built?",
    ],
    "goals": [4, 5, 8, 9, 10, 17],
    "other_activities": "",
    "links": [],
}
