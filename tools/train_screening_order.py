"""Trains the small regression that orders items of one urgency, and writes it beside the rules as JSON.

Run `python -m tools.train_screening_order` after changing the rules or the invented texts. It learns only from texts that were
invented for it (screening_order_texts.tsv) and from the rules' own examples, so that no child's words are ever in it.
Features are words, pairs and pieces of words, and signs, without pronouns, length or punctuation, which would order by form.
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

from engagement.screening.engine import LIFT
from engagement.screening.matching import Matches
from engagement.screening.ordering import FILE, Ordering, features
from engagement.screening.reading import read
from engagement.screening.rules import RULES_FOLDER, load_rules
from engagement.screening.ruleset import RuleSet
from engagement.screening.signs import signs_in

TEXTS = Path(__file__).parent / "screening_order_texts.tsv"
FEWEST = 2  # texts that a feature must occur in
REGULARITY = 4.0
FOLDS = 5

Example = tuple[set[str], int]


def invented_texts() -> list[tuple[str, int]]:
    """Texts and whether they should be raised."""
    with TEXTS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"].replace("\\n", "\n"), int(row["expected_urgency"] != "none")) for row in rows]


def own_examples(rules: RuleSet) -> list[tuple[str, int]]:
    """The examples that every rule carries."""
    kept = [rule for rule in rules.rules if rule.urgency != "none" and not rule.language]
    return [(text, 1) for rule in kept for text in rule.must_match] + [
        (text, 0) for rule in kept for text in rule.must_not_match
    ]


def examples(rules: RuleSet, texts: list[tuple[str, int]]) -> list[Example]:
    """What the regression sees of each text: the features of its sentences."""
    result: list[Example] = []
    for text, label in texts:
        found: set[str] = set()
        for sentence in read(text, rules.emoji, rules.speller, rules.joins):
            matches = Matches(rules.book, sentence.words, {})
            signs = signs_in(rules.adding_up, sentence, matches)
            found |= features(sentence.words, [rules.adding_up.signs[number].name for number in signs])
        result.append((found, label))
    return result


def train(known: list[Example]) -> Ordering:
    """Weights from examples."""
    counts = Counter(name for found, _ in known for name in found)
    columns = {name: column for column, name in enumerate(sorted(name for name in counts if counts[name] >= FEWEST))}
    rows, places, values = [], [], []
    for row, (found, _) in enumerate(known):
        kept = sorted(columns[name] for name in found if name in columns)
        rows += [row] * len(kept)
        places += kept
        values += [1 / math.sqrt(len(kept) or 1)] * len(kept)
    matrix = csr_matrix((values, (rows, places)), shape=(len(known), len(columns)))
    wanted = numpy.array([label for _, label in known])
    model = LogisticRegression(C=REGULARITY, max_iter=3000, class_weight="balanced").fit(matrix, wanted)
    weights = {name: round(float(model.coef_[0][column]), 2) for name, column in columns.items()}
    return Ordering({name: weight for name, weight in weights.items() if weight}, round(float(model.intercept_[0]), 3))


def weigh(ordering: Ordering, found: set[str]) -> float:
    """The probability for one text read as a whole."""
    known = [ordering.weights[name] for name in found if name in ordering.weights]
    total = ordering.bias + sum(known) / math.sqrt(len(known) or 1)
    return 1 / (1 + math.exp(-total))


def cross_validate(known: list[Example], always: list[Example]) -> tuple[float, float]:
    """The share of texts to raise, and of the others, that reach the limit when their own fold was left out."""
    raised: tuple[list[bool], list[bool]] = ([], [])
    for fold in range(FOLDS):
        ordering = train([*always, *(one for number, one in enumerate(known) if number % FOLDS != fold)])
        for found, label in known[fold::FOLDS]:
            raised[label].append(weigh(ordering, found) >= LIFT)
    return sum(raised[1]) / len(raised[1]), sum(raised[0]) / len(raised[0])


def main() -> None:
    """Reports how well it does on texts it did not see, then trains on everything there is and writes the file."""
    rules = load_rules(RULES_FOLDER)
    known, always = examples(rules, invented_texts()), examples(rules, own_examples(rules))
    right, wrong = cross_validate(known, always)
    sys.stdout.write(f"left-out texts: {right:.3f} of those to raise reach the limit, {wrong:.3f} of the others\n")
    ordering = train([*known, *always])
    stored = {"bias": ordering.bias, "weights": dict(sorted(ordering.weights.items()))}
    packed = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    (RULES_FOLDER / FILE).write_text(packed + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
