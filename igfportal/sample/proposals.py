"""Invented proposals for 2027: one submitted, one an unfinished draft."""

from typing import Any

from igfportal.sample.programme import people, session

PROPOSALS: list[dict[str, Any]] = [
    session(
        "ws",
        910,
        "What my feed showed me in one week",
        60,
        None,
        status="submitted",
        theme="Security and trust",
        topics=["Online safety"],
        organization="Sample Support Line",
        description=(
            "Young people present a diary of recommendations. "
            "Designers, parents and regulators listen first and answer afterwards."
        ),
        gains="First-hand reports, and proposals that young people have tested.",
        expected_outcomes="A set of design changes that three groups can support.",
        policy_questions=[
            "Which choices over a feed should every young person have?",
            "Who checks that these choices work?",
        ],
        goals=[3, 4, 16],
        contributors=[
            {"login": "organizer", "role": "organizer", "door": "room"},
            *people("sample-6", ["sample-1", "sample-4", "sample-8"], "sample-2", "sample-9"),
        ],
    ),
    session(
        "ws",
        None,
        "Who decides about the data of a field?",
        90,
        None,
        theme="Data and artificial intelligence",
        topics=["Data sharing"],
        organization="Sample Organization",
        description=(
            "Machines on a farm send data to their makers. A data trust could let farmers decide "
            "together who may use it."
        ),
        gains="",
        expected_outcomes="",
        hybrid_plan="",
        policy_questions=["Which uses of farm data need a yes from the farmer?"],
        goals=[2],
        contributors=[{"login": "organizer", "role": "organizer", "door": "room"}],
        agenda=[],
    ),
]
