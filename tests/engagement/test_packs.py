"""The inspector's pack: what is in it and what is not, built in steps by anybody, sealed, checked and erased."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement import asks, merging, publishing, purging, tasks
from engagement.inspecting import inspect
from engagement.models import (
    Area,
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
from engagement.packs import making
from engagement.packs.bearing import themes_for
from engagement.packs.chaining import seed_of
from engagement.packs.checking import fault_of
from engagement.packs.making import EVENTS, MANIFEST, TABLE, PackError
from engagement.packs.veiling import fingerprint_of
from people.models import ReadAudit, User
from people.roles import READ_PACK, Role, roles_that_may
from tests.engagement import packed
from tests.engagement.packed import built, bytes_of, facts_of, parts_of, whole_life
from tests.engagement.published import AFTER, busy_quarter, sealed
from tests.factories import (
    CANARY,
    in_days,
    make_ask,
    make_asked,
    make_officer,
    make_user,
)

pytestmark = pytest.mark.django_db
clock = packed.clock


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
