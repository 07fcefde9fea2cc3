"""The page that stands when nothing else does: whole in itself, with the numbers."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from pages.models import HelpContact


@pytest.mark.django_db
def test_it_holds_every_number_and_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = tmp_path / "not there yet" / "help.html"
    call_command("write_help_page", page)
    html = page.read_text()
    assert HelpContact.objects.count() >= 3
    for contact in HelpContact.objects.all():
        assert contact.number in html
        assert f'href="{contact.link}"' in html
    assert re.findall(r"src=|<link|<script|url\(|@import|/static/", html) == []
    assert "in care" not in html
    assert [path.name for path in page.parent.iterdir()] == ["help.html"]


@pytest.mark.django_db
def test_without_a_database_it_holds_the_national_numbers(tmp_path: Path) -> None:
    def gone(*_args: object) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(gone):
        call_command("write_help_page", tmp_path / "help.html")
    html = (tmp_path / "help.html").read_text()
    for number in ("0800 1111", "85258", "999"):
        assert number in html
