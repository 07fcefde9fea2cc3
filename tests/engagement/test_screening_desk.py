"""The screening desk's pages: trying a text, changing rules in their slots, and what a second person sees."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement import moderation, rulesets, screening
from engagement.models import RuleSet, Submission
from people.models import User
from people.roles import Role
from tests.engagement.ruled import FORGETFUL, OWN, draft_with, publish_rule
from tests.factories import CANARY, make_read_voice, make_user

pytestmark = pytest.mark.django_db
HOME = "/admin/screening/"
ZEBRA = "the zebra painted our wall"
SHIPPED = next(iter(screening.shipped_tables().values()))
PAGES = (
    "",
    "rules/",
    "rules/new/",
    "rules/phrase/",
    f"rules/{SHIPPED['id']}/",
    "draft/",
    "versions/",
    "versions/0/",
    "figures/",
)


def typed(table: dict[str, Any] = OWN, *, seen: int = -1, **changed: Any) -> dict[str, Any]:
    """A rule as a browser sends it."""
    lists = ("who", "does", "whom", "about", "unless", "must_match", "must_not_match")
    data: dict[str, Any] = {name: "\n".join(table.get(name, [])) for name in lists}
    data |= {name: table[name] for name in ("name", "category", "urgency", "why", "what_to_do")}
    data |= {"within": 6, "negatable": "on", "past_lowers": "on", "seen": seen}
    return data | changed


def read(client: Client, page: str) -> str:
    response = client.get(HOME + page)
    assert response.status_code == 200, page
    return response.content.decode()


def test_a_text_is_tried_and_kept_nowhere(officer_client: Client) -> None:
    response = officer_client.post(HOME, {"text": f"i want to kill myself {CANARY}, ring 07700 900123"})
    html = response.content.decode()
    assert "In force: As shipped" in html
    assert "urg--now" in html
    assert '<mark class="fl fl--harm"' in html
    assert "07700 900123" in html
    assert "There is no draft to compare with." in html
    assert "no-store" in response["Cache-Control"]
    assert not Submission.objects.exists()
    assert CANARY not in read(officer_client, "")


def test_the_draft_reads_it_beside_the_rules_in_force(officer_client: Client, officer: User) -> None:
    draft_with(OWN, by=officer)
    html = officer_client.post(HOME, {"text": ZEBRA}).content.decode()
    assert "In force: As shipped" in html
    assert "Draft: Version 1" in html
    assert "A zebra paints the house." in html
    assert "No rule found anything." in html


def test_a_text_that_is_missing_or_strange_is_said_kindly(officer_client: Client) -> None:
    assert officer_client.post(HOME, {"text": ""}).status_code == 422
    html = officer_client.post(HOME, {"text": "chcę umrzeć, on mnie bije"}).content.decode()
    assert "Needs a reader of Polish" in html
    assert officer_client.put(HOME).status_code == 405


def test_a_rule_that_fails_is_said_while_trying(officer_client: Client, officer: User, second_officer: User) -> None:
    publish_rule(OWN, first=officer, second=second_officer)
    RuleSet.objects.update(changes=["no table"], version=9)
    html = officer_client.post(HOME, {"text": "Pizza"}).content.decode()
    assert "Something went wrong while reading." in html
    assert "urg--soon" in html


def test_a_new_rule_is_kept_in_a_draft_and_tried_on_its_examples(officer_client: Client, officer: User) -> None:
    response = officer_client.post(HOME + "rules/new/", typed())
    assert response["Location"] == f"{HOME}rules/{OWN['id']}/"
    draft = rulesets.draft()
    assert draft
    assert draft.own == {OWN["id"]: OWN}
    html = read(officer_client, f"rules/{OWN['id']}/")
    assert "Every example comes out as promised." in html
    assert "Yours" in read(officer_client, "rules/")
    again = officer_client.post(HOME + f"rules/{OWN['id']}/", typed())  # a second click
    assert again.status_code == 302
    draft.refresh_from_db()
    assert draft.version == 1


def test_an_example_that_fails_is_named_and_nothing_typed_is_lost(officer_client: Client) -> None:
    officer_client.post(HOME + "rules/new/", typed(FORGETFUL))
    html = read(officer_client, f"rules/{OWN['id']}/")
    assert "should match: the lion painted our wall" in html
    assert "the lion painted our wall\n</textarea>" in html or "the lion painted our wall</textarea>" in html
    assert "things to put right" in html or "thing to put right" in html


@pytest.mark.parametrize(
    "gap",
    [{"name": ""}, {"does": ""}, {"must_match": ""}, {"category": "zebras"}, {"within": "x"}, {"does": "a " * 300}],
)
def test_what_is_missing_is_said_beside_what_was_typed(officer_client: Client, gap: dict[str, Any]) -> None:
    response = officer_client.post(HOME + "rules/new/", typed(**{"why": f"{CANARY} words", **gap}))
    assert response.status_code == 422
    assert f"{CANARY} words" in response.content.decode()
    assert rulesets.draft() is None


def test_a_name_that_is_taken_is_refused(officer_client: Client, officer: User) -> None:
    draft_with(OWN, by=officer)
    response = officer_client.post(HOME + "rules/new/", typed(seen=1, why="Other"))
    assert response.status_code == 422
    assert "There is a rule with this name." in response.content.decode()


def test_two_who_change_the_draft_lose_nothing(officer_client: Client, second_officer: User) -> None:
    draft_with(OWN, by=second_officer)
    response = officer_client.post(HOME + f"rules/{OWN['id']}/", typed(seen=0, why=f"{CANARY} why"))
    assert response.status_code == 409
    html = response.content.decode()
    assert f"{CANARY} why" in html
    assert 'name="seen" value="1"' in html
    assert rulesets.draft().version == 1  # type: ignore[union-attr]  # there is a draft


def test_a_shipped_rule_shows_in_its_slots_and_goes_through_unchanged(officer_client: Client) -> None:
    html = read(officer_client, f"rules/{SHIPPED['id']}/")
    assert "@family\n@they\n@grownup" in html
    response = officer_client.post(HOME + f"rules/{SHIPPED['id']}/", typed(dict(SHIPPED), within=SHIPPED["within"]))
    assert response.status_code == 302
    assert rulesets.draft().own == {}  # type: ignore[union-attr]  # there is a draft


def test_a_rule_is_left_out_taken_in_and_undone(officer_client: Client) -> None:
    page = f"rules/{SHIPPED['id']}/"
    officer_client.post(HOME + page + "off/", {"seen": -1})
    assert "Take this rule in again" in read(officer_client, page)
    officer_client.post(HOME + page + "on/", {"seen": 1})
    assert "Leave this rule out" in read(officer_client, page)
    officer_client.post(HOME + page + "off/", {"seen": 0})  # read before somebody changed it
    assert rulesets.draft().off == []  # type: ignore[union-attr]  # there is a draft
    assert officer_client.post(HOME + page + "off/", {}).status_code == 302
    officer_client.post(HOME + "rules/new/", typed(seen=2))
    gone = officer_client.post(HOME + f"rules/{OWN['id']}/undo/", {"seen": 3})
    assert gone["Location"] == HOME + "rules/"
    assert officer_client.get(HOME + f"rules/{OWN['id']}/").status_code == 404


def test_a_phrase_is_tried_on_closed_items_and_then_kept(officer_client: Client, officer: User) -> None:
    voice = make_read_voice(ZEBRA, by=officer)
    moderation.keep_private(voice, by=officer)
    data = {
        "rule": SHIPPED["id"],
        "slot": "does",
        "phrase": "painted our wall",
        "example": "mum painted our wall",
        "seen": -1,
    }
    html = officer_client.post(HOME + "rules/phrase/", data).content.decode()
    assert "None would have been sorted otherwise." in html
    assert rulesets.draft() is None
    kept = officer_client.post(HOME + "rules/phrase/", data | {"keep": "1"})
    assert kept["Location"] == f"{HOME}rules/{SHIPPED['id']}/"
    assert "painted our wall" in rulesets.draft().own[SHIPPED["id"]]["does"]  # type: ignore[union-attr]  # there is one
    assert officer_client.post(HOME + "rules/phrase/", data | {"keep": "1"}).status_code == 302
    late = officer_client.post(HOME + "rules/phrase/", data | {"keep": "1", "phrase": "ate our door"})
    assert late.status_code == 409
    assert "ate our door" in late.content.decode()
    assert officer_client.post(HOME + "rules/phrase/", {}).status_code == 422


def test_a_phrase_shows_which_items_it_would_raise(officer_client: Client, officer: User) -> None:
    draft_with(OWN, by=officer)
    voice = make_read_voice("the zebra ate our door", by=officer)
    moderation.keep_private(voice, by=officer)
    data = {"rule": OWN["id"], "slot": "does", "phrase": "ate our door", "example": "", "seen": 1}
    html = officer_client.post(HOME + "rules/phrase/", data).content.decode()
    assert "1 would have been sorted otherwise." in html
    assert f"/admin/voices/{voice.uuid}/" in html
    wrong = data | {"slot": "unless", "phrase": "@nobody"}
    assert "there is no word group @nobody" in officer_client.post(HOME + "rules/phrase/", wrong).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role not in ("participation_officer", "safeguarding_lead")])
def test_the_desk_is_closed_to_others(role: Role) -> None:
    client = Client()
    client.force_login(make_user(role))
    for page in PAGES:
        assert client.get(HOME + page).status_code in (302, 403), page
    assert not RuleSet.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_stands_in_the_menu(officer_client: Client, page: str) -> None:
    html = read(officer_client, page)
    assert 'href="/admin/screening/draft/"' in html


QUERIES = {"versions/": 19, "figures/": 25, "draft/": 19, "rules/": 17}


def test_pages_cost_the_same_with_more_rows(officer_client: Client, officer: User, second_officer: User) -> None:
    for published in range(4):
        voice = make_read_voice(f"pizza {published}", by=officer)
        moderation.raise_urgency(voice, by=officer, why="I know them")
        draft = draft_with({**OWN, "why": f"Because {published}"}, by=second_officer)
        if published in (1, 3):
            for page, expected in QUERIES.items():
                read(officer_client, page)
                with CaptureQueriesContext(connection) as queries:
                    read(officer_client, page)
                assert len(queries) == expected, page
        if published < 3:
            rulesets.publish(draft, by=officer, seen=draft.version)
