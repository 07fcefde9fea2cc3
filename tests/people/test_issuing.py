"""Key cards: who makes them, what is on them, and that a key is nowhere else."""

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from wagtail.models import ModelLogEntry

from people import issuing, key_cards
from people.key_cards import key_address, print_cards, qr_code
from people.keys import find_space
from people.models import User, YoungPerson
from people.roles import Role
from people.typesetting import TypesettingError
from tests.factories import make_space, make_user

pytestmark = pytest.mark.django_db

FOR = {"age_band": "12-15", "care_status": "looked_after"}


def pages_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def keys_in(pdf: bytes) -> list[str]:
    """The keys on the cards: two words on each of two lines."""
    return [
        "-".join(pair)
        for page in pages_of(pdf)
        for pair in re.findall(r"^([a-z]+-[a-z]+)\s+([a-z]+-[a-z]+)\s*$", page, re.M)
    ]


def test_cards_are_made_printed_and_work(officer_client: Client, officer: User) -> None:
    response = officer_client.post("/admin/keys/new/", {"how_many": 12, **FOR})
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    keys = keys_in(response.content)
    assert len(set(keys)) == 12
    assert len(pages_of(response.content)) == 2
    assert YoungPerson.objects.count() == 12
    for key in keys:
        space = find_space(key)
        assert space
        assert space.issued_by == officer
        assert space.age_band == "12-15"
    assert ModelLogEntry.objects.filter(action="people.issue_key").count() == 12


def test_a_card_says_how_to_use_it_and_nothing_about_anyone(officer: User, settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://said.example"
    issued = issuing.issue(by=officer, how_many=1, **FOR)
    text = " ".join(pages_of(print_cards(issued)))
    assert settings.PRODUCT_NAME in text
    assert issued[0][0].card in text
    assert "said.example/sign-in/" in text
    assert not re.search(r"\bcare\b|looked after|child|12|council", text.replace(issued[0][0].card, ""), re.IGNORECASE)


def test_the_pdf_can_be_read_aloud(officer: User) -> None:
    pdf = print_cards(issuing.issue(by=officer, how_many=2, **FOR))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == "Key cards"
            assert metadata["pdfuaid:part"] == "1"
        figures = [
            item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        assert len(figures) == 2
        assert all("/Alt" in figure or "/A" in figure for figure in figures)


def test_the_square_holds_the_key_behind_the_hash(settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://said.example"
    address = key_address("plum-otter-lamp-river")
    assert address == "https://said.example/sign-in/#key=plum-otter-lamp-river"
    expected = io.BytesIO()
    segno.make(address, error="m", micro=False).save(expected, kind="svg", xmldecl=False, border=0)
    assert qr_code("plum-otter-lamp-river") == expected.getvalue().decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTICIPATION_OFFICER])
def test_only_officers_issue_keys(client: Client, role: Role) -> None:
    user = make_user(role)
    client.force_login(user)
    with pytest.raises(PermissionDenied):
        issuing.issue(by=user, how_many=1, **FOR)
    client.post("/admin/keys/new/", {"how_many": 1, **FOR})
    assert not YoungPerson.objects.exists()
    assert client.get("/admin/keys/").status_code in {302, 403}


@pytest.mark.parametrize("how_many", [0, 61, "many"])
def test_no_more_than_sixty_at_once(officer_client: Client, how_many: object) -> None:
    response = officer_client.post("/admin/keys/new/", {"how_many": how_many, **FOR})
    assert response.status_code == 422
    assert not YoungPerson.objects.exists()


def test_the_verb_keeps_the_bound_too(officer: User) -> None:
    with pytest.raises(ValueError, match="Between 1 and 60"):
        issuing.issue(by=officer, how_many=61, **FOR)


def test_no_spaces_without_their_cards(officer_client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()")
    monkeypatch.setattr(key_cards, "TEMPLATE", broken)
    with pytest.raises(TypesettingError):
        print_cards([])
    response = officer_client.post("/admin/keys/new/", {"how_many": 3, **FOR})
    assert "could not be made" in response.content.decode()
    assert not YoungPerson.objects.exists()


def test_a_lost_card_is_replaced_in_person(officer_client: Client, officer: User) -> None:
    ((space, old),) = issuing.issue(by=officer, how_many=1, **FOR)
    assert "Hand the new card over in person" in officer_client.get(f"/admin/keys/{space.pk}/replace/").content.decode()
    (new,) = keys_in(officer_client.post(f"/admin/keys/{space.pk}/replace/").content)
    assert find_space(old) is None
    assert find_space(new) == space
    assert ModelLogEntry.objects.filter(action="people.replace_key", object_id=space.pk).exists()


def test_a_key_made_alone_is_never_replaced(officer_client: Client, officer: User) -> None:
    alone = make_space("plum-otter-lamp-river")
    with pytest.raises(issuing.IssuingError):
        issuing.issue_again(alone, by=officer)
    assert officer_client.post(f"/admin/keys/{alone.pk}/replace/").status_code == 404
    assert officer_client.post(f"/admin/keys/{alone.pk}/close/").status_code == 404
    assert find_space("plum-otter-lamp-river") == alone


def test_a_closed_space_stays_closed(officer_client: Client, officer: User) -> None:
    ((space, key),) = issuing.issue(by=officer, how_many=1, **FOR)
    assert officer_client.get(f"/admin/keys/{space.pk}/close/").status_code == 200
    officer_client.post(f"/admin/keys/{space.pk}/close/")
    issuing.close(space, by=officer)
    space.refresh_from_db()
    assert space.closed_on
    issuing.close(space, by=officer)
    assert find_space(key) is None
    response = officer_client.post(f"/admin/keys/{space.pk}/replace/", follow=True)
    assert "Only an open space" in response.content.decode()


def test_the_list_shows_cards_and_never_keys(officer_client: Client, officer: User) -> None:
    ((space, key),) = issuing.issue(by=officer, how_many=1, **FOR)
    page = officer_client.get("/admin/keys/").content.decode()
    assert space.card in page
    assert "12 to 15" in page
    assert key not in page
    assert space.card in officer_client.get("/admin/keys/", {"card": space.card.lower()}).content.decode()
    assert "No card has this number" in officer_client.get("/admin/keys/", {"card": "ZZZ-222"}).content.decode()


def test_an_empty_list_says_what_to_do(officer_client: Client) -> None:
    assert "No cards yet" in officer_client.get("/admin/keys/").content.decode()


def test_the_list_pages_by_key_at_a_constant_cost(
    officer_client: Client, officer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    issuing.issue(by=officer, how_many=1, **FOR)
    officer_client.get("/admin/keys/")
    with django_assert_max_num_queries(25) as few:
        officer_client.get("/admin/keys/")
    issuing.issue(by=officer, how_many=60, **FOR)
    with django_assert_max_num_queries(25) as many:
        first = officer_client.get("/admin/keys/").content.decode()
    assert len(few.captured_queries) == len(many.captured_queries)
    (after,) = re.findall(r"\?after=(\d+)", first)
    second = officer_client.get("/admin/keys/", {"after": after}).content.decode()
    shown = re.findall(r'<th scope="row">(\w{3}-\w{3})</th>', first + second)
    assert len(shown) == len(set(shown)) == 61


def test_keys_stay_out_of_logs(officer_client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    keys = keys_in(officer_client.post("/admin/keys/new/", {"how_many": 2, **FOR}).content)
    officer_client.get("/admin/keys/")
    assert not [key for key in keys if key in caplog.text]
    assert not [key for key in keys for entry in ModelLogEntry.objects.all() if key in f"{entry.label} {entry.data}"]
