"""The wall as a feed and as a block on a page: public asks, and no words of children's."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from engagement import asks
from engagement.models import Theme
from engagement.wall_feed import IN_THE_FEED
from pages.blocks import InformationBlocks, WallBlock
from pages.models import InformationPage
from people.models import User
from tests.factories import CANARY, make_approved_voice, make_asked, make_promised
from tests.pages.rendered import get

pytestmark = pytest.mark.django_db

RSS, ATOM = "/you-said-we-did/feed.rss", "/you-said-we-did/feed.atom"
ENTRY = {RSS: "./channel/item", ATOM: "./{http://www.w3.org/2005/Atom}entry"}


def entries(client: Client, address: str) -> list[str]:
    """The text of each entry of a feed."""
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    root = ElementTree.fromstring(response.content)  # noqa: S314  (our own feed)
    return [" ".join(entry.itertext()) for entry in root.findall(ENTRY[address])]


@pytest.mark.parametrize("address", [RSS, ATOM])
def test_a_feed_holds_the_newest_public_asks(client: Client, officer: User, manager: User, address: str) -> None:
    assert entries(client, address) == []
    first = make_promised(by=officer, owner=manager, wording="Pizza & <salad>")
    asks.gather(first, [make_approved_voice(f"{CANARY} said so", by=officer, may_quote=True)], by=officer)
    no = make_asked(by=officer, owner=manager, wording="A dog")
    asks.refuse(no, by=manager, reason="safety", words="Dogs bite.")
    make_asked(by=officer, owner=manager, wording=f"{CANARY} not read by a second person")
    refused, promised = entries(client, address)
    assert "Can’t do: A dog" in refused
    assert "Dogs bite." in refused
    assert "Doing it: Pizza & <salad>" in promised
    assert "Pizza every Friday." in promised
    assert f"/you-said-we-did/{first.pk}/" in promised or address == ATOM
    assert CANARY not in refused + promised
    assert manager.email not in promised


@pytest.mark.parametrize("rows", [1, 40])
def test_a_feed_costs_one_query_and_ends(
    client: Client, officer: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _n in range(rows):
        make_promised(by=officer, owner=manager)
    with django_assert_num_queries(1):
        response = client.get(RSS)
    assert response.content.count(b"<item>") == min(rows, IN_THE_FEED)


def test_the_wall_names_its_feeds(client: Client, officer: User, manager: User) -> None:
    make_promised(by=officer, owner=manager)
    html = get(client, "/you-said-we-did/")
    assert 'type="application/rss+xml"' in html
    assert html.count(f'href="{RSS}"') == 2
    assert f'href="{ATOM}"' in html


def shown(**value: object) -> str:
    """The block as a visitor sees it."""
    block = WallBlock()
    return str(block.render(block.to_python({"title": "Look", "theme": "", "how_many": 3, **value})))


def test_a_block_shows_the_newest_of_a_theme(officer: User, manager: User) -> None:
    assert "Nothing here yet." in shown()
    theme, other = Theme.objects.all()[:2]
    made = [make_promised(by=officer, owner=manager, wording=f"Ask {n}", theme=theme) for n in range(4)]
    make_promised(by=officer, owner=manager, wording="Another", theme=other)
    make_asked(by=officer, owner=manager, wording=CANARY, theme=theme)
    assert [words in shown() for words in ("Another", "Ask 3", "Ask 2", "Ask 1")] == [True, True, True, False]
    themed = shown(theme=str(theme.pk), how_many=9)
    assert "Another" not in themed
    assert CANARY not in themed
    assert all(ask.get_absolute_url() in themed for ask in made)
    assert 'viewBox="0 0 24 24"' in themed  # icons bring their strokes along


def test_an_editor_puts_the_block_on_a_page(client: Client, officer: User, manager: User) -> None:
    make_promised(by=officer, owner=manager, wording="A phone")
    page = InformationPage.objects.all()[0]
    stream = [{"type": "wall", "value": {"title": "What changed", "theme": "", "how_many": 2}}]
    page.body = InformationBlocks().to_python(stream)
    page.save_revision().publish()
    html = get(client, page.url)
    assert "What changed" in html
    assert "A phone" in html
