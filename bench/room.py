"""Run as a program: a migrated database with one open survey and people who joined it.

Prints JSON: the session's code, the question, the cookies of the people.
"""

import json
import sys

import django
from django.core.management import call_command

django.setup()

from surveys import actions, tokens  # noqa: E402
from surveys.models import Attendee, Question  # noqa: E402
from tests import factories  # noqa: E402


def main(people: int) -> None:
    call_command("migrate", verbosity=0)
    moderator = factories.make_user("moderator@igf.example")
    survey = factories.make_survey(factories.make_session())
    wave = survey.waves.get(position=1)
    actions.open_wave(wave, by=moderator)
    asking = wave.askings.get(question__kind=Question.Kind.AGREEMENT)
    made = [tokens.new_token() for _ in range(people)]
    Attendee.objects.bulk_create(
        [
            Attendee(
                survey=survey,
                voter_key=tokens.voter_key(survey, token),
                door="online" if n % 3 == 0 else "room",
            )
            for n, token in enumerate(made)
        ],
        batch_size=500,
    )
    found = {
        "code": survey.workshop.join_code,
        "question": str(asking.uuid),
        "cookies": [
            f"{tokens.cookie_name(survey.uuid)}={tokens.signed(token, survey.uuid)}"
            for token in made
        ],
        "keys": [tokens.voter_key(survey, token) for token in made],
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
