"""Run as a program by `tests.surveys.served`: migrate and make two sessions with a survey each."""

import json
import os

import django
from django.core.management import call_command

django.setup()

from tests import factories  # noqa: E402
from tests.surveys.room import seat_moderator  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    moderator = factories.make_user("moderator@igf.example")
    codes = []
    for _number in range(int(os.environ.get("PREPARED_SESSIONS", "2"))):
        workshop = factories.make_session()
        seat_moderator(workshop, moderator)
        factories.make_survey(workshop)
        codes.append(workshop.join_code)
    found = {"email": moderator.email, "password": factories.PASSWORD, "codes": codes}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
