"""A real worker takes a real message from the broker of this run: files on disk, or Redis."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
PROBE = "from config.celery import app; from config.tasks import beat; beat.apply_async()"


@pytest.mark.parametrize("broker", [os.environ.get("CELERY_BROKER_URL", "filesystem://")])
def test_a_worker_beats(tmp_path: Path, broker: str) -> None:
    env = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'database.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "CELERY_BROKER_URL": broker,
    }
    env.pop("REDIS_URL", None)  # the cache is looked at below, so it is a file here

    def manage(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments], cwd=HERE, env=env, check=True, capture_output=True, text=True
        ).stdout

    manage("manage.py", "createcachetable")
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-P", "solo", "-Q", "celery"],
        cwd=HERE,
        env=env,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    look = "import django; django.setup(); from django.core.cache import cache; print(cache.get('worker-heartbeat'))"
    try:
        manage("-c", f"import django; django.setup(); {PROBE}")
        deadline = time.monotonic() + 40
        while (seen := manage("-c", look).strip()) == "None" and time.monotonic() < deadline:
            time.sleep(0.5)
    finally:
        worker.terminate()
        worker.wait(20)
    assert seen.startswith("20")
