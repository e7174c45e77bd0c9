"""What only the fast lane can do: streams that go on, answers of many people in one commit."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.surveys.served import events, served, together
from tests.surveys.test_live import joined, paper, stored

PEOPLE = 40


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("streams"), IGF_FAST_LANE="1") as running:
        yield running


def test_every_viewer_sees_the_exact_total_and_each_step_of_the_moderator(server):
    code, moderator = server.codes[0], server.moderator()
    phones = [joined(server, code) for _ in range(PEOPLE)]

    def watch() -> list:
        seen = []
        for state in events(server.port, code):
            seen.append(state["phase"])
            if state["phase"] == "shown":
                seen.append(state["results"][0]["n"])
                break
        return seen

    with ThreadPoolExecutor(3) as pool:
        viewers = [pool.submit(watch) for _ in range(3)]
        moderator.step(code, "open", wave=1)
        question = server.opened(code, 1)["questions"][0]["id"]
        replies = together([lambda p=phone: p.ballot(code, paper(question)) for phone in phones])
        moderator.step(code, "close", wave=1)
        moderator.step(code, "show", wave=1)
        seen = [viewer.result(60) for viewer in viewers]

    assert {reply.code for reply in replies} == {200}
    assert [shown[-1] for shown in seen] == [PEOPLE] * 3
    assert all(shown[-2] == "shown" for shown in seen)


def test_one_impossible_answer_in_a_commit_does_not_keep_the_others_out(server):
    code, moderator = server.codes[1], server.moderator()
    phones = [joined(server, code) for _ in range(PEOPLE)]
    moderator.step(code, "open", wave=1)
    question = server.opened(code, 1)["questions"][0]["id"]
    same = paper(question)
    papers = [same if n < 2 else paper(question) for n in range(PEOPLE)]

    replies = together(
        [
            lambda p=phone, b=body: p.ballot(code, b)
            for phone, body in zip(phones, papers, strict=True)
        ]
    )

    receipts = [reply.json()["receipt"] for reply in replies if reply.code == 200]
    assert sorted(reply.code for reply in replies) == [200] * (PEOPLE - 1) + [422]
    assert set(receipts) <= set(stored(server))
