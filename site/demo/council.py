"""What there is of the demo council while it is being built."""

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from demo.diary import Diary
from demo.wordbook import Wordbook
from engagement.models import Session, Theme, Voice
from people.models import User, YoungPerson

if TYPE_CHECKING:
    from demo.asking import LivedStory


@dataclass
class Council:
    """What the demo has so far."""

    diary: Diary
    book: Wordbook
    seed: int
    staff: dict[str, User]
    spaces: list[YoungPerson]
    youths: dict[str, YoungPerson]
    themes: dict[str, Theme]
    by_key: dict[str, Voice] = field(default_factory=dict)
    by_ask: dict[str, list[Voice]] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    lived: dict[str, "LivedStory"] = field(default_factory=dict)

    def chance(self, *names: object) -> Random:
        """Chance that depends on the seed and on what it is for, never on the order of things."""
        return Random(f"{self.seed}/{'/'.join(map(str, names))}")

    def officer(self, rng: Random, *, not_this: User | None = None) -> User:
        team = [user for user in (self.staff["marcia"], self.staff["dev"]) if user != not_this]
        return rng.choice(team)
