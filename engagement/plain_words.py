"""How easy words are to read: a reading age and the jargon in them. Plain Python, for every word that goes out."""

import re
from dataclasses import dataclass

# Words of the trade, and what a young person would say.
JARGON = {
    "lac": "you",
    "placement": "where you live",
    "placements": "homes",
    "contact": "family time",
    "siblings": "brothers and sisters",
    "sibling": "brother or sister",
    "respite": "a break",
    "service user": "you",
    "caregiver": "carer",
    "semi-independent": "your own place with some help",
    "multi-agency": "everyone who helps",
    "safeguarding": "keeping you safe",
    "pathway plan": "your plan",
    "personal adviser": "your worker",
    "independent reviewing officer": "the person who checks your plan",
    "unfortunately": "sorry",
    "utilise": "use",
    "regarding": "about",
    "in due course": "by a date",
    "going forward": "from now on",
    "stakeholders": "people",
    "escalated": "passed on",
    "outcome": "what happened",
}  # fmt: skip

_VOWELS = re.compile(r"[aeiouy]+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)|\n+")


@dataclass(frozen=True)
class Reading:
    """What the lint says about a text: an age in years, jargon with better words, and sentences over 15 words."""

    age: int
    jargon: tuple[tuple[str, str], ...]
    long_sentences: int

    @property
    def is_plain(self) -> bool:
        return self.age <= 9 and not self.jargon


def read(text: str) -> Reading:
    """Measure `text`. The age is Flesch and Kincaid's grade (1975) plus five; 5 is the youngest it says."""
    sentences = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    words = _WORD.findall(text)
    if not words:
        return Reading(age=5, jargon=(), long_sentences=0)
    syllables = sum(map(_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    lower = text.lower()
    jargon = tuple(
        (word, better) for word, better in JARGON.items() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lower)
    )
    long_sentences = sum(len(_WORD.findall(part)) > 15 for part in sentences)
    return Reading(age=max(5, round(grade) + 5), jargon=jargon, long_sentences=long_sentences)


def _syllables(word: str) -> int:
    """About how many syllables; a silent last e does not count."""
    plain = word.lower()
    if plain.endswith("e") and not plain.endswith(("le", "ee")) and len(plain) > 3:
        plain = plain[:-1]
    elif plain.endswith("ed") and not plain.endswith(("ted", "ded")) and len(plain) > 4:
        plain = plain[:-2]
    return max(1, len(_VOWELS.findall(plain)))
