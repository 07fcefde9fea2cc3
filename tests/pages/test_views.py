"""Help now, and the pages for when something goes wrong."""

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from pages import views
from pages.models import HelpContact
from tests.pages.rendered import html_of, title_of


@pytest.mark.django_db
def test_help_now_costs_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    HelpContact.objects.create(name="Another", purpose="More help", number="0800 000 000", last_checked="2026-11-01")
    with django_assert_num_queries(1):
        html = html_of(client.get("/help-now/"))
    assert title_of(html) == "Help now – Said &amp; Done"
    assert 'href="/tell-us/someone/"' in html
    for number in ("0800 1111", "85258", "999", "0808 808 1001", "0800 528 0731", "0800 000 000"):
        assert number in html


@pytest.mark.django_db
def test_help_now_only_answers_reading(client: Client) -> None:
    assert client.post("/help-now/").status_code == 405


def test_a_broken_server_still_shows_the_numbers_without_a_database() -> None:
    # No database mark: pytest-django fails this test if anything is asked of it.
    response = views.server_error(RequestFactory().get("/"))
    html = html_of(response)
    assert response.status_code == 500
    for link in ("tel:08001111", "sms:85258", "tel:999"):
        assert f'href="{link}"' in html
    assert 'href="/leave/"' in html
    assert title_of(html) == "Something broke – Said &amp; Done"


@pytest.mark.django_db
def test_the_numbers_for_a_broken_server_are_those_a_fresh_site_has() -> None:
    fresh = [(contact.link, contact.number) for contact in HelpContact.objects.all()[:3]]
    assert [(row["link"], row["number"]) for row in views.NUMBERS_WITHOUT_DATABASE] == fresh


@pytest.mark.django_db
def test_an_error_in_a_view_ends_on_the_kind_page() -> None:
    client = Client(raise_request_exception=False)
    HelpContact._meta.db_table, table = "gone", HelpContact._meta.db_table
    try:
        response = client.get("/help-now/")
    finally:
        HelpContact._meta.db_table = table
    assert response.status_code == 500
    assert "Something broke" in html_of(response)


@pytest.mark.django_db
def test_a_form_that_expired_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/tell-us/", {"words": "hello"})
    assert response.status_code == 403
    assert "That didn’t go through" in html_of(response)


@pytest.mark.django_db
def test_too_many_tries_are_answered_kindly_and_with_numbers(rf: RequestFactory) -> None:
    response = views.too_many_requests(rf.get("/sign-in/"))
    assert response.status_code == 429
    assert "You haven’t done anything wrong" in html_of(response)
    assert "0800 1111" in html_of(response)


@pytest.mark.django_db
def test_a_page_that_is_not_there(client: Client) -> None:
    html = html_of(client.get("/there-is-no-such-page/"))
    assert title_of(html) == "Page not found – Said &amp; Done"
    assert "We can’t find that page" in html


def test_a_session_that_cannot_be_kept_asks_to_try_again(rf: RequestFactory) -> None:
    answer = views.bad_request(rf.get("/tell-us/"), SessionInterrupted("The session was deleted."))
    assert answer.status_code == 503
    assert "wait a minute" in answer.content.decode()


def test_a_request_nobody_understands_is_answered_kindly(rf: RequestFactory) -> None:
    answer = views.bad_request(rf.get("/tell-us/"), SuspiciousOperation("strange"))
    assert answer.status_code == 400
    assert "0800 1111" in answer.content.decode()
