"""Compiles the phrases of the rules into steps that are matched in linear time, with no regular expressions."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

GAP = 3  # ".." stands for up to three words
# Words too common to start a search from; a phrase is looked for from its rarest word.
_COMMON = frozenset(
    [
        "i",
        "me",
        "my",
        "am",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "a",
        "an",
        "the",
        "to",
        "of",
        "in",
        "on",
        "at",
        "it",
        "this",
        "that",
        "and",
        "or",
        "for",
        "with",
        "have",
        "has",
        "had",
        "do",
        "does",
        "did",
        "not",
        "no",
        "so",
        "he",
        "she",
        "they",
        "him",
        "her",
        "them",
        "his",
        "their",
        "we",
        "us",
        "our",
        "you",
        "your",
        "what",
        "when",
        "if",
        "all",
        "out",
        "up",
        "one",
        "get",
        "got",
        "go",
        "going",
        "will",
        "want",
        "just",
        "like",
        "know",
        "said",
        "some",
        "any",
        "there",
        "here",
        "from",
        "by",
        "about",
        "can",
    ]
)
_VOWELS = frozenset("aeiou")
_BRACKETS = re.compile(r"\([^()]*\)")  # "(to go)" is "(to) (go)"


class PatternError(ValueError):
    """A phrase that cannot be read; the message is for the safeguarding lead who wrote it."""


def verb_forms(verb: str) -> set[str]:
    """ "hit~" -> hit, hits, hitting, hittin, hitted; irregular pasts are written out in the rules."""
    forms = {verb, verb + "s", verb + "ing", verb + "in", verb + "ed", verb + "er"}
    if verb.endswith("e"):
        forms |= {verb[:-1] + "ing", verb[:-1] + "in", verb + "d", verb + "r"}
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        forms.add(verb + "es")
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        forms |= {verb[:-1] + "ies", verb[:-1] + "ied"}
    if len(verb) > 2 and verb[-1] not in _VOWELS | {"w", "x", "y"} and verb[-2] in _VOWELS:
        forms |= {verb + verb[-1] + "ing", verb + verb[-1] + "in", verb + verb[-1] + "ed"}
    return forms


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a phrase: an item that must stand there, or a gap (item -1)."""

    item: int
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready to match."""

    source: str
    steps: tuple[Step, ...]
    anchor: int
    needed: frozenset[int]
    before: tuple[Step, ...] = ()  # the steps before the anchor, nearest first
    after: tuple[Step, ...] = ()


@dataclass(slots=True)
class Item:
    """What may stand in one place: words, stems, and the word groups it includes."""

    words: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    def commonness(self) -> tuple[int, int]:
        return sum(word in _COMMON for word in self.words), len(self.words) + 5 * len(self.stems)


@dataclass(slots=True)
class PhraseBook:
    """Every phrase and word group of a rule set, indexed by word."""

    canonical: Callable[[str], tuple[str, ...]]
    joins: Mapping[tuple[str, str], str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    group_phrases: list[tuple[str, int]] = field(default_factory=list)
    literal_words: set[str] = field(default_factory=set)
    by_word: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_stem: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_ending: dict[str, tuple[int, ...]] = field(default_factory=dict)
    including: dict[int, tuple[int, ...]] = field(default_factory=dict)
    anchored: dict[int, tuple[int, ...]] = field(default_factory=dict)
    group_anchored: dict[int, tuple[int, ...]] = field(default_factory=dict)
    begins: frozenset[int] = frozenset()  # the items that some phrase is looked for from
    _item_ids: dict[str, int] = field(default_factory=dict)
    _phrase_ids: dict[str, int] = field(default_factory=dict)

    def add_group(self, name: str, entries: Iterable[str]) -> None:
        """Adds a word group; groups it refers to must have been added before."""
        item = Item()
        self.items.append(item)
        group_id = self.groups[name] = len(self.items) - 1
        for entry in entries:
            parts = entry.split()
            if len(parts) == 1 and not self._many(parts[0]):
                self._fill(item, parts[0])
            else:
                self.group_phrases.append((name, self.add_phrase(entry)))
        self._item_ids[f"@{name}"] = group_id

    def add_phrase(self, source: str) -> int:
        """The number of a phrase, compiled once however often it is used."""
        known = self._phrase_ids.get(source)
        if known is not None:
            return known
        steps: list[Step] = []
        for part in self._parts(source):
            if part == "..":
                steps.append(Step(-1))
                continue
            optional = part.startswith("(") and part.endswith(")")
            part = part.strip("()")
            if not part:
                raise PatternError(f"“{source}” has empty brackets")
            for word in self._many(part) or (part,):
                steps.append(Step(self._item(word), optional))
        needed = [step.item for step in steps if step.item >= 0 and not step.optional]
        if not needed:
            raise PatternError(f"“{source}” has no word that must be there")
        anchor = min(needed, key=lambda number: self.items[number].commonness())
        middle = next(place for place, step in enumerate(steps) if step.item == anchor and not step.optional)
        before, after = tuple(reversed(steps[:middle])), tuple(steps[middle + 1 :])
        phrase = Phrase(source, tuple(steps), anchor, frozenset(needed), before, after)
        self.phrases.append(phrase)
        self._phrase_ids[source] = len(self.phrases) - 1
        return len(self.phrases) - 1

    def _parts(self, source: str) -> list[str]:
        """The parts of a phrase: brackets around several words opened out, "no one" joined as in the texts."""
        parts: list[str] = []
        for part in _BRACKETS.sub(lambda found: found.group().replace(" ", ") ("), source).split():
            joined = self.joins.get((parts[-1], part)) if parts else None
            if joined:
                parts[-1] = joined
            else:
                parts.append(part)
        return parts

    def _many(self, part: str) -> tuple[str, ...]:
        """The words of a short form that stands for several ("wanna" is "want to")."""
        if not part.replace("'", "").isalpha():
            return ()
        words = self.canonical(part)
        return words if len(words) > 1 else ()

    def _item(self, part: str) -> int:
        known = self._item_ids.get(part)
        if known is not None:
            return known
        item = Item()
        for choice in part.split("/"):
            self._fill(item, choice)
        self.items.append(item)
        self._item_ids[part] = len(self.items) - 1
        return self._item_ids[part]

    def _fill(self, item: Item, choice: str) -> None:
        if choice.startswith("@"):
            group = self.groups.get(choice[1:])
            if group is None:
                raise PatternError(f"there is no word group {choice}")
            inner = self.items[group]
            item.words |= inner.words
            item.stems |= inner.stems
            item.endings |= inner.endings
            item.groups |= inner.groups | {choice[1:]}
        elif choice.endswith("~"):
            item.words |= {form for root in self.canonical(choice[:-1]) for form in verb_forms(root)}
        elif choice.startswith("*"):
            item.endings.add(self.canonical(choice.strip("*"))[0])
        elif choice.endswith("*"):
            stem = self.canonical(choice[:-1] + "*")[0].rstrip("*")
            if len(stem) < 2:
                raise PatternError(f"“{choice}” is too short to be a stem")
            item.stems.add(stem)
        else:
            words = self.canonical(choice)
            if len(words) != 1 or not words[0]:
                raise PatternError(f"“{choice}” must be one word here; write it as a phrase of its own")
            item.words.add(words[0])

    def finish(self) -> None:
        """Builds the indexes once every group and phrase is in."""
        words: dict[str, list[int]] = {}
        stems: dict[str, list[int]] = {}
        endings: dict[str, list[int]] = {}
        including: dict[int, list[int]] = {}
        for number, item in enumerate(self.items):
            for index, entries in ((words, item.words), (stems, item.stems), (endings, item.endings)):
                for entry in entries:
                    index.setdefault(entry, []).append(number)
            for name in item.groups:
                including.setdefault(self.groups[name], []).append(number)
        self.by_word = {word: tuple(numbers) for word, numbers in words.items()}
        self.by_stem = {stem: tuple(numbers) for stem, numbers in stems.items()}
        self.by_ending = {ending: tuple(numbers) for ending, numbers in endings.items()}
        self.including = {number: tuple(numbers) for number, numbers in including.items()}
        self.literal_words = set(words)
        anchored: dict[int, list[int]] = {}
        for place, phrase in enumerate(self.phrases):
            anchored.setdefault(phrase.anchor, []).append(place)
        self.anchored = {item: tuple(places) for item, places in anchored.items()}
        of_groups: dict[int, list[int]] = {}
        for place, (_, number) in enumerate(self.group_phrases):
            of_groups.setdefault(self.phrases[number].anchor, []).append(place)
        self.group_anchored = {item: tuple(entries) for item, entries in of_groups.items()}
        self.begins = frozenset(anchored)

    def items_of(self, word: str) -> frozenset[int]:
        """Every item that this word may stand for; a plural or third-person s is forgiven."""
        found = set(self.by_word.get(word, ()))
        if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            found.update(self.by_word.get(word[:-1], ()))
        for size in range(2, len(word) + 1):
            numbers = self.by_stem.get(word[:size])
            if numbers:
                found.update(numbers)
        if self.by_ending and not word.isascii():
            for begin in range(len(word) - 1):
                for size in range(2, len(word) - begin + 1):
                    found.update(self.by_ending.get(word[begin : begin + size], ()))
        return frozenset(found)
