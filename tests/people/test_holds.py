"""Who may place and lift a legal hold, and what is written down about it."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people import holds
from people.models import LegalHold, User
from people.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(db: None) -> User:
    return make_user(Role.DATA_PROTECTION_OFFICER)


def test_placing_and_lifting_are_written_down(keeper: User) -> None:
    second = make_user(Role.SAFEGUARDING_LEAD)
    hold = holds.place(by=keeper, scope="submission", why="court", about=uuid4())
    assert list(LegalHold.objects.in_force()) == [hold]
    holds.lift(hold, by=second)
    hold.refresh_from_db()
    assert (hold.by, hold.lifted_by) == (keeper, second)
    assert not LegalHold.objects.in_force().exists()
    entries = ModelLogEntry.objects.order_by("pk").values_list("action", "user", "label", "data")
    assert list(entries) == [
        ("people.place_hold", keeper.pk, f"Legal hold {hold.pk}", {"scope": "submission", "why": "court"}),
        ("people.lift_hold", second.pk, f"Legal hold {hold.pk}", {}),
    ]


def test_lifting_twice_is_once(keeper: User) -> None:
    hold = holds.place(by=keeper, scope="period", why="inquiry", first=timezone.localdate())
    holds.lift(hold, by=keeper)
    holds.lift(hold, by=make_user(Role.SAFEGUARDING_LEAD))
    hold.refresh_from_db()
    assert hold.lifted_by == keeper
    assert ModelLogEntry.objects.filter(action="people.lift_hold").count() == 1


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in ("data_protection_officer", "safeguarding_lead")]
)
def test_nobody_else_may(keeper: User, role: Role) -> None:
    hold = holds.place(by=keeper, scope="period", why="inquiry", first=timezone.localdate())
    other = make_user(role)
    with pytest.raises(PermissionDenied):
        holds.place(by=other, scope="period", why="inquiry", first=timezone.localdate())
    with pytest.raises(PermissionDenied):
        holds.lift(hold, by=other)
    assert LegalHold.objects.in_force().count() == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"scope": "period"}, "from which day"),
        ({"scope": "period", "first": date(2026, 2, 2), "last": date(2026, 2, 1)}, "before the first"),
        ({"scope": "submission"}, "which one"),
        ({"scope": "space"}, "which one"),
    ],
)
def test_a_hold_says_what_it_keeps(keeper: User, facts: dict[str, object], said: str) -> None:
    with pytest.raises(holds.HoldError, match=said):
        holds.place(by=keeper, why="court", **facts)  # type: ignore[arg-type]


def test_the_database_says_so_too(keeper: User) -> None:
    facts = {"why": "court", "by": keeper, "since": timezone.now()}
    for wrong in (
        {"scope": "period", "about": uuid4(), "first_day": date(2026, 1, 1)},
        {"scope": "space"},
        {"scope": "space", "about": uuid4(), "lifted_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalHold.objects.create(**facts, **wrong)


def test_what_does_not_belong_to_the_kind_is_left_out(keeper: User) -> None:
    one = holds.place(by=keeper, scope="space", why="claim", about=uuid4(), first=date(2026, 1, 1))
    assert one.first_day is None
    days = holds.place(by=keeper, scope="period", why="claim", about=uuid4(), first=date(2026, 1, 1))
    assert days.about is None
