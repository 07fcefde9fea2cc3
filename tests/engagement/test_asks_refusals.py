"""Each step in an Ask's life, refused: out of turn, by the wrong person, without words, too late."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from engagement import asks, moderation
from engagement.asks import AskError, OvertakenError
from engagement.models import Ask, AskVerb, Contribution, Theme
from people.models import User
from people.roles import Role
from tests.factories import in_days, make_approved_voice, make_ask, make_asked, make_officer, make_user, make_voice

pytestmark = pytest.mark.django_db


def stored(ask: Ask) -> Ask:
    return Ask.objects.get(pk=ask.pk)


Step = Callable[[Ask, User], object]
ANSWERS: dict[str, Step] = {
    "promise": lambda ask, by: asks.promise(ask, by=by, what="Yes", due=in_days(5)),
    "refuse": lambda ask, by: asks.refuse(ask, by=by, reason="law", words="No"),
    "already_so": lambda ask, by: asks.say_already_so(ask, by=by, words="It is"),
    "progress": lambda ask, by: asks.report_progress(ask, by=by, words="Halfway"),
    "move": lambda ask, by: asks.move_date(ask, by=by, due=in_days(9), why="Ill"),
    "finish": lambda ask, by: asks.finish(ask, by=by, words="Done"),
}
MANAGING: dict[str, Step] = {
    "ask_owner": lambda ask, by: asks.ask_owner(
        ask, by=by, owner=make_user(Role.SERVICE_MANAGER), answer_by=in_days(5)
    ),
    "reword": lambda ask, by: asks.reword(ask, by=by, wording="Other words"),
    "check": lambda ask, by: asks.check(ask, by=by),
    "gather": lambda ask, by: asks.gather(ask, [make_voice()], by=by),
    "raise": lambda ask, by: asks.raise_ask(by=by, wording="Pizza", theme=ask.theme, submissions=[make_voice()]),
}
WHERE: dict[str, Step] = {
    "raised": lambda ask, by: None,
    "asked": lambda ask, by: asks.ask_owner(
        ask, by=by, owner=User.objects.get(first_name="Ruth"), answer_by=in_days(5)
    ),
    "promised": lambda ask, by: (WHERE["asked"](ask, by), ANSWERS["promise"](ask, by)),
    "refused": lambda ask, by: (WHERE["asked"](ask, by), ANSWERS["refuse"](ask, by)),
    "already_so": lambda ask, by: (WHERE["asked"](ask, by), ANSWERS["already_so"](ask, by)),
    "doing": lambda ask, by: (WHERE["promised"](ask, by), ANSWERS["progress"](ask, by)),
    "done": lambda ask, by: (WHERE["promised"](ask, by), ANSWERS["finish"](ask, by)),
}
FITTING = {
    "promise": {"asked"},
    "refuse": {"asked", "promised", "doing"},
    "already_so": {"asked"},
    "progress": {"promised", "doing"},
    "move": {"promised", "doing"},
    "finish": {"promised", "doing"},
    "ask_owner": {"raised", "asked", "refused"},
}


@pytest.mark.parametrize("state", WHERE)
@pytest.mark.parametrize("step", FITTING)
def test_a_step_fits_where_it_fits_and_nowhere_else(officer: User, manager: User, step: str, state: str) -> None:
    ask = make_ask(by=officer)
    WHERE[state](ask, officer)
    assert stored(ask).state == state
    take = (ANSWERS | MANAGING)[step]
    if state in FITTING[step]:
        take(ask, officer)
    else:
        with pytest.raises(AskError, match="does not fit"):
            take(ask, officer)
        assert stored(ask).state == state
    assert asks.replay(ask.events.all()) == stored(ask).state


@pytest.mark.parametrize("step", ANSWERS)
def test_only_the_owner_and_the_team_answer(officer: User, manager: User, step: str) -> None:
    ask = make_ask(by=officer)
    WHERE["promised" if step in ("progress", "move", "finish") else "asked"](ask, officer)
    for role in Role:
        if role != Role.PARTICIPATION_OFFICER:
            with pytest.raises(PermissionDenied):
                ANSWERS[step](ask, make_user(role))  # a service manager, too: it is not theirs
    ANSWERS[step](ask, manager)


@pytest.mark.parametrize("step", MANAGING)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTICIPATION_OFFICER])
def test_only_the_team_manages(officer: User, role: Role, step: str) -> None:
    ask = make_ask(by=officer)
    with pytest.raises(PermissionDenied):
        MANAGING[step](ask, make_user(role))


@pytest.mark.parametrize("step", ["promise", "refuse", "already_so", "progress", "move", "finish", "reword"])
def test_nothing_is_said_without_words(officer: User, manager: User, step: str) -> None:
    ask = make_ask(by=officer)
    WHERE["promised" if step in ("progress", "move", "finish") else "asked"](ask, officer)
    empty: dict[str, Step] = {
        "promise": lambda ask, by: asks.promise(ask, by=by, what=" \n", due=in_days(5)),
        "refuse": lambda ask, by: asks.refuse(ask, by=by, reason="law", words=" "),
        "already_so": lambda ask, by: asks.say_already_so(ask, by=by, words=""),
        "progress": lambda ask, by: asks.report_progress(ask, by=by, words=" "),
        "move": lambda ask, by: asks.move_date(ask, by=by, due=in_days(9), why=" "),
        "finish": lambda ask, by: asks.finish(ask, by=by, words=" "),
        "reword": lambda ask, by: asks.reword(ask, by=by, wording=" "),
    }
    before = stored(ask).version
    with pytest.raises(AskError, match="Say"):
        empty[step](ask, officer)
    assert stored(ask).version == before


def test_a_refusal_needs_a_kind_of_reason(officer: User, manager: User) -> None:
    ask = make_asked(by=officer, owner=manager)
    with pytest.raises(AskError, match="kind of reason"):
        asks.refuse(ask, by=manager, reason="because", words="No")


@pytest.mark.parametrize("day", [in_days(-1), in_days(-400)])
def test_a_day_that_has_been_is_no_promise(officer: User, manager: User, day: date) -> None:
    ask = make_ask(by=officer)
    with pytest.raises(AskError, match="past"):
        asks.ask_owner(ask, by=officer, owner=manager, answer_by=day)
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(0))
    with pytest.raises(AskError, match="past"):
        asks.promise(ask, by=manager, what="Yes", due=day)
    asks.promise(ask, by=manager, what="Yes", due=in_days(0))
    with pytest.raises(AskError, match="past"):
        asks.move_date(ask, by=manager, due=day, why="Ill")


def test_it_is_put_only_to_somebody_who_can_answer(officer: User, manager: User) -> None:
    ask = make_ask(by=officer)
    gone = make_user(Role.SERVICE_MANAGER, is_active=False)
    for nobody in (officer, gone, make_user(Role.EDITOR), make_user()):
        with pytest.raises(AskError, match="can answer"):
            asks.ask_owner(ask, by=officer, owner=nobody, answer_by=in_days(5))
    assert stored(ask).owner is None


def test_an_ask_needs_words_and_views_that_were_read(officer: User) -> None:
    theme = Theme.objects.all()[0]
    with pytest.raises(AskError, match="in a line"):
        asks.raise_ask(by=officer, wording=" ", theme=theme, submissions=[make_approved_voice(by=officer)])
    with pytest.raises(AskError, match="at least one"):
        asks.raise_ask(by=officer, wording="Pizza", theme=theme, submissions=[])
    unread, declined = make_voice(), make_voice()
    moderation.open_for_review(declined, by=officer)
    moderation.decline(declined, by=officer, reason="hurtful", kind_words="Can you say it kindly?")
    for voice in (unread, declined):
        with pytest.raises(AskError, match="Read and decide"):
            asks.raise_ask(by=officer, wording="Pizza", theme=theme, submissions=[voice])
    assert not Ask.objects.exists()
    assert not Contribution.objects.exists()


def test_a_view_is_in_one_ask_only(officer: User) -> None:
    ask = make_ask(by=officer)
    taken = ask.contributions.all()[0].submission
    with pytest.raises(AskError, match="in an ask already"):
        asks.gather(ask, [taken], by=officer)
    with pytest.raises(AskError, match="in an ask already"):
        asks.raise_ask(by=officer, wording="Pizza", theme=ask.theme, submissions=[taken])
    assert stored(ask).version == 0


@pytest.mark.parametrize("step", [*ANSWERS, "ask_owner", "reword", "check"])
def test_who_comes_second_changes_nothing(officer: User, manager: User, step: str) -> None:
    ask = make_ask(by=officer)
    WHERE["promised" if step in ("progress", "move", "finish") else "asked"](ask, officer)
    seen, also_seen = stored(ask), stored(ask)
    asks.reword(seen, by=make_officer(), wording="Quicker")
    before = ask.events.count()
    with pytest.raises(OvertakenError):
        (ANSWERS | MANAGING)[step](also_seen, officer if step != "check" else make_officer())
    assert ask.events.count() == before
    assert stored(ask).wording == "Quicker"


def test_possible_steps_are_those_that_work(officer: User, second_officer: User, manager: User) -> None:
    ask = make_ask(by=officer)
    team = {AskVerb.ASKED, AskVerb.REWORDED, AskVerb.GATHERED, AskVerb.MERGED, AskVerb.SPLIT, AskVerb.WITH_COUNCIL}
    assert asks.possible(ask, officer) == team
    assert asks.possible(ask, second_officer) == team | {AskVerb.CHECKED}
    assert asks.possible(ask, manager) == set()
    WHERE["asked"](ask, officer)
    assert asks.possible(ask, manager) == {AskVerb.PROMISED, AskVerb.REFUSED, AskVerb.ALREADY_SO}
    assert asks.possible(ask, make_user(Role.SERVICE_MANAGER)) == set()
    ANSWERS["promise"](ask, manager)
    assert asks.possible(ask, manager) == {AskVerb.PROGRESS, AskVerb.REFUSED, AskVerb.MOVED, AskVerb.DONE}
    ANSWERS["finish"](ask, manager)
    assert asks.possible(ask, manager) == set()
    assert asks.possible(ask, officer) == {AskVerb.REWORDED, AskVerb.GATHERED}  # never a step that young people count
