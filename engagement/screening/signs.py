"""Adds up signs that mean little alone and much together: a man, a bedroom, the night, a secret."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from engagement.screening.judging import is_negated
from engagement.screening.matching import Matches, Place
from engagement.screening.ordering import REACH
from engagement.screening.patterns import PatternError, PhraseBook
from engagement.screening.reading import Sentence
from engagement.screening.ruleset import AddingUp, Problem, Rule, Sign

RuleCompiler = Callable[[PhraseBook, Mapping[str, Any]], Rule]
Found = dict[int, Place]  # the sign's number, and where its words first stand


def sign_words(files: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """The words of every sign, as word groups that rules may use too."""
    return {sign["name"]: sign["words"] for file in files.values() for sign in file.get("sign", [])}


def compile_signs(
    book: PhraseBook, files: Mapping[str, Mapping[str, Any]], problems: list[Problem], compile_rule: RuleCompiler
) -> AddingUp:
    """The table of signs; a faulty sign is reported and the others still count."""
    tables = [sign for file in files.values() for sign in file.get("sign", [])]
    head = next((file["adding_up"] for file in files.values() if "adding_up" in file), None)
    if head is None:
        problems.extend(Problem("signs", "there is no [adding_up]") for _ in tables[:1])
        return AddingUp()
    signs: list[Sign] = []
    for table in tables:
        try:
            signs.append(
                Sign(
                    name=table["name"],
                    says=table["says"],
                    phrase=book.add_phrase(f"@{table['name']}"),
                    points=int(table["points"]),
                    categories=tuple(table.get("categories", ())),
                    negatable=bool(table.get("negatable", True)),
                    danger=bool(table.get("danger", False)),
                )
            )
        except (PatternError, KeyError, TypeError, ValueError) as error:
            problems.append(Problem(str(table.get("name", "?")), str(error)))
    shown = {**{key: head[key] for key in ("name", "why", "what_to_do")}, "urgency": "urgent"}
    shown["does"] = [f"@{sign.name}" for sign in signs[:1]]
    rules = {
        category: compile_rule(book, {**shown, "id": f"signs-{category}", "category": category})
        for category in {category for sign in signs for category in sign.categories}
    }
    examples = (tuple(head.get("must_match", ())), tuple(head.get("must_not_match", ())))
    urgent_from = int(head["urgent_from"])
    limits = urgent_from, int(head.get("urgent_beside", urgent_from)), int(head.get("soon_from", urgent_from))
    return AddingUp(tuple(signs), *limits, head.get("marks_from", {}), rules, *examples)


def signs_in(adding_up: AddingUp, sentence: Sentence, matches: Matches) -> Found:
    """The signs of one sentence, without those that it negates."""
    found: Found = {}
    if not matches.phrases:
        return found
    for number, sign in enumerate(adding_up.signs):
        for place in matches.phrases.get(sign.phrase, ()):
            if not (sign.negatable and is_negated(sentence.words, place[0])):
                found[number] = place
                break
    return found


def points_of(adding_up: AddingUp, found: Sequence[Found]) -> int:
    """What the signs of neighbouring sentences weigh together, each counted once; without a sign of danger, nothing."""
    signs = [adding_up.signs[number] for number in set().union(*found)]
    return sum(sign.points for sign in signs) if any(sign.danger for sign in signs) else 0


def add_up(
    adding_up: AddingUp, sentences: Sequence[Sentence], found: Sequence[Found], limit: int
) -> Iterator[tuple[Rule, int, Place]]:
    """A hit for each category of the weightiest stretch that reaches the limit, with the words of its signs."""
    if not adding_up.signs or not sentences:
        return
    windows = [range(first, min(first + REACH, len(sentences))) for first in range(len(sentences))]
    weights = [points_of(adding_up, [found[number] for number in window]) for window in windows]
    most = max(range(len(windows)), key=weights.__getitem__)
    if weights[most] < limit:
        return
    for category in marked(adding_up, [found[number] for number in windows[most]]) or ("abuse",):
        yield adding_up.rules[category], *_shown(adding_up, windows[most], found, category)


def marked(adding_up: AddingUp, found: Sequence[Found]) -> tuple[str, ...]:
    """The categories of which there are enough signs in neighbouring sentences, and those with the most."""
    counts: dict[str, int] = {}
    for number in set().union(*found):
        for category in adding_up.signs[number].categories:
            counts[category] = counts.get(category, 0) + 1
    most = max(counts.values(), default=0)
    return tuple(
        sorted(name for name, count in counts.items() if count == most or count >= adding_up.marks_from.get(name, 2))
    )


def categories_of(adding_up: AddingUp, found: Sequence[Found]) -> tuple[str, ...]:
    """The categories that any two neighbouring sentences of a raised text have signs of."""
    each = [marked(adding_up, found[at : at + REACH]) for at in range(len(found)) if any(found[at : at + REACH])]
    return tuple(dict.fromkeys(category for categories in each for category in categories))


def _shown(adding_up: AddingUp, window: range, found: Sequence[Found], category: str) -> tuple[int, Place]:
    """The stretch of the first sentence of the window that holds a category's signs."""
    for sentence in window:
        places = [place for number, place in found[sentence].items() if category in adding_up.signs[number].categories]
        if places:
            return sentence, (min(begin for begin, _ in places), max(end for _, end in places))
    return window[0], (0, 1)
