"""The command: silent when all is well but for the heads, and 1 with the broken rows' names when it is not."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from engagement import moderation
from people import sealing
from people.models import EventSeal, User
from people.tasks import seal_events
from tests.factories import make_voice
from tests.people.test_sealing import SEALS, as_owner

pytestmark = pytest.mark.django_db

EVENTS = "engagement_submissionevent"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_events", "--no-progress", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def event(officer: User) -> int:
    voice = make_voice()
    moderation.open_for_review(voice, by=officer)
    return int(voice.events.get(verb="opened").pk)


def test_a_whole_history_prints_its_heads(event: int) -> None:
    heads = json.loads(run())["heads"]
    assert heads == sealing.heads()
    assert heads[EVENTS]["up_to_id"] == event


def test_an_edited_event_ends_with_1_and_its_name(event: int) -> None:
    sealing.seal()
    as_owner(f"UPDATE {EVENTS} SET version = 7 WHERE id = {event}", of=EVENTS)
    with pytest.raises(CommandError, match=f"{EVENTS} {event}: was changed") as refused:
        run()
    assert refused.value.returncode == 1


def test_a_deleted_event_ends_with_1_and_its_name(event: int) -> None:
    sealing.seal()
    as_owner(f"DELETE FROM {EVENTS} WHERE id = {event}", of=EVENTS)
    with pytest.raises(CommandError, match=f"{EVENTS} {event}: is missing") as refused:
        run()
    assert refused.value.returncode == 1


def test_heads_kept_elsewhere_show_a_chain_made_anew(event: int, tmp_path: Path) -> None:
    kept = tmp_path / "heads.json"
    kept.write_text(run())
    assert run("--against", str(kept)) == kept.read_text()
    as_owner(f"UPDATE {EVENTS} SET version = 7 WHERE id = {event}", of=EVENTS)
    as_owner(f"DELETE FROM {SEALS}", of=SEALS)
    run()
    with pytest.raises(CommandError, match="not the chain whose head was kept elsewhere"):
        run("--against", str(kept))


@pytest.mark.parametrize("content", ["", "{}", '{"heads": {"a": 1}}', '{"heads": 1}', '{"heads": {"a": {}}}'])
def test_a_file_without_heads_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "heads.json"
    file.write_text(content)
    with pytest.raises(CommandError, match="holds no heads of ours"):
        run("--against", str(file))
    with pytest.raises(CommandError, match="holds no heads of ours"):
        run("--against", str(tmp_path / "missing.json"))


@pytest.mark.usefixtures("event")
def test_the_task_seals() -> None:
    seal_events.delay()
    assert EventSeal.objects.filter(table=EVENTS).exists()
