"""Everything we hold about people is in the data map, and the page says what the map says."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.management import CommandError, call_command
from django.db import models

from config import data_map
from engagement import purging
from people.encryption import EncryptedTextField
from people.models import User

ENTRY: dict[str, Any] = {
    "retention": "words",
    "plain": ["kind"],
    "personal": [{"fields": ["nickname"], "what": "a name", "purpose": "fun", "basis": "task", "readers": ["nobody"]}],
}


@pytest.fixture
def planted() -> type[models.Model]:
    """A table with a personal field that nobody has thought about; in a registry of its own, as if it were ours."""

    class Planted(models.Model):
        kind = models.CharField(max_length=10)
        nickname = models.CharField(max_length=40)

        class Meta:
            app_label = "engagement"
            apps = Apps()

        def __str__(self) -> str:
            return "planted"

    return Planted


def with_entry(**changes: Any) -> dict[str, Any]:
    entries = deepcopy(data_map.read())
    entries["engagement.Planted"] = {**deepcopy(ENTRY), **changes}
    return entries


def test_every_field_is_in_the_map() -> None:
    assert data_map.problems() == []


def test_a_planted_field_without_an_entry_is_found(planted: type[models.Model]) -> None:
    assert data_map.problems([planted]) == ["engagement.Planted: not in the data map"]
    assert data_map.problems([planted], with_entry(personal=[])) == [
        "engagement.Planted.nickname: neither personal nor plain in the data map"
    ]


def test_a_planted_field_with_its_entry_is_well(planted: type[models.Model]) -> None:
    assert data_map.problems([planted], with_entry()) == []


@pytest.mark.parametrize("missing", ["what", "purpose", "basis", "readers"])
def test_a_personal_field_says_what_for_and_who_reads_it(planted: type[models.Model], missing: str) -> None:
    line = {name: value for name, value in ENTRY["personal"][0].items() if name != missing}
    assert f"engagement.Planted.nickname: no {missing}" in data_map.problems([planted], with_entry(personal=[line]))


@pytest.mark.parametrize("retention", ["", "for ever"])
def test_a_personal_field_names_a_rule(planted: type[models.Model], retention: str) -> None:
    found = data_map.problems([planted], with_entry(retention=retention))
    assert found == ["engagement.Planted.nickname: its retention is no rule of the retention table"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"basis": "because"}, "because is no ground in [bases]"),
        ({"readers": ["engagement.read_everything"]}, "no role holds engagement.read_everything"),
        ({"fields": ["nickname", "shoe_size"]}, "in the data map, and there is no such field"),
    ],
)
def test_what_is_wrong_is_named(planted: type[models.Model], change: dict[str, Any], said: str) -> None:
    found = data_map.problems([planted], with_entry(personal=[{**ENTRY["personal"][0], **change}]))
    assert len(found) == 1
    assert said in found[0]


def test_what_is_encrypted_is_never_plain() -> None:
    class Secret(models.Model):
        words = EncryptedTextField()

        class Meta:
            app_label = "engagement"
            apps = Apps()

        def __str__(self) -> str:
            return "secret"

    entries = {**data_map.read(), "engagement.Secret": {"plain": ["words"]}}
    assert data_map.problems([Secret], entries) == ["engagement.Secret.words: encrypted, so it cannot be plain"]


def test_who_did_it_needs_a_rule_too() -> None:
    class Done(models.Model):
        by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "engagement"
            apps = Apps()

        def __str__(self) -> str:
            return "done"

    entries = {**data_map.read(), "engagement.Done": {"plain": []}}
    assert data_map.problems([Done], entries) == ["engagement.Done: its retention is no rule of the retention table"]


def test_other_packages_tables_about_people_are_in_it() -> None:
    labels = {model._meta.label for model in data_map.mapped()}
    assert {"sessions.Session", "usersessions.UserSession", "mfa.Authenticator", "account.EmailAddress"} <= labels
    assert {"wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry", "people.User_groups"} <= labels


def test_readers_are_the_roles_that_may() -> None:
    words = next(
        line for line in data_map.personal() if line.where == "engagement.Submission" and "words" in line.fields
    )
    assert words.readers.startswith("Participation officer, Safeguarding lead")
    assert (words.retention, words.stored) == ("words", "encrypted")


def test_the_page_is_up_to_date() -> None:
    """When this fails: `manage.py data_map`, and read what has changed."""
    assert data_map.write(check=True)


def test_the_page_holds_every_rule_and_every_line() -> None:
    page = data_map.PAGE.read_text()
    for rule in purging.rules():
        assert f"| `{rule.name}` |" in page
    for line in data_map.personal():
        assert f"| `{line.where}` {', '.join(line.fields)} |" in page


def test_writing_changes_only_what_is_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{data_map.BEGIN}\nold\n{data_map.END}\nafter\n")
    assert not data_map.write(page, check=True)
    assert "old" in page.read_text()
    assert not data_map.write(page)
    assert page.read_text().startswith(f"before\n{data_map.BEGIN}\n\n### How long things are kept")
    assert page.read_text().endswith(f"{data_map.END}\nafter\n")
    assert data_map.write(page)


def test_the_command_fails_for_a_gap_and_for_an_old_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{data_map.BEGIN}{data_map.END}")
    monkeypatch.setattr(data_map, "PAGE", page)
    with pytest.raises(CommandError, match="not up to date"):
        call_command("data_map", "--check")
    call_command("data_map")
    call_command("data_map", "--check")
    assert "Up to date." in capsys.readouterr().out
    entries = data_map.read()
    del entries["engagement.Note"]
    monkeypatch.setattr(data_map, "read", lambda: entries)
    with pytest.raises(CommandError, match=r"engagement\.Note: not in the data map"):
        call_command("data_map")
