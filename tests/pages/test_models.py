"""The pages a fresh site has, and the numbers on them."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, Site

from engagement import asks
from pages.models import ContactKind, HelpContact, HomePage, InformationPage
from people.models import User
from tests.factories import in_days, make_asked
from tests.pages.rendered import get, html_of, title_of

pytestmark = pytest.mark.django_db


def make_contact(**fields: object) -> HelpContact:
    return HelpContact(
        **{"name": "Line", "purpose": "Help", "number": "0800 1111", "last_checked": date(2026, 11, 22)} | fields
    )


@pytest.mark.parametrize(
    ("kind", "number", "link"),
    [
        (ContactKind.CALL, "0808 808 1001", "tel:08088081001"),
        (ContactKind.TEXT, "85258", "sms:85258"),
        (ContactKind.WEB, "https://help.example", "https://help.example"),
    ],
)
def test_a_contact_opens_a_call_a_text_or_a_page(kind: str, number: str, link: str) -> None:
    contact = make_contact(kind=kind, number=number)
    contact.full_clean()
    assert contact.link == link


@pytest.mark.parametrize("number", ["ring us", "javascript:alert(1)", "http://plain.example", "0800 1111; 999"])
def test_a_contact_is_a_number_or_a_safe_address(number: str) -> None:
    with pytest.raises(ValidationError):
        make_contact(number=number).full_clean()


def test_a_fresh_site_opens_on_a_real_front_page(client: Client) -> None:
    assert isinstance(Site.objects.get().root_page.specific, HomePage)
    html = get(client, "/")
    assert "You say it. We do it. Or we tell you why not." in html
    assert 'href="/tell-us/?feeling=notgreat"' in html
    assert "Here’s what happened" not in html  # nothing has, yet


def make_promised(officer: User, manager: User, wording: str) -> None:
    ask = make_asked(by=officer, owner=manager, wording=wording)
    asks.promise(ask, by=manager, what="A phone in every home", due=in_days(30))


def test_the_front_page_shows_what_was_said_and_done(
    client: Client, officer: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_promised(officer, manager, "Phones we can use alone")
    client.get("/")
    with django_assert_num_queries(7):
        html = html_of(client.get("/"))
    assert "Phones we can use alone" in html
    assert "A phone in every home" in html
    assert "status--doing" in html

    make_promised(officer, manager, "Keep our bus passes")
    make_promised(officer, manager, "Tell us when workers change")
    with django_assert_num_queries(7):
        html = html_of(client.get("/"))
    assert html.count('class="pair"') == 3


@pytest.mark.parametrize("slug", ["how-we-keep-you-safe", "your-information", "accessibility"])
def test_pages_of_plain_words_cost_the_same_every_time(
    client: Client, slug: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/{slug}/")
    with django_assert_num_queries(7):
        html = html_of(client.get(f"/{slug}/"))
    page = InformationPage.objects.get(slug=slug)
    assert title_of(html) == f"{page.title} – Said &amp; Done"
    for block in page.body:
        if block.block_type == "heading":
            assert f"<h2>{block.value}</h2>" in html


def test_pages_keep_to_short_sentences() -> None:
    for page in InformationPage.objects.all():
        for block in page.body:
            for sentence in str(block.value).replace("<", " <").replace(">", "> ").split("."):
                words = [word for word in sentence.split() if not word.startswith("<")]
                assert len(words) <= 20, sentence


def test_the_first_pages_can_be_taken_away_and_put_back() -> None:
    migration = import_module("pages.migrations.0003_first_pages")
    migration.remove_pages(apps, None)
    assert not HomePage.objects.exists()
    assert Site.objects.get().root_page.title == "Home"
    migration.add_pages(apps, None)
    home = Site.objects.get().root_page
    assert isinstance(home.specific, HomePage)
    assert home.get_children().count() == 3
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_first_numbers_can_be_taken_away_and_put_back() -> None:
    migration = import_module("pages.migrations.0002_first_help_numbers")
    migration.remove_numbers(apps, None)
    assert not HelpContact.objects.exists()
    migration.add_numbers(apps, None)
    assert HelpContact.objects.count() == 5
