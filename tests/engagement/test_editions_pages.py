"""The officer's workspace: who gets in, words and what is wrong with them, sealing in steps, publishing, correcting."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from engagement import edition_work, publishing, tasks
from engagement.models import BoardEdition, EditionState, Narrative, Wish
from people.models import User
from people.roles import MANAGE_EDITIONS, Role, roles_that_may
from tests.engagement.published import AFTER, CANARY_HERE, QUARTER, busy_quarter, sealed
from tests.factories import make_officer, make_user

pytestmark = pytest.mark.django_db
HOME = "/admin/editions/"


@pytest.fixture(autouse=True)
def _after_the_quarter(officer: User, manager: User) -> Iterator[None]:
    busy_quarter(officer, manager)
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def draft(officer: User) -> BoardEdition:
    return publishing.open_draft(QUARTER, officer)


def at(edition: BoardEdition, step: str = "") -> str:
    return f"{HOME}{edition.uuid}/{step}"


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def steps(edition: BoardEdition) -> list[tuple[str, dict[str, str]]]:
    return [
        ("write/short/", {"words": "w", "seen": "0"}),
        ("rebuild/", {}),
        ("seal/", {"sure": "on"}),
        ("publish-board/", {}),
        ("publish-public/", {}),
        ("correct/", {"note": "n"}),
    ]


@pytest.mark.parametrize("role", [None, *Role])
def test_only_those_who_look_after_editions_get_in(role: Role | None, draft: BoardEdition, client: Client) -> None:
    client.force_login(make_user(role))
    may = role in roles_that_may(MANAGE_EDITIONS)
    pages = [HOME, at(draft), at(draft, "preview/"), at(draft, "check/")]
    assert [client.get(page).status_code == 200 for page in pages] == [may] * len(pages)
    if not may:
        for step, sent in steps(draft):
            assert client.post(at(draft, step), sent).status_code in (302, 403)
        draft.refresh_from_db()
        assert (draft.state, draft.wish, Narrative.objects.count()) == ("draft", "", 0)


def test_every_step_is_a_post(officer_client: Client, draft: BoardEdition) -> None:
    for step, _sent in [*steps(draft), ("../open/", {})]:
        address = f"{HOME}open/" if "open" in step else at(draft, step)
        assert officer_client.get(address).status_code == 405


def test_an_edition_that_is_not_there(officer_client: Client) -> None:
    read(officer_client, f"{HOME}7a0f8a55-5c51-4b0f-8f5e-0d34a2a5cf10/", 404)


def test_the_menu_and_the_list(officer_client: Client, officer: User) -> None:
    assert "There is no edition yet." in read(officer_client, HOME)
    sealed(officer)
    html = read(officer_client, HOME)
    assert "2026-q1, version 1" in html
    assert "Sealed" in html
    assert HOME in read(officer_client, "/admin/")


def test_the_list_costs_the_same_for_one_and_three(
    officer_client: Client, officer: User, draft: BoardEdition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read(officer_client, HOME)
    with django_assert_num_queries(17):
        read(officer_client, HOME)
    for quarter in ("2025-q3", "2025-q4"):
        BoardEdition.objects.create(quarter=quarter, made_by=officer, made_at=AFTER, payload=draft.payload)
    with django_assert_num_queries(17):
        read(officer_client, HOME)


def test_a_draft_is_opened_once(officer_client: Client) -> None:
    for _press in range(2):
        response = officer_client.post(f"{HOME}open/", {"quarter": QUARTER})
        assert response["Location"] == at(BoardEdition.objects.get())
    assert officer_client.post(f"{HOME}open/", {"quarter": "2099-q1"})["Location"] == HOME
    assert BoardEdition.objects.count() == 1


def test_opening_a_quarter_that_was_sealed_says_so(officer_client: Client, officer: User) -> None:
    sealed(officer)
    officer_client.post(f"{HOME}open/", {"quarter": QUARTER})
    assert "Begin a correction" in read(officer_client, HOME)


def test_the_draft_shows_figures_references_and_words(officer_client: Client, draft: BoardEdition) -> None:
    html = read(officer_client, at(draft))
    assert "<code>{asks.late}</code>" in html
    assert "Nothing stands in the way." in html
    assert "of at most 900" in html
    assert html.count("<textarea") == len(publishing.read(draft).sections)
    assert html.count(CANARY_HERE) == 1  # where quotes are chosen


def test_words_are_kept_and_what_is_wrong_is_pointed_out(officer_client: Client, draft: BoardEdition) -> None:
    sent = {"words": "Of these\n12 are late, about half. [[On 3 May.]] {nope}", "seen": "0"}
    response = officer_client.post(at(draft, "write/short/"), sent)
    assert response["Location"] == at(draft) + "#short"
    html = read(officer_client, at(draft))
    assert "Line 2: “12” is typed by hand" in html
    assert "Line 2: “half” sounds like a number" in html
    assert "{nope} is no figure" in html
    assert "On 3 May." in html
    assert "Seal this edition" not in html
    assert Narrative.objects.get().words == sent["words"]


def test_words_that_are_too_long_come_back(officer_client: Client, draft: BoardEdition) -> None:
    response = officer_client.post(at(draft, "write/short/"), {"words": "wordy " * 1000, "seen": "0"})
    assert response.status_code == 422
    assert "wordy wordy" in response.content.decode()
    assert "under 4000 letters" in response.content.decode()


def test_two_officers_meet(officer_client: Client, draft: BoardEdition) -> None:
    publishing.write(draft, "short", "Theirs.", make_officer())
    response = officer_client.post(at(draft, "write/short/"), {"words": "Mine.", "seen": "0"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in html
    assert "Mine." in html
    assert 'name="seen" value="1"' in html


def test_a_section_that_is_not_there(officer_client: Client, draft: BoardEdition) -> None:
    response = officer_client.post(at(draft, "write/nowhere/"), {"words": "Mine.", "seen": "0"})
    assert response.status_code == 409
    assert "no such section" in response.content.decode()


def test_sealing_asks_once_more_and_runs_in_the_background(
    officer_client: Client, draft: BoardEdition, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    response = officer_client.post(at(draft, "seal/"))
    assert response.status_code == 422
    assert "Tick the box first" in response.content.decode()
    officer_client.post(at(draft, "seal/"), {"sure": "on"})
    draft.refresh_from_db()
    assert (draft.state, draft.wish) == ("draft", "seal")
    html = read(officer_client, at(draft))
    assert "<progress" in html
    assert "data-reading" in html
    assert "<textarea" not in html
    with django_capture_on_commit_callbacks(execute=True):
        officer_client.post(at(draft, "seal/"), {"sure": "on"})
    draft.refresh_from_db()
    assert (draft.state, draft.wish) == ("sealed", "")
    assert "Publish to the Board" in read(officer_client, at(draft))
    assert officer_client.post(at(draft, "seal/"), {"sure": "on"}).status_code == 302


def test_what_stands_in_the_way_stops_the_button(officer_client: Client, draft: BoardEdition, officer: User) -> None:
    publishing.write(draft, "short", "There are 7.", officer)
    response = officer_client.post(at(draft, "seal/"), {"sure": "on"})
    assert response.status_code == 409
    assert "cannot be sealed yet" in response.content.decode()


def test_counting_again(
    officer_client: Client, draft: BoardEdition, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        officer_client.post(at(draft, "rebuild/"))
    assert draft.events.filter(verb="rebuilt").count() == 1


def test_the_worker_says_why_it_gave_up(officer_client: Client, draft: BoardEdition, officer: User) -> None:
    edition_work.ask(draft, Wish.SEAL, officer)
    Narrative.objects.create(edition=draft, section="short", words="It is 7.", by=officer, at=AFTER)
    tasks.carry_on_editions()
    draft.refresh_from_db()
    assert (draft.state, draft.wish) == (EditionState.DRAFT, "")
    assert "typed by hand" in read(officer_client, at(draft))
    assert not edition_work.carry_on(draft.pk)


def test_a_fault_of_ours_leaves_the_draft_free(draft: BoardEdition, officer: User) -> None:
    edition_work.ask(draft, Wish.SEAL, officer)
    BoardEdition.objects.filter(pk=draft.pk).update(payload="{")
    with pytest.raises(ValueError, match="Expecting"):
        edition_work.carry_on(draft.pk)
    draft.refresh_from_db()
    assert draft.wish == ""
    assert "went wrong" in draft.trouble


def test_words_are_not_changed_under_the_seal(draft: BoardEdition, officer: User) -> None:
    edition_work.ask(draft, Wish.SEAL, officer)
    with pytest.raises(publishing.EditionError, match="being sealed"):
        publishing.write(draft, "short", "Late words.", officer)


def test_published_to_the_board_and_then_to_everybody(officer_client: Client, officer: User) -> None:
    edition = sealed(officer)
    assert officer_client.post(at(edition, "publish-public/")).status_code == 409
    assert "Publish to everybody" not in read(officer_client, at(edition))
    officer_client.post(at(edition, "publish-board/"))
    assert "Publish to everybody" in read(officer_client, at(edition))
    officer_client.post(at(edition, "publish-public/"))
    edition.refresh_from_db()
    assert edition.audience == "public"


def test_a_correction_is_begun_once(officer_client: Client, officer: User) -> None:
    edition = sealed(officer)
    response = officer_client.post(at(edition, "correct/"), {"note": ""})
    assert response.status_code == 422
    for _press in range(2):
        response = officer_client.post(at(edition, "correct/"), {"note": "A date."})
        assert response["Location"] == at(BoardEdition.objects.get(version=2))
    new = BoardEdition.objects.get(version=2)
    publishing.seal(new, officer)
    assert officer_client.post(at(edition, "correct/"), {"note": "Late."}).status_code == 409
    assert "A later version corrects this one" in read(officer_client, at(edition))


def test_a_sealed_edition_says_how_each_number_was_counted(officer_client: Client, officer: User) -> None:
    edition = sealed(officer, short="Late: {asks.late}.")
    html = read(officer_client, at(edition))
    assert "<code>asks.late</code>" in html
    assert "Late: 2." in html
    assert edition.digest in html
    assert "This is what was sealed" in read(officer_client, at(edition, "check/"))


def test_the_preview_is_the_boards_page(officer_client: Client, draft: BoardEdition, officer: User) -> None:
    publishing.write(draft, "short", "Read this first.", officer)
    assert reverse("editions:preview", args=[draft.uuid]) == at(draft, "preview/")
    assert "What they told us" in read(officer_client, at(draft, "preview/"))
