"""Mail and the clock do not wait behind papers: two queues, looked at in their order."""

import os
from uuid import uuid4

import pytest
from kombu import Connection, Consumer, Exchange, Queue

from forum.tasks import send_mail
from igfportal.celery import HURRY, PAPERS, app
from igfportal.tasks import run_periodic
from outcomes import tasks

WAITS = 30


@pytest.fixture
def folder(tmp_path):
    options = {"folder": str(tmp_path / "queue"), "polling_interval": 0.01}
    with Connection(
        "filesystem://localhost",
        transport="igfportal.filebroker:Transport",
        transport_options=options,
    ) as opened:
        yield opened


@pytest.fixture
def redis():
    options = app.conf.broker_transport_options
    with Connection(os.environ["REDIS_URL"], transport_options=options) as opened:
        yield opened


def received(connection: Connection, sent: list[str]) -> list[str]:
    """What a worker that takes one message at a time reads, in its order."""
    mine = uuid4().hex
    names = {name: f"{name}-{mine}" for name in (HURRY, PAPERS)}
    queues = [Queue(name, Exchange(name), routing_key=name) for name in names.values()]
    found: list[str] = []

    def read(body, message) -> None:
        found.append(body)
        message.ack()

    with Consumer(connection, queues, callbacks=[read], accept=["json"]) as consumer:
        consumer.qos(prefetch_count=1)
        producer = connection.Producer(serializer="json")
        for name in sent:
            producer.publish(name, exchange=names[name], routing_key=names[name])
        while len(found) < len(sent):
            connection.drain_events(timeout=WAITS)
        for queue in queues:
            queue(consumer.channel).delete()
    return found


SENT = [PAPERS, PAPERS, PAPERS, HURRY, HURRY]


def test_in_a_folder_hurry_goes_first(folder):
    assert received(folder, SENT) == [HURRY, HURRY, PAPERS, PAPERS, PAPERS]


@pytest.mark.redis
def test_in_redis_hurry_goes_first(redis):
    assert received(redis, SENT) == [HURRY, HURRY, PAPERS, PAPERS, PAPERS]


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        (send_mail, HURRY),
        (run_periodic, HURRY),
        (tasks.compile_impulse_paper, PAPERS),
        (tasks.render_paper_pdf, PAPERS),
        (tasks.build_export, PAPERS),
    ],
)
def test_each_task_has_its_queue(task, queue):
    assert app.amqp.router.route({}, task.name)["queue"].name == queue


def test_a_worker_takes_from_both_in_this_order():
    assert list(app.amqp.queues.consume_from) == [HURRY, PAPERS]
    assert app.conf.worker_max_memory_per_child == 512 * 1024
