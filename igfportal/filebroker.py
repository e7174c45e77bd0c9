"""A Celery queue in a folder: kombu's filesystem transport, made to survive kills and damaged files.

The stock transport deletes a message when it hands it out, so a killed worker loses the task, and one
empty file stops the worker. Here a message waits in `inflight/` until it is acknowledged. One worker
serves a folder; `reserve` enforces that and puts back what a killed worker left behind.
"""

import fcntl
import os
import time
from pathlib import Path
from queue import Empty
from typing import IO, Any
from uuid import uuid4

from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads
from kombu.utils.scheduling import FairCycle

ABANDONED_AFTER = 3600


class AnotherWorker(Exception):
    """The folder is already served by a running worker."""


class QoS(virtual.QoS):
    """Deletes the message file once its fate is decided."""

    _delivered: Any

    def ack(self, delivery_tag: str) -> None:
        self._done(delivery_tag)
        super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if not requeue:
            self._done(delivery_tag)
        super().reject(delivery_tag, requeue=requeue)

    def _done(self, delivery_tag: str) -> None:
        message = self._delivered.get(delivery_tag)
        if message is not None:
            (self.channel.inflight / message.properties["file"]).unlink(missing_ok=True)


class InOrder(FairCycle):
    """Queues looked at in their order each time: a later one waits until the earlier are empty."""

    def get(self, callback: Any, **kwargs: Any) -> Any:
        self.pos = 0
        return super().get(callback, **kwargs)


class Channel(filesystem.Channel):
    """Messages are files that move: waiting, `inflight/`, gone; unreadable ones end in `bad/`."""

    QoS = QoS
    supports_fanout = False

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.folder = Path(self.transport_options["folder"])
        self.data_folder_in = self.data_folder_out = str(self.folder)
        self.inflight, self.bad = self.folder / "inflight", self.folder / "bad"
        for folder in (self.inflight, self.bad):
            folder.mkdir(parents=True, exist_ok=True)

    def _reset_cycle(self) -> None:
        self._cycle = InOrder(self._get_and_deliver, self._active_queues, Empty)

    def get_table(self, exchange: str) -> list:
        return virtual.Channel.get_table(self, exchange)

    def _put(self, queue: str, message: dict, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time.time_ns():020}_{uuid4()}.{queue}.msg"
        hidden = self.folder / f".{name}"
        hidden.write_text(dumps(message), encoding="utf-8")
        os.replace(hidden, self.folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> dict:
        for name in sorted(os.listdir(self.folder)):
            if name.partition(".")[2] == f"{queue}.msg" and self._take(name):
                try:
                    return self._read(name)
                except (ValueError, OSError):
                    os.replace(self.inflight / name, self.bad / name)
        raise Empty

    def _take(self, name: str) -> bool:
        try:
            os.rename(self.folder / name, self.inflight / name)
        except FileNotFoundError:
            return False
        return True

    def _read(self, name: str) -> dict:
        message = loads((self.inflight / name).read_text(encoding="utf-8"))
        try:
            self.decode_body(message["body"], message["properties"]["body_encoding"])
            message["properties"] = {**message["properties"], "file": name}
            complete = bool(message["properties"]["delivery_tag"])
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"{name} is not a message") from error
        if not complete:
            raise ValueError(f"{name} has no delivery tag")
        return message

    def _restore(self, message: virtual.Message) -> None:
        name = message.properties["file"]
        os.rename(self.inflight / name, self.folder / name)

    def _delete(self, queue: str, *args: Any, **kwargs: Any) -> None:
        self._purge(queue)


class Transport(filesystem.Transport):
    """Named by `broker_transport`; its folder comes from the transport option `folder`."""

    Channel = Channel


def reserve(folder: Path) -> IO[str]:
    """Become the folder's only worker and put unfinished messages back; keep the returned file open.

    Raises AnotherWorker when a running worker serves the folder.
    """
    inflight = folder / "inflight"
    inflight.mkdir(parents=True, exist_ok=True)
    lock = (folder / "worker.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise AnotherWorker(str(folder)) from error
    for path in inflight.iterdir():
        os.replace(path, folder / path.name)
    _sweep(folder)
    return lock


def _sweep(folder: Path) -> None:
    """Remove half-written messages of senders that were killed."""
    for path in folder.glob(".*.msg"):
        if time.time() - path.stat().st_mtime > ABANDONED_AFTER:
            path.unlink(missing_ok=True)
