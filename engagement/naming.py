"""Which members of staff some words name: by name, by nickname, and as a child would spell it."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from people.models import User

CLOSE = 80  # of 100; "Marsia" is Marcia
SHORT = 4  # letters: shorter names have to be right to the letter, or "Dan" would be "can"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def named_in(words: str, staff: Iterable[User]) -> list[User]:
    """Those of `staff` whom `words` name, by first, last or other name. Rather one too many than one too few."""
    said = [word.casefold() for word in _WORD.findall(words)]
    said += [word[: -len(ending)] for word in said for ending in ("'s", "’s", "s") if word.endswith(ending)]
    return [person for person in staff if any(_is_in(name, said) for name in names_of(person))]


def names_of(person: User) -> list[list[str]]:
    """Every name a person goes by, each as its words in small letters."""
    names = [person.first_name, person.last_name, *person.aliases.split(",")]
    parts = [[part.casefold() for part in _WORD.findall(name)] for name in names]
    return [part for part in parts if part]


def _is_in(name: list[str], said: list[str]) -> bool:
    return any(
        all(_alike(part, word) for part, word in zip(name, said[at : at + len(name)], strict=True))
        for at in range(len(said) - len(name) + 1)
    ) or (len(name) > 1 and "".join(name) in said)


def _alike(name: str, word: str) -> bool:
    if min(len(name), len(word)) <= SHORT:
        return name == word
    return fuzz.ratio(name, word) >= CLOSE
