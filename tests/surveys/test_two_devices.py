"""Two moderators with a device each, on a real server, acting at the same moment."""

from collections import Counter
from functools import partial

import pytest

from tests.surveys.served import served, together

WAVES = (1, 2, 3)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("devices")) as running:
        yield running


def verbs(server) -> Counter:
    return Counter(server.column("forum_auditentry", "verb"))


def test_of_two_devices_acting_at_once_one_takes_the_step_and_the_other_is_told(server):
    code, devices = server.codes[0], [server.moderator(), server.moderator()]
    told = []
    for wave in WAVES:
        for verb in ("open", "close"):
            replies = together(partial(device.step, code, verb, wave=wave) for device in devices)
            told += [reply.code for reply in replies]
    ending = together(partial(device.step, code, "end") for device in devices)

    counted = verbs(server)

    assert {verb: counted[verb] for verb in ("opened", "closed", "ended")} == {
        "opened": len(WAVES),
        "closed": len(WAVES),
        "ended": 1,
    }
    told += [reply.code for reply in ending]
    assert Counter(told) == {302: len(told) // 2, 409: len(told) // 2}
    assert server.state(code)["phase"] == "ended"


def test_the_other_device_takes_over_and_a_stale_button_does_nothing(server):
    code, first, second = server.codes[1], server.moderator(), server.moderator()
    first.step(code, "open", wave=1)

    second.step(code, "close", wave=1)
    second.step(code, "open", wave=2)
    first.step(code, "close", wave=1)
    console = first.get(f"/moderate/{code}/").text

    assert server.state(code)["phase"] == "open"
    assert "Close survey 2" in console
    assert "opened survey 2" in console


def test_taps_of_two_devices_are_all_counted(server):
    code, devices = server.codes[1], [server.moderator(), server.moderator()]
    taps = [partial(d.step, code, "turn", door="online") for d in devices for _tap in range(5)]

    together(taps)

    assert server.column("surveys_turn", "door") == ["online"] * 10
