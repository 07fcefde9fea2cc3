"""A pack, made and opened, for the tests."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from engagement import asks, tasks, verdicts
from engagement.models import (
    Ask,
    Pack,
    PackFile,
    Theme,
)
from engagement.packs import making
from engagement.packs.making import EVENTS
from people.models import User
from tests.factories import (
    CANARY,
    in_days,
    make_approved_voice,
    make_space,
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-03-10T10:00:00Z", tick=False) as traveller:
        yield traveller


def built(by: User, **wanted: str) -> Pack:
    pack = making.start(by=by, **wanted)
    tasks.carry_on_pack(pack.pk)
    pack.refresh_from_db()
    return pack


def bytes_of(pack: Pack) -> bytes:
    return bytes(PackFile.objects.get(pack=pack).data)


def parts_of(pack: Pack) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bytes_of(pack))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def facts_of(pack: Pack) -> list[dict[str, Any]]:
    return [json.loads(line) for line in parts_of(pack)[EVENTS].splitlines()]


def whole_life(officer: User, manager: User, clock: time_machine.Traveller) -> Ask:
    """From views to what young people say came of it."""
    spaces = [make_space(issued_by=officer) for _n in range(3)]
    views = [make_approved_voice(f"{CANARY} on Fridays", by=officer, space=space) for space in spaces]
    theme = Theme.objects.get(name="Where I live")
    ask = asks.raise_ask(by=officer, wording="Pizza <b>on Fridays</b>", theme=theme, submissions=views)
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(10))
    clock.shift(timedelta(days=1))
    asks.promise(ask, by=manager, what="Pizza every Friday.", due=in_days(30))
    asks.report_progress(ask, by=manager, words="The oven is here.")
    asks.finish(ask, by=manager, words="There is pizza.")
    clock.shift(timedelta(days=28))
    verdicts.open_due(timezone.localdate())
    for space in spaces:
        verdicts.say(ask.verdict_rounds.get(), happened=True, space=space)
    clock.shift(timedelta(days=14))
    verdicts.close_due(timezone.localdate())
    return ask
