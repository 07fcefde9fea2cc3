"""Screens one text: sorts it by urgency and proposes details to redact; people decide everything else."""

import time
from collections.abc import Iterator

from engagement.screening.combining import Fired, combine, urgency_of
from engagement.screening.details import find_details
from engagement.screening.findings import Findings, Urgency, higher
from engagement.screening.judging import judge
from engagement.screening.languages import detect
from engagement.screening.matching import Matches, Memo, Place
from engagement.screening.ordering import features
from engagement.screening.reading import Sentence, read
from engagement.screening.rules import default_rules
from engagement.screening.ruleset import Rule, RuleSet
from engagement.screening.signs import Found, add_up, categories_of, signs_in

DEADLINE = 2.0  # seconds; far above what 20,000 characters need, so reaching it means that something is wrong
HEAD, TAIL = 14_000, 6_000  # characters read of a longer text; the middle is left to the reader
# The learned order may lift a text from "none" to "soon", never to "urgent" and never down.
LIFT = 0.76
# Signs that add up are urgent from this learned score on, and soon below it. Rules never ask it.
CONFIRM = 0.55
HARMLESS_WORDS = 30  # a longer text in another language always needs a reader soon


class _OutOfTimeError(Exception):
    """The deadline passed before the text was read to the end."""


def screen(text: str, rules: RuleSet | None = None, *, deadline: float = DEADLINE) -> Findings:
    """Findings for one text. Never raises: whatever goes wrong makes the text at least "soon" and is named."""
    version = ""
    try:
        rules = default_rules() if rules is None else rules
        version = rules.version
        if rules.is_empty:
            return Findings(urgency="soon", version=version, failed="empty rule set")
        return _screen(text, rules, time.monotonic() + deadline)
    except Exception:  # noqa: BLE001 - failing loud means that no error may keep a child's words out of the queue
        return Findings(urgency="soon", version=version, failed="rule error")


def _screen(text: str, rules: RuleSet, until: float) -> Findings:
    failed = "rule error" if rules.problems else ""
    offset_of_tail = len(text)
    parts = [(text, 0)]
    if len(text) > HEAD + TAIL:
        offset_of_tail = len(text) - TAIL
        parts = [(text[:HEAD], 0), (text[offset_of_tail:], offset_of_tail)]
        failed = failed or "too long"
    language = detect(parts[0][0], rules)
    fired: list[Fired] = []
    seen: list[frozenset[str]] = []
    words = 0
    marks: list[str] = []
    harmless = False
    try:
        for part, offset in parts:
            sentences = read(part, rules.emoji, rules.speller, rules.joins, guess=language == "en")
            words += sum(len(sentence.words) for sentence in sentences)
            found, kind, signs = _rules_in(sentences, rules, offset, until, language)
            fired.extend(found)
            seen_here = _features(sentences, signs, rules)
            seen.extend(seen_here)
            fired.extend(_sums(sentences, signs, rules, offset, _limit(rules, seen_here, found)))
            marks.extend(categories_of(rules.adding_up, signs))
            harmless = harmless or kind
    except _OutOfTimeError:
        failed = "timeout"
    hits = combine(fired)
    urgency = urgency_of(hits)
    if language != "en" and (not harmless or words > HARMLESS_WORDS):
        urgency = higher(urgency, "soon")
    if failed:
        urgency = higher(urgency, "soon")
    learned = rules.ordering.score(seen)
    if urgency == "none" and language == "en" and learned >= LIFT:
        urgency = "soon"
    named = [*(hit.category for hit in hits), *(marks if urgency != "none" else ())]
    spans = tuple(span for part, offset in parts for span in find_details(part, rules, offset))
    return Findings(
        urgency=urgency,
        categories=tuple(dict.fromkeys([*named, *(span.kind for span in spans)])),
        spans=spans,
        hits=tuple(sorted(hits, key=lambda hit: hit.start)),
        score=_score(learned, urgency, len({hit.rule for hit in hits})),
        version=rules.version,
        language=language,
        needs_reader=language != "en",
        failed=failed,
    )


def _rules_in(
    sentences: list[Sentence], rules: RuleSet, offset: int, until: float, language: str
) -> tuple[list[Fired], bool, list[Found]]:
    """The rules that fire, whether an everyday phrase of the text's language was found, and the signs by sentence."""
    fired: list[Fired] = []
    memo: Memo = {}
    pack = next((pack for pack in rules.languages if pack.code == language), None)
    harmless = False
    signs: list[Found] = []
    read_before: dict[tuple[str, ...], tuple[Found, bool, list[tuple[Rule, Place, bool]]]] = {}
    for sentence in sentences:
        if time.monotonic() > until:
            raise _OutOfTimeError
        words = tuple(sentence.words)
        if words not in read_before:  # the same words again mean the same
            matches = Matches(rules.book, sentence.words, memo)
            plain = bool(pack and any(number in matches.phrases for number in pack.harmless))
            judged = list(judge(rules, sentence.words, matches))
            read_before[words] = signs_in(rules.adding_up, sentence, matches), plain, judged
        found, plain, judged = read_before[words]
        signs.append(found)
        harmless = harmless or plain
        for rule, (begin, end), past in judged:
            if rule.language and rule.language != language and len(sentence.words) > 1 and end - begin < 2:
                continue  # one word of another language says too little
            start, stop = sentence.starts[begin], sentence.ends[end - 1]
            fired.append(Fired(rule, offset + start, offset + stop, sentence.number, past))
    return fired, harmless, signs


def _features(sentences: list[Sentence], signs: list[Found], rules: RuleSet) -> list[frozenset[str]]:
    """What the learned scores see of each sentence."""
    names = rules.adding_up.signs
    before: dict[tuple[str, ...], frozenset[str]] = {}
    for sentence, here in zip(sentences, signs, strict=True):
        words = tuple(sentence.words)
        if words not in before:
            before[words] = features(words, (names[number].name for number in here))
    return [before[tuple(sentence.words)] for sentence in sentences]


def _limit(rules: RuleSet, seen: list[frozenset[str]], fired: list[Fired]) -> tuple[int, bool]:
    """From how many points on signs count, and whether the learned score confirms that they are urgent."""
    if rules.danger.weights and rules.danger.score(seen) < CONFIRM:
        return rules.adding_up.soon_from, False
    soon = any(one.rule.urgency == "soon" for one in fired)
    return rules.adding_up.urgent_beside if soon else rules.adding_up.urgent_from, True


def _sums(
    sentences: list[Sentence], signs: list[Found], rules: RuleSet, offset: int, limit: tuple[int, bool]
) -> Iterator[Fired]:
    """The signs that add up: urgent where the learned score confirms them, otherwise soon."""
    points, confirmed = limit
    for rule, number, (begin, end) in add_up(rules.adding_up, sentences, signs, points):
        sentence = sentences[number]
        start, stop = sentence.starts[begin], sentence.ends[end - 1]
        yield Fired(rule, offset + start, offset + stop, sentence.number, lowered=not confirmed)


def _score(learned: float, urgency: Urgency, reasons: int) -> float:
    """The learned order, with a little for every further rule, so that more reasons are read sooner."""
    if urgency == "none":
        return round(learned, 4)
    return round(min(1.0, 0.7 * learned + 0.1 * min(3, reasons)), 4)
