"""A whole service for the chaos test: database, broker, mail server, web and worker, each of which can die."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.attacks.mail_server import MailServer

HERE = Path(__file__).resolve().parents[2]
DISK = {"postgresql": 320, "sqlite": 48}  # megabytes that the database's disk holds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def quiet(*command: str | Path, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, **more)


class Town:
    """Starts everything; `down()` takes everything away. PostgreSQL and Redis where this run has them, else files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.disk = folder / "disk"
        self.disk.mkdir()
        self.kind = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
        self.on_own_disk = False
        self.mail = MailServer(free_port())
        self.web_port, self.database_port, self.redis_port = free_port(), free_port(), free_port()
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.redis: subprocess.Popen[bytes] | None = None
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("REDIS", "CELERY"))} | {
            "DJANGO_SETTINGS_MODULE": "tests.attacks.chaos_settings",
            "PYTHONPATH": f"{HERE}{os.pathsep}{HERE / 'site'}",
            "VAR_DIR": str(folder / "var"),
            "CHAOS_MAIL_PORT": str(self.mail.port),
            "TRUSTED_PROXIES": "1",
            "STAFFED_DAYS": "0,1,2,3,4,5,6",
            "STAFFED_FROM": "00:00",
            "STAFFED_UNTIL": "23:59",
            "LOG_LEVEL": "WARNING",
        }
        if self.kind == "postgresql":
            self.env["DATABASE_URL"] = f"postgres://postgres@127.0.0.1:{self.database_port}/postgres"
            self.env["REDIS_URL"] = f"redis://127.0.0.1:{self.redis_port}/0"
            self.env["CELERY_BROKER_URL"] = f"redis://127.0.0.1:{self.redis_port}/1"
        else:
            self.env["DATABASE_URL"] = f"sqlite:///{self.disk / 'database.sqlite3'}"

    def up(self) -> None:
        (self.folder / "var").mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK[self.kind]}m", "tmpfs", str(self.disk)],
            check=False, capture_output=True,
        )  # fmt: skip
        self.on_own_disk = mounted.returncode == 0
        if self.kind == "postgresql":
            self.make_cluster()
            self.start_database()
            self.start_broker()
        self.mail.start()
        self.manage("migrate", "--verbosity", "0")
        self.manage("createcachetable")
        self.start_web()
        self.start_worker()

    def down(self) -> None:
        for process in (self.web, self.worker, self.redis):
            self.kill(process)
        self.mail.stop()
        if self.kind == "postgresql":
            self.stop_database()
        if self.on_own_disk:
            subprocess.run(["umount", "--lazy", str(self.disk)], check=False)

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, str(HERE / "manage.py"), *arguments]
        done = subprocess.run(command, cwd=HERE, env=self.env, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    # The database

    def make_cluster(self) -> None:
        for place in (self.folder, *self.folder.parents):
            if place.stat().st_mode & 0o001 == 0:  # the database's own user has to get through
                place.chmod(place.stat().st_mode | 0o011)
        shutil.chown(self.disk, "postgres")
        self.as_postgres("initdb", "--auth=trust", "--no-sync", "-D", self.disk / "cluster")
        with (self.disk / "cluster" / "postgresql.conf").open("a") as conf:
            conf.write(
                f"port = {self.database_port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n"
                "max_wal_size = 64MB\nmin_wal_size = 32MB\n"
            )

    def start_database(self) -> None:
        if self.kind == "postgresql":
            log = self.folder / "postgresql.log"
            log.touch()
            shutil.chown(log, "postgres")
            self.as_postgres("pg_ctl", "-w", "-D", self.disk / "cluster", "-l", log, "start")

    def stop_database(self) -> None:
        """As a power cut would: nothing is written to the end, every connection breaks."""
        if self.kind == "postgresql":
            self.as_postgres("pg_ctl", "-D", self.disk / "cluster", "-m", "immediate", "stop", check=False)

    def as_postgres(self, tool: str, *arguments: str | Path, check: bool = True) -> None:
        (path,) = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"))[-1:]
        command = ["runuser", "-u", "postgres", "--", str(path), *map(str, arguments)]
        subprocess.run(command, check=check, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)

    def fill_disk(self) -> bool:
        """Use up the database's disk to the last byte; False where it has no disk of its own."""
        if not self.on_own_disk:
            return False
        with (self.disk / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(b"\0" * 4096)
            except OSError:
                return True

    def free_disk(self) -> None:
        (self.disk / "ballast").unlink(missing_ok=True)

    # The broker

    def start_broker(self) -> None:
        if self.kind == "postgresql":
            self.redis = subprocess.Popen(
                ["redis-server", "--port", str(self.redis_port), "--save", "", "--appendonly", "no"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, start_new_session=True,
            )  # fmt: skip
        elif (away := self.folder / "var" / "queue-away").exists():
            shutil.rmtree(self.folder / "var" / "queue", ignore_errors=True)
            away.rename(self.folder / "var" / "queue")

    def kill_broker(self) -> None:
        """Redis dies and forgets everything; where the broker is a folder, the folder is gone for a while."""
        if self.kind == "postgresql":
            self.kill(self.redis)
        else:
            (self.folder / "var" / "queue").rename(self.folder / "var" / "queue-away")

    # Web and worker

    def start_web(self) -> None:
        self.web = self.spawn(
            "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.web_port}", "--workers", "2", "--threads", "4",
            "--no-control-socket",
        )  # fmt: skip
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.web_port}/healthz", timeout=30):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise AssertionError("the web process does not answer")

    def kill_one_web_process(self) -> None:
        """One of the two that answer dies in the middle of whatever it does; gunicorn starts another."""
        assert self.web
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def deploy(self) -> None:
        """A new release: the web processes finish what they have in hand, and new ones start."""
        assert self.web
        self.web.terminate()
        self.web.wait(40)
        self.start_web()

    def start_worker(self) -> None:
        self.worker = self.spawn(
            "celery", "-A", "config.celery", "worker", "-B", "-c", "1", "-s", str(self.folder / "beat"),
            "--without-gossip", "--without-mingle",
        )  # fmt: skip

    def kill_worker(self) -> None:
        self.kill(self.worker)

    def spawn(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command], cwd=HERE, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, process: subprocess.Popen[bytes] | None) -> None:
        """With everything it started, and without a word."""
        if process and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
