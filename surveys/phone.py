"""What an attendee's phone shows at this moment."""

from dataclasses import dataclass

from surveys import receipts, state
from surveys.models import Attendee, Ballot, Survey, Wave

NONE, JOIN, QUESTION, SENT, WAIT, ENDED = "none", "join", "question", "sent", "wait", "ended"
REFUSED = "refused"


@dataclass(frozen=True)
class Receipt:
    """One stored answer without the answer."""

    question: str
    number: int
    code: str


def step(survey: Survey | None, attendee: Attendee | None, *, again: bool = False) -> str:
    """Which of the page's states this person is in."""
    if survey is None:
        return NONE
    if survey.status in {Survey.Status.ENDED, Survey.Status.SEALED}:
        return ENDED
    if attendee is None:
        return JOIN
    wave = state.current_wave(survey)
    if wave is None or wave.status != Wave.Status.OPEN:
        return WAIT
    return SENT if own_receipts(wave, attendee) and not again else QUESTION


def own_receipts(wave: Wave, attendee: Attendee) -> list[Receipt]:
    """The receipts of the person's answers in the wave."""
    stored = dict(
        Ballot.objects.filter(asking__wave=wave, voter_key=attendee.voter_key)
        .order_by()
        .values_list("asking", "receipt")
    )
    return [
        Receipt(str(asking.uuid), number, receipts.in_fours(stored[asking.uuid]))
        for number, asking in enumerate(state.askings_of(wave), start=1)
        if asking.uuid in stored
    ]


def blank_receipts(wave: Wave) -> list[Receipt]:
    """A place for every receipt the wave can give, to be filled in on the phone."""
    return [
        Receipt(str(asking.uuid), number, "")
        for number, asking in enumerate(state.askings_of(wave), start=1)
    ]
