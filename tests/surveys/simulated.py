"""Random surveys for the tests of the record: same seed, same survey."""

import random
from dataclasses import replace

from surveys import receipts
from surveys.dataset import (
    AnswerRow,
    AskingData,
    Comparison,
    Merge,
    OptionData,
    SurveyData,
    Voter,
    WaveData,
)

GROUPS = ["Civil Society", "Government", "Private Sector", "Technical Community", "=IGO", ""]
REGIONS = ["African Group", "Asia-Pacific Group", ""]
KINDS = {
    "a": "agreement",
    "b": "single",
    "c": "multiple",
    "d": "text",
    "e": "single",
    "f": "ranking",
    "g": "number",
    "h": "consent",
}
BOUNDS = {"min": -20, "max": 120, "unit": "years", "decimals": 1}
TEXTS = ["=1+1", "نعم", 'a "b",\nc', "+49", "  ", "草案", "\u2028", "-"]


def survey(seed: int, people: int, waves: int = 3) -> SurveyData:
    """People who join at two doors, skip answers, and mostly stay or move up a little."""
    rng = random.Random(seed)
    voters = {f"v{i}": _voter(rng) for i in range(people)}
    askings, answers, before = [], [], {}
    for wave in range(1, waves + 1):
        for item, kind in KINDS.items():
            bounds = BOUNDS if kind == "number" else {}
            asking = AskingData(
                f"{item}-{wave}", wave, item, kind, f"Text {item}", _options(item), bounds
            )
            askings.append(asking)
            for key in voters:
                if rng.random() < 0.85:
                    answer = _answer(rng, asking, before.get((item, key)))
                    before[item, key] = answer
                    answers.append(row(asking.id, key, answer, rng))
    return SurveyData(
        session="IGF 2027 WS #901",
        title="Test survey",
        waves=[WaveData(number, f"Survey {number}") for number in range(1, waves + 1)],
        askings=askings,
        answers=answers,
        voters=voters,
        comparisons=[
            Comparison("a", tuple(range(1, waves + 1))),
            Comparison("b", (1, waves)),
            Comparison("c", (1, waves)),
            Comparison("e", (1, waves)),
            Comparison("f", (1, waves)),
            Comparison("g", (1, waves)),
            Comparison("h", tuple(range(1, waves + 1))),
        ],
        merges=[Merge("group", "Technical and private", ("Technical Community", "Private Sector"))],
        simulated=True,
    )


def row(asking: str, voter: str, answer, rng: random.Random) -> AnswerRow:
    """An answer with a nonce and its receipt."""
    nonce = f"{rng.getrandbits(128):032x}"
    return AnswerRow(asking, voter, answer, nonce, receipts.receipt(asking, answer, nonce))


def _voter(rng: random.Random) -> Voter:
    door = rng.choice(["room", "online"])
    group = rng.choices(GROUPS, [26, 23, 16, 9, 4, 22])[0]
    return Voter(door, group, rng.choice(REGIONS))


def _options(item: str) -> list[OptionData]:
    if item in "dg":
        return []
    if item == "h":
        return [
            OptionData("support", "S", True),
            OptionData("live", "L"),
            OptionData("object", "O"),
        ]
    if item == "e":
        return [OptionData("1", "No"), OptionData("2", "Yes", support=True)]
    return [OptionData(str(i), f"Option {i}") for i in range(1, 6)]


def _answer(rng: random.Random, asking: AskingData, before):
    ids = [option.id for option in asking.options]
    if rng.random() < 0.06:
        return "abstain"
    if asking.kind == "text":
        return rng.choice(TEXTS)
    if asking.kind == "number":
        value = round(rng.uniform(-20, 120), 1)
        return int(value) if value == int(value) else value
    if asking.kind == "ranking":
        return rng.sample(ids, rng.randint(1, len(ids)))
    if asking.kind == "multiple":
        return sorted(rng.sample(ids, rng.randint(1, 3)))
    if before in (None, "abstain"):
        return rng.choice(ids)
    step = rng.choices([0, 1, -1], [6, 3, 1])[0]
    return ids[min(len(ids) - 1, max(0, ids.index(before) + step))]


def few_linked(linked: int) -> SurveyData:
    """Two waves of 90 people of whom so many could answer both."""
    data = survey(21, 90, 2)
    second = {f"v{i}" for i in range(45 - linked, 90)}
    answers = [
        row
        for row in data.answers
        if (row.voter in second if row.asking.endswith("-2") else int(row.voter[1:]) < 45)
    ]
    return replace(data, answers=answers)
