"""What goes when something is erased, what stays, and what stands against it."""

import json
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement import concerns, erasing, moderation
from engagement.erasing import ErasureRefusedError, Obstacle
from engagement.models import (
    ConcernKind,
    Finding,
    Note,
    Purpose,
    Reply,
    State,
    Submission,
    SubmissionEvent,
    Voice,
)
from people import holds
from people.models import LegalHold, Tombstone, User, YoungPerson
from people.roles import Role
from people.rotating import encrypted_columns
from tests.factories import CANARY, make_approved_voice, make_ask, make_read_voice, make_space, make_user, make_voice

pytestmark = pytest.mark.django_db

RULE = "words"


@pytest.fixture
def lead(db: None) -> User:
    return make_user(Role.SAFEGUARDING_LEAD)


def written_voice(officer: User, space: YoungPerson) -> Voice:
    """A closed view with everything around it that can hold words."""
    voice = make_read_voice(f"{CANARY} at 12 Acacia Road, ring 07700 900123", by=officer, space=space, may_quote=True)
    moderation.note(voice, by=officer, words=f"note {CANARY}")
    moderation.approve(voice, by=officer, public_words=f"public {CANARY}", board_words=f"board {CANARY}")
    moderation.reply(voice, by=officer, words=f"reply {CANARY}")
    return Voice.objects.get(pk=voice.pk)


def everything_written() -> str:
    """Every encrypted text of every row, opened."""
    found: list[str] = []
    for column in encrypted_columns():
        found += list(column.model._base_manager.values_list(column.field.name, flat=True))
    return " ".join(found)


def test_nothing_written_is_left(officer: User, space: YoungPerson) -> None:
    voice = written_voice(officer, space)
    assert CANARY in everything_written()
    assert voice.findings.exists()

    erasing.erase_submission(voice, rule=RULE)

    assert CANARY not in everything_written()
    assert not Finding.objects.exists()
    assert not Note.objects.exists()
    assert not Reply.objects.exists()


def test_the_row_still_counts(officer: User, space: YoungPerson) -> None:
    voice = written_voice(officer, space)
    erasing.erase_submission(voice, rule=RULE)

    row = Voice.objects.get(pk=voice.pk)
    kept = ("theme_id", "received_on", "age_band", "care_status", "state", "decided_by_id", "space_id", "reference")
    assert [getattr(row, name) for name in kept] == [getattr(voice, name) for name in kept]
    assert (row.words, row.may_quote, row.token) == ("", False, None)
    assert row.state == State.APPROVED_REDACTED
    assert SubmissionEvent.objects.filter(submission=row).exists()
    assert list(erasing.erased(Submission.objects.all())) == [row.submission_ptr]
    assert not erasing.unerased(Submission.objects.all()).exists()


def test_a_tombstone_says_which_row_and_nothing_else(officer: User) -> None:
    voice = make_approved_voice(by=officer)
    erasing.erase_submission(voice, rule="taken_back")
    stone = Tombstone.objects.get()
    assert (stone.kind, stone.uuid, stone.on, stone.rule) == (
        "submission", voice.uuid, timezone.localdate(), "taken_back",
    )  # fmt: skip


def test_twice_is_once(officer: User) -> None:
    voice = make_approved_voice(by=officer)
    erasing.erase_submission(voice, rule="taken_back")
    erasing.erase_submission(voice, rule=RULE)
    assert Tombstone.objects.get().rule == "taken_back"


def test_contact_and_the_chain_of_corrections_go(officer: User) -> None:
    advocate = make_user(Role.ADVOCATE)
    first = make_voice("I want an advocate", purpose=Purpose.ADVOCATE, contact="07700 900123")
    again = make_voice("the same, in other words", instead_of=first)
    for voice, by in ((first, advocate), (again, officer)):
        moderation.open_for_review(voice, by=by)
        moderation.keep_private(voice, by=by)
    erasing.erase_submission(first, rule=RULE)
    assert Voice.objects.get(pk=first.pk).contact == ""
    assert Voice.objects.get(pk=again.pk).instead_of is None


def test_an_ask_keeps_its_count_and_its_news(officer: User) -> None:
    ask = make_ask(by=officer)
    submission = ask.contributions.get().submission
    news = submission.replies.count()
    erasing.erase_submission(submission, rule=RULE)
    assert ask.contributions.count() == 1
    assert submission.replies.count() == news == 1


def test_an_unread_view_is_not_erased(officer: User) -> None:
    voice = make_voice()
    with pytest.raises(ErasureRefusedError, match="read this to the end first") as refused:
        erasing.erase_submission(voice, rule=RULE)
    assert refused.value.obstacle == Obstacle.UNREAD
    assert Voice.objects.get(pk=voice.pk).words
    assert not Tombstone.objects.exists()


def test_where_somebody_may_not_be_safe_nothing_is_erased(officer: User) -> None:
    voice = make_voice("my stepdad hits me every night and I am scared")
    assert voice.safety == "waiting"
    assert erasing.obstacle(voice) == Obstacle.SAFETY


def test_an_open_concern_keeps_the_words(officer: User, lead: User) -> None:
    voice = make_approved_voice(by=officer)
    concern = concerns.open_concern(voice.submission_ptr, ConcernKind.DISCLOSURE, by=officer)
    assert erasing.obstacle(voice) == Obstacle.SAFETY
    concerns.acknowledge(concern, by=lead)
    concerns.no_concern(concern, by=lead, why=f"a song text {CANARY}")
    assert erasing.obstacle(voice) == Obstacle.SAFETY  # a second person has not looked yet
    concerns.close(concern, by=make_user(Role.SAFEGUARDING_LEAD))
    erasing.erase_submission(voice, rule=RULE)
    assert CANARY not in everything_written()


def test_a_handed_over_concern_keeps_its_number(officer: User, lead: User) -> None:
    voice = make_approved_voice(by=officer)
    concern = concerns.open_concern(voice.submission_ptr, ConcernKind.DISCLOSURE, by=officer)
    concerns.acknowledge(concern, by=lead)
    concerns.refer(concern, by=lead, to="Children’s services", reference="CS-4411")
    concerns.close(concern, by=make_user(Role.SAFEGUARDING_LEAD))
    erasing.erase_submission(voice, rule=RULE)
    concern.refresh_from_db()
    assert (concern.referred_to, concern.reference) == ("Children’s services", "CS-4411")


@pytest.mark.parametrize("scope", LegalHold.Scope.values)
def test_a_legal_hold_wins_and_says_so_kindly(officer: User, space: YoungPerson, lead: User, scope: str) -> None:
    voice = make_approved_voice(by=officer, space=space)
    other = make_approved_voice(by=officer)
    about = {"submission": voice.uuid, "space": space.uuid}.get(scope)
    today = timezone.localdate()
    hold = holds.place(by=lead, scope=scope, why="court", about=about, first=today if scope == "period" else None)

    with pytest.raises(ErasureRefusedError, match="The law asks us to keep this for now"):
        erasing.erase_submission(voice, rule=RULE)
    assert (erasing.obstacle(other) is None) is (scope != "period")

    holds.lift(hold, by=lead)
    erasing.erase_submission(voice, rule=RULE)
    assert Voice.objects.get(pk=voice.pk).words == ""


@pytest.mark.parametrize(
    ("first", "last", "is_held"), [(-3, -1, False), (-3, 0, True), (0, 0, True), (1, 3, False), (-1, None, True)]
)
def test_a_hold_on_days_takes_in_its_first_and_last(
    officer: User, lead: User, first: int, last: int | None, is_held: bool
) -> None:
    voice = make_approved_voice(by=officer)
    today = timezone.localdate()
    end = None if last is None else today + timedelta(days=last)
    holds.place(by=lead, scope="period", why="inquiry", first=today + timedelta(days=first), last=end)
    assert (erasing.obstacle(voice) == Obstacle.HELD) is is_held


def test_a_space_goes_with_everything_sent_from_it(officer: User, space: YoungPerson) -> None:
    mine = written_voice(officer, space)
    other = make_approved_voice("somebody else", by=officer, space=make_space("another"))
    erasing.erase_space(space, rule="own_wish")
    assert not YoungPerson.objects.filter(pk=space.pk).exists()
    row = Voice.objects.get(pk=mine.pk)
    assert (row.words, row.space, row.age_band) == ("", None, mine.age_band)
    assert Voice.objects.get(pk=other.pk).words == "somebody else"
    assert set(Tombstone.objects.values_list("kind", "uuid")) == {("space", space.uuid), ("submission", mine.uuid)}


def test_a_space_goes_whole_or_not_at_all(officer: User, space: YoungPerson) -> None:
    closed, unread = make_approved_voice("one", by=officer, space=space), make_voice("two", space=space)
    with pytest.raises(ErasureRefusedError):
        erasing.erase_space(space, rule="own_wish")
    assert [Voice.objects.get(pk=v.pk).words for v in (closed, unread)] == ["one", "two"]
    assert not Tombstone.objects.exists()


def test_a_held_space_stays_even_when_nothing_was_sent(space: YoungPerson, lead: User) -> None:
    holds.place(by=lead, scope="space", why="claim", about=space.uuid)
    assert erasing.obstacle_for_space(space) == Obstacle.HELD


def test_a_restored_backup_forgets_again(officer: User, lead: User, space: YoungPerson) -> None:
    """As after a restore: the rows are back with their words, in whatever state they were; the tombstones say no."""
    back, open_again = written_voice(officer, space), make_voice(f"not read yet {CANARY}")
    stays = make_approved_voice("this one stays", by=officer)
    holds.place(by=lead, scope="submission", why="court", about=back.uuid)
    day = date(2026, 3, 1)
    for kind, uuid in (("submission", back.uuid), ("submission", open_again.uuid), ("space", space.uuid)):
        Tombstone.objects.create(kind=kind, uuid=uuid, on=day, rule=RULE)

    assert erasing.replay_tombstones() == 3
    assert CANARY not in everything_written()
    assert not YoungPerson.objects.filter(pk=space.pk).exists()
    assert Voice.objects.get(pk=stays.pk).words == "this one stays"
    assert erasing.replay_tombstones() == 0


def test_the_reason_of_a_concern_that_came_back_unclosed_goes_too(officer: User, lead: User) -> None:
    voice = make_approved_voice(by=officer)
    concern = concerns.open_concern(voice.submission_ptr, ConcernKind.DISCLOSURE, by=officer)
    concerns.acknowledge(concern, by=lead)
    concerns.no_concern(concern, by=lead, why=f"a song text {CANARY}")
    Tombstone.objects.create(kind="submission", uuid=voice.uuid, on=date(2026, 3, 1), rule=RULE)
    assert erasing.replay_tombstones() == 1
    assert CANARY not in everything_written()


def test_a_contact_that_came_back_alone_goes_too(officer: User) -> None:
    voice = make_voice("", purpose=Purpose.ADVOCATE, contact="07700 900123")
    Tombstone.objects.create(kind="submission", uuid=voice.uuid, on=date(2026, 3, 1), rule=RULE)
    assert erasing.replay_tombstones() == 1
    assert Voice.objects.get(pk=voice.pk).contact == ""


def test_tombstones_travel_as_a_file(officer: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    voice = make_approved_voice(by=officer)
    erasing.erase_submission(voice, rule=RULE)
    file = tmp_path / "stones.json"
    call_command("tombstones", "export", str(file))
    assert json.loads(file.read_text()) == [
        {"kind": "submission", "uuid": str(voice.uuid), "on": timezone.localdate().isoformat(), "rule": RULE}
    ]
    Tombstone.objects.all().delete()
    Submission.objects.filter(pk=voice.pk).update(words="brought back")
    call_command("tombstones", "import", str(file))
    assert "1 new tombstones; 1 rows erased again" in capsys.readouterr().out
    assert Voice.objects.get(pk=voice.pk).words == ""
    call_command("tombstones", "import", str(file))
    assert "0 new tombstones; 0 rows erased again" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["not json", '[{"kind": "house"}]', '[{"kind": "space", "uuid": 5}]', "[1]"])
def test_a_file_that_is_no_list_of_tombstones_changes_nothing(tmp_path: Path, content: str) -> None:
    file = tmp_path / "stones.json"
    file.write_text(content)
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("tombstones", "import", str(file))
    assert not Tombstone.objects.exists()


def test_a_batch_costs_the_same_queries_for_one_and_for_many(officer: User) -> None:
    costs = []
    for many in (1, 5):
        rows = list(Submission.objects.filter(pk__in=[make_approved_voice(by=officer).pk for _ in range(many)]))
        with CaptureQueriesContext(connection) as queries:
            erasing.erase_all(rows, rule=RULE)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_an_unknown_kind_of_tombstone_harms_nobody() -> None:
    assert erasing.import_tombstones([]) == 0
    assert erasing.import_tombstones([{"kind": "space", "uuid": str(uuid4()), "on": "2026-01-01", "rule": "x"}]) == 1
    assert erasing.replay_tombstones() == 0
