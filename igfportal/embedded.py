"""`make run`: the sample edition on one machine, with a web server and a real Celery worker.

Everything is prepared before the port opens; Ctrl-C or SIGTERM stops all that was started here.
"""

import ctypes.util
import fcntl
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

WORKER_READY_WITHIN = 60
WORKER_STOPS_WITHIN = 3
LONGEST_PAUSE = 30
CONNECTIONS_END_WITHIN = 3
PASSWORD = "sample-edition"  # noqa: S105 - the public password of the sample
PEOPLE = [
    "secretariat",
    "mag",
    "mag2",
    "organizer",
    "rapporteur",
    "moderator",
    "exhibitor",
    "admin",
]

logger = logging.getLogger(__name__)


class Worker:
    """The Celery worker as a child in its own process group, restarted when it dies."""

    command = (sys.executable, "-m", "igfportal.worker")

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.ready = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.supervisor = threading.Thread(target=self._supervise, daemon=True)

    def start(self) -> None:
        self.supervisor.start()

    def stop(self) -> None:
        """Let the running task finish for a moment, then end the whole group.

        An unfinished task stays in the queue and runs at the next start.
        """
        self.stopping.set()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(WORKER_STOPS_WITHIN)
        if self.process:
            end_group(self.process)
        self.supervisor.join(WORKER_STOPS_WITHIN)

    def _supervise(self) -> None:
        pause = 1
        while not self.stopping.is_set():
            started = time.monotonic()
            self._run_once()
            if self.stopping.is_set():
                return
            pause = (
                1 if time.monotonic() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            )
            logger.warning("The worker ended; starting it again in %s seconds.", pause)
            self.stopping.wait(pause)

    def _run_once(self) -> None:
        """Run one worker to its end; whatever it left behind ends with it."""
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        with self.process as process:
            for line in process.stdout or ():
                if line.strip() == b"ready":
                    self.ready.set()
            process.wait()
            end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a child's process group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def call_the_clock(stopping: threading.Event) -> None:
    """Hand the worker its periodic tasks, as Celery beat does elsewhere."""
    from igfportal.celery import PERIOD, app

    while not stopping.is_set():
        for entry in app.conf.beat_schedule.values():
            app.send_task(entry["task"], **entry["options"])
        stopping.wait(PERIOD)


@contextmanager
def only_one(data_dir: Path):
    """Hold the data folder; a second server on it ends with one sentence."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(
                f"IGF Portal is already running on {data_dir}: stop it, or choose another IGF_DATA_DIR."
            )
        yield


def reserve_port(host: str, port: str) -> socket.socket:
    """A bound socket that does not listen yet, so that nobody is let in before all is ready."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM
        )[0]
    except (ValueError, OSError):
        sys.exit(f"HOST={host} and PORT={port} do not name an address on this machine.")
    with closing(socket.socket(family, kind, protocol)) as probe:
        probe.settimeout(1)
        if probe.connect_ex(address) == 0:
            sys.exit(f"Port {port} is busy: choose another with PORT=8001 make run.")
    reserved = socket.socket(family, kind, protocol)
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        reserved.bind(address)
    except OSError as error:
        sys.exit(
            f"Port {port} on {host} cannot be opened ({error.strerror}): choose another with PORT=8001 make run."
        )
    return reserved


def prepare() -> None:
    """Bring database and sample edition up to date; a second call keeps what people changed."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    for folder in (settings.STATIC_ROOT, settings.MEDIA_ROOT):
        Path(folder).mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("sample_edition", verbosity=0)


def serve(reserved: socket.socket, address: str) -> None:
    """Open the port and answer until a signal comes."""
    import uvicorn

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(welcome(address), flush=True)

    config = uvicorn.Config(
        "igfportal.asgi:application",
        http="igfportal.asgi:BallotProtocol",
        proxy_headers=False,
        access_log=False,
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=CONNECTIONS_END_WITHIN,
    )
    Announced(config).run(sockets=[reserved])


def welcome(address: str) -> str:
    """What the person at the terminal needs: address, log-ins, how to stop, what is missing."""
    people = "\n".join(f"    {name}@igf.example" for name in PEOPLE)
    lines = [f"\nIGF Portal is ready: {address}", f"Sample log-ins, password {PASSWORD}:", people]
    if not ctypes.util.find_library("pangoft2-1.0"):
        lines.append(
            "PDF is unavailable: install Pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0)."
        )
    return "\n".join([*lines, "Press Ctrl-C to stop.\n"])


def stop_on_signals() -> None:
    """Turn Ctrl-C and SIGTERM into an orderly end, also where a shell ignored them for us."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def web_address(host: str, port: str) -> str:
    """The address a browser on this machine opens."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def main() -> None:
    stop_on_signals()
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    address = web_address(host, port)
    os.environ.update(IGF_SAMPLE="1", DJANGO_SETTINGS_MODULE="igfportal.settings")
    os.environ.setdefault("SITE_URL", address)
    from django.conf import settings

    with only_one(settings.DATA_DIR), closing(reserve_port(host, port)) as reserved:
        prepare()
        worker = Worker()
        try:
            worker.start()
            if not worker.ready.wait(WORKER_READY_WITHIN):
                sys.exit(
                    f"The Celery worker did not start within {WORKER_READY_WITHIN} seconds: see its messages."
                )
            threading.Thread(target=call_the_clock, args=(worker.stopping,), daemon=True).start()
            serve(reserved, address)
        finally:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
            worker.stop()


if __name__ == "__main__":
    main()
