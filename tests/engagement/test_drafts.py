"""Drafts: unreadable in the session, one a tab, gone in time."""

from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from pytest_django import Settings

from engagement import drafts
from engagement.drafts import Draft
from people.sessions import DRAFTS_IN_SESSION, SPACE_IN_SESSION
from tests.factories import CANARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> SessionStore:
    return SessionStore()


def test_a_draft_comes_back_as_it_was(session: SessionStore) -> None:
    draft = Draft(answers={"words": "Pizza"})
    drafts.keep(session, draft)
    assert drafts.find(session, draft.id) == draft
    assert drafts.find(session, Draft().id) is None


def test_the_session_holds_no_readable_word_and_no_token(session: SessionStore) -> None:
    draft = Draft(answers={"words": CANARY})
    drafts.keep(session, draft)
    held = str(dict(session.items()))
    assert CANARY not in held
    assert draft.token not in held
    assert draft.token.replace("-", "")[:12] != draft.id


def test_keeping_again_changes_and_does_not_add(session: SessionStore) -> None:
    one, two = Draft(), Draft()
    drafts.keep(session, one)
    drafts.keep(session, two)
    one.answers["words"] = "Wifi"
    drafts.keep(session, one)
    kept = drafts.find(session, one.id)
    assert kept
    assert kept.answers == {"words": "Wifi"}
    assert drafts.find(session, two.id) == two


def test_what_was_sent_makes_room_first_then_the_oldest(session: SessionStore) -> None:
    kept = [Draft() for _ in range(drafts.MOST)]
    kept[3].mark_sent("ABCDEFGH", timezone.now())
    for draft in kept:
        drafts.keep(session, draft)
    drafts.keep(session, Draft())
    assert drafts.find(session, kept[3].id) is None
    assert drafts.find(session, kept[0].id)
    drafts.keep(session, Draft())
    assert drafts.find(session, kept[0].id) is None


def test_once_sent_only_what_thanks_needs_is_left() -> None:
    draft = Draft(answers={"purpose": "idea", "words": CANARY, "name_choice": "key", "contact_detail": CANARY})
    at = timezone.now()
    draft.mark_sent("ABCDEFGH", at)
    assert draft.is_sent
    assert draft.received_at == at
    assert draft.answers == {"purpose": "idea", "name_choice": "key"}


def test_a_forgotten_draft_is_gone(session: SessionStore) -> None:
    draft = Draft()
    drafts.keep(session, draft)
    drafts.forget(session, draft)
    assert drafts.find(session, draft.id) is None


def test_an_anonymous_session_ends_after_two_idle_hours(session: SessionStore) -> None:
    drafts.keep(session, Draft())
    assert session.get_expiry_age() == 2 * 60 * 60


@pytest.mark.parametrize("owner", [SESSION_KEY, SPACE_IN_SESSION])
def test_sessions_of_staff_and_spaces_end_in_their_own_time(session: SessionStore, owner: str) -> None:
    session[owner] = "1"
    drafts.keep(session, Draft())
    assert "_session_expiry" not in session


@pytest.mark.parametrize("held", ["", "nonsense"])
def test_a_draft_that_cannot_be_opened_is_no_draft(session: SessionStore, held: str) -> None:
    session[DRAFTS_IN_SESSION] = held
    assert drafts.find(session, "x") is None


def test_a_draft_of_other_keys_is_no_draft(session: SessionStore, settings: Settings) -> None:
    draft = Draft()
    drafts.keep(session, draft)
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    assert drafts.find(session, draft.id) is None


def test_a_sealed_token_opens_and_nothing_else_does() -> None:
    token = uuid4()
    assert drafts.unseal(drafts.seal(str(token))) == token
    assert drafts.unseal(str(token)) is None
    assert drafts.unseal(drafts.seal("not a token")) is None
