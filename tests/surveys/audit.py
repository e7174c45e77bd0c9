"""One attack on one survey: what could be derived of the counts that are hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from surveys import record
from surveys.cells import is_small
from surveys.dataset import SurveyData, Voter
from tests.surveys.attacker import ABSENT, REST, Attacker, Name, state_of
from tests.surveys.drawn import draw


@dataclass(frozen=True)
class Outcome:
    """`hidden`: fields without a number; `withheld`: counts of 1-4 in tables that are not there."""

    tables: int
    hidden: int
    withheld: int
    shown: int
    derived: list[Name]


def attack(seed: int) -> Outcome:
    """Draw a survey, seal it, attack the files."""
    data = draw(seed)
    return outcome(record.build(data), data)


def outcome(files: Mapping[str, bytes], data: SurveyData) -> Outcome:
    """What the attacker derives, without what follows from ballots and numbers of people alone:
    these are public by themselves, and no table can take that back."""
    attacker = Attacker(files)
    withheld = _withheld(attacker, truth(attacker, data))
    derived = attacker.pinned([*sorted(attacker.hidden), *withheld])
    if derived:
        known = Attacker(files, tables=False).pinned(derived)
        derived = [name for name in derived if name not in known]
    tables = {(row["question"], row["dimension"]) for row in attacker.groups}
    pairs = {(row["comparison"], row["table"], row["door"]) for row in attacker.pairs}
    numbers = [row["people"] for row in (*attacker.groups, *attacker.pairs)]
    return Outcome(
        tables=len(tables) + sum(table != "total" for _, table, _ in pairs),
        hidden=len(attacker.hidden),
        withheld=len(withheld),
        shown=sum(number.isdigit() for number in numbers),
        derived=derived,
    )


def _withheld(attacker: Attacker, true: Mapping[Name, int]) -> list[Name]:
    """Small counts that stand nowhere: of withheld tables, of those who did not choose an option,
    of those who answered one of two waves. Joint tables by door are not planned and not counted."""
    return [
        name
        for name in attacker.counts
        if is_small(true[name])
        and name not in attacker.hidden
        and (name[0] == "groups" or not (name[3] or name[2] == "total" or name[4] == ">"))
    ]


def truth(attacker: Attacker, data: SurveyData) -> dict[Name, int]:
    """What the counts really are; the attacker does not get to see this."""
    people = np.zeros(attacker.size, dtype=int)
    said = {(row.asking, row.voter): row.answer for row in data.answers}
    for key, voter in data.voters.items():
        for askings, cells in attacker.ways:
            given = [(q, said.get((q["id"], key))) for q in askings]
            way = tuple(ABSENT if answer is None else state_of(q, answer) for q, answer in given)
            people[cells[_class(attacker, data, voter), way]] += 1
    return {name: int(people[variables].sum()) for name, variables in attacker.counts.items()}


def _class(attacker: Attacker, data: SurveyData, voter: Voter) -> tuple[str, ...]:
    merged = {group: merge.name for merge in data.merges for group in merge.groups}
    stated = {"group": merged.get(voter.group, voter.group), "region": voter.region}
    named = [x if x in attacker.names(d) else REST for d, x in stated.items()]
    return (voter.door, *named)
