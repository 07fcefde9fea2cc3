"""Decides whether a rule applies in a sentence: who does what to whom, and the words that take its meaning away."""

from collections.abc import Iterator

from engagement.screening.matching import Matches, Place
from engagement.screening.ruleset import Rule, RuleSet

GUARD_REACH = 12  # words between a guard and what it excuses
FILLERS = frozenset(
    [
        "being",
        "been",
        "be",
        "getting",
        "get",
        "gets",
        "ever",
        "really",
        "actually",
        "even",
        "feeling",
        "feel",
        "feels",
        "a",
        "an",
        "the",
        "any",
        "to",
        "at",
        "all",
        "going",
        "that",
        "so",
        "very",
        "as",
        "one",
        "of",
        "us",
        "here",
        "in",
        "my",
        "currently",
        "having",
        "had",
        "have",
        "doing",
        "longer",
    ]
)
NEGATORS = frozenset(
    [
        "not",
        "no",
        "never",
        "dont",
        "doesnt",
        "didnt",
        "isnt",
        "wasnt",
        "arent",
        "werent",
        "havent",
        "hasnt",
        "hadnt",
        "aint",
        "without",
        "noone",
        "nobody",
        "none",
        "wouldnt",
        "stopped",
        "neither",
    ]
)
SUBJECT_NEGATORS = frozenset({"noone", "nobody", "none"})
BREAKERS = frozenset(
    [
        "but",
        "because",
        "cause",
        "although",
        "though",
        "however",
        "when",
        "if",
        "until",
        "unless",
        "except",
        "then",
        "he",
        "she",
        "they",
        "dad",
        "mum",
        "him",
        "so",
    ]
)


def is_negated(words: list[str], begin: int) -> bool:
    """Whether a negation before `begin` reaches it; "don't like it when", "but" and new subjects stop it."""
    for back in range(begin - 1, max(-1, begin - 5), -1):
        word = words[back]
        if word in NEGATORS:
            return True
        if word not in FILLERS:
            break
    for back in range(begin - 1, max(-1, begin - 8), -1):
        if words[back] in BREAKERS:
            return False
        if words[back] in SUBJECT_NEGATORS:
            return words[back - 1] not in NEGATORS if back else True
    return False


def _together(rule: Rule, slots: list[list[Place]], main: Place) -> Place | None:
    """The stretch that holds the main slot and the nearest fitting place of every other slot, or None."""
    begin, end = main
    chosen: list[Place] = []
    for number, places in enumerate(slots):
        if number == rule.main:
            continue
        best: Place | None = None
        best_gap = rule.within + 1
        for place in places:
            if place[0] < main[1] and main[0] < place[1]:
                if rule.any_order:  # the phrase itself names who or what
                    best, best_gap = main, -1
                    break
                continue
            before = place[1] <= main[0]
            if not rule.any_order and before != (number < rule.main):
                continue
            gap = main[0] - place[1] if before else place[0] - main[1]
            if gap < best_gap and all(place[1] <= other[0] or other[1] <= place[0] for other in chosen):
                best, best_gap = place, gap
        if best is None:
            return None
        if best is not main:
            chosen.append(best)
        begin, end = min(begin, best[0]), max(end, best[1])
    return begin, end


def _excused(rule: Rule, matches: Matches, stretch: Place) -> bool:
    for phrase in rule.guards:
        for begin, end in matches.phrases.get(phrase, ()):
            if begin - stretch[1] <= GUARD_REACH and stretch[0] - end <= GUARD_REACH:
                return True
    return False


def _lowered(rules: RuleSet, matches: Matches, stretch: Place) -> bool:
    """Whether the sentence says that this is over; "again" and "still" say that it is not."""
    if any(number in matches.phrases for number in rules.still):
        return False
    return any(
        begin - stretch[1] <= GUARD_REACH and stretch[0] - end <= GUARD_REACH
        for number in rules.past
        for begin, end in matches.phrases.get(number, ())
    )


def judge(rules: RuleSet, words: list[str], matches: Matches) -> Iterator[tuple[Rule, Place, bool]]:
    """Each rule that applies, the words it applies to, and whether it lies in the past."""
    considered: set[int] = set()
    for number in matches.phrases:
        considered.update(rules.by_main_phrase.get(number, ()))
    for index in sorted(considered):
        rule = rules.rules[index]
        slots = [[place for phrase in slot for place in matches.phrases.get(phrase, ())] for slot in rule.slots]
        if not all(slots):
            continue
        for main in slots[rule.main]:
            stretch = _together(rule, slots, main)
            if stretch is None or (rule.negatable and is_negated(words, main[0])):
                continue
            if _excused(rule, matches, stretch):
                continue
            yield rule, stretch, rule.past_lowers and _lowered(rules, matches, stretch)
            break
