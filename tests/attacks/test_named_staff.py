"""A member of staff whom an allegation names: for them, on every page, nothing has happened.

Each role is held by somebody of the accused's name. Every page that person can reach is read before and after the
allegation arrives, and has to say the same to the letter: words, links, lists, counts, search, feeds and files alike.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client

from engagement import concerns
from engagement.models import DutyTurn, Submission, Theme, Voice
from people import outbox
from people.models import OutboxMessage, User
from people.roles import Role
from tests.factories import make_approved_voice, make_asked, make_promised, make_space, make_user, make_voice

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 11, tzinfo=UTC)
ALLEGATION = "My key worker Dexter Quill hit me and said not to tell anyone. Zebracanary"
NICKNAMED = "big D at the home punched me, he is staff there. Zebracanary"
LINK = re.compile(r'(?:href|src|action)="([^"#]+)"')
# What differs between two readings of one page by its nature, and says nothing about anybody.
CHANCE = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|csrfToken[^,]+|"CSRF_TOKEN": "[^"]+"|gAAAA[\w=-]+'
    r"|D:\d{14}Z?|\d{4}-\d\d-\d\dT[\d:]{8}Z?|/ID *\[[^\]]*\]|<xmpMM:\w+>[^<]*<"  # when a PDF was made
)
LEAVE = (
    "/accounts/logout",
    "/static/",
    "/media/",
    "/leave/",
    "/demo/",
    "/admin/sprite",
    "/admin/jsi18n",
    "/admin/pages/",
)
LONG_PAST = re.compile(r"/board/20(1\d|2[0-4])-")  # quarters in which nothing had been said yet
STAFF_ONLY = ("/admin/", "/board/", "/staff/", "/accounts/")
MOST = 900  # pages


@pytest.fixture
def world() -> Iterator[None]:
    """A council on a Tuesday morning with words in every place, none of them about Dexter Quill."""
    with time_machine.travel(NOW, tick=False):
        officer = make_user(Role.PARTICIPATION_OFFICER, first_name="Marcia", last_name="Bell")
        lead = make_user(Role.SAFEGUARDING_LEAD, first_name="Joanna", last_name="Pike")
        manager = make_user(Role.SERVICE_MANAGER, first_name="Ruth", last_name="Okonjo")
        DutyTurn.objects.create(person=officer, rung=0, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
        for number in range(3):
            make_voice(f"The bus is late again, number {number}")
            make_voice(f"I want to kill myself, number {number}")
        make_approved_voice("More football please", by=officer, may_quote=True, space=make_space())
        make_asked(by=officer, owner=manager)
        make_promised(by=officer, owner=manager)
        concern = make_voice("I want to kill myself tonight").concerns.get()
        concerns.refer(concern, by=lead, to="Duty team", reference="FD-1")
        yield


def crawl(user: User, *, everywhere: bool = True) -> dict[str, str]:
    """Every page `user` reaches by links and search forms, by address; whatever reading leaves behind is undone.

    Pages that are the same for everybody are read `everywhere`, and need not be read again for each role.
    """
    pages: dict[str, str] = {}
    with transaction.atomic():
        client = Client()
        client.force_login(user)
        ahead = ["/", "/admin/", "/board/", "/you-said-we-did/", "/admin/voices/?q=hit", "/admin/concerns/"]
        while ahead and len(pages) < MOST:
            address = ahead.pop(0)
            if address in pages or address.startswith(LEAVE) or LONG_PAST.match(address):
                continue
            if not everywhere and not address.startswith(STAFF_ONLY):
                continue
            response: Any = client.get(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            text = CHANCE.sub("", body.decode(errors="replace"))
            pages[address] = f"{response.status_code} {response.get('Location', '')} {text}"
            found = [link.replace("&amp;", "&") for link in LINK.findall(text)]
            ahead += [link for link in [*found, response.get("Location", "")] if link.startswith("/")]
        transaction.set_rollback(True)
    assert not ahead, "there is more to read than this test reads"
    return pages


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("role", list(Role))
def test_for_whom_it_names_nothing_has_happened(role: Role) -> None:
    named = make_user(role, first_name="Dexter", last_name="Quill", aliases="Big D")
    everywhere = role == Role.PARTICIPATION_OFFICER
    before = crawl(named, everywhere=everywhere)
    told = list(OutboxMessage.objects.values_list("pk", flat=True))
    items = [make_voice(ALLEGATION, theme=Theme.objects.first()), make_voice(NICKNAMED, space=make_space())]
    for item in Submission.objects.filter(pk__in=[item.pk for item in items], restricted=False):
        concerns.treat_as_allegation(item, by=_reader())
    after = crawl(named, everywhere=everywhere)
    assert after.keys() == before.keys()
    for address, page in before.items():
        assert after[address] == page, address
    # Straight to it, by whoever knows the address.
    client = Client()
    client.force_login(named)
    for item in items:
        for concern in item.concerns.all():
            for room, uuid in (("voices", item.uuid), ("advocacy", item.uuid), ("concerns", concern.uuid)):
                unknown = client.get(f"/admin/{room}/{uuid4()}/")
                known = client.get(f"/admin/{room}/{uuid}/")
                assert known.status_code == unknown.status_code, room
                assert known.status_code != 200
    # And by mail.
    mail.outbox.clear()
    OutboxMessage.objects.filter(pk__in=told).update(sent_at=NOW)
    assert outbox.send_due()
    assert not [message for message in mail.outbox if named.email in message.to]


@pytest.mark.usefixtures("world")
def test_the_crawl_notices_what_it_is_for() -> None:
    """With the hiding undone the very same reading shows it, so the test above can fail."""
    named = make_user(Role.SAFEGUARDING_LEAD, first_name="Dexter", last_name="Quill")
    before = crawl(named)
    item = make_voice(ALLEGATION)
    Voice.hidden_from.through.objects.filter(submission_id=item.pk).delete()
    after = crawl(named)
    assert after != before
    assert any("Zebracanary" in page for page in after.values())


def _reader() -> User:
    return User.objects.get(first_name="Marcia")
