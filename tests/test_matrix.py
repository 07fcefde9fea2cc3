"""Every address as everybody: who gets in stands in `matrix.toml`, and nobody else does.

A new address without a row fails; so does anyone who gets in without standing there. After adding a page, run
`WRITE_MATRIX=1 .venv/bin/python -m pytest tests/test_matrix.py -n0` and read what changed in the file.
"""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Page, Site

from engagement import asks, complaints, releasing, rights, rulesets, subject_requests
from engagement.models import (
    Complaint,
    DutyTurn,
    ExportForm,
    ExportKind,
    ExportReason,
    ReplyTemplate,
    Session,
    Theme,
    Use,
    Voice,
)
from engagement.packs import making
from people import holds
from people.models import LegalHold, User, YoungPerson
from people.roles import Role
from tests.factories import in_days, make_approved_voice, make_asked, make_officer, make_space, make_user, make_voice
from tests.surveys.makers import LOCKDOWN, make_wave, show_results

TABLE = Path(__file__).with_name("matrix.toml")
ANONYMOUS, YOUNG, OTHER_YOUNG = "anyone", "young person", "another young person"
# Asked for by name elsewhere: a GET there signs somebody out or streams a file from disk.
LEFT_OUT = re.compile(r"^(static|media)/|logout/|^leave/")


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every route of the site as one readable pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern) and not LEFT_OUT.search(route):
            yield route


class World:
    """One of each thing there is to open, so that a 404 never hides a door that stands open."""

    def __init__(self) -> None:
        officer = make_officer()
        manager = make_user(Role.SERVICE_MANAGER)
        self.keys = ("plum-otter-lamp-river", "apple-bread-chair-dance")
        self.space, self.other_space = (make_space(key, issued_by=officer) for key in self.keys)
        self.voice = make_voice(space=self.space)
        make_approved_voice(by=officer, space=self.space)
        self.request = make_voice("I want somebody to speak up for me", purpose="advocate", space=self.space)
        self.ask = make_asked(by=officer, owner=manager)
        asks.promise(self.ask, by=manager, what="Pizza", due=in_days(20))
        self.session = Session.objects.create(kind="group", held_on=in_days(-1), how="Said it", entered_by=officer)
        self.users = {role: make_user(role) for role in Role}
        self.users[Role.SERVICE_MANAGER] = manager
        self.rights_and_duties(officer)
        self.wave = make_wave(officer, {**LOCKDOWN, "languages": ["en", "ar"]})
        self.found = show_results(officer)

    def rights_and_duties(self, officer: User) -> None:
        """What came of words that worry, of complaints, and of asking for one's own file."""
        self.concern = make_voice("I want to kill myself tonight").concerns.get()
        self.turn = DutyTurn.objects.create(person=officer, first_day=in_days(0), last_day=in_days(6))
        complained = Voice(words="Nobody rang me back", space=self.space, name_choice="space")
        self.complaint = Complaint.objects.get(voice=complaints.lodge(complained, token=uuid4()))
        self.objection = rights.object_to(self.voice, Use.QUOTING, token=uuid4())
        self.taken = make_voice("I want to kill myself tonight, or not", space=self.space)
        rights.take_back(self.taken)
        self.file = subject_requests.ask(self.space, recorded_by=officer)
        self.hold = holds.place(
            by=self.users[Role.DATA_PROTECTION_OFFICER], scope=LegalHold.Scope.PERIOD, first=in_days(-900), why="court"
        )
        self.export = releasing.ask(
            by=officer,
            kind=ExportKind.ASKS,
            form=ExportForm.CSV,
            first=in_days(-9),
            last=in_days(0),
            reason=ExportReason.LAW,
        )
        self.pack = making.start(by=officer)
        self.run = rulesets.try_on_closed(rulesets.start(by=officer), by=officer)

    def uuid_for(self, route: str) -> UUID:
        for part, thing in {
            "asks": self.ask.uuid,
            "advocacy": self.request.uuid,
            "concerns": self.concern.uuid,
            "complaints": self.complaint.uuid,
            "objections": self.objection.uuid,
            "erasures": self.taken.uuid,
            "files": self.file.uuid,
            "holds": self.hold.uuid,
            "admin/exports": self.export.uuid,
            "packs": self.pack.uuid,
            "results/<uuid": self.found.uuid,
            "surveys/waves": self.wave.uuid,
            "admin/surveys": self.wave.survey.uuid,
        }.items():
            if part in route:
                return thing
        return self.voice.uuid

    def fill(self, route: str) -> str:
        """The route with real things put in."""
        route = re.sub(r"\\Z|[\^$]|\\(?=[./-])", "", route)
        values = {
            "uuid": str(self.uuid_for(route)),
            "rule_id": next(iter(rulesets.tables_of(None))),
            "number": "1" if route.startswith("surveys/") else str(self.ask.pk),
            "slug": (self.found if "results/<" in route else self.wave).survey.slug,
            "draft_id": "x",
            "key": "home" if "sections/" in route else "feel",
            "section": "home",
            "language": "ar",
            "face": "11-17",
            "quarter": "2026-q1",
            "page_id": str(Page.objects.filter(depth=2)[0].pk),
            "pk": str(self.pk_for(route)),
            "user_id": str(self.users[Role.EDITOR].pk),
            "group_id": str(Group.objects.all()[0].pk),
        }

        def put(found: re.Match[str]) -> str:
            kind, name = found["kind"] or "str", found["name"]
            default = {"int": "1", "uuid": str(UUID(int=1)), "path": "x"}.get(kind, "x")
            return values.get(name, values.get(kind, default))

        route = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "1", route)
        route = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "", route)
        return "/" + re.sub(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", put, route)

    def pk_for(self, route: str) -> int:
        for part, thing in {
            "theme": Theme.objects.all()[0],
            "repl": ReplyTemplate.objects.all()[0],
            "users": self.users[Role.EDITOR],
            "sites": Site.objects.all()[0],
            "sessions": self.session,
            "rota": self.turn,
            "runs": self.run,
        }.items():
            if part in route:
                return int(thing.pk)
        return 1

    def clients(self) -> dict[str, Client]:
        """Everybody who could come to the door."""
        everyone = {name: Client(raise_request_exception=False) for name in (ANONYMOUS, YOUNG, OTHER_YOUNG)}
        for name, key in zip((YOUNG, OTHER_YOUNG), self.keys, strict=True):
            everyone[name].post("/sign-in/", {"key": key})
        for role, user in self.users.items():
            everyone[role.value] = Client(raise_request_exception=False)
            everyone[role.value].force_login(user)
        return everyone


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore")
def test_only_those_who_stand_in_the_table_get_in() -> None:
    world = World()
    clients = world.clients()
    found: dict[str, list[str]] = {}
    for route in sorted(set(routes())):
        path = world.fill(route)
        found[route] = [who for who, client in clients.items() if client.get(path).status_code == 200]
    if os.environ.get("WRITE_MATRIX"):
        TABLE.write_text(
            "# Who gets an answer (200) to a GET of each address. Written by WRITE_MATRIX=1, read by people.\n"
            + "".join(f'"{route.replace(chr(92), chr(92) * 2)}" = {who}\n' for route, who in found.items())
        )
    table = tomllib.loads(TABLE.read_text())
    assert found.keys() == table.keys(), "an address came or went: see the top of this file"
    assert {route: who for route, who in found.items() if who != table[route]} == {}


@pytest.mark.django_db
def test_a_space_never_opens_another() -> None:
    world = World()
    mine = make_voice("zebracanary", space=world.other_space)
    client = world.clients()[YOUNG]
    assert client.get("/my-space/").status_code == 200
    for route in sorted(set(routes())):
        if route.startswith("admin/"):
            continue
        path = world.fill(route).replace(str(world.voice.uuid), str(mine.uuid))
        response = client.get(path)
        if not response.streaming:
            assert b"zebracanary" not in response.content, path


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/"])
def test_wagtails_own_doors_lead_to_ours(client: Client, door: str) -> None:
    user = make_user(Role.EDITOR)
    client.post(door, {"username": user.email, "password": "a long enough password"}, follow=True)
    assert client.get("/admin/").status_code == 302


def test_young_people_are_no_users() -> None:
    assert not issubclass(YoungPerson, User)
    assert not hasattr(YoungPerson, "has_perm")
