"""The shell around every page: light, discreet, strict, and never without a way out."""

import gzip
import re

import pytest
from django.template import Context, Template
from django.test import Client
from pytest_django import Settings

from pages.icons import ICONS
from tests.pages.rendered import OPEN_PAGES, get, html_of, static_file, static_urls, title_of, weight

pytestmark = pytest.mark.django_db

CARE_WORDS = re.compile(r"in care|looked.after|care leaver|foster|social services|children in care", re.IGNORECASE)


@pytest.mark.parametrize(("path", "status"), OPEN_PAGES.items())
def test_every_page_has_help_a_way_out_and_numbers(client: Client, path: str, status: int) -> None:
    response = client.get(path)
    html = html_of(response)
    assert response.status_code == status
    assert 'href="/help-now/"' in html
    assert re.search(r'<a class="exit"\s+href="/leave/"\s+data-exit', html)
    assert 'href="tel:08001111"' in html
    assert 'href="tel:999"' in html


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_titles_headings_and_addresses_say_nothing_about_care(client: Client, path: str) -> None:
    html = get(client, path)
    seen = re.findall(r"<title>(.*?)</title>|<h[1-6][^>]*>(.*?)</h[1-6]>|href=\"([^\"]*)\"", html, re.DOTALL)
    assert seen
    for text in (part for parts in seen for part in parts):
        assert not CARE_WORDS.search(text), text


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_the_sprite_holds_the_icons_the_page_uses_and_no_other(client: Client, path: str) -> None:
    html = get(client, path)
    used = set(re.findall(r'href="#i-([\w-]+)"', html))
    drawn = re.findall(r'<symbol id="i-([\w-]+)"', html)
    assert used == set(drawn)
    assert len(drawn) == len(set(drawn))
    assert len(drawn) < len(ICONS)


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_nothing_inline_that_the_policy_would_stop(client: Client, path: str) -> None:
    html = get(client, path)
    assert "<style" not in html
    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"\son[a-z]+=\"", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert "unsafe-inline" not in client.get(path)["Content-Security-Policy"]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_page_fetches_only_from_us(client: Client, path: str) -> None:
    html = get(client, path)
    assert not re.findall(r'(?:src|srcset|action|poster)="(?:https?:)?//', html)
    assert not re.findall(r'<link[^>]*href="(?:https?:)?//', html)


@pytest.mark.parametrize("path", ["/", "/tell-us/"])
def test_a_first_visit_is_light(client: Client, path: str) -> None:
    html = get(client, path)
    assert len(html) > 1000
    assert weight(html) <= 150_000
    scripts = [static_file(url).read_bytes() for url in static_urls(html) if url.endswith(".js")]
    assert scripts
    assert sum(len(gzip.compress(script)) for script in scripts) <= 20_000


def test_the_name_is_one_setting_and_is_escaped(client: Client, settings: Settings) -> None:
    settings.PRODUCT_NAME = "Ours <& yours>"
    assert title_of(get(client, "/")) == "Home – Ours &lt;&amp; yours&gt;"


def test_made_up_stories_are_marked_as_made_up(client: Client, settings: Settings) -> None:
    note = "every name and story here is made up"
    settings.SAMPLE_DATA = False
    assert note not in get(client, "/")
    settings.SAMPLE_DATA = True
    assert note in get(client, "/")


def test_the_menu_says_where_you_are(client: Client) -> None:
    assert get(client, "/you-said-we-did/").count('href="/you-said-we-did/" aria-current="page"') == 2
    assert "aria-current" not in get(client, "/help-now/")


def test_a_page_can_run_from_right_to_left(client: Client, settings: Settings) -> None:
    assert re.search(r'<html lang="en-gb"\s+dir="ltr">', get(client, "/help-now/"))
    settings.LANGUAGE_CODE = "ar"
    settings.LANGUAGES = [("ar", "Arabic")]
    assert re.search(r'<html lang="ar"\s+dir="rtl">', get(client, "/help-now/"))


def render(template: str, **context: object) -> str:
    return Template("{% load shell %}" + template).render(Context(context))


def test_icons_drawn_by_included_parts_reach_the_sprite() -> None:
    html = render('{% include "components/safety.html" %}{% icon "tick" %}{% icon "tick" %}{% icon_sprite %}')
    assert re.findall(r'<symbol id="i-(\w+)"', html) == ["alert", "exit", "tick"]


def test_a_page_without_icons_has_no_sprite() -> None:
    assert render("{% icon_sprite %}") == ""


def test_an_icon_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')


def test_a_lone_icon_brings_its_own_strokes() -> None:
    html = render('{% lone_icon "tick" %}')
    assert ICONS["tick"] in html
    assert "<use" not in html


@pytest.mark.parametrize(
    ("status", "words", "walked"),
    [("heard", "Heard", 1), ("looking", "Looking into it", 2), ("doing", "Doing it", 3), ("done", "Done", 4)],
)
def test_a_status_is_a_picture_a_word_and_a_place_on_the_way(status: str, words: str, walked: int) -> None:
    html = render("{% status s %}{% path s %}", s=status)
    assert f"status--{status}" in html
    assert words in html
    assert "<use" in html
    assert html.count("is-on") == walked


def test_what_cannot_be_done_is_not_on_the_way() -> None:
    assert "is-on" not in render('{% path "cant" %}')
