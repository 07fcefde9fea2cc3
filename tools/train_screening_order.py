"""Trains the two small regressions of the screen and writes them beside the rules as JSON.

Run `python -m tools.train_screening_order` after changing the rules or the invented texts. They learn only from texts that were
invented for it (screening_order_texts.tsv) and from the rules' own examples, so that no child's words are ever in them.
Features are words, pairs and pieces of words, and signs, without length or punctuation, which would order by form.
A text is what its weightiest stretch is: of a text to raise only that stretch is an example, of the others every stretch.
"""  # noqa: E501 - one list or pattern reads better unbroken

import csv
import json
import math
import sys
from collections import Counter
from pathlib import Path

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from engagement.screening.engine import CONFIRM, LIFT
from engagement.screening.matching import Matches
from engagement.screening.ordering import DANGER_FILE, REACH, RISK_FILE, Ordering, features
from engagement.screening.reading import read
from engagement.screening.rules import RULES_FOLDER, load_rules
from engagement.screening.ruleset import RuleSet
from engagement.screening.signs import signs_in

TEXTS = Path(__file__).parent / "screening_order_texts.tsv"
FEWEST = 2  # stretches that a feature must occur in
REGULARITY = 10.0
LIGHTEST = 0.15  # weights nearer to nothing are left out, to keep the files small
ROUNDS = 3  # of choosing the weightiest stretch of each text to raise
FOLDS = 5

Example = tuple[list[frozenset[str]], str]  # the features of each sentence, and the urgency


def invented_texts() -> list[tuple[str, str]]:
    """Texts and how urgent they are."""
    with TEXTS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"].replace("\\n", "\n"), row["expected_urgency"]) for row in rows]


def own_examples(rules: RuleSet) -> list[tuple[str, str]]:
    """The examples that every rule carries."""
    kept = [rule for rule in rules.rules if rule.urgency != "none" and not rule.language]
    wanted: list[tuple[str, str]] = [(text, rule.urgency) for rule in kept for text in rule.must_match]
    return wanted + [(text, "none") for rule in kept for text in rule.must_not_match]


def examples(rules: RuleSet, texts: list[tuple[str, str]]) -> list[Example]:
    """What the regressions see of each text."""
    result: list[Example] = []
    for text, urgency in texts:
        seen = []
        for sentence in read(text, rules.emoji, rules.speller, rules.joins):
            signs = signs_in(rules.adding_up, sentence, Matches(rules.book, sentence.words, {}))
            seen.append(features(sentence.words, [rules.adding_up.signs[number].name for number in signs]))
        result.append((seen, urgency))
    return result


def train(known: list[Example], raised: set[str]) -> Ordering:
    """Weights that tell texts of the `raised` urgencies from those of none; texts between the two are left out."""
    stretches = [
        (frozenset().union(*seen[first : first + REACH]), text)
        for text, (seen, urgency) in enumerate(known)
        if urgency in raised or urgency == "none"
        for first in range(len(seen))
    ]
    counts = Counter(name for found, _ in stretches for name in found)
    columns = {name: column for column, name in enumerate(sorted(name for name in counts if counts[name] >= FEWEST))}
    rows, places, values = [], [], []
    for row, (found, _) in enumerate(stretches):
        kept = sorted(columns[name] for name in found if name in columns)
        rows += [row] * len(kept)
        places += kept
        values += [1 / math.sqrt(len(kept) or 1)] * len(kept)
    matrix = csr_matrix((values, (rows, places)), shape=(len(stretches), len(columns)))
    wanted = numpy.array([known[text][1] in raised for _, text in stretches])
    used = numpy.ones(len(stretches), dtype=bool)
    for _ in range(ROUNDS):
        model = LogisticRegression(C=REGULARITY, max_iter=300, class_weight="balanced").fit(matrix[used], wanted[used])
        used = ~wanted | weightiest(model.decision_function(matrix), [text for _, text in stretches])
    weights = {name: round(float(model.coef_[0][column]), 2) for name, column in columns.items()}
    kept_weights = {name: weight for name, weight in weights.items() if abs(weight) >= LIGHTEST}
    return Ordering(kept_weights, round(float(model.intercept_[0]), 3))


def weightiest(scores: numpy.ndarray, texts: list[int]) -> numpy.ndarray:
    """Which stretches are the weightiest of their text."""
    best: dict[int, int] = {}
    for row, text in enumerate(texts):
        if text not in best or scores[row] > scores[best[text]]:
            best[text] = row
    chosen = numpy.zeros(len(texts), dtype=bool)
    chosen[list(best.values())] = True
    return chosen


def cross_validate(known: list[Example], always: list[Example], raised: set[str], limit: float) -> tuple[float, float]:
    """The share of texts to raise, and of the others, that reach the limit when their own fold was left out."""
    reached: tuple[list[bool], list[bool]] = ([], [])
    for fold in range(FOLDS):
        ordering = train([*always, *(one for number, one in enumerate(known) if number % FOLDS != fold)], raised)
        for seen, urgency in known[fold::FOLDS]:
            if urgency in raised or urgency == "none":
                reached[urgency in raised].append(ordering.score(seen) >= limit)
    return sum(reached[1]) / len(reached[1]), sum(reached[0]) / len(reached[0])


def main() -> None:
    """Reports how well they do on texts they did not see, then trains on everything there is and writes the files."""
    rules = load_rules(RULES_FOLDER)
    known, always = examples(rules, invented_texts()), examples(rules, own_examples(rules))
    for file, raised, limit in ((RISK_FILE, {"urgent", "soon"}, LIFT), (DANGER_FILE, {"urgent"}, CONFIRM)):
        right, wrong = cross_validate(known, always, raised, limit)
        sys.stdout.write(f"{file}: {right:.3f} of left-out texts to raise reach the limit, {wrong:.3f} of the others\n")
        ordering = train([*known, *always], raised)
        stored = {"bias": ordering.bias, "weights": dict(sorted(ordering.weights.items()))}
        packed = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
        (RULES_FOLDER / file).write_text(packed + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
