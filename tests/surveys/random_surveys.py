"""Random surveys of every shape the portal can seal: same seed, same survey.

Seven kinds with random options, abstentions, merges, voided waves, people who come late or leave
early, two to four waves, any number of planned comparisons of two or three of them.
"""

from random import Random

from surveys.dataset import (
    KINDS,
    AskingData,
    Comparison,
    Merge,
    OptionData,
    SurveyData,
    Voter,
    WaveData,
)
from tests.surveys.simulated import row

DOORS = ["room", "online"]
GROUPS = ["Civil Society", "Government", "Private Sector", "Technical Community", "=IGO", ""]
REGIONS = ["African Group", "Asia-Pacific Group", "Eastern European Group", ""]
TEXTS = ["=1+1", "نعم", 'a "b",\nc', "+49", "  ", "草案", "\u2028", "-", "abstain", "\t", "é\r\n"]
SIZES = {0: 4, 1: 4, 3: 4, 9: 4, 12: 4, 18: 4, 25: 4, 40: 4, 70: 4, 120: 4, 400: 1}
PLANNED, COMPLETE = 0.7, 0.2


def random_survey(seed: int, people: int | None = None) -> SurveyData:
    """A survey as it lies before the seal, with so many people or any number."""
    rng = Random(seed)
    waves = [_wave(rng, number) for number in range(1, rng.choice([2, 3, 3, 4]) + 1)]
    voters = {f"v{seed}-{n}": _voter(rng) for n in range(_size(rng) if people is None else people)}
    items = {f"item-{n}": _asked(rng, n) for n in range(rng.randint(1, 7))}
    askings = [_asking(rng, wave.number, item, items[item]) for wave in waves for item in items]
    askings = [asking for asking in askings if asking]
    return SurveyData(
        session=f"IGF 2027 WS #{900 + seed}",
        title=rng.choice(TEXTS),
        waves=waves,
        askings=askings,
        answers=list(_answers(rng, askings, voters)),
        voters=voters,
        comparisons=list(_comparisons(rng, askings)),
        merges=_merges(rng),
        simulated=rng.random() < 0.5,
        level=rng.choice(["open", "codes"]),
        codes_given=rng.randint(0, 200),
    )


def _size(rng: Random) -> int:
    return rng.choices(list(SIZES), list(SIZES.values()))[0]


def _wave(rng: Random, number: int) -> WaveData:
    voided = rng.random() < 0.12
    return WaveData(
        number,
        rng.choice(["", "Start", "البداية", '"End"']),
        voided,
        "Wrong question" if voided else "",
        rng.choice(["", "2027-11-22T10:00:00+00:00"]),
        rng.random() < 0.3,
    )


def _voter(rng: Random) -> Voter:
    return Voter(
        rng.choices(DOORS, [3, 2])[0],
        rng.choices(GROUPS, [26, 23, 16, 9, 4, 22])[0],
        rng.choice(REGIONS),
    )


def _asked(rng: Random, number: int) -> tuple[str, list[OptionData], dict]:
    """Kind, options and bounds of a question, the same in every wave."""
    kind = rng.choice(KINDS)
    bounds = {"min": -5, "max": rng.choice([7, 120]), "unit": "%", "decimals": rng.randint(0, 4)}
    return kind, _options(rng, kind), bounds if kind == "number" else {}


def _options(rng: Random, kind: str) -> list[OptionData]:
    if kind in ("text", "number"):
        return []
    if kind == "agreement":
        return [OptionData(str(level), f"Level {level}") for level in range(1, 6)]
    if kind == "consent":
        return [OptionData(key, key, key == "support") for key in ("support", "live", "object")]
    supports = kind == "single" and rng.random() < 0.5
    return [
        OptionData(str(n), rng.choice(TEXTS), supports and rng.random() < 0.4)
        for n in range(1, rng.randint(2, 7 if kind == "ranking" else 12) + 1)
    ]


def _asking(rng: Random, wave: int, item: str, asked: tuple) -> AskingData | None:
    kind, options, bounds = asked
    if wave > 1 and rng.random() < 0.15:
        return None
    return AskingData(f"{item}-in-{wave}", wave, item, kind, f"Text of {item}", options, bounds)


def _answers(rng: Random, askings: list, voters: dict):
    """Some rooms answer everything, anew each time; in the others people come and go."""
    if rng.random() < COMPLETE:
        for asking in askings:
            for key in voters:
                yield row(asking.id, key, _answer(rng, asking, None), rng)
        return
    last = max((asking.wave for asking in askings), default=1)
    stays = {key: (rng.choices([1, 2], [4, 1])[0], rng.randint(1, last)) for key in voters}
    before: dict[tuple[str, str], object] = {}
    for asking in askings:
        for key, (comes, leaves) in stays.items():
            if comes <= asking.wave <= max(leaves, comes) and rng.random() < 0.93:
                known = before.get((asking.item, key))
                answer = "abstain" if rng.random() < 0.07 else _answer(rng, asking, known)
                before[asking.item, key] = answer
                yield row(asking.id, key, answer, rng)


def _answer(rng: Random, asking: AskingData, before):
    """Mostly the answer given before or the next one; anything where none was given."""
    ids = [option.id for option in asking.options]
    if asking.kind == "text":
        return rng.choice(TEXTS)
    if asking.kind == "number":
        value = round(
            rng.uniform(asking.number["min"], asking.number["max"]), asking.number["decimals"]
        )
        return int(value) if value == int(value) else value
    if asking.kind == "ranking":
        return rng.sample(ids, rng.randint(1, len(ids)))
    if asking.kind == "multiple":
        return sorted(rng.sample(ids, rng.randint(1, min(3, len(ids)))))
    if before in (None, "abstain"):
        return rng.choice(ids)
    step = rng.choices([0, 1, -1], [6, 3, 1])[0]
    return ids[min(len(ids) - 1, max(0, ids.index(before) + step))]


def _comparisons(rng: Random, askings: list):
    """Planned for most questions, over two or three of the waves that ask them."""
    for item in dict.fromkeys(asking.item for asking in askings):
        held = [asking.wave for asking in askings if asking.item == item]
        if len(held) > 1 and rng.random() < PLANNED:
            chosen = sorted(rng.sample(held, min(len(held), rng.choice([2, 3]))))
            yield Comparison(item, tuple(chosen), _levels(rng, askings, item))


def _levels(rng: Random, askings: list, item: str) -> dict[str, str]:
    """Sometimes two or three levels of its own for a single choice."""
    asking = next(asking for asking in askings if asking.item == item)
    if asking.kind != "single" or rng.random() < 0.6:
        return {}
    names = ["low", "middle", "high"][: rng.choice([2, 3])]
    ids = [option.id for option in asking.options]
    return {key: names[min(n, len(names) - 1)] for n, key in enumerate(ids)}


def _merges(rng: Random) -> list[Merge]:
    return [
        Merge(dimension, name, groups)
        for dimension, name, groups in (
            ("group", "Technical and private", ("Technical Community", "Private Sector")),
            ("region", "@Africa and Asia", ("African Group", "Asia-Pacific Group")),
        )
        if rng.random() < 0.4
    ]
