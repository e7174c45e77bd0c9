import os
import subprocess
import sys
import time
from queue import Empty

import pytest
from kombu import Connection

from igfportal import filebroker

WAITS = 30


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "queue"


@pytest.fixture
def queue(folder):
    with connection(folder) as opened:
        yield opened.SimpleQueue("celery")


def connection(folder):
    return Connection(
        "filesystem://localhost",
        transport="igfportal.filebroker:Transport",
        transport_options={"folder": str(folder), "polling_interval": 0.01},
    )


def waiting(folder):
    return sorted(path.name for path in folder.glob("*.celery.msg"))


def test_a_message_waits_in_flight_until_it_is_acknowledged(queue, folder):
    queue.put({"id": "7"}, serializer="json")

    message = queue.get(timeout=WAITS)
    in_flight = list((folder / "inflight").iterdir())
    message.ack()

    assert message.payload == {"id": "7"}
    assert (len(in_flight), waiting(folder)) == (1, [])
    assert list((folder / "inflight").iterdir()) == []


def test_a_message_put_back_comes_again(queue, folder):
    queue.put({"id": "7"}, serializer="json")

    queue.get(timeout=WAITS).requeue()

    assert queue.get(timeout=WAITS).payload == {"id": "7"}
    assert waiting(folder) == []


def test_what_a_killed_worker_held_comes_again(queue, folder):
    queue.put({"id": "7"}, serializer="json")
    queue.get(timeout=WAITS)

    with filebroker.reserve(folder):
        again = queue.get(timeout=WAITS)

    assert again.payload == {"id": "7"}


def test_messages_come_in_the_order_they_were_put(queue):
    for number in range(20):
        queue.put(number, serializer="json")

    received = [queue.get(timeout=WAITS) for _number in range(20)]

    assert [message.payload for message in received] == list(range(20))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"body": "x"}', b'{"body": "x", "properties": []}'],
)
def test_a_damaged_file_is_set_aside_and_the_next_message_arrives(queue, folder, content):
    (folder / "00000_damaged.celery.msg").write_bytes(content)
    (folder / "a guest's notes.txt").write_text("foreign")
    queue.put({"id": "7"}, serializer="json")

    assert queue.get(timeout=WAITS).payload == {"id": "7"}
    assert (folder / "bad" / "00000_damaged.celery.msg").read_bytes() == content
    assert (folder / "a guest's notes.txt").exists()


def test_a_second_worker_is_refused(folder):
    with filebroker.reserve(folder), pytest.raises(filebroker.AnotherWorker):
        filebroker.reserve(folder)


def test_half_written_messages_of_killed_senders_are_removed(folder):
    folder.mkdir()
    old, new = folder / ".1_old.celery.msg", folder / ".2_new.celery.msg"
    for path in (old, new):
        path.write_text("half")
    os.utime(old, (0, 0))

    with filebroker.reserve(folder):
        pass

    assert (old.exists(), new.exists()) == (False, True)


def test_an_empty_queue_says_so(queue):
    with pytest.raises(Empty):
        queue.get(timeout=0.05)


TASK = """
import sys, time
from pathlib import Path
from celery import Celery
from igfportal import filebroker

folder, notes = Path(sys.argv[1]), Path(sys.argv[2])
app = Celery("trial", broker="filesystem://localhost")
app.conf.update(
    broker_transport="igfportal.filebroker:Transport", worker_enable_remote_control=False,
    broker_transport_options={"folder": str(folder), "polling_interval": 0.02},
    task_acks_late=True, worker_prefetch_multiplier=1, task_ignore_result=True,
)

@app.task(name="note")
def note():
    with notes.open("a") as file:
        file.write("started\\n")
    while not (notes.parent / "go").exists():
        time.sleep(0.02)
    with notes.open("a") as file:
        file.write("finished\\n")

if sys.argv[3] == "send":
    note.delay()
else:
    lock = filebroker.reserve(folder)
    app.worker_main(["worker", "-c1", "--without-gossip", "--without-mingle", "-lERROR"])
"""


def wait_until(condition):
    limit = time.monotonic() + WAITS
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)


@pytest.mark.worker
def test_a_task_of_a_killed_worker_runs_to_its_end_in_the_next_one(folder, tmp_path):
    notes = tmp_path / "notes"
    notes.touch()
    program = [sys.executable, "-W", "ignore", "-c", TASK, str(folder), str(notes)]
    subprocess.run([*program, "send"], check=True, timeout=WAITS)

    killed = subprocess.Popen([*program, "work"], start_new_session=True)
    wait_until(lambda: notes.read_text() == "started\n")
    os.killpg(killed.pid, 9)
    killed.wait()
    (tmp_path / "go").touch()
    second = subprocess.Popen([*program, "work"], start_new_session=True)
    wait_until(lambda: notes.read_text() == "started\nstarted\nfinished\n")
    wait_until(lambda: list((folder / "inflight").iterdir()) == [])
    os.killpg(second.pid, 9)
    second.wait()

    assert waiting(folder) == []
