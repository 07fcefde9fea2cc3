#!/usr/bin/env python3
"""Install, run and test on any machine with Python 3.11 to 3.13. Standard library only."""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def say(words: str) -> None:
    print(f"· {words}", flush=True)  # noqa: T201  (a command's own voice)


def call(*command: object, **env: str) -> int:
    return subprocess.call([str(part) for part in command], cwd=HERE, env={**os.environ, **env})  # noqa: S603  (our own commands)


def need(*command: object, **env: str) -> None:
    if code := call(*command, **env):
        sys.exit(code)


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()


def install(lock_name: str = "requirements.lock") -> None:
    """Make .venv hold what the lock says; asks no network when it does already."""
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        sys.exit(
            f"This needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}. Try: make run PYTHON=python3.12"
        )
    lock = HERE / lock_name
    done = VENV / f".{lock_name}.done"
    if done.exists() and done.read_text() == fingerprint(lock):
        return
    if not (BIN / "pip").exists():  # also when making it was interrupted
        say("making .venv")
        if call(sys.executable, "-m", "venv", "--clear", VENV):
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit("Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv")
    say(f"installing what {lock_name} lists")
    if not (BIN / "uv").exists():
        call(PYTHON, "-m", "pip", "install", "--quiet", "uv")
    uv = (BIN / "uv", "pip", "install", "--quiet", "--python", PYTHON)
    # uv is quicker; pip obeys more kinds of mirror settings. The lock's hashes hold for both.
    if not (BIN / "uv").exists() or call(*uv, "--require-hashes", "-r", lock):
        need(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)
    if not (BIN / "uv").exists() or call(*uv, "--no-deps", "--editable", HERE):
        need(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--editable", HERE)
    done.write_text(fingerprint(lock))


def find_browser() -> None:
    """Make sure there is a Chromium for the browser tests."""
    if any(map(shutil.which, BROWSERS)):
        return
    say("installing a browser for the tests")
    if shutil.which("apt-get") and os.geteuid() == 0:
        call("apt-get", "update", "-qq")
        call("apt-get", "install", "-y", "-qq", "chromium", DEBIAN_FRONTEND="noninteractive")
    if not any(map(shutil.which, BROWSERS)) and call(PYTHON, "-m", "playwright", "install", "chromium"):
        sys.exit("The browser tests need Chromium. On Debian: sudo apt install chromium")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310  (our own address)
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def run() -> None:
    """Serve the demo council: web, worker and scheduler as one tree that Ctrl-C stops."""
    install()
    port = os.environ.get("PORT", "8000")
    address = f"http://127.0.0.1:{port}"
    if answers(f"{address}/healthz"):
        sys.exit(f"Something answers on {address} already. Stop it, or pick another: PORT=8001 make run")
    env = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "BASE_URL": address}
    need(PYTHON, "manage.py", "prepare_demo", **env)
    commands = [
        [
            BIN / "gunicorn",
            "config.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "2",
            "--threads",
            "4",
            "--no-control-socket",
        ],
        [BIN / "celery", "-A", "config.celery", "worker", "-B", "-c", "1", "-s", "var/beat"],
    ]
    quiet = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING")}
    children = [
        subprocess.Popen([str(part) for part in command], cwd=HERE, env={**os.environ, **env, **quiet})  # noqa: S603  (our own commands)
        for command in commands
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while not answers(f"{address}/healthz"):
            if any(child.poll() is not None for child in children):
                sys.exit("It did not start; the reason is above.")
            time.sleep(0.3)
        say(f"ready: {address}/          young people's pages")
        say(f"       {address}/demo/     sign in as anybody, with one click")
        say(f"       {address}/admin/    the participation team's desk")
        say("Ctrl-C stops it.")
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("stopping")
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()


def test(arguments: list[str]) -> None:
    """Install what the tests need, browser included, and run them all (or those that `arguments` name)."""
    install("requirements-dev.lock")
    find_browser()
    sys.exit(call(PYTHON, "-m", "pytest", *(arguments or ["-q", "-n", "2"])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=("install", "run", "test"))
    parser.add_argument("arguments", nargs="*", help="for test: what to hand to pytest")
    chosen, more = parser.parse_known_args()
    if chosen.job == "install":
        install()
    elif chosen.job == "run":
        run()
    else:
        test(chosen.arguments + more)


if __name__ == "__main__":
    main()
