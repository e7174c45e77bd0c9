"""Run as a program: seals surveys of the given sizes and prints the median seconds of each, passed and computed.

Three waves with the same two questions, whose answers are compared, groups and regions stated, and
two comments.
"""

import json
import sys
from random import Random
from statistics import median
from time import perf_counter, process_time

import django
from django.core.management import call_command

django.setup()

from forum.vocabulary import RegionalGroup, StakeholderGroup  # noqa: E402
from surveys import actions, receipts, tokens  # noqa: E402
from surveys.models import Asking, Attendee, Ballot, Question, Survey, Wave  # noqa: E402
from tests import factories  # noqa: E402

COMMENTS = 2


def main(sizes: dict[str, int]) -> None:
    call_command("migrate", verbosity=0)
    sealed(18)
    found = {}
    for people, number in sizes.items():
        taken = [sealed(int(people)) for _ in range(number)]
        found[people] = [median(one) for one in zip(*taken, strict=True)]
    print(json.dumps(found))


def sealed(people: int) -> tuple[float, float]:
    """Seconds the seal of a new survey takes, and how many of them this process computes."""
    survey = ended(people)
    begun, computed = perf_counter(), process_time()
    actions.seal(survey, by=None)
    return perf_counter() - begun, process_time() - computed


def ended(people: int, comments: int = COMMENTS) -> Survey:
    """A survey so many people answered and some commented on, ready for the seal."""
    rng, survey = Random(people), factories.make_survey(factories.make_session())
    text = Question.objects.create(survey=survey, position=3, kind="text", text={"en": "Why?"})
    Asking.objects.create(wave=survey.waves.get(position=1), question=text, position=3)
    Wave.objects.filter(survey=survey).update(
        status=Wave.Status.CLOSED, opened_at=survey.created_at
    )
    Survey.objects.filter(pk=survey.pk).update(status=Survey.Status.ENDED)
    survey.refresh_from_db()
    keys = [tokens.voter_key(survey, tokens.new_token()) for _ in range(people)]
    Attendee.objects.bulk_create([_attendee(rng, survey, key) for key in keys], batch_size=500)
    askings = list(Asking.objects.filter(wave__survey=survey).select_related("question"))
    Ballot.objects.bulk_create(
        [
            _ballot(rng, asking, key)
            for asking in askings
            for key in (keys[:comments] if asking.question == text else keys)
        ],
        batch_size=500,
    )
    return survey


def _attendee(rng: Random, survey: Survey, key: str) -> Attendee:
    return Attendee(
        survey=survey,
        voter_key=key,
        door=rng.choice(["room", "online"]),
        group=rng.choice(StakeholderGroup.values),
        region=rng.choice(RegionalGroup.values),
    )


def _ballot(rng: Random, asking: Asking, key: str) -> Ballot:
    options = [option["id"] for option in asking.question.options]
    answer = rng.choice(options) if options else "A comment of some length, as people write it."
    nonce = receipts.new_nonce()
    code = receipts.receipt(str(asking.uuid), answer, nonce)
    return Ballot(asking=asking, voter_key=key, answer=answer, nonce=nonce, receipt=code)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
