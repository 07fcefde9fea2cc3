"""Nobody can tell who gave which answers to a survey; a code is used once however many press at once."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.test import Client
from scipy.optimize import linear_sum_assignment

from people.keys import make_key
from people.models import User
from surveys import answering, arriving, drafting, folding, tickets
from surveys.models import Participation, Response, Ticket, TicketSheet, Unfolded, WayIn
from tests.factories import make_officer, make_space
from tests.surveys.makers import LOCKDOWN, answer, make_wave
from tests.surveys.test_pages import token_in

HOW_MANY = 300 if "postgresql" in django_settings.DATABASES["default"]["ENGINE"] else 120
AT = "/surveys/how-was-lockdown/"


def dump(table: str) -> list[dict[str, Any]]:
    """Every row of a table in the order in which it lies on the disk, which a copy of the database keeps."""
    order = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608  (our own tables)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def hits(truth: list[int], found: list[int]) -> int:
    """How many of the responses, in the order of the dump, an attacker who takes that order for time gets right."""
    return sum(one == other for one, other in zip(truth, found, strict=True))


@pytest.mark.django_db
def test_who_took_part_is_not_joined_to_what_was_said(
    officer: User, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """The attacker knows in which order people answered (somebody watched), and has the whole dump, sealed keys out."""
    rng = random.Random(1)
    wave = make_wave(officer, LOCKDOWN)
    sheets = tickets.print_sheet(wave, group="Elm House", face="8-11", how_many=HOW_MANY // 2, by=officer)
    people: list[tuple[str, dict[str, Any]]] = []
    for number in range(HOW_MANY):
        told = {"feel": rng.choice(["good", "okay", "awful"]), "calls": number % 11}
        if number % 2:
            people.append(("space", {"mark": tickets.mark_of(make_space(make_key()), wave), "answers": told}))
        else:
            ticket = tickets.find(sheets.codes[number // 2])
            assert ticket
            people.append(("ticket", {"ticket": ticket.code, "answers": told}))
    order: list[Any] = []
    before = set(Response.objects.values_list("pk", flat=True))
    for _kind, known in people:
        secret = drafting.new_secret()
        sheet = drafting.begin(wave, "8-11", **known)
        drafting.keep(secret, wave, sheet)
        answering.send(secret, sheet, wave)
        newest = next(pk for pk in Response.objects.values_list("pk", flat=True) if pk not in before)
        before.add(newest)
        order.append(newest)
        if len(order) % 50 == 0:
            folding.fold(wave)
    arriving.mix()

    laid = [str(row["id"]).replace("-", "") for row in dump("surveys_response")]
    truth = [laid.index(str(pk).replace("-", "")) for pk in order]
    # Chance: about one of so many lies where it came.
    assert hits(truth, list(range(HOW_MANY))) <= 6
    assert abs(float(np.corrcoef(truth, range(HOW_MANY))[0, 1])) < 0.25
    marks = [row["mark"] for row in dump("surveys_participation")]
    own = [known["mark"] for kind, known in people if kind == "space"]
    assert sorted(marks) == sorted(own)
    places = [own.index(mark) for mark in marks]
    mine = [pk for pk, person in zip(order, people, strict=True) if person[0] == "space"]
    answered = [laid.index(str(pk).replace("-", "")) for pk in mine]
    ranks = np.argsort(np.argsort(answered))
    # The best that an attacker can do who lays both tables side by side.
    cost = np.abs(np.subtract.outer(ranks.astype(float), np.argsort(places).astype(float)))
    rows, cols = linear_sum_assignment(cost)
    assert sum(int(row == col) for row, col in zip(rows, cols, strict=True)) <= 8
    assert not Ticket.objects.exists()
    everything = json.dumps([dump(table) for table in ours()], default=str) + caplog.text + capsys.readouterr().err
    for code in sheets.codes:
        assert code not in everything
    for row in dump("people_youngperson"):
        assert str(row["uuid"]).replace("-", "") not in everything.replace("-", "")
    assert TicketSheet.objects.get().printed == HOW_MANY // 2


def ours() -> list[str]:
    return [table for table in connection.introspection.table_names() if table.startswith("surveys_")]


@pytest.mark.django_db
def test_the_attack_finds_a_planted_leak(officer: User) -> None:
    """Without mixing, and with numbers that count up, the order of the dump is the order of answering."""
    wave = make_wave(officer, LOCKDOWN)
    for number in range(40):
        answer(wave, {"calls": number % 11})
    if connection.vendor == "postgresql":
        laid = [json.loads(row["answers"])["calls"] for row in dump("surveys_response")]
        assert laid == [number % 11 for number in range(40)]
    arriving.mix()
    laid = [json.loads(row["answers"])["calls"] for row in dump("surveys_response")]
    assert laid != [number % 11 for number in range(40)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_code_pressed_fifty_times_at_once_makes_one_response() -> None:
    officer = make_officer()
    wave = make_wave(officer, LOCKDOWN, ways=(WayIn.TICKET,))
    code = tickets.print_sheet(wave, group="Elm House", face="11-17", how_many=1, by=officer).codes[0]
    browsers = []
    for _number in range(50):
        client = Client()
        assert client.post("/surveys/code/", {"words": code}).status_code == 302
        client.get(f"{AT}1/")
        browsers.append((client, token_in(client.get(f"{AT}1/").content.decode())))

    def press(one: tuple[Client, str]) -> int:
        client, token = one
        try:
            return int(client.post(f"{AT}1/", {"token": token, "feel": "good", "do": "send"}).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        came = sorted(pool.map(press, browsers))
    assert came == [302] + [409] * 49
    assert Response.objects.count() == Unfolded.objects.count() == 1
    assert not Ticket.objects.exists()


@pytest.mark.django_db
def test_two_backups_join_nothing(officer: User) -> None:
    """One before and one after show that codes went and answers came, by day and no finer; neither names the other."""
    wave = make_wave(officer, LOCKDOWN)
    sheet = tickets.print_sheet(wave, group="Elm House", face="8-11", how_many=20, by=officer)
    for code in sheet.codes:
        ticket = tickets.find(code)
        assert ticket
        answer(wave, {"feel": "good"}, ticket=ticket.code)
    days = {row["day"] for row in dump("surveys_response")}
    assert len(days) == 1
    columns = {name for row in dump("surveys_response") for name in row}
    assert columns.isdisjoint({"ticket", "sheet_id", "space_id", "mark", "at", "created_at"})
    assert Participation.objects.count() == 0
