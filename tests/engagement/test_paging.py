"""Pages by key: nothing twice, nothing left out, and any address anybody types gives a page."""

import pytest

from engagement.models import Session, Submission
from engagement.paging import page_after, place_of
from people.models import User
from tests.factories import in_days, make_voice

pytestmark = pytest.mark.django_db


def test_pages_follow_each_other_without_gap_or_double() -> None:
    for urgency in (0, 2, 1, 2, 0, 1, 0):
        make_voice(urgency=urgency)
    queue = Submission.objects.to_read()
    seen: list[int] = []
    place = ""
    sizes = []
    while True:
        page = page_after(queue, place, size=3)
        seen += [row.pk for row in page.rows]
        sizes.append(len(page.rows))
        place = page.next
        if not place:
            break
    assert seen == [row.pk for row in queue]
    assert sizes == [3, 3, 1]


def test_a_full_last_page_says_that_it_is_the_last() -> None:
    make_voice()
    make_voice()
    assert page_after(Submission.objects.to_read(), "", size=2).next == ""


def test_days_and_downward_orders_work_as_well(officer: User) -> None:
    for day in (-3, -1, -1, -2):
        Session.objects.create(kind="group", held_on=in_days(day), how="Said it", entered_by=officer)
    sessions = Session.objects.order_by("-held_on", "-pk")
    first = page_after(sessions, "", size=2)
    second = page_after(sessions, first.next, size=2)
    assert [*first.rows, *second.rows] == list(sessions)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "x",
        "1~2",
        "a~b~c~d",
        "1~not a day~0.5~3",
        "1~2026-01-01T10:00:00+00:00~0.5~x",
        "~~~",
        "1~~1~1",
        "1~2026-01-01T10:00:00~0.5~3",
    ],
)
def test_a_place_that_makes_no_sense_gives_the_first_page(place: str) -> None:
    voice = make_voice()
    assert page_after(Submission.objects.to_read(), place).rows == [voice.submission_ptr]


@pytest.mark.parametrize(
    "place", [f"1~2026-01-01T10:00:00+00:00~nan~{10**30}", f"{10**22}~2026-01-01T10:00:00+00:00~1~1"]
)
def test_huge_numbers_are_no_error(place: str) -> None:
    make_voice()
    assert page_after(Submission.objects.to_read(), place).rows is not None


def test_a_place_holds_keys_and_never_words() -> None:
    voice = make_voice("zebracanary")
    assert "zebracanary" not in place_of(voice.submission_ptr, Submission.objects.to_read())
