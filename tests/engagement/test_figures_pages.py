"""Indicators, cohorts and quotes in the admin: who gets in, what is said of a slip, and that nothing typed is lost."""

from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from engagement import cohorts, indicators, publishing, quoting
from engagement.models import BoardEdition, Cohort, IndicatorValue, QuoteChoice, Submission
from people.keys import make_key
from people.models import User
from people.roles import MANAGE_EDITIONS, Role, roles_that_may
from tests.engagement.counted_children import HEARD, NUMBERS, counted, entry
from tests.engagement.published import AFTER, IN_IT, QUARTER, busy_quarter
from tests.engagement.test_indicators import GOOD, csv_of
from tests.factories import make_approved_voice, make_space, make_user

pytestmark = pytest.mark.django_db
HOME = "/admin/editions/"
INDICATORS, COHORT = f"{HOME}indicators/", f"{HOME}cohort/{QUARTER}/"


@pytest.fixture(autouse=True)
def _after_the_quarter(officer: User, manager: User) -> Iterator[None]:
    busy_quarter(officer, manager)
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def draft(officer: User) -> BoardEdition:
    return publishing.open_draft(QUARTER, officer)


@pytest.fixture
def quote(officer: User) -> Submission:
    with time_machine.travel(IN_IT, tick=False):
        return make_approved_voice(
            "Nobody tells us", by=officer, may_quote=True, space=make_space(make_key(), issued_by=officer)
        )


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.content.decode())


def sent(client: Client, address: str, data: dict[str, object], status: int = 200) -> str:
    response = client.post(address, data, follow=True)
    assert response.status_code == status
    return unescape(response.content.decode())


def file_of(data: bytes) -> dict[str, object]:
    return {"file": SimpleUploadedFile("i.csv", data, content_type="text/csv")}


def filled(**changes: object) -> dict[str, object]:
    """A whole form for the cohort of 250."""
    form: dict[str, object] = {"total": 250}
    for dimension, numbers in NUMBERS.items():
        form |= {f"{dimension}_{category}": number for category, number in numbers.items()}
    for dimension, numbers in HEARD.items():
        form |= {f"{dimension}_{category}_heard": number for category, number in numbers.items()}
    return form | changes


@pytest.mark.parametrize("role", [None, *Role])
def test_only_those_who_look_after_editions_get_in(
    role: Role | None, client: Client, draft: BoardEdition, quote: Submission
) -> None:
    client.force_login(make_user(role))
    may = role in roles_that_may(MANAGE_EDITIONS)
    for address in (INDICATORS, f"{INDICATORS}template.csv", COHORT):
        assert (client.get(address).status_code == 200) == may
    if not may:
        for address, data in (
            (INDICATORS, {"text": csv_of(GOOD).decode("utf-8-sig"), "keep": "yes"}),
            (COHORT, filled()),
            (f"{HOME}{draft.uuid}/quote/{quote.uuid}/", {"used": "no"}),
        ):
            assert client.post(address, data).status_code in (302, 403)
        assert not IndicatorValue.objects.exists()
        assert not Cohort.objects.exists()
        assert not QuoteChoice.objects.exists()


def test_a_file_is_looked_at_first_and_kept_by_a_second_press(officer_client: Client) -> None:
    assert "There is no indicator yet." in page(officer_client, INDICATORS)
    html = sent(officer_client, INDICATORS, file_of(csv_of(GOOD)))
    assert "1 line, as it would be kept" in html
    assert "Three or more moves in the year" in html
    assert not IndicatorValue.objects.exists()
    text = csv_of(GOOD).decode("utf-8-sig")
    assert text.splitlines()[1] in html
    kept = sent(officer_client, INDICATORS, {"text": text, "keep": "yes"})
    assert "1 new, 0 changed, 0 as they were." in kept
    assert "end of August 2020" in kept
    assert "0 new, 0 changed, 1 as they were." in sent(officer_client, INDICATORS, {"text": text, "keep": "yes"})


def test_each_slip_is_named_and_nothing_is_kept(officer_client: Client) -> None:
    broken = csv_of(GOOD | {"value": "about ten"}, GOOD | {"unit": "<b>", "code": "x"})
    html = sent(officer_client, INDICATORS, file_of(broken), status=422)
    assert "Nothing was kept. 2 things to put right in the file." in html
    assert "“about ten”: this is not a number." in html
    raw = officer_client.post(INDICATORS, file_of(broken)).content.decode()
    assert "“&lt;b&gt;”" in raw
    sent(officer_client, INDICATORS, {"text": broken.decode("utf-8-sig"), "keep": "yes"}, status=422)
    assert not IndicatorValue.objects.exists()
    assert "The file" in sent(officer_client, INDICATORS, file_of(b"nothing"), status=422)


def test_no_file_is_said_kindly(officer_client: Client) -> None:
    assert "Pick a file first." in sent(officer_client, INDICATORS, {"x": "y"}, status=422)


def test_the_template_comes_as_a_file(officer_client: Client) -> None:
    response = officer_client.get(f"{INDICATORS}template.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "indicators.csv" in response["Content-Disposition"]
    assert response.content == indicators.template()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same(
    officer_client: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    indicators.keep(csv_of(*(GOOD | {"code": f"c{n}"} for n in range(rows))), officer)
    page(officer_client, INDICATORS)
    with django_assert_num_queries(16):
        page(officer_client, INDICATORS)


def test_only_the_newest_period_is_listed(officer: User) -> None:
    indicators.keep(csv_of(GOOD, GOOD | {"period": "later", "ends": "2021-03-31"}), officer)
    assert [one.period for one in indicators.newest()] == ["later"]


def test_a_cohort_is_entered_and_comes_back(officer_client: Client, officer: User) -> None:
    assert "Entered by" not in page(officer_client, COHORT)
    html = sent(officer_client, COHORT, filled())
    assert "The numbers are kept." in html
    assert f"Entered by {officer}, 6 July 2026." in html
    assert 'name="age_12-15" value="86"' in html
    assert 'name="borough_out_heard" value="8"' in html
    assert cohorts.of(Cohort.objects.get()) == entry()


def test_what_does_not_add_up_keeps_what_was_typed(officer_client: Client) -> None:
    html = sent(officer_client, COHORT, filled(**{"age_12-15": 85, "borough_in_heard": 999}), status=422)
    assert "These add up to 249, and there are 250 in all." in html
    assert "More are written down as heard than there are." in html
    assert 'name="age_12-15" value="85"' in html
    assert not Cohort.objects.exists()


@pytest.mark.parametrize("total", ["", "0", "x", "99999999999"])
def test_a_total_that_is_none(officer_client: Client, total: str) -> None:
    html = sent(officer_client, COHORT, {"total": total}, status=422)
    assert "Put right:" in html
    assert not Cohort.objects.exists()


def test_a_group_left_empty_is_not_known(officer_client: Client) -> None:
    sent(officer_client, COHORT, {"total": 250})
    assert cohorts.of(Cohort.objects.get()).numbers == {}


@pytest.mark.parametrize("quarter", ["2026", "2014-q4", "2100-q1", "x"])
def test_a_quarter_that_is_none(officer_client: Client, quarter: str) -> None:
    page(officer_client, f"{HOME}cohort/{quarter}/", 404)


def test_the_list_of_editions_leads_to_both(officer_client: Client) -> None:
    html = page(officer_client, HOME)
    assert f'href="{INDICATORS}"' in html
    assert f'href="{COHORT}"' in html


def test_the_draft_shows_quotes_with_their_meter(
    officer_client: Client, officer: User, draft: BoardEdition, quote: Submission
) -> None:
    html = page(officer_client, f"{HOME}{draft.uuid}/")
    assert "Nobody tells us" in html
    assert "Nobody has entered yet how many children there are" in html
    counted(QUARTER, officer)
    html = page(officer_client, f"{HOME}{draft.uuid}/")
    assert "At least 250 children could have said this." in html
    assert "Leave out: 12 to 15." in html  # with age and care status together, it could be one child
    assert 'value="age:12-15"' in html
    assert "The words say: Lives outside the borough" in html


def test_a_quote_is_chosen_in_a_form_that_enough_share(
    officer_client: Client, officer: User, draft: BoardEdition, quote: Submission
) -> None:
    counted(QUARTER, officer)
    address = f"{HOME}{draft.uuid}/quote/{quote.uuid}/"
    html = sent(officer_client, address, {"used": "yes", "tells": ["age:12-15", "care:looked_after"]})
    assert "Too few children could have said this." in html
    assert not QuoteChoice.objects.exists()
    html = sent(officer_client, address, {"used": "yes", "tells": ["age:12-15"]})
    assert "At least 86 children could have said this." in html
    assert "Chosen." in html
    assert QuoteChoice.objects.get().tells == ["age:12-15"]
    assert "Left out." in sent(officer_client, address, {"used": "no"})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Press one of the two buttons."),
        ({"used": "perhaps"}, "Press one of the two buttons."),
        ({"used": "yes", "tells": ["care:care_leaver"]}, "There is no such attribute."),
    ],
)
def test_a_choice_that_makes_no_sense(
    officer_client: Client, draft: BoardEdition, quote: Submission, data: dict[str, object], says: str
) -> None:
    assert says in sent(officer_client, f"{HOME}{draft.uuid}/quote/{quote.uuid}/", data)
    assert not QuoteChoice.objects.exists()


def test_only_quotes_of_the_quarter_and_only_while_it_is_a_draft(
    officer_client: Client, officer: User, draft: BoardEdition, quote: Submission
) -> None:
    other = make_approved_voice(by=officer, may_quote=True)  # decided on after the quarter
    address = f"{HOME}{draft.uuid}/quote/"
    assert officer_client.post(f"{address}{other.uuid}/", {"used": "no"}).status_code == 404
    assert officer_client.get(f"{address}{quote.uuid}/").status_code == 405
    quote.hidden_from.add(officer)
    assert officer_client.post(f"{address}{quote.uuid}/", {"used": "no"}).status_code == 404
    quote.hidden_from.clear()
    publishing.seal(draft, officer)
    assert officer_client.post(f"{address}{quote.uuid}/", {"used": "no"}).status_code == 404


def test_no_words_stand_in_an_address(officer_client: Client, draft: BoardEdition, quote: Submission) -> None:
    response = officer_client.post(f"{HOME}{draft.uuid}/quote/{quote.uuid}/", {"used": "no"})
    assert response["Location"] == f"{HOME}{draft.uuid}/#quote-{quote.reference}"


def test_the_choices_are_listed_once_each(officer: User, quote: Submission) -> None:
    assert {one.pk for one in quoting.candidates(QUARTER, officer)} > {quote.pk}
    assert len(quoting.candidates(QUARTER, officer)) == 2
    assert quoting.candidates("2026-q2", officer) == []
