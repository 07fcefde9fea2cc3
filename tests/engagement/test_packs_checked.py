"""A pack that was tampered with, in each way, is found; and what stands in the chain of an ask."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from engagement.models import (
    Action,
    ActionEvent,
    AgendaItem,
    Meeting,
    MeetingEvent,
    Pack,
)
from engagement.packs import checking, gathering, making
from engagement.packs.chaining import canonical, fingerprint, joined, linked, seed_of
from engagement.packs.checking import fault_of
from engagement.packs.making import EVENTS, MANIFEST
from engagement.packs.reading import Sayings
from people.models import User
from tests.engagement import packed
from tests.engagement.meeting_makers import make_meeting
from tests.engagement.packed import built, bytes_of, facts_of, parts_of
from tests.factories import (
    CANARY,
    in_days,
    make_asked,
)

pytestmark = pytest.mark.django_db
clock = packed.clock


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


Trick = Callable[[dict[str, bytes]], None]


def edited(parts: dict[str, bytes]) -> None:
    parts[EVENTS] = parts[EVENTS].replace(b"raised", b"asked!", 1)


def dropped(parts: dict[str, bytes]) -> None:
    parts[EVENTS] = parts[EVENTS].split(b"\n", 1)[1]


def page(parts: dict[str, bytes]) -> None:
    parts["index.html"] = parts["index.html"].replace(b"<h1>", b"<h1>All well: ")


def added(parts: dict[str, bytes]) -> None:
    parts["more.html"] = b"<p>"


def removed(parts: dict[str, bytes]) -> None:
    del parts["index.html"]


def spaced(parts: dict[str, bytes]) -> None:
    parts[MANIFEST] += b" "


def header(parts: dict[str, bytes]) -> None:
    parts[MANIFEST] = parts[MANIFEST].replace(b'"area":""', b'"area":"in_care"')


def other_form(parts: dict[str, bytes]) -> None:
    parts[MANIFEST] = parts[MANIFEST].replace(b'"format":1', b'"format":2')


def no_manifest(parts: dict[str, bytes]) -> None:
    del parts[MANIFEST]


def odd_manifest(parts: dict[str, bytes]) -> None:
    parts[MANIFEST] = b"[]"


def no_json(parts: dict[str, bytes]) -> None:
    parts[MANIFEST] = b"{"


TRICKS: list[tuple[Trick, str]] = [
    (edited, "event 3: the link to event 2 is broken"),
    (dropped, "event 1: the link to the beginning is broken"),
    (page, "index.html: changed since the pack was made"),
    (added, "a file was put in or taken out"),
    (removed, "a file was put in or taken out"),
    (spaced, "the manifest was written anew"),
    (header, "event 1: the link to the beginning is broken"),
    (other_form, "cannot be read: not a pack that this version knows"),
    (no_manifest, "cannot be read: the manifest is missing or broken"),
    (odd_manifest, "cannot be read: the manifest is missing or broken"),
    (no_json, "cannot be read: the file is broken, or no pack"),
]


def test_each_way_to_tamper_with_a_pack_is_named(
    officer: User, manager: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_asked(by=officer, owner=manager)
    pack = built(officer)
    for trick, words in TRICKS:
        parts = parts_of(pack)
        trick(parts)
        (tmp_path / "pack.zip").write_bytes(zipped(parts))
        with pytest.raises(SystemExit) as ended:
            call_command("verify_pack", str(tmp_path / "pack.zip"))
        assert (ended.value.code, capsys.readouterr().out) == (1, f"{words}\n"), trick.__name__
    (tmp_path / "pack.zip").write_bytes(bytes_of(pack))
    call_command("verify_pack", str(tmp_path / "pack.zip"))
    assert capsys.readouterr().out == "whole: every event is as it was made\n"


def forged(pack: Pack) -> bytes:
    """The whole pack made anew around a changed event, every link and every fingerprint with it."""
    parts = parts_of(pack)
    facts = [json.loads(line) for line in parts[EVENTS].splitlines()]
    bare = [{name: value for name, value in fact.items() if name not in ("n", "before")} for fact in facts]
    bare[1]["by"] = "Somebody else"
    manifest = json.loads(parts[MANIFEST])
    lines, head = linked(bare, seed_of(manifest["header"]), 0)
    parts[EVENTS] = joined(lines)
    manifest["head"] = head
    manifest["files"][EVENTS] = fingerprint(parts[EVENTS])
    parts[MANIFEST] = canonical(manifest)
    return zipped(parts)


def test_a_pack_that_was_forged_whole_has_not_the_head_that_was_kept(officer: User, manager: User) -> None:
    make_asked(by=officer, owner=manager)
    pack = built(officer)
    false = forged(pack)
    assert fault_of(false) == "the links hold, but this is not the chain that was made here"
    assert fault_of(false, head=pack.seal.head) == "the links hold, but this is not the chain with that head"
    true = bytes_of(pack)
    assert fault_of(true, head=f" {pack.seal.head.upper()} ") == ""


def test_a_pack_of_another_database(officer: User) -> None:
    pack = built(officer)
    parts = parts_of(pack)
    for other in ("7a0f8a55-5c51-4b0f-8f5e-0d34a2a5cf10", "no uuid"):
        manifest = json.loads(parts[MANIFEST])
        manifest["header"]["pack"] = other
        manifest["head"] = seed_of(manifest["header"])
        found = fault_of(zipped(parts | {MANIFEST: canonical(manifest)}))
        assert found == "the links hold, but this database has made no such pack: give the head with --head"


def test_what_is_no_pack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, officer: User
) -> None:
    (tmp_path / "broken.zip").write_bytes(b"hello")
    for name, words in (("broken.zip", "broken, or no pack"), ("no.zip", "no such file")):
        with pytest.raises(SystemExit):
            call_command("verify_pack", str(tmp_path / name))
        assert words in capsys.readouterr().out
    monkeypatch.setattr(checking, "MOST_BYTES", 10)
    assert fault_of(bytes_of(built(officer))) == "cannot be read: too large to be a pack"


def test_an_event_of_a_kind_that_pages_do_not_know_is_shown_as_it_is() -> None:
    assert Sayings.now().label({"what": "sung"}) == "sung"


def test_decisions_and_actions_stand_in_the_chain_of_their_ask(
    officer: User, second_officer: User, manager: User
) -> None:
    ask = make_asked(by=officer, owner=manager)
    meeting = make_meeting(officer)
    now = timezone.now()
    ours, other = (
        AgendaItem.objects.create(
            meeting=meeting, side="officers", title="Budget", added_by=officer, proposed_at=now, ask=one
        )
        for one in (ask, None)
    )
    for item, verb in ((ours, "recorded"), (other, "decided"), (None, "held"), (None, "proposed")):
        MeetingEvent.objects.create(meeting=meeting, item=item, verb=verb, by=officer, at=now, words=f"{verb} {CANARY}")
    MeetingEvent.objects.create(meeting=meeting, verb="published", by=None, at=now)
    of_ask = action_of(officer, manager, item=ours)
    alone = action_of(officer, manager, item=other)
    direct = action_of(officer, manager, ask=ask)
    pack = built(officer)
    facts = facts_of(pack)
    chain = [fact for fact in facts if fact["chain"] == f"ask-{ask.pk}"]
    assert {fact.get("action") for fact in chain} == {None, f"action-{of_ask.pk}", f"action-{direct.pk}"}
    assert [fact["what"] for fact in chain if "meeting" in fact] == ["meeting_recorded"]
    assert [fact["stage"] for fact in chain if "action" in fact] == ["action", "action"]
    beside = [(fact["chain"], fact["what"]) for fact in facts if fact["chain"] != f"ask-{ask.pk}"]
    at_meeting = f"meeting-{meeting.pk}"
    assert beside == [
        (at_meeting, "meeting_planned"), (at_meeting, "meeting_decided"), (at_meeting, "meeting_held"),
        (at_meeting, "meeting_published"), (f"action-{alone.pk}", "action_opened"),
    ]  # fmt: skip
    whole = b"".join(parts_of(pack).values())
    assert CANARY.encode() not in whole  # neither minutes nor actions have been read by a second person
    Meeting.objects.filter(pk=meeting.pk).update(
        state="minuted", minutes="m", minutes_by=officer, published_by=second_officer
    )
    AgendaItem.objects.filter(pk=ours.pk).update(decision="We buy it")
    Action.objects.update(checked_by=second_officer)
    facts = facts_of(built(officer))
    assert {fact["words"] for fact in facts if "meeting" in fact and "words" in fact} == {
        f"recorded {CANARY}", f"decided {CANARY}", f"held {CANARY}",
    }  # fmt: skip
    assert next(fact["decision"] for fact in facts if "decision" in fact) == "We buy it"
    opened = next(fact for fact in facts if fact["what"] == "action_opened")
    assert (opened["words"], opened["owner"], opened["due_on"]) == ("The oven", "Ruth Example", "2026-03-30")
    assert (pack.done, pack.total) == (pack.seal.events, pack.seal.events)


def action_of(by: User, owner: User, **fields: Any) -> Action:
    """An action with its first step."""
    now, due = timezone.now(), in_days(20)
    action = Action.objects.create(
        wording="The oven", worded_by=by, opened_at=now, changed_at=now, first_due=due, due=due, owner=owner, **fields
    )
    ActionEvent.objects.create(
        action=action, verb="opened", by=by, at=now, version=1, words="The oven", owner=owner, due_on=due
    )
    return action


def test_the_number_of_queries_does_not_grow(
    officer: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for wanted in ({"principle": "express"}, {"principle": "account"}, {"area": "leaders"}):
        make_asked(by=officer, owner=manager)
        pack = making.start(by=officer, **wanted)
        listed = list(gathering.asks_of(pack).select_related("theme"))
        with django_assert_num_queries(5):
            list(gathering.chains_of(pack, listed))
