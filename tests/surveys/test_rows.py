"""Rows for an analyst: what was picked and nothing that finds a person, only after a second person's yes."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagement import releasing
from engagement.models import ExportForm, ExportReason, ExportRequest
from engagement.releasing import ReleasingError
from people.models import User
from people.roles import Role
from surveys import rows
from surveys.models import Response, Wave
from tests.factories import make_user
from tests.surveys.makers import answer, close, make_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user(Role.SAFEGUARDING_LEAD, first_name="Lena")


@pytest.fixture
def wave(officer: User) -> Wave:
    wave = make_wave(officer)
    for number in range(12):
        told = {"feel": "good", "school": "no", "why": "a secret about my dog", "best": ["games"], "calls": number % 3}
        answer(wave, told, care_status="looked_after")
    answer(wave, {"feel": "awful", "best": "_rather_not"}, face="8-11", care_status="care_leaver")  # one of a kind
    Wave.objects.filter(pk=wave.pk).update(opens_at=timezone.now() - timedelta(days=9))
    wave.refresh_from_db()
    return close(wave)


def fetched(wave: Wave, officer: User, lead: User, form: ExportForm = ExportForm.CSV) -> bytes:
    export = rows.ask(wave, form=form, reason=ExportReason.FIGURES, by=officer)
    with pytest.raises(ReleasingError):
        releasing.fetch(export, by=officer)
    releasing.release(export, by=lead)
    return releasing.fetch(export, by=officer)


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_row_holds_what_was_picked_and_no_words(wave: Wave, officer: User, lead: User) -> None:
    data = fetched(wave, officer, lead)
    found = table(data)
    assert len(found) == 13
    usual = next(row for row in found if row["feel"] == "good")
    assert usual["care_status"] == "looked_after"
    assert (usual["best.games"], usual["best.friends"], usual["school"]) == ("1", "0", "no")
    assert "why" not in usual
    assert b"dog" not in data
    for response in Response.objects.all():
        assert str(response.pk).encode() not in data
        assert str(response.day).encode() not in data


def test_one_of_a_kind_is_not_described(wave: Wave, officer: User, lead: User) -> None:
    row = next(row for row in table(fetched(wave, officer, lead)) if row["feel"] == "awful")
    assert [row[name] for name in rows.ABOUT] == [""] * len(rows.ABOUT)
    assert row["best.games"] == "_rather_not"


def test_for_spss_every_column_and_value_has_its_label(wave: Wave, officer: User, lead: User) -> None:
    with zipfile.ZipFile(io.BytesIO(fetched(wave, officer, lead, ExportForm.SPSS))) as archive:
        found = table(archive.read("answers.csv"))
        said = archive.read("answers.sps").decode("utf-8-sig")
    read = re.findall(r"^  (v\d+_\w+) A\d+", said, re.M)
    assert len(read) == len(found[0])  # in the order of the columns, under names that SPSS takes
    assert [name.split("_", 1)[1] for name in read] == [column.replace(".", "_") for column in found[0]]
    assert "VARIABLE LABELS v6_feel 'How do you feel about the place you live?'." in said
    assert re.search(r"VALUE LABELS v7_school 'yes' 'Yes' 'no' 'No'", said)
    assert "dog" not in said


def test_asking_on_the_page(wave: Wave, officer: User, officer_client: Client) -> None:
    at = reverse("survey-builder:rows", args=[wave.uuid])
    assert officer_client.get(at).status_code == 200
    assert officer_client.post(at, {"form": "docx", "reason": "figures"}).status_code == 422
    answered = officer_client.post(at, {"form": "spss", "reason": "figures"})
    export = ExportRequest.objects.get()
    assert answered["Location"] == f"/admin/exports/{export.uuid}/"
    page = officer_client.get(answered["Location"]).content.decode()
    assert "best.games" in page
    assert "13" in page


def test_not_while_it_is_open(officer: User, officer_client: Client) -> None:
    open_now = make_wave(officer)
    response = officer_client.post(
        reverse("survey-builder:rows", args=[open_now.uuid]), {"form": "csv", "reason": "figures"}
    )
    assert response.status_code == 422
    assert "has not come yet" in response.content.decode()
    assert not ExportRequest.objects.exists()
