"""An edition's life: one draft a quarter, what blocks its seal, to the Board and then to everybody, corrections."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from engagement import asks, formats, payloads, publishing
from engagement.disclosure import CountTable
from engagement.models import Ask, BoardEdition, EditionState, EditionVerb, Narrative, SealedEdition, StoredFigure
from engagement.publishing import EditionError, NotReadyError, OvertakenError
from people.models import OutboxMessage, User
from people.roles import MANAGE_EDITIONS, Role, roles_that_may
from tests.engagement.published import AFTER, IN_IT, LATER, NEXT, QUARTER, busy_quarter, sealed
from tests.factories import make_officer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_quarter(officer: User, manager: User) -> Iterator[None]:
    busy_quarter(officer, manager)
    with time_machine.travel(AFTER, tick=False):
        yield


def verbs(edition: BoardEdition) -> list[str]:
    return list(edition.events.values_list("verb", flat=True))


def test_a_draft_is_counted_and_there_is_one_a_quarter(officer: User) -> None:
    edition = publishing.open_draft(QUARTER, officer)
    assert publishing.open_draft(QUARTER, make_officer()) == edition
    assert (edition.version, edition.state, str(edition.as_of)) == (1, EditionState.DRAFT, "2026-06-30")
    assert verbs(edition) == [EditionVerb.OPENED]
    assert publishing.read(edition).version == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardEdition.objects.create(quarter=QUARTER, version=2, made_by=officer, made_at=AFTER)


def test_a_quarter_to_come_cannot_be_opened(officer: User) -> None:
    with pytest.raises(EditionError, match="not begun"):
        publishing.open_draft("2030-q1", officer)
    with pytest.raises(ValueError, match="looks like"):
        publishing.open_draft("soon", officer)


def test_a_quarter_with_a_sealed_edition_is_corrected_instead(officer: User) -> None:
    sealed(officer)
    with pytest.raises(EditionError, match="correction"):
        publishing.open_draft(QUARTER, officer)


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_look_after_editions_touch_them(role: Role, officer: User) -> None:
    edition, user = publishing.open_draft(QUARTER, officer), make_user(role)
    may = role in roles_that_may(MANAGE_EDITIONS)
    for step in (
        lambda: publishing.open_draft(QUARTER, user),
        lambda: publishing.rebuild(edition, user),
        lambda: publishing.write(edition, "short", "Words.", user),
        lambda: publishing.seal(edition, user),
        lambda: publishing.publish(edition, "board", user),
        lambda: publishing.correct(edition, "Mended.", user),
    ):
        if may:
            step()
        else:
            with pytest.raises(PermissionDenied):
                step()


def test_counting_again_keeps_the_words(officer: User) -> None:
    edition = publishing.open_draft(QUARTER, officer)
    publishing.write(edition, "short", "All is well.", officer)
    publishing.rebuild(edition, officer)
    assert publishing.read(edition).sections[0].narrative == "All is well."
    assert verbs(edition) == ["opened", "written", "rebuilt"]


def test_words_that_somebody_else_changed_are_not_run_over(officer: User) -> None:
    edition = publishing.open_draft(QUARTER, officer)
    publishing.write(edition, "short", "First.", officer, seen=0)
    with pytest.raises(OvertakenError):
        publishing.write(edition, "short", "Second.", make_officer(), seen=0)
    assert publishing.write(edition, "short", "First.", officer, seen=0).edits == 1  # pressed twice
    assert publishing.write(edition, "short", "Second.", officer, seen=1).edits == 2
    assert Narrative.objects.get().words == "Second."


def test_words_need_a_section_and_a_measure(officer: User) -> None:
    edition = publishing.open_draft(QUARTER, officer)
    with pytest.raises(EditionError, match="no such section"):
        publishing.write(edition, "nowhere", "Words.", officer)
    with pytest.raises(EditionError, match="under 4000"):
        publishing.write(edition, "short", "w" * 4001, officer)


def test_a_running_quarter_cannot_be_sealed(officer: User) -> None:
    with time_machine.travel(IN_IT, tick=False):
        edition = publishing.open_draft(QUARTER, officer)
        with pytest.raises(NotReadyError, match="30 June 2026"):
            publishing.seal(edition, officer)
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False):  # half past midnight here
        publishing.seal(edition, officer)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("We had 12 of them.", "Line 1: “12” is typed by hand"),
        ("{asks.nothing} here", "{asks.nothing} is no figure"),
        ("word " * 790, "at most|the most is 900"),
    ],
)
def test_what_blocks_a_seal(words: str, said: str, officer: User) -> None:
    edition = publishing.open_draft(QUARTER, officer)
    for section in ("short", "voices")[: 1 + (len(words) > 3000)]:
        publishing.write(edition, section, words, officer)
    with pytest.raises(NotReadyError, match=said):
        publishing.seal(edition, officer)
    edition.refresh_from_db()
    assert edition.is_draft
    assert not SealedEdition.objects.exists()


def test_a_word_for_a_number_does_not_block(officer: User) -> None:
    assert sealed(officer, short="About half of them.").state == EditionState.SEALED


def test_words_of_a_section_that_is_gone_block(officer: User) -> None:
    edition = publishing.open_draft(QUARTER, officer)
    Narrative.objects.create(edition=edition, section="gone", words="Old.", by=officer, at=AFTER)
    assert [one.section for one in publishing.in_the_way(edition)] == ["gone"]
    publishing.write(edition, "gone", "", officer)
    assert publishing.in_the_way(edition) == []


def test_a_table_that_may_not_be_shown_needs_a_word(officer: User) -> None:
    edition = publishing.open_draft(QUARTER, officer)
    edition.refused = {"voices.theme": "No safe pattern.", "odd.one": "Too few."}
    edition.save()
    assert len(publishing.in_the_way(edition)) == 2
    publishing.write(edition, "voices", "A table is left out to protect children.", officer)
    edition.refresh_from_db()
    assert publishing.in_the_way(edition) == []


def test_sealing_binds_every_number_and_keeps_it(officer: User) -> None:
    edition = sealed(officer, short="Of all asks, {asks.late} are late. [[Heard on 3 June 2026.]]")
    report = publishing.read(edition)
    late = StoredFigure.objects.get(edition=edition, key="asks.late")
    assert report.sections[0].narrative == f"Of all asks, {late.value} are late. Heard on 3 June 2026."
    assert edition.figures.count() == sum(len(one.figures) for one in report.sections)
    assert set(edition.papers.values_list("kind", flat=True)) == set(formats.kinds())
    assert len(edition.digest) == 64
    assert edition.sealed.before == ""
    assert verbs(edition)[-1] == EditionVerb.SEALED
    assert publishing.verify(edition) == []


def test_sealing_twice_is_once(officer: User) -> None:
    edition = sealed(officer)
    publishing.seal(edition, officer)
    assert SealedEdition.objects.count() == 1
    assert verbs(edition).count(EditionVerb.SEALED) == 1


def test_a_sealed_edition_never_changes(officer: User) -> None:
    edition = sealed(officer)
    for step in (
        lambda: publishing.rebuild(edition, officer),
        lambda: publishing.write(edition, "short", "Later.", officer),
    ):
        with pytest.raises(EditionError, match="never changes"):
            step()
    for table in ("sealededition", "storedfigure", "editionevent"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM engagement_{table}")  # noqa: S608  (names from this test)


def test_the_seals_form_a_chain(officer: User) -> None:
    first = sealed(officer)
    with time_machine.travel(LATER, tick=False):
        second = sealed(officer, NEXT)
    assert second.sealed.before == first.digest


def test_to_the_board_and_then_to_everybody(officer: User, board_member: User) -> None:
    edition = sealed(officer)
    make_user(Role.BOARD_MEMBER, is_active=False)
    with pytest.raises(EditionError, match="Board reads it first"):
        publishing.publish(edition, "public", officer)
    publishing.publish(edition, "board", officer)
    publishing.publish(edition, "board", officer)
    message = OutboxMessage.objects.get(kind="edition_published")
    assert (message.address, message.link) == (board_member.email, f"/board/{QUARTER}/")
    assert list(BoardEdition.objects.for_board()) == [edition]
    assert not BoardEdition.objects.for_public().exists()
    publishing.publish(edition, "public", officer)
    publishing.publish(edition, "board", officer)  # it stays public
    assert list(BoardEdition.objects.for_public()) == [edition]
    assert verbs(edition)[-2:] == [EditionVerb.TO_BOARD, EditionVerb.TO_PUBLIC]


def test_a_draft_is_published_to_nobody(officer: User) -> None:
    with pytest.raises(EditionError, match="Only a sealed edition"):
        publishing.publish(publishing.open_draft(QUARTER, officer), "board", officer)


def test_a_correction_starts_from_the_same_words_and_supersedes(officer: User) -> None:
    old = sealed(officer, short="Words of {asks.all}.")
    publishing.publish(old, "board", officer)
    draft = publishing.correct(old, "A wrong date is mended.", officer)
    assert publishing.correct(old, "Again", officer) == draft
    assert publishing.read(draft).note == "A wrong date is mended."
    assert draft.narratives.get().words == "Words of {asks.all}."
    publishing.seal(draft, officer)
    old.refresh_from_db()
    assert (old.state, draft.state, draft.version) == (EditionState.SUPERSEDED, EditionState.SEALED, 2)
    assert list(BoardEdition.objects.for_board()) == [old]  # until the new one is published
    assert publishing.corrected_by(old) is None
    publishing.publish(draft, "board", officer)
    assert list(BoardEdition.objects.for_board()) == [draft]
    assert publishing.corrected_by(old) == draft
    assert publishing.corrected_by(old, audience="public") is None
    assert publishing.read(old).version == 1
    assert publishing.verify(old) == publishing.verify(draft) == []


def test_a_correction_says_what_it_mends(officer: User) -> None:
    old = sealed(officer)
    with pytest.raises(EditionError, match="Say what"):
        publishing.correct(old, "  ", officer)
    with pytest.raises(EditionError, match="under 400"):
        publishing.correct(old, "w" * 401, officer)
    draft = publishing.correct(old, "Mended.", officer)
    with pytest.raises(EditionError, match="newest sealed"):
        publishing.correct(draft, "Mended.", officer)
    publishing.seal(draft, officer)
    with pytest.raises(EditionError, match="no later version corrects"):
        publishing.publish(old, "board", officer)


def test_what_changed_is_computed_from_both(officer: User, manager: User) -> None:
    first = sealed(officer)
    asks.finish(Ask.objects.get(state="promised"), by=manager, words="It comes.")
    with time_machine.travel(LATER, tick=False):
        edition = publishing.open_draft(NEXT, officer)
        report = publishing.read(edition)
    assert report.sections[1].name == "changed"
    late = next(figure for figure in report.sections[0].figures if figure.counts == "late")
    assert (late.before, late.value) == ("2", "1")
    assert publishing.changes(publishing.read(first), publishing.read(first)).tables == ()  # type: ignore[union-attr]


def test_tables_of_people_go_through_the_ledger(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("engagement.ledger")
    from engagement import editions

    table = CountTable("voices.odd", ("a", "b"), ("",), ((3,), (40,)), period=QUARTER)
    monkeypatch.setattr(editions, "_counted", [lambda _span: [table]])
    edition = sealed(officer)
    assert edition.state == EditionState.SEALED
    assert payloads.read(edition.sealed.payload).quarter == QUARTER
