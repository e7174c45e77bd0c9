"""The results bundle: the record, its figures, how to read them, and the program that checks them."""

from outcomes.inputs import address, sealed_record
from surveys import record
from surveys.kept_figures import figures_of
from surveys.models import Record
from workshops.models import Workshop

README = """{name}
Results of the live survey
{line}
{simulated}
Paper:        {paper}
Record:       SHA-256 {sha256}
Sealed:       {sealed:%Y-%m-%d %H:%M} UTC

What is in here
  ballots.csv   every answer with its nonce and receipt, without door, group, region or time
  pairs.csv     how people who answered twice moved, as planned before the survey
  groups.csv    answers by door, stakeholder group and regional group, small numbers hidden
  rules.json    questions, options, thresholds, people by door
  figures.json  every figure of the paper
  verify.py     recomputes the figures marked A from the files above

Check it (Python 3, nothing to install):
  python3 verify.py . --expect {sha256}

Compare the SHA-256 with the one printed in the paper and read out in the session.
Below 10 people a group is not shown; counts from 1 to 4 are hidden.
"""
SIMULATED = "\nSIMULATED ANSWERS: made up for a sample, given by no real person.\n"


def build_bundle(workshop: Workshop) -> bytes | None:
    """The zip of the session's newest record; None where nothing is sealed. Same record, same bytes."""
    found = sealed_record(workshop)
    if found is None:
        return None
    files = found.files()
    return record.bundle(files, figures_of(found), readme(workshop, found))


def readme(workshop: Workshop, found: Record) -> str:
    name = workshop.full_name
    return README.format(
        name=name,
        line="=" * len(name),
        simulated=SIMULATED if found.survey.is_simulated else "",
        paper=address("outcomes:paper", workshop),
        sha256=found.sha256,
        sealed=found.sealed_at,
    )
