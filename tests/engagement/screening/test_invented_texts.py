"""How the rules do on texts invented for the purpose (invented.tsv: no real child wrote any of them)."""

import csv
from pathlib import Path

from engagement.screening import screen

TEXTS = Path(__file__).with_name("invented.tsv")
URGENT_FLOOR, RAISED_FLOOR, FALSE_URGENT, FALSE_ANY = 0.88, 0.92, 0.03, 0.06


def rows() -> list[dict[str, str]]:
    with TEXTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def share(texts: list[str], levels: set[str]) -> float:
    return sum(screen(text).urgency in levels for text in texts) / len(texts)


def test_recall_and_false_alarms_stay_within_their_floors() -> None:
    texts: dict[str, list[str]] = {"urgent": [], "soon": [], "none": []}
    for row in rows():
        texts[row["expected_urgency"]].append(row["text"])
    assert share(texts["urgent"], {"urgent"}) >= URGENT_FLOOR
    assert share(texts["urgent"] + texts["soon"], {"urgent", "soon"}) >= RAISED_FLOOR
    assert share(texts["none"], {"urgent"}) <= FALSE_URGENT
    assert share(texts["none"], {"urgent", "soon"}) <= FALSE_ANY
