"""Who will see a view is worked out from the permissions, so that the page cannot promise too much."""

import pytest

from engagement.audience import audience
from engagement.models import NameChoice, Purpose
from people.roles import ISSUE_KEYS, MODERATE, READ_ADVOCACY, READ_BOARD_PAGE, READ_WORDS, ROLES, SEE_SPACE, Grant, Role

TEAM = ROLES[Role.PARTICIPATION_OFFICER].named
LEAD = ROLES[Role.SAFEGUARDING_LEAD].named
ADVOCATE = ROLES[Role.ADVOCATE].named
ON_DUTY = ROLES[Role.DUTY_WORKER].named  # says itself "if somebody might not be safe"


def allow(monkeypatch: pytest.MonkeyPatch, *permissions: str) -> str:
    """Give the editors more permissions; returns how they are named."""
    monkeypatch.setitem(ROLES, Role.EDITOR, Grant("Editors", frozenset(permissions)))
    return "Editors"


def test_just_the_idea_shows_no_key_and_nobody() -> None:
    seen = audience(Purpose.IDEA, NameChoice.JUST_THE_IDEA)
    assert seen.words == [TEAM, LEAD, ON_DUTY]
    assert seen.key == seen.person == seen.published == []


def test_a_key_is_seen_and_nobody_knows_whose_it_is() -> None:
    seen = audience(Purpose.WRONG, NameChoice.GIVE_ME_A_KEY)
    assert seen.key == [TEAM, LEAD, ON_DUTY]
    assert seen.person == []


def test_whoever_hands_keys_over_may_know_whose_a_space_is() -> None:
    assert audience(Purpose.GOOD, NameChoice.MY_SPACE).person == [TEAM]


@pytest.mark.parametrize("choice", NameChoice)
def test_what_goes_to_the_advocate_is_read_by_the_advocate_alone_unless_somebody_is_not_safe(
    choice: NameChoice,
) -> None:
    seen = audience(Purpose.ADVOCATE, choice)
    assert list(map(str, seen.words)) == [str(ADVOCATE), f"{LEAD}, if somebody might not be safe"]
    assert seen.key == ([] if choice == NameChoice.JUST_THE_IDEA else [LEAD])


def test_the_wall_is_for_everybody_who_reads_published_words() -> None:
    seen = audience(Purpose.IDEA, NameChoice.JUST_THE_IDEA, may_quote=True)
    assert seen.published[-1] == "Anyone who opens the wall"
    assert ROLES[Role.BOARD_MEMBER].named in seen.published


def test_a_new_permission_shows_on_the_page_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    editors = allow(monkeypatch, READ_WORDS, MODERATE, SEE_SPACE, ISSUE_KEYS, READ_BOARD_PAGE)
    seen = audience(Purpose.IDEA, NameChoice.MY_SPACE, may_quote=True)
    for people in (seen.words, seen.key, seen.person, seen.published):
        assert editors in people
    assert editors not in audience(Purpose.ADVOCATE, NameChoice.MY_SPACE).words


def test_the_advocates_desk_is_worked_out_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    editors = allow(monkeypatch, READ_ADVOCACY)
    assert audience(Purpose.ADVOCATE, NameChoice.GIVE_ME_A_KEY).words[:2] == [ADVOCATE, editors]
    assert editors not in audience(Purpose.IDEA, NameChoice.GIVE_ME_A_KEY).words


def test_seeing_keys_alone_shows_nothing_without_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert allow(monkeypatch, SEE_SPACE) not in audience(Purpose.IDEA, NameChoice.GIVE_ME_A_KEY).key
