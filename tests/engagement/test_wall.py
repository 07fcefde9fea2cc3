"""The public wall and the story of one ask: what is there, what never is, and how late it says we are."""

import re

import pytest
from django.test import Client
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from engagement import asks, moderation
from engagement.models import Ask, AskVerb, Theme
from engagement.plain_words import read
from engagement.stories import SHOWN
from people.models import User
from tests.factories import (
    CANARY,
    in_days,
    make_approved_voice,
    make_ask,
    make_asked,
    make_promised,
    make_space,
    make_voice,
)
from tests.pages.rendered import get, html_of, title_of

pytestmark = pytest.mark.django_db

WALL = "/you-said-we-did/"


def text_of(html: str) -> str:
    """What a reader reads of the main part."""
    main = html.split("<main")[1].split(">", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_the_wall_shows_what_was_said_and_what_came_of_it(client: Client, officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager)
    html = get(client, WALL)
    assert "Pizza on Fridays" in html
    assert "Pizza every Friday." in html
    assert f'href="{ask.get_absolute_url()}"' in html
    assert title_of(html).startswith("You said, we did")


def test_a_wording_that_nobody_else_has_read_is_nowhere(client: Client, officer: User, second_officer: User) -> None:
    ask = make_ask(by=officer, wording=f"Pizza {CANARY}")
    address = ask.get_absolute_url()
    assert CANARY not in get(client, WALL)
    assert CANARY not in get(client, f"{WALL}?q=Pizza")
    assert CANARY not in get(client, f"{WALL}poster/")
    assert client.get(address).status_code == 404
    asks.check(ask, by=second_officer)
    assert CANARY in get(client, address)
    asks.reword(ask, by=second_officer, wording=f"More pizza {CANARY}")
    assert client.get(ask.get_absolute_url()).status_code == 404


def test_a_no_is_as_visible_as_a_yes(client: Client, officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    asks.refuse(ask, by=manager, reason="money", words="The money ran out.", would_change="If we find more.")
    assert "Why not?" in get(client, WALL)
    assert "The money ran out." in get(client, WALL)
    story = text_of(get(client, ask.get_absolute_url()))
    assert "There is not enough money" in story
    assert "What would change this? If we find more." in story


def test_filters_are_links_with_counts(client: Client, officer: User, manager: User) -> None:
    for n in range(3):
        make_promised(by=officer, owner=manager, wording=f"First {n}")
    other = make_asked(by=officer, owner=manager, wording="Second", theme=Theme.objects.all()[1])
    asks.refuse(other, by=manager, reason="law", words="The law says no.")
    html = get(client, WALL)
    assert re.findall(r"<b>(\d+)</b>", html) == ["4", "0", "0", "3", "0", "1", "0"]
    second = Theme.objects.all()[1].pk
    assert "First 0" not in get(client, f"{WALL}?theme={second}")
    assert "Second" in get(client, f"{WALL}?theme={second}")
    assert re.findall(r"<b>(\d+)</b>", get(client, f"{WALL}?theme={second}")) == ["1", "0", "0", "0", "0", "1", "0"]
    assert "Second" not in get(client, f"{WALL}?status=doing")
    assert re.search(r'href="\?status=cant"\s+aria-current="true"', get(client, f"{WALL}?status=cant"))
    assert f'href="?status=cant&amp;theme={second}"' in get(client, f"{WALL}?status=cant")


def test_search_reads_the_councils_words_only(client: Client, officer: User, manager: User) -> None:
    make_promised(by=officer, owner=manager, wording="Pizza on Fridays")
    make_promised(by=officer, owner=manager, wording="A dog")
    html = get(client, f"{WALL}?q=PIZZA")
    assert "Pizza on Fridays" in html
    assert "A dog" not in html
    assert "Nothing like that here" in get(client, f"{WALL}?q=100%25")
    assert 'value="&lt;b&gt;"' in get(client, f"{WALL}?q=%3Cb%3E")


@pytest.mark.parametrize(
    "asked", ["status=x", "theme=x", "theme=999999999999", "theme=²", "after=x", "after=1~2", "q=%00"]
)
def test_a_senseless_address_shows_the_wall(client: Client, officer: User, manager: User, asked: str) -> None:
    make_promised(by=officer, owner=manager)
    assert "Pizza on Fridays" in get(client, f"{WALL}?{asked}")


@pytest.mark.parametrize(("asked", "says"), [("", "You can be the first."), ("?status=done", "Nothing like that here")])
def test_an_empty_wall_says_so(client: Client, asked: str, says: str) -> None:
    assert says in get(client, WALL + asked)
    assert client.get(f"{WALL}poster/").status_code == 200


def test_pages_of_twenty_four_by_key(client: Client, officer: User, manager: User) -> None:
    made = [make_promised(by=officer, owner=manager, wording=f"Ask number {n:02}") for n in range(30)]
    first = get(client, WALL)
    following = re.search(r'href="(\?after=[^"]+)" rel="next"', first)
    assert following
    second = get(client, WALL + following[1])
    shown = [re.findall(r"<p dir=\"auto\">(Ask number \d\d)</p>", html) for html in (first, second)]
    assert [len(some) for some in shown] == [24, 6]
    assert shown[0] + shown[1] == [ask.wording for ask in reversed(made)]
    assert 'rel="next"' not in second


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("asked", ["", "?status=doing&q=pizza", "poster/"])
def test_the_wall_costs_three_queries(
    client: Client,
    officer: User,
    manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    asked: str,
) -> None:
    for _n in range(rows):
        make_promised(by=officer, owner=manager)
    with django_assert_num_queries(2 if asked == "poster/" else 3):  # asks, counts, help numbers
        client.get(WALL + asked)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_story_costs_five_queries(
    client: Client, officer: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    ask = make_promised(by=officer, owner=manager)
    for n in range(rows):
        asks.report_progress(ask, by=manager, words=f"Step {n}.")
        asks.gather(ask, [make_approved_voice(by=officer, may_quote=True)], by=officer)
    with django_assert_num_queries(5):  # the ask, its events, quotes, the last "done", help numbers
        client.get(ask.get_absolute_url())


def test_an_address_says_nothing_but_a_number(client: Client, officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager, wording="Better placements")
    assert ask.get_absolute_url() == f"{WALL}{ask.pk}/"
    for number in ("pizza", "0", "99999999999999999999", "-", f"{ask.pk + 1}"):
        assert client.get(f"{WALL}{number}/").status_code == 404


def test_wording_without_a_letter_of_ours_has_an_address(client: Client, officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager, wording="بيتزا؟")
    assert "بيتزا؟" in get(client, ask.get_absolute_url())


def test_every_public_step_is_in_the_story_and_no_other(
    client: Client, officer: User, second_officer: User, manager: User
) -> None:
    ask = make_promised(by=officer, owner=manager)
    asks.reword(ask, by=officer, wording="Pizza")
    asks.check(ask, by=second_officer)
    asks.gather(ask, [make_approved_voice(by=officer)], by=officer)
    asks.move_date(ask, by=manager, due=in_days(60), why="The oven broke.")
    asks.finish(ask, by=manager, words="It comes every Friday.")
    story = text_of(get(client, ask.get_absolute_url()))
    for said in ("You told us.", "We asked Ruth Example", "promised: Pizza every", "The oven broke.", "It comes every"):
        assert said in story
    assert "Ruth Example, Head of residential homes" in story
    assert "More people" not in story
    assert "second person" not in story
    assert set(AskVerb) - set(SHOWN) == {AskVerb.GATHERED, AskVerb.REWORDED, AskVerb.CHECKED, AskVerb.MERGED}


def test_names_are_names_and_never_addresses(client: Client, officer: User, manager: User) -> None:
    manager.first_name = manager.last_name = ""
    manager.save()
    ask = make_promised(by=officer, owner=manager)
    for html in (get(client, WALL), get(client, ask.get_absolute_url())):
        assert manager.email not in html
        assert officer.email not in html
        assert officer.last_name not in text_of(html)


def test_a_quote_has_a_yes_and_somebodys_approval(client: Client, officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager)
    space = make_space()
    no_yes = make_approved_voice(f"{CANARY} no yes", by=officer, space=space)
    redacted = make_voice(f"{CANARY} my name is Kim", space=space, may_quote=True)
    moderation.open_for_review(redacted, by=officer)
    moderation.approve(redacted, by=officer, public_words="I like pizza")
    private = make_voice(f"{CANARY} private", space=space, may_quote=True)
    moderation.open_for_review(private, by=officer)
    moderation.keep_private(private, by=officer)
    long = make_approved_voice(f"{CANARY} " + "so long " * 50, by=officer, may_quote=True)
    asks.gather(ask, [no_yes, redacted, private, long], by=officer)
    html = get(client, ask.get_absolute_url())
    assert "I like pizza" in html
    assert CANARY not in html
    moderation.withdraw(redacted, by=officer, why="Changed their mind")
    assert "I like pizza" not in get(client, ask.get_absolute_url())


def test_two_quotes_at_most_and_no_figure_about_people(client: Client, officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager)
    asks.gather(ask, [make_approved_voice(f"Said by {n}th", by=officer, may_quote=True) for n in range(7)], by=officer)
    html = get(client, ask.get_absolute_url())
    assert html.count("<blockquote") == 2
    today = {str(n) for day in (in_days(0), in_days(10), in_days(30)) for n in (day.day, day.year)}
    numbers = set(re.findall(r"\b\d+\b", text_of(html)))
    assert numbers <= today, text_of(html)


def test_the_poster_says_how_old_it_is(client: Client, officer: User, manager: User) -> None:
    make_promised(by=officer, owner=manager)
    html = get(client, f"{WALL}poster/")
    assert f"This is how it stood on {date_format(in_days(0), 'j F Y')}." in html
    assert "Pizza on Fridays" in html
    assert "The story" not in html


def test_the_pages_are_the_same_for_everybody(client: Client, officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager)
    staff = Client()
    staff.force_login(officer)
    for address in (WALL, ask.get_absolute_url(), f"{WALL}poster/"):
        response = client.get(address)
        assert not response.cookies
        assert html_of(response) == html_of(staff.get(address))


def test_the_front_page_shows_three_and_one_is_a_no(officer: User, manager: User) -> None:
    assert Ask.objects.for_home() == []
    make_asked(by=officer, owner=manager)  # not public
    no = make_asked(by=officer, owner=manager, wording="A dog")
    asks.refuse(no, by=manager, reason="safety", words="No.")
    assert Ask.objects.for_home() == [no]
    made = [make_promised(by=officer, owner=manager, wording=f"Ask {n}") for n in range(4)]
    assert Ask.objects.for_home() == [made[3], made[2], no]
    newer = make_asked(by=officer, owner=manager, wording="A cat")
    asks.refuse(newer, by=manager, reason="safety", words="No.")
    assert Ask.objects.for_home() == [newer, made[3], made[2]]


def test_what_we_wrote_ourselves_can_be_read_at_nine(client: Client, officer: User, manager: User) -> None:
    ask = make_promised(by=officer, owner=manager)
    so = make_asked(by=officer, owner=manager, wording="A dog")
    asks.say_already_so(so, by=manager, words="You can.")
    no = make_asked(by=officer, owner=manager, wording="A cat")
    asks.refuse(no, by=manager, reason="money", words="It costs too much.")
    for address in (WALL, f"{WALL}?q=nothing", f"{WALL}poster/", *(one.get_absolute_url() for one in (ask, so, no))):
        main = get(client, address).split("<main")[1].split("</main>")[0]
        parts = re.findall(r"<(?:p|h1|h2|h3)(?:\s[^>]*)?>(.*?)</(?:p|h1|h2|h3)>", main, re.DOTALL)
        plain = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)).strip() for part in parts]
        said = [re.sub(r"Ruth Example, [Hh]ead of residential homes", "Ruth", part) for part in plain]
        assert len(said) > 4
        for words in said:
            assert read(words).jargon == (), words
            assert read(words).long_sentences == 0, words
        # Of the whole page: Flesch and Kincaid say nothing sensible about a label of two words.
        assert read(". ".join(said)).age <= 9, address
