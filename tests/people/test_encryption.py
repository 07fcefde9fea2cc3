"""Words are unreadable in the database, keys can be changed, and nobody searches them there."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from pytest_django.fixtures import Settings

from engagement.models import Submission
from people.encryption import decrypt, encrypt
from tests.factories import CANARY, make_voice


def test_what_is_encrypted_comes_back() -> None:
    for text in ("Pizza", "żółć 👍", "a" * 20_000, "\u202eright to left"):
        token = encrypt(text)
        assert text not in token
        assert decrypt(token) == text


def test_the_first_key_encrypts_and_every_key_decrypts(settings: Settings) -> None:
    old_token = encrypt(CANARY)
    old_keys = settings.FIELD_KEYS
    new_key = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new_key, *old_keys]
    assert decrypt(old_token) == CANARY
    new_token = encrypt(CANARY)
    settings.FIELD_KEYS = [new_key]
    assert decrypt(new_token) == CANARY
    with pytest.raises(InvalidToken):
        decrypt(old_token)


def test_without_a_key_nothing_is_stored(settings: Settings) -> None:
    settings.FIELD_KEYS = []
    with pytest.raises(ImproperlyConfigured):
        encrypt("words")


@pytest.mark.django_db
def test_the_column_holds_no_word() -> None:
    voice = make_voice(CANARY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM engagement_submission WHERE id = %s", [voice.pk])
        (column,) = cursor.fetchone()
    assert CANARY not in column
    assert Submission.objects.get(pk=voice.pk).words == CANARY


@pytest.mark.django_db
def test_nothing_written_stays_empty_so_that_the_database_can_tell() -> None:
    make_voice("")
    assert Submission.objects.filter(words="").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["words__contains", "words__icontains", "words__startswith", "words__in"])
def test_words_are_not_searched_in_the_database(lookup: str) -> None:
    with pytest.raises(FieldError):
        list(Submission.objects.filter(**{lookup: [CANARY] if lookup.endswith("in") else CANARY}))
