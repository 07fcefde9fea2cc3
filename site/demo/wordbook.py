"""The words of the demo, read from `words/`: who works here, what young people said, and what became of it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).with_name("words")


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """A member of staff. `door` says in a line what they do here, for those who can be tried at the demo's door."""

    key: str
    name: str
    role: str
    job: str
    door: str = ""


@dataclass(frozen=True, kw_only=True)
class Youth:
    """A young person whose space can be opened at the demo's door. The key is public: it is a sample."""

    name: str
    key: str
    age: str
    care: str
    door: str


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """A drop-in, letter or group session that an officer wrote down."""

    key: str
    kind: str
    how: str
    ago: int
    by: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """One view. `via` is how it came: a space, a key, just the idea, one of the door's young people, or a session.

    `ago` is in days before today; with 0 it falls on some day of the year that fits. `waiting` leaves it on the desk.
    """

    words: str
    theme: str = ""
    purpose: str = "idea"
    feeling: str = ""
    age: str = "12-15"
    via: str = ""
    ago: int = 0
    ask: str = ""
    waiting: Literal["", "today", "tomorrow", "late", "reading", "now"] = ""
    public: str = ""
    board: str = ""
    then: Literal["", "private", "declined"] = ""
    reason: str = ""
    kind: str = ""
    withdrawn: str = ""
    reply: str = ""
    passed_to: str = ""
    ruled_out: str = ""
    note: str = ""
    contact: str = ""
    meeting_role: str = ""
    key: str = ""
    instead_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of an ask, so many days before today. `within` is in days from then."""

    ago: int
    promise: str = ""
    progress: str = ""
    move: str = ""
    done: str = ""
    refuse: str = ""
    already: str = ""
    ask_again: str = ""
    merge: str = ""  # into which story
    split: str = ""  # the wording of what the last two views asked
    within: int = 0
    reason: str = ""
    would_change: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """One ask, from the day it was raised to where it stands.

    `affects` is what the Children in Care Council says before it is asked; "waiting" leaves it with them. In the round
    `doubted`, counted from 1, more young people say that it did not happen.
    """

    key: str
    wording: str
    theme: str
    raised: int
    owner: str = ""
    answer_within: int = 21
    checked: bool = True
    affects: Literal["many", "some", "waiting", ""] = "many"
    doubted: int = 0
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActionStep:
    """One step of an action, so many days after the meeting that agreed it."""

    at: int
    progress: str = ""
    done: str = ""
    confirmed: str = ""  # by whom
    moved: int = 0  # the new day, counted from the meeting
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """An action that a meeting agreed. `due` counts days from the meeting."""

    wording: str
    owner: str
    due: int
    events: tuple[ActionStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of an agenda: young people's (`by` is "table", with an ask or a theme) or an officer's with a title."""

    by: str
    ask: str = ""
    theme: str = ""
    title: str = ""
    votes: int = 0
    reached: bool = True
    outcome: str = ""
    decision: str = ""
    asks_decision: str = ""
    why_now: str = ""
    cost: str = ""
    suggested: str = ""
    actions: tuple[Agreed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A meeting of the Board: `back` counts from 1, the next one, to the oldest."""

    back: int
    where: str
    link: str = ""
    attended: tuple[str, ...] = ()
    young_people: int = 0
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """One quarter's edition: `back` as for sittings. The officer's words by section; what Board members wrote back."""

    back: int
    words: dict[str, str]
    replies: tuple[dict[str, str], ...] = ()  # by whom, about which of the items, and what
    corrected: str = ""  # what a second version mends


@dataclass(frozen=True)
class Wordbook:
    """Everything, in the order of the files."""

    staff: tuple[Colleague, ...]
    youths: tuple[Youth, ...]
    gatherings: tuple[Gathering, ...]
    replies: dict[str, tuple[str, ...]]
    said: tuple[Said, ...]
    stories: tuple[Story, ...]
    sittings: tuple[Sitting, ...]
    reports: tuple[Report, ...]
    surveys: dict[str, tuple[str, ...]]  # what was written in answer to a question, by its key


@lru_cache(maxsize=1)
def wordbook() -> Wordbook:
    """Raises TypeError for a field that does not exist: a spelling mistake must not lose words."""
    people, gatherings, replies = _read("people.toml"), _read("gatherings.toml"), _read("replies.toml")
    return Wordbook(
        staff=tuple(Colleague(**row) for row in people["staff"]),
        youths=tuple(Youth(**row) for row in people["youth"]),
        gatherings=tuple(Gathering(**row) for row in gatherings["gathering"]),
        replies={purpose: tuple(words) for purpose, words in replies.items()},
        said=tuple(_said()),
        stories=tuple(_stories()),
        sittings=tuple(_sittings()),
        reports=tuple(
            Report(**{**row, "replies": tuple(row.get("replies", ()))}) for row in _read("reports.toml")["report"]
        ),
        surveys={key: tuple(words) for key, words in _read("surveys.toml").items()},
    )


def _said() -> Iterator[Said]:
    for path in sorted((FOLDER / "views").glob("*.toml")):
        file = _read(path)
        for row in file["views"]:
            yield Said(**{"theme": file.get("theme", ""), **row})


def _stories() -> Iterator[Story]:
    for path in sorted((FOLDER / "asks").glob("*.toml")):
        file = _read(path)
        for row in file["ask"]:
            steps = tuple(Step(**step) for step in row.pop("steps", ()))
            yield Story(**{"theme": file["theme"], **row}, steps=steps)


def _sittings() -> Iterator[Sitting]:
    for row in _read("board.toml")["meeting"]:
        points = []
        for point in row.pop("item", ()):
            actions = tuple(_agreed(action) for action in point.pop("action", ()))
            points.append(Point(**point, actions=actions))
        yield Sitting(**{**row, "attended": tuple(row.get("attended", ()))}, points=tuple(points))


def _reports() -> Iterator[Report]:
    for row in _read("reports.toml")["report"]:
        yield Report(**{**row, "replies": tuple(row.get("replies", ()))})


def _agreed(row: dict[str, Any]) -> Agreed:
    return Agreed(**{**row, "events": tuple(ActionStep(**step) for step in row["events"])})


def _read(path: str | Path) -> dict[str, Any]:
    return tomllib.loads((FOLDER / path).read_text(encoding="utf-8"))
