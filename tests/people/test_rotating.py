"""Every encrypted text comes under the first key, while others write, and also when a run is stopped."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from engagement import moderation
from engagement.models import Voice
from people import rotating
from people.encryption import decrypt, digest, encrypt, is_current
from people.models import AppendOnly, User, YoungPerson
from people.rotating import encrypted_columns
from tests.factories import make_approved_voice, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_key(settings: Settings, officer: User) -> str:
    """Words under the old key; then a new one comes first."""
    for key in ("one", "two", "three"):
        space = make_space(key, issued_by=officer)
        space.card = f"CARD-{key}"
        space.save()
        voice = make_approved_voice(f"words of {key}", by=officer, space=space)
        moderation.note(voice, by=officer, words=f"note about {key}")
        moderation.reply(voice, by=officer, words=f"answer to {key}")
    first = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [first, *settings.FIELD_KEYS]
    return first


def all_read() -> set[str]:
    return {
        text
        for column in encrypted_columns()
        for text in column.model._base_manager.values_list(column.field.name, flat=True)
        if text
    }


def test_the_old_key_can_be_taken_away(new_key: str, settings: Settings) -> None:
    before = all_read()
    assert {"words of one", "note about two", "answer to three", "CARD-one"} <= before
    assert sum(rotating.outdated().values()) == rotating.rotate()
    assert rotating.outdated() == {}
    settings.FIELD_KEYS = [new_key]
    assert all_read() == before


def test_a_second_run_writes_nothing(new_key: str) -> None:
    assert rotating.rotate() > 0
    assert rotating.rotate() == 0


def test_a_stopped_run_is_gone_on_with(new_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 2)
    todo, heard = sum(rotating.outdated().values()), 0

    class KilledError(Exception):
        pass

    def kill_after_three(rows: int) -> None:
        nonlocal heard
        heard += rows
        if heard >= 3:
            raise KilledError

    with pytest.raises(KilledError):
        rotating.rotate(kill_after_three)
    assert sum(rotating.outdated().values()) == todo - heard > 0
    assert rotating.rotate() == todo - heard


def test_what_somebody_writes_meanwhile_is_not_undone(new_key: str) -> None:
    """Between reading a token and writing it anew, somebody saves other words."""
    voice = Voice.objects.all()[0]
    column = next(c for c in encrypted_columns() if c.field.name == "public_words")
    old = next(token for rows in column.batches() for key, token in rows if key == voice.pk)
    Voice.objects.filter(pk=voice.pk).update(public_words="said better")
    assert not column.replace(voice.pk, old, encrypt(decrypt(old)))
    voice.refresh_from_db()
    assert voice.public_words == "said better"


def test_a_text_that_no_key_opens_stops_it(new_key: str, settings: Settings) -> None:
    settings.FIELD_KEYS = [new_key]
    with pytest.raises(InvalidToken):
        rotating.rotate()


def test_a_token_that_says_when_it_was_made_is_written_anew(officer: User, settings: Settings) -> None:
    """As the first release wrote them."""
    voice = make_approved_voice(by=officer)
    dated = Fernet(settings.FIELD_KEYS[0]).encrypt(b"dated").decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE engagement_submission SET words = %s WHERE id = %s", [dated, voice.pk])
    assert rotating.outdated() == {"engagement_submission.words": 1}
    assert rotating.rotate() == 1
    voice.refresh_from_db()
    assert voice.words == "dated"


def test_the_command_counts_rotates_and_counts_again(new_key: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("rotate_keys", "--check", "--no-progress")
    assert "are under an older key" in capsys.readouterr().out
    call_command("rotate_keys", "--no-progress")
    assert "0 were already" in capsys.readouterr().out
    call_command("rotate_keys", "--check", "--no-progress")
    assert "0 of " in capsys.readouterr().out


def test_no_history_has_encrypted_text() -> None:
    """What is never changed could not be put under a new key. Words about a step stand beside it."""
    assert not [column.table for column in encrypted_columns() if issubclass(column.model, AppendOnly)]


def test_a_token_tells_nothing_of_its_time() -> None:
    token = encrypt("some words")
    assert is_current(token)
    assert encrypt("some words") != token  # and nothing of its text


def test_a_card_is_found_and_not_read(officer: User) -> None:
    space = make_space("one", issued_by=officer)
    space.card = "K7P-4XM"
    space.save(update_fields=["card"])
    assert YoungPerson.objects.with_card(" k7p-4xm ").get() == space
    assert not YoungPerson.objects.with_card("K7P-4XN").exists()
    assert "K7P" not in str(space)
    with connection.cursor() as cursor:
        cursor.execute("SELECT card, card_digest FROM people_youngperson WHERE id = %s", [space.pk])
        stored = cursor.fetchone()
    assert "K7P-4XM" not in "".join(stored)
    assert stored[1] == digest("K7P-4XM")


def test_a_card_that_is_taken_away_is_not_found(officer: User) -> None:
    space = make_space("one", issued_by=officer)
    space.card = "K7P-4XM"
    space.save()
    space.card = ""
    space.save()
    assert space.card_digest is None
    assert not YoungPerson.objects.with_card("K7P-4XM").exists()


def test_a_digest_hangs_on_the_pepper(settings: Settings) -> None:
    before = digest("K7P-4XM")
    settings.KEY_PEPPER = "another pepper altogether, long enough"
    assert digest("K7P-4XM") != before
