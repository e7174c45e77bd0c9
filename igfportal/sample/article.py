"""Sessions named in the company's 2024 article about the forum: titles only.

Numbers are those of the public IGF pages; where none was found the number is a sample
number from 900 up and ``number_is_sample`` says so.
"""

from typing import Any

ARTICLE_SESSIONS: list[dict[str, Any]] = [
    {
        "edition": 2021,
        "type": "th",
        "number": 32,
        "number_is_sample": False,
        "title": "The Future of Human Augmentation: Gain or 'Cyber-Pain'",
        "organization": "Kaspersky",
    },
    {
        "edition": 2024,
        "type": "ws",
        "number": 25,
        "number_is_sample": False,
        "title": "Multistakeholder Cooperation for Online Child Protection",
        "organization": "Kaspersky",
    },
    {
        "edition": 2024,
        "type": "ws",
        "number": 901,
        "number_is_sample": True,
        "title": "Cybersecurity in AI: Balancing Innovation and Risks",
        "organization": "Kaspersky",
    },
    {
        "edition": 2024,
        "type": "ws",
        "number": 81,
        "number_is_sample": False,
        "title": "Universal Standards for Digital Infrastructure Resiliency",
        "organization": "Kaspersky",
    },
]
