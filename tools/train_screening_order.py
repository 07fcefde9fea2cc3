"""Trains the small regression that orders items of one urgency, and writes it beside the rules as JSON.

Run `python -m tools.train_screening_order` after changing the rules or the invented texts. It learns only from texts that were
invented for it (screening_order_texts.tsv) and from the rules' own examples, so that no child's words are ever in it.
Features are words and pairs of words without pronouns, length or punctuation, which would order by form, not meaning.
"""  # noqa: E501 - one list or pattern reads better unbroken

import csv
import json
import math
from pathlib import Path

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from engagement.screening.ordering import FILE, features
from engagement.screening.reading import read
from engagement.screening.rules import RULES_FOLDER, load_rules

TEXTS = Path(__file__).parent / "screening_order_texts.tsv"
MOST_WEIGHTS = 7000  # keeps the file near 0.2 MB


def invented_texts() -> list[tuple[str, int]]:
    """Texts and whether they should be raised."""
    with TEXTS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"], int(row["expected_urgency"] != "none")) for row in rows]


def main() -> None:
    """Trains on everything there is and writes the file."""
    rules = load_rules(RULES_FOLDER)
    texts = invented_texts()
    for rule in rules.rules:
        if rule.urgency == "none" or rule.language:
            continue
        texts += [(text, 1) for text in rule.must_match] + [(text, 0) for text in rule.must_not_match]
    found = [
        set().union(*(features(sentence.words) for sentence in read(text, rules.emoji, rules.speller, rules.joins)))
        for text, _ in texts
    ]
    names = sorted(set().union(*found))
    columns = {name: column for column, name in enumerate(names)}
    rows, places, values = [], [], []
    for row, present in enumerate(found):
        for name in sorted(present):
            rows.append(row)
            places.append(columns[name])
            values.append(1 / math.sqrt(len(present)))
    matrix = csr_matrix((values, (rows, places)), shape=(len(found), len(names)))
    wanted = numpy.array([label for _, label in texts])
    model = LogisticRegression(C=8.0, max_iter=2000, class_weight="balanced").fit(matrix, wanted)
    weights = sorted(zip(names, model.coef_[0], strict=True), key=lambda pair: -abs(pair[1]))[:MOST_WEIGHTS]
    stored = {
        "bias": round(float(model.intercept_[0]), 3),
        "weights": {name: round(float(weight), 2) for name, weight in sorted(weights)},
    }
    (RULES_FOLDER / FILE).write_text(json.dumps(stored, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
