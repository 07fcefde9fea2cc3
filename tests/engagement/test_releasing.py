"""Files of rows: asked for with a reason, released by somebody else, fetched in time, and written down."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from engagement import asks, moderation, releasing, rights, tasks
from engagement.models import (
    ExportEvent,
    ExportForm,
    ExportKind,
    ExportReason,
    ExportRequest,
    ExportState,
    Submission,
    Theme,
    Voice,
)
from engagement.releasing import ReleasingError
from people.models import OutboxMessage, ReadAudit, Reason, User
from people.roles import TAKE_EXPORTS, Role, roles_that_may
from tests.factories import (
    CANARY,
    make_approved_voice,
    make_ask,
    make_asked,
    make_officer,
    make_read_voice,
    make_space,
    make_user,
    make_voice,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-03-10T10:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def lead() -> User:
    return make_user(Role.SAFEGUARDING_LEAD, first_name="Lena")


def wanted(by: User, **fields: Any) -> ExportRequest:
    facts: dict[str, Any] = {
        "kind": ExportKind.SUBMISSIONS,
        "form": ExportForm.CSV,
        "first": TODAY - timedelta(days=30),
        "last": TODAY,
        "reason": ExportReason.FIGURES,
    }
    return releasing.ask(by=by, **(facts | fields))


def released(by: User, lead: User, **fields: Any) -> ExportRequest:
    export = wanted(by, **fields)
    releasing.release(export, by=lead)
    return export


def rows(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))


def verbs(export: ExportRequest) -> list[str]:
    return [event.verb for event in export.events.all()]


def test_the_whole_way(officer: User, lead: User) -> None:
    make_approved_voice(f"Pizza {CANARY}", by=officer, may_quote=True)
    export = wanted(officer)
    assert (export.state, export.expires_at) == ("asked", timezone.now() + timedelta(days=7))
    mail = OutboxMessage.objects.get()
    assert (mail.kind, mail.address, mail.link) == ("export_to_release", lead.email, f"/admin/exports/{export.uuid}/")
    releasing.release(export, by=lead)
    assert (export.state, export.decided_by) == ("released", lead)
    assert OutboxMessage.objects.get(kind="export_released").address == officer.email
    theme = str(Theme.objects.first())
    assert rows(releasing.fetch(export, by=officer)) == [
        ["Words that may be quoted", "Theme", "Day", "Status"],
        [f"Pizza {CANARY}", theme, "2026-03-10", "Approved"],
    ]
    assert export.state == ExportState.FETCHED
    opened = ReadAudit.objects.get()
    assert (opened.by, opened.what, opened.about, opened.reason) == (officer, "export", export.uuid, "")
    assert verbs(export) == ["asked", "released", "fetched"]
    assert ExportEvent.objects.get(verb="fetched").rows == 1
    assert str(export) == f"Export {export.pk}"
    assert str(ExportEvent.objects.get(verb="fetched")) == "Fetched, 10 March 2026"


def test_it_can_be_fetched_again_for_seven_days_and_each_time_is_written_down(
    officer: User, lead: User, clock: time_machine.Traveller
) -> None:
    export = released(officer, lead, reason=ExportReason.LAW)
    for _time in range(2):
        releasing.fetch(export, by=officer)
    assert [one.reason for one in ReadAudit.objects.all()] == [Reason.LAW] * 2
    clock.shift(timedelta(days=7))
    assert not releasing.is_fetchable(export, officer)
    with pytest.raises(ReleasingError):
        releasing.fetch(export, by=officer)
    assert ReadAudit.objects.count() == 2


def test_nobody_releases_what_they_asked_for(lead: User) -> None:
    keeper = make_user(Role.DATA_PROTECTION_OFFICER)
    export = wanted(keeper)
    for step in (releasing.release, releasing.refuse):
        with pytest.raises(ReleasingError, match="Somebody else"):
            step(export, by=keeper)
    assert not releasing.is_to_release(export, keeper)
    assert releasing.is_to_release(export, lead)
    assert list(ExportRequest.objects.to_release(lead, timezone.now())) == [export]
    assert not ExportRequest.objects.to_release(keeper, timezone.now())
    with pytest.raises(IntegrityError, match="second_person"):
        ExportRequest.objects.filter(pk=export.pk).update(decided_by=keeper)


@pytest.mark.parametrize(
    "change", [{"state": "released"}, {"state": "fetched"}, {"reason": ""}, {"last_day": date(2020, 1, 1)}]
)
def test_the_database_keeps_the_rules_too(officer: User, change: dict[str, Any]) -> None:
    export = wanted(officer)
    with pytest.raises(IntegrityError):
        ExportRequest.objects.filter(pk=export.pk).update(**change)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_ask_and_who_may_release(role: Role, officer: User) -> None:
    user = make_user(role)
    if role in roles_that_may(TAKE_EXPORTS):
        assert wanted(user).asked_by == user
    else:
        with pytest.raises(PermissionDenied):
            wanted(user)
    export = wanted(officer)
    if role in (Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER):
        releasing.release(export, by=user)
    else:
        with pytest.raises(PermissionDenied):
            releasing.release(export, by=user)
    with pytest.raises(PermissionDenied):
        releasing.fetch(export, by=user)


def test_what_has_no_sense_cannot_be_asked_for(officer: User) -> None:
    for fields, words in (
        ({"first": TODAY, "last": TODAY - timedelta(days=1)}, "before the first"),
        ({"last": TODAY + timedelta(days=1)}, "not come yet"),
        ({"first": TODAY - timedelta(days=366)}, "One year"),
    ):
        with pytest.raises(ReleasingError, match=words):
            wanted(officer, **fields)
    for odd in ({"kind": "keys"}, {"form": "exe"}, {"reason": "because"}):
        with pytest.raises(ValueError, match="is not a valid"):
            wanted(officer, **odd)
    assert not ExportRequest.objects.exists()


def test_a_step_that_does_not_fit(officer: User, lead: User) -> None:
    export = wanted(officer)
    with pytest.raises(ReleasingError, match="does not fit"):
        releasing.fetch(export, by=officer)
    releasing.refuse(export, by=lead)
    assert export.state == ExportState.REFUSED
    for step in (releasing.release, releasing.refuse):
        with pytest.raises(ReleasingError, match="does not fit"):
            step(export, by=lead)
    with pytest.raises(ReleasingError):
        releasing.fetch(export, by=officer)
    assert not OutboxMessage.objects.filter(kind="export_released").exists()
    assert verbs(export) == ["asked", "refused"]


def test_time_runs_out(officer: User, lead: User, clock: time_machine.Traveller) -> None:
    asked, let_out, fetched = wanted(officer), released(officer, lead), released(officer, lead)
    releasing.fetch(fetched, by=officer)
    tasks.lapse_exports()
    clock.shift(timedelta(days=7))
    with pytest.raises(ReleasingError):
        releasing.release(asked, by=lead)
    assert not releasing.is_to_release(asked, lead)
    assert releasing.lapse_due() == 2
    assert releasing.lapse_due() == 0
    for export, state in ((asked, "lapsed"), (let_out, "lapsed"), (fetched, "fetched")):
        export.refresh_from_db()
        assert export.state == state
    assert (verbs(asked), ExportEvent.objects.filter(verb="lapsed", by=None).count()) == (["asked", "lapsed"], 2)


def test_only_what_a_person_has_read_and_may_leave_is_in_it(officer: User, lead: User) -> None:
    theirs = make_space(issued_by=officer)
    make_approved_voice("may be quoted", by=officer, may_quote=True, space=theirs)
    make_approved_voice("not to be quoted", by=officer, space=theirs)
    private = make_read_voice("kept private", by=officer)
    moderation.keep_private(private, by=officer)
    make_voice("not read yet")
    make_read_voice("being read", by=officer)
    gone = make_approved_voice("taken back", by=officer, may_quote=True, space=theirs)
    rights.take_back(gone)
    no = make_approved_voice("no figures", by=officer, may_quote=True, space=theirs)
    Submission.objects.filter(pk=no.pk).update(counted=False)
    about = make_approved_voice("about staff", by=officer, may_quote=True)
    Submission.objects.filter(pk=about.pk).update(restricted=True)
    hidden = make_approved_voice("names who asks", by=officer, may_quote=True)
    hidden.hidden_from.add(officer)
    earlier = make_approved_voice("long ago", by=officer, may_quote=True)
    Submission.objects.filter(pk=earlier.pk).update(received_on=TODAY - timedelta(days=31))
    export = released(officer, lead)
    made = rows(releasing.fetch(export, by=officer))[1:]
    assert sorted(row[0] for row in made) == ["", "", "may be quoted"]
    assert sorted(row[3] for row in made) == ["Approved", "Approved", "Heard, not published"]
    assert releasing.count(export) == 3
    for word in (*Voice.objects.values_list("reference", flat=True), officer.first_name):
        assert word not in releasing.fetch(export, by=officer).decode()


def test_a_theme_narrows_it(officer: User, lead: User) -> None:
    first, second = Theme.objects.all()[:2]
    make_approved_voice("one", by=officer, may_quote=True, theme=first)
    make_approved_voice("two", by=officer, may_quote=True, theme=second)
    make_asked(by=officer, owner=make_user(Role.SERVICE_MANAGER), theme=first)
    export = released(officer, lead, theme=second)
    assert [row[0] for row in rows(releasing.fetch(export, by=officer))[1:]] == ["two"]
    assert releasing.count(released(officer, lead, kind=ExportKind.ASKS, theme=second)) == 0
    assert releasing.title(export) == "Views, 8 February 2026 to 10 March 2026"


def test_asks_that_are_public(officer: User, lead: User, manager: User, clock: time_machine.Traveller) -> None:
    ask = make_asked(by=officer, owner=manager, wording="=Pizza on Fridays")
    asks.promise(ask, by=manager, what="Pizza", due=TODAY + timedelta(days=5))
    make_ask(by=officer, wording="Nobody has read this twice")
    clock.shift(timedelta(days=7))
    export = released(officer, lead, kind=ExportKind.ASKS, form=ExportForm.XLSX)
    book = openpyxl.load_workbook(io.BytesIO(releasing.fetch(export, by=officer)))
    made = [[cell.value for cell in row] for row in book["Asks"].rows]
    assert made[0][:3] == ["Number", "What young people asked", "Theme"]
    assert made[1:] == [
        [ask.pk, "'=Pizza on Fridays", str(ask.theme), "2026-03-10", "Promised", "Head of residential homes",
         "2026-03-20", "2026-03-15", 2],
    ]  # fmt: skip


def test_a_day_that_is_not_known_stays_empty(officer: User, lead: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.check(ask, by=make_officer())
    made = rows(releasing.fetch(released(officer, lead, kind=ExportKind.ASKS), by=officer))
    assert made[1][6:] == ["2026-03-20", "", "0"]


def test_too_many_rows_and_a_file_that_the_check_stops(
    officer: User, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_approved_voice("-", by=officer, may_quote=True)
    export = released(officer, lead)
    monkeypatch.setattr(releasing, "MOST_ROWS", 0)
    with pytest.raises(ReleasingError, match="shorter time"):
        releasing.fetch(export, by=officer)
    monkeypatch.undo()
    # What our own code would neutralise, the independent check finds when it does not.
    monkeypatch.setattr("engagement.exports.neutral", lambda value: f"={value}")
    with pytest.raises(ReleasingError, match="must not leave"):
        releasing.fetch(export, by=officer)
    assert (export.state, verbs(export)[-1]) == ("released", "stopped")
    assert not ReadAudit.objects.exists()


def test_the_number_of_queries_does_not_grow(
    officer: User, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    export = released(officer, lead)
    export = ExportRequest.objects.select_related("asked_by").get(pk=export.pk)
    for n in range(4):
        make_approved_voice(f"word {n}", by=officer, may_quote=True)
        officer = User.objects.get(pk=officer.pk)
        export.asked_by.has_perm(TAKE_EXPORTS)
        with django_assert_num_queries(1):
            assert len(list(releasing.rows_of(export))) == n + 1
