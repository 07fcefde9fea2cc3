"""The inspector's pack: what is in it and what is not, built in steps by anybody, sealed, checked and erased."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from engagement import asks, merging, publishing, purging, tasks, verdicts
from engagement.inspecting import inspect
from engagement.models import (
    Action,
    ActionEvent,
    AgendaItem,
    Area,
    Ask,
    Meeting,
    MeetingEvent,
    Pack,
    PackFile,
    PackPiece,
    PackSeal,
    PackStage,
    PackState,
    Principle,
    Submission,
    Theme,
)
from engagement.packs import checking, gathering, making
from engagement.packs.bearing import themes_for
from engagement.packs.chaining import canonical, fingerprint, joined, linked, seed_of
from engagement.packs.checking import fault_of
from engagement.packs.making import EVENTS, MANIFEST, TABLE, PackError
from engagement.packs.reading import Sayings
from engagement.packs.veiling import fingerprint_of
from people.models import ReadAudit, User
from people.roles import READ_PACK, Role, roles_that_may
from tests.engagement.meeting_makers import make_meeting
from tests.engagement.published import AFTER, busy_quarter, sealed
from tests.factories import (
    CANARY,
    in_days,
    make_approved_voice,
    make_ask,
    make_asked,
    make_officer,
    make_space,
    make_user,
)

pytestmark = pytest.mark.django_db


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


def test_a_chain_from_view_to_verdict(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = whole_life(officer, manager, clock)
    pack = built(officer)
    assert (pack.state, pack.first_day, pack.last_day) == ("ready", date(2025, 4, 23), date(2026, 4, 22))
    facts = facts_of(pack)
    assert {fact["chain"] for fact in facts} == {f"ask-{ask.pk}"}
    assert [(fact["stage"], fact["what"]) for fact in facts] == [
        ("view", "views"), ("ask", "raised"), ("ask", "asked"), ("decision", "promised"), ("action", "progress"),
        ("action", "done"), ("verdict", "questioned"), ("verdict", "confirmed"), ("verdict", "round"),
    ] or [fact["what"] for fact in facts][-2:] == ["round", "confirmed"]  # fmt: skip
    promise = next(fact for fact in facts if fact["what"] == "promised")
    assert promise["words"] == "Pizza every Friday."
    assert (promise["by"], promise["due_on"]) == ("Head of residential homes", "2026-04-10")
    over = next(fact for fact in facts if fact["what"] == "round")
    assert (over["outcome"], over["answers_at_most"]) == ("confirmed", 10)
    assert [fact["n"] for fact in facts] == list(range(1, len(facts) + 1))
    assert (pack.done, pack.seal.events) == (len(facts), len(facts))


def test_views_are_fingerprints_that_nobody_can_count(
    officer: User, manager: User, clock: time_machine.Traveller
) -> None:
    ask = whole_life(officer, manager, clock)
    pack = built(officer)
    first = facts_of(pack)[0]
    assert (len(first["views"]), first["at_most"]) == (10, 10)
    references = Submission.objects.values_list("reference", flat=True)
    assert {fingerprint_of(pack.uuid, one) for one in references} <= set(first["views"])
    whole = b"".join(parts_of(pack).values())
    for word in (CANARY, officer.first_name, *references):
        assert word.encode() not in whole
    assert not set(first["views"]) & set(facts_of(built(officer))[0]["views"])
    Submission.objects.filter(pk__in=list(Submission.objects.values_list("pk", flat=True)[:2])).update(counted=False)
    Submission.objects.filter(counted=True).update(restricted=True)
    assert facts_of(built(officer))[0]["views"] == []
    assert ask.contributions.count() == 3


def test_words_of_an_ask_that_nobody_has_read_twice_stay_out(officer: User) -> None:
    ask = make_ask(by=officer, wording=f"{CANARY} every day", voices=1)
    pack = built(officer)
    assert [fact["what"] for fact in facts_of(pack)] == ["views", "raised"]
    assert CANARY.encode() not in b"".join(parts_of(pack).values())
    asks.check(ask, by=make_officer())
    assert facts_of(built(officer))[0]["ask"] == f"{CANARY} every day"


def test_merged_refused_and_split_asks(officer: User, manager: User) -> None:
    kept, gone = make_asked(by=officer, owner=manager), make_asked(by=officer, owner=manager)
    merging.merge(gone, into=kept, by=officer)
    asks.refuse(kept, by=manager, reason="money", words="There is no money.", would_change="A new budget")
    pack = built(officer)
    facts = facts_of(pack)
    assert next(fact for fact in facts if fact["what"] == "merged")["other"] == f"ask-{kept.pk}"
    refused = next(fact for fact in facts if fact["what"] == "refused")
    assert (refused["reason"], refused["would_change"]) == ("money", "A new budget")
    page = parts_of(pack)["chains-001.html"].decode()
    assert "There is not enough money" in page
    assert "none any more" in page


def test_old_chains_stay_out_and_nothing_after_the_click_gets_in(
    officer: User, manager: User, clock: time_machine.Traveller
) -> None:
    make_asked(by=officer, owner=manager, wording="Long ago")
    clock.shift(timedelta(days=400))
    recent = make_asked(by=officer, owner=manager, wording="Now")
    pack = making.start(by=officer)
    clock.shift(timedelta(hours=1))
    asks.promise(recent, by=manager, what="Later", due=in_days(20))
    tasks.carry_on_pack(pack.pk)
    assert {fact["chain"] for fact in facts_of(pack)} == {f"ask-{recent.pk}"}
    assert "promised" not in {fact["what"] for fact in facts_of(pack)}


def test_editions_stand_beside_the_chains(officer: User, manager: User) -> None:
    busy_quarter(officer, manager)
    with time_machine.travel(AFTER, tick=False):
        edition = sealed(officer)
        publishing.publish(edition, "board", officer)
        pack = built(officer)
    steps = [fact for fact in facts_of(pack) if fact["stage"] == "edition"]
    assert [fact["what"] for fact in steps][-2:] == ["edition_sealed", "edition_to_board"]
    assert steps[-1]["digest"] == edition.digest
    parts = parts_of(pack)
    assert "Published to the Board" in parts["chains-001.html"].decode()
    book = openpyxl.load_workbook(io.BytesIO(parts[TABLE]))
    assert book.sheetnames == ["Asks", "Editions and meetings"]
    assert book["Editions and meetings"].max_row == len(steps) + 1


def test_pages_and_table_for_people(officer: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = whole_life(officer, manager, clock)
    parts = parts_of(built(officer))
    assert list(parts) == [MANIFEST, EVENTS, TABLE, "index.html", "chains-001.html"]
    index, page = parts["index.html"].decode(), parts["chains-001.html"].decode()
    assert f'<a href="chains-001.html#ask-{ask.pk}">' in index
    assert f'<h2 id="ask-{ask.pk}">' in page
    assert "Pizza &lt;b&gt;on Fridays&lt;/b&gt;" in index
    assert "<b>on" not in index + page
    assert inspect(parts[TABLE], "xlsx") == []
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(parts[TABLE]))["Asks"].rows]
    assert rows[1][:9] == [
        f"ask-{ask.pk}", "Pizza <b>on Fridays</b>", "Where I live", 10, "2026-03-10", "2026-03-10", "2026-03-11",
        "Promised", "2026-03-11",
    ]  # fmt: skip
    assert rows[1][9] == "It happened"


def test_a_filter_keeps_what_bears_on_it(officer: User, manager: User) -> None:
    home, money = Theme.objects.get(name="Where I live"), Theme.objects.get(name="Growing up and money")
    own = Theme.objects.create(name="Pets")
    by_theme = {theme: f"ask-{make_asked(by=officer, owner=manager, theme=theme).pk}" for theme in (home, money, own)}

    def found(**wanted: str) -> set[str]:
        return {fact["chain"] for fact in facts_of(built(officer, **wanted))}

    assert found(principle="stability") == {by_theme[home], by_theme[own]}
    assert found(area="care_leavers") == {by_theme[money], by_theme[own]}
    assert found(principle="stability", area="care_leavers") == {by_theme[own]}
    assert found(principle="express") == found(area="leaders") == found() == set(by_theme.values())


def test_every_principle_and_area_has_themes() -> None:
    every = {*Theme.objects.values_list("pk", flat=True)}
    assert set(themes_for("", "")) == every
    for principle in Principle:
        assert themes_for(principle, "")
    for area in Area:
        assert themes_for("", area)
    with pytest.raises(ValueError, match="is not a valid"):
        themes_for("kindness", "")


def test_it_can_stop_anywhere_and_go_on(
    officer: User, manager: User, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    monkeypatch.setattr(making, "ASKS_A_STEP", 2)
    for _n in range(5):
        make_asked(by=officer, owner=manager)
    straight = making.start(by=officer)
    steps = 0
    while making.carry_on(straight.pk):
        steps += 1
        clock.shift(60)
        assert Pack.objects.get(pk=straight.pk).state == PackState.BUILDING
        if steps == 2:  # the worker dies in the middle of a step
            with transaction.atomic():
                making.carry_on(straight.pk)
                transaction.set_rollback(True)
    assert steps == 5
    assert not making.carry_on(straight.pk)
    assert fault_of(bytes_of(straight)) == ""
    assert [fact["n"] for fact in facts_of(straight)] == list(range(1, 16))
    assert not straight.pieces.exists()
    straight.refresh_from_db()
    assert (straight.stage, straight.total) == (PackStage.FINISH, 15)


def test_the_same_events_give_the_same_bytes(officer: User, manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(3):
        make_asked(by=officer, owner=manager)
    pack = built(officer)
    first = bytes_of(pack)
    monkeypatch.setattr(making, "ASKS_A_STEP", 1)
    with transaction.atomic():
        again = Pack.objects.get(pk=pack.pk)
        again.state, again.stage, again.after, again.pieces_made, again.done = "building", "asks", 0, 0, 0
        again.head = seed_of(making.header_of(again))
        while making._step(again) and again.stage != PackStage.FINISH:
            pass
        lines = b"".join(bytes(piece) for piece in again.pieces.values_list("lines", flat=True))
        transaction.set_rollback(True)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.read(EVENTS) == lines


def test_one_at_a_time_for_each_filter(officer: User) -> None:
    pack = making.start(by=officer)
    assert making.start(by=officer) == pack
    assert making.start(by=officer, area="in_care") != pack
    tasks.carry_on_packs()
    assert set(Pack.objects.values_list("state", flat=True)) <= {"building", "ready"}
    with pytest.raises(ValueError, match="is not a valid"):
        making.start(by=officer, area="out")


@pytest.mark.parametrize("role", list(Role))
def test_who_may_make_and_fetch_it(role: Role, officer: User) -> None:
    pack = built(officer)
    user = make_user(role)
    if role in roles_that_may(READ_PACK):
        assert making.fetch(pack, by=user)[:2] == b"PK"
        assert [(one.by, one.what) for one in ReadAudit.objects.filter(about=pack.uuid)] == [(user, "export")]
        assert making.start(by=user).made_by == user
    else:
        for step in (lambda: making.fetch(pack, by=user), lambda: making.start(by=user)):
            with pytest.raises(PermissionDenied):
                step()
        assert not ReadAudit.objects.exists()


def test_a_step_that_fails_says_so_and_leaves_nothing_half(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = making.start(by=officer)

    def fail(_facts: object) -> bytes:
        raise OSError("disk")

    monkeypatch.setattr("engagement.packs.reading.table", fail)
    with pytest.raises(OSError, match="disk"):
        tasks.carry_on_pack(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.stage) == (PackState.FAILED, PackStage.FINISH)
    assert "please make a new one" in pack.trouble
    assert not PackSeal.objects.exists()
    with pytest.raises(PackError):
        making.fetch(pack, by=officer)
    monkeypatch.undo()
    assert built(officer).state == PackState.READY


def test_the_file_is_erased_after_ninety_days_and_its_head_stays(officer: User, clock: time_machine.Traveller) -> None:
    pack = built(officer)
    copy = bytes_of(pack)
    rule = next(one for one in purging.rules() if one.name == "packs")
    clock.shift(timedelta(days=89))
    assert rule.count(timezone.now()) == 0
    clock.shift(timedelta(days=2))
    assert rule.run(timezone.now(), lambda _n: None) == 1
    with pytest.raises(PackError, match="any more"):
        making.fetch(pack, by=officer)
    assert fault_of(copy) == ""
    assert str(pack) == f"Pack {pack.pk}"
    assert str(pack.seal) == f"Seal {pack.seal.pk}"


def test_the_seal_is_never_changed(officer: User) -> None:
    pack = built(officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        PackSeal._base_manager.filter(pk=pack.seal.pk).update(head="0" * 64)
    assert str(PackFile.objects.get()) == f"File {pack.pk}"
    assert str(PackPiece(pk=3)) == "Piece 3"


def test_the_number_of_queries_does_not_grow(
    officer: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for wanted in ({"principle": "express"}, {"principle": "account"}, {"area": "leaders"}):
        make_asked(by=officer, owner=manager)
        pack = making.start(by=officer, **wanted)
        listed = list(gathering.asks_of(pack).select_related("theme"))
        with django_assert_num_queries(5):
            list(gathering.chains_of(pack, listed))


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
