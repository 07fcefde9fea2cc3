"""Words that worry, and the buttons of the room of concerns, for tests."""

from typing import Any

from django.test import Client

from engagement.models import Concern
from people.models import User
from tests.factories import make_voice

ROOM = "/admin/concerns/"
URGENT = "I want to kill myself tonight"
ALLEGATION = "My key worker Dexter Quill hit me and said not to tell anyone"
HANDED = {"to": "Emergency duty team, by phone", "reference": "FD-1"}


def make_concern(words: str = URGENT, **fields: Any) -> Concern:
    return make_voice(words, **fields).concerns.get()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def take(client: Client, concern: Concern, step: str, version: object = None, **data: object) -> Any:
    """Press a button of the page as it stands now, unless `version` says it was read earlier."""
    concern.refresh_from_db()
    seen = concern.version if version is None else version
    return client.post(f"{ROOM}{concern.uuid}/{step}/", {"version": seen, **data})
