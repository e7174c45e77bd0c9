"""Random rooms for the attacker: few people in some groups, extreme shares, people who leave."""

from random import Random

from surveys.dataset import (
    AskingData,
    Comparison,
    Merge,
    OptionData,
    SurveyData,
    Voter,
    WaveData,
)
from tests.surveys.simulated import row

GROUPS = ["Civil Society", "Government", "Private Sector", "Technical Community", ""]
REGIONS = ["African Group", "Asia-Pacific Group", "GRULAC", ""]
KINDS = ("agreement", "consent", "single", "support", "multiple", "ranking")


def draw(seed: int, people: tuple[int, int] = (12, 90)) -> SurveyData:
    """One or two questions in one to three waves, with whatever can make a table awkward."""
    rng = Random(seed)
    size, waves = rng.randint(*people), rng.choice((1, 2, 2, 3))
    kinds = rng.sample(KINDS, 1 if waves == 3 else rng.choice((1, 2)))
    voters = _voters(rng, size)
    shapes = {kind: _shape(rng, kind) for kind in kinds}
    askings, answers = [], []
    before: dict[tuple[str, str], object] = {}
    coming = rng.choice((0.6, 0.85, 0.97, 1.0))
    absent: set[str] = set()
    for wave in range(1, waves + 1):
        for kind in kinds:
            asking = AskingData(f"{kind}-{wave}", wave, kind, _kind(kind), kind, _options(kind))
            askings.append(asking)
            for key in voters:
                if key not in absent and rng.random() < coming:
                    answer = _answer(rng, asking, shapes[kind], before.get((kind, key)))
                    before[kind, key] = answer
                    answers.append(row(asking.id, key, answer, rng))
        absent |= {key for key in voters if rng.random() > coming}
    return SurveyData(
        session="IGF 2027 WS #902",
        title="Drawn",
        waves=[WaveData(number, f"Survey {number}") for number in range(1, waves + 1)],
        askings=askings,
        answers=answers,
        voters=voters,
        comparisons=[Comparison(kind, tuple(range(1, waves + 1))) for kind in kinds if waves > 1],
        merges=[Merge("group", "Technical and private", ("Technical Community", "Private Sector"))]
        if rng.random() < 0.3
        else [],
    )


def _voters(rng: Random, size: int) -> dict[str, Voter]:
    room = rng.choice((0.5, 0.7, 0.85))
    groups = rng.sample(GROUPS, rng.randint(1, 5))
    regions = rng.sample(REGIONS, rng.randint(1, 4))
    heavy = [rng.choice((1, 2, 6)) for _ in GROUPS]
    return {
        f"v{i}": Voter(
            "room" if rng.random() < room else "online",
            rng.choices(groups, heavy[: len(groups)])[0],
            rng.choices(regions, heavy[: len(regions)])[0],
        )
        for i in range(size)
    }


def _kind(kind: str) -> str:
    return "single" if kind == "support" else kind


def _options(kind: str) -> list[OptionData]:
    if kind == "consent":
        return [OptionData(o, o, o == "support") for o in ("support", "live", "object")]
    if kind == "support":
        return [OptionData("1", "No"), OptionData("2", "Yes", support=True)]
    count = {"agreement": 5, "multiple": 2}.get(kind, 3)
    return [OptionData(str(i), f"Option {i}") for i in range(1, count + 1)]


def _shape(rng: Random, kind: str) -> list[float]:
    """How the first answers are spread: evenly, or nearly everybody on one option."""
    spread = rng.choice((1.0, 3.0, 12.0))
    return [spread ** rng.uniform(-1, 1) for _ in _options(kind)]


def _answer(rng: Random, asking: AskingData, shape: list[float], before):
    ids = [option.id for option in asking.options]
    if rng.random() < 0.04:
        return "abstain"
    if before not in (None, "abstain") and rng.random() < 0.6:
        return before
    if asking.kind == "multiple":
        return [o for o in ids if rng.random() < 0.5] or [ids[0]]
    first = rng.choices(ids, shape)[0]
    if asking.kind == "ranking":
        return [first, *(o for o in ids if o != first)]
    return first
