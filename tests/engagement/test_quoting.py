"""The uniqueness meter: how many could have said it, which form is safe, and who may choose."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from engagement import erasing, moderation, quoting
from engagement.models import Cohort, QuoteChoice, Submission, Voice
from engagement.quoting import FEWEST, QuotingError, advice, could_be, label, labels, meter, own_tells
from people.models import AgeBand, CareStatus, User
from people.roles import MANAGE_EDITIONS, Role, roles_that_may
from tests.engagement.counted_children import AGES, CARE, counted
from tests.factories import make_approved_voice, make_space, make_user

pytestmark = pytest.mark.django_db
QUARTER = "2026-q1"


@pytest.fixture
def cohort(officer: User) -> Cohort:
    return counted(QUARTER, officer)


@pytest.fixture
def quote(officer: User) -> Submission:
    """Of somebody of 12 to 15 who is looked after."""
    return make_approved_voice(by=officer, may_quote=True, space=make_space(issued_by=officer))


def test_what_the_system_knows_of_who_said_it(quote: Submission, officer: User) -> None:
    assert own_tells(quote) == ["age:12-15", "care:looked_after"]
    assert own_tells(make_approved_voice(by=officer)) == []


@pytest.mark.parametrize(
    ("tells", "number"),
    [
        ([], 250),
        (["age:12-15"], 86),
        (["age:8-11"], 4),
        (["care:child_in_need"], 3),
        (["age:12-15", "care:looked_after"], 0),  # 86 + 150 - 250 is below nothing: perhaps nobody else
        (["care:looked_after", "borough:in"], 60),
        (["age:12-15", "borough:out"], 0),
        (["home:other"], 2),
        (["age:99"], None),
    ],
)
def test_at_least_so_many_share_it(cohort: Cohort, quote: Submission, tells: list[str], number: int | None) -> None:
    assert could_be(quote, cohort, tells) == number


def test_without_a_count_nobody_knows(quote: Submission) -> None:
    assert could_be(quote, None) is None
    assert could_be(quote, None, []) is None


def test_by_default_all_that_is_known_shows(cohort: Cohort, quote: Submission) -> None:
    assert could_be(quote, cohort) == 0
    quote.care_status = ""
    assert could_be(quote, cohort) == AGES[AgeBand.UNDER_16]
    quote.age_band, quote.care_status = "", CareStatus.CARE_LEAVER
    assert could_be(quote, cohort) == CARE[CareStatus.CARE_LEAVER]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_the_bound_never_says_more_than_there_are(people: list[tuple[bool, bool, bool]]) -> None:
    """For any cohort: what is certain is no more than how many truly share the attributes."""

    class Group:
        def __init__(self, tell: str, number: int) -> None:
            self.dimension, self.category = tell.split(":")
            self.number = number

    class Counts:
        def all(self) -> list[Group]:
            return [Group(tell, sum(one[place] for one in people)) for place, tell in enumerate(tells)]

    class Counted:
        total, counts = len(people), Counts()

    tells = ["age:8-11", "care:looked_after", "borough:out"]
    found = could_be(Submission(), Counted(), tells)  # type: ignore[arg-type]
    assert found is not None
    assert found <= sum(all(one) for one in people)


def test_the_meter_suggests_what_to_leave_out(cohort: Cohort, quote: Submission) -> None:
    found = meter(quote, cohort, ["age:8-11", "care:looked_after"])
    assert (found.could_be, found.blocked, found.leave_out) == (0, True, ("age:8-11",))
    assert "Leave out: 8 to 11." in advice(found)
    both = meter(quote, cohort, ["age:8-11", "care:child_in_need"])
    assert both.leave_out == ("care:child_in_need", "age:8-11")
    fine = meter(quote, cohort, ["age:12-15"])
    assert (fine.could_be, fine.blocked) == (86, False)
    assert advice(fine) == "At least 86 children could have said this."


def test_a_form_that_nobody_counted_is_blocked(cohort: Cohort, quote: Submission) -> None:
    cohort.counts.filter(dimension="home").delete()
    again = Cohort.objects.get()
    found = meter(quote, again, ["age:12-15", "home:kin"])
    assert (found.could_be, found.blocked, found.leave_out) == (None, True, ("home:kin",))


def test_without_a_cohort_only_bare_words_pass(quote: Submission) -> None:
    bare = meter(quote, None, [])
    assert (bare.could_be, bare.blocked) == (None, False)
    assert "Nobody has entered yet" in advice(bare)
    found = meter(quote, None, ["age:12-15"])
    assert (found.blocked, found.leave_out) == (True, ("age:12-15",))


def test_in_a_tiny_cohort_no_form_is_safe(officer: User, quote: Submission) -> None:
    tiny = Cohort.objects.create(quarter=QUARTER, total=4, entered_by=officer, entered_at=quote.received_at)
    found = meter(quote, tiny, [])
    assert (found.could_be, found.blocked, found.paraphrase, found.leave_out) == (4, True, True, ())
    assert "Say it in other words" in advice(found)
    tiny.total = FEWEST
    assert not meter(quote, tiny, []).blocked


@pytest.mark.usefixtures("cohort")
def test_a_choice_is_kept_and_can_be_changed(officer: User, second_officer: User, quote: Submission) -> None:
    quoting.choose(QUARTER, quote, officer, used=True, tells=["age:12-15", "age:12-15"])
    choice = QuoteChoice.objects.get()
    assert (choice.tells, choice.used, choice.by) == (["age:12-15"], True, officer)
    assert str(choice) == f"Choice {choice.pk}"
    quoting.choose(QUARTER, quote, second_officer, used=False, tells=[])
    choice = QuoteChoice.objects.get()
    assert (choice.tells, choice.used, choice.by) == ([], False, second_officer)


@pytest.mark.usefixtures("cohort")
def test_too_few_cannot_be_chosen(officer: User, quote: Submission) -> None:
    with pytest.raises(QuotingError, match="Leave out: 8 to 11"):
        quoting.choose(QUARTER, quote, officer, used=True, tells=["age:8-11"])
    assert not QuoteChoice.objects.exists()
    assert quoting.choose(QUARTER, quote, officer, used=False, tells=["age:8-11"])  # leaving it out is always safe


@pytest.mark.usefixtures("cohort")
@pytest.mark.parametrize("tell", ["shoe:44", "age:44", "age", ""])
def test_an_attribute_that_is_none(officer: User, quote: Submission, tell: str) -> None:
    with pytest.raises(QuotingError, match="no such attribute"):
        quoting.choose(QUARTER, quote, officer, used=True, tells=[tell])


def test_words_that_may_not_be_quoted(officer: User, quote: Submission) -> None:
    others: list[Voice] = [make_approved_voice(by=officer), make_approved_voice(by=officer, may_quote=True)]
    moderation.withdraw(others[1], by=officer, why="Asked")
    hidden = make_approved_voice(by=officer, may_quote=True)
    hidden.hidden_from.add(officer)
    for other in (*others, hidden):
        with pytest.raises(QuotingError, match="may not be quoted"):
            quoting.choose(QUARTER, other, officer, used=True, tells=[])
    Submission.objects.filter(pk=quote.pk).update(restricted=True)
    with pytest.raises(QuotingError, match="may not be quoted"):
        quoting.choose(QUARTER, quote, officer, used=True, tells=[])


@pytest.mark.parametrize("role", [None, *Role])
def test_who_may_choose(role: Role | None, quote: Submission) -> None:
    user = make_user(role)
    if role in roles_that_may(MANAGE_EDITIONS):
        assert quoting.choose(QUARTER, quote, user, used=True, tells=[])
    else:
        with pytest.raises(PermissionDenied):
            quoting.choose(QUARTER, quote, user, used=True, tells=[])


def test_labels_name_age_and_care_and_never_where_somebody_lives() -> None:
    assert label("home:kin") == "With family or friends"
    assert labels(["age:12-15", "borough:out", "care:care_leaver", "home:kin"]) == ["12 to 15", "Care leaver"]


def test_a_choice_goes_with_the_words(officer: User, quote: Submission) -> None:
    quoting.choose(QUARTER, quote, officer, used=True, tells=[])
    erasing.erase_submission(quote, rule="asked")
    assert not QuoteChoice.objects.exists()
