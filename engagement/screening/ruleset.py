"""What a rule and a rule set are, once compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engagement.screening.findings import Urgency
from engagement.screening.ordering import Ordering
from engagement.screening.patterns import PhraseBook
from engagement.screening.spelling import Speller

SLOTS = ("who", "does", "whom", "about")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a rule or a file, said so that the person who wrote it can put it right."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One situation. Slots hold phrase numbers; `main` is the slot that says what happens."""

    id: str
    name: str
    category: str
    urgency: Urgency
    slots: tuple[tuple[int, ...], ...]
    main: int
    within: int
    any_order: bool
    negatable: bool
    past_lowers: bool
    guards: tuple[int, ...]
    also: tuple[str, ...]
    signal: str
    language: str
    why: str
    what_to_do: str
    must_match: tuple[str, ...]
    must_not_match: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that means little alone; everyday signs carry negative points."""

    name: str
    says: str
    phrase: int
    points: int
    categories: tuple[str, ...]
    negatable: bool
    danger: bool  # without one such sign a sum of others means nothing


@dataclass(frozen=True, slots=True)
class AddingUp:
    """From how many points on the signs in a stretch are urgent, and what a moderator is told then."""

    signs: tuple[Sign, ...] = ()
    urgent_from: int = 0
    urgent_beside: int = 0  # enough where a rule makes the text "soon" already
    soon_from: int = 0  # the points that make a text soon where the learned score does not confirm them
    marks_from: Mapping[str, int] = field(default_factory=dict)  # how many signs of a category name it
    rules: Mapping[str, Rule] = field(default_factory=dict)  # what a hit of each category shows
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """How to recognise a language, and words by which a text in it reads as everyday."""

    code: str
    name: str
    common: frozenset[str]
    harmless: tuple[int, ...]


@dataclass(slots=True)
class RuleSet:
    """Rules, word groups and spellings, loaded from a folder of TOML files."""

    book: PhraseBook
    speller: Speller
    rules: list[Rule] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    version: str = ""
    emoji: Mapping[str, str] = field(default_factory=dict)
    joins: Mapping[tuple[str, str], str] = field(default_factory=dict)
    past: tuple[int, ...] = ()
    still: tuple[int, ...] = ()
    by_main_phrase: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    adding_up: AddingUp = field(default_factory=AddingUp)
    languages: tuple[LanguagePack, ...] = ()
    english_common: frozenset[str] = frozenset()
    details: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ordering: Ordering = field(default_factory=Ordering)
    danger: Ordering = field(default_factory=Ordering)

    @property
    def is_empty(self) -> bool:
        """Whether no rule of our own language is there: language packs alone read next to nothing."""
        return all(rule.language for rule in self.rules)
