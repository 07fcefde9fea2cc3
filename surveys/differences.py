"""What changed between two versions, and whether their answers may still be shown in one line. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from surveys.questions import Definition, Option, Question, Wordings

SAME_WORDS = 90  # of 100: a spelling put right
SAME_SENSE = 55  # below it, another question is being asked


class Weight(StrEnum):
    COSMETIC = "cosmetic"  # the same question
    COMPARABLE = "comparable"  # may be compared with care: marked in a trend
    BREAKING = "breaking"  # never in one line


@dataclass(frozen=True)
class Change:
    """One change, by the key of the question it is about."""

    key: str
    weight: Weight
    what: str


def changes(old: Definition, new: Definition) -> list[Change]:
    """Everything that changed from `old` to `new`, in the order of the new survey, then what is gone."""
    found: list[Change] = []
    for key, question in new.questions.items():
        before = old.questions.get(key)
        if before is None:
            found.append(Change(key, Weight.COSMETIC, "new question"))
        else:
            found.extend(_of_question(before, question))
            if old.section_of[key].repeat != new.section_of[key].repeat:
                found.append(Change(key, Weight.BREAKING, "asked once or several times"))
            elif old.section_of[key].show_if != new.section_of[key].show_if:
                found.append(Change(key, Weight.COMPARABLE, "others are asked"))
    gone = (key for key in old.questions if key not in new.questions)
    return found + [Change(key, Weight.BREAKING, "no longer asked") for key in gone]


def weight_of(found: list[Change], key: str) -> Weight | None:
    """The heaviest change of one question, or None."""
    weights = [change.weight for change in found if change.key == key]
    return max(weights, key=list(Weight).index, default=None)


def _of_question(old: Question, new: Question) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change(new.key, Weight.BREAKING, "another kind of question")
        return
    yield from _of_wordings(new.key, old.wordings, new.wordings, "the question")
    for name in ("picks", "lines"):
        yield from _of_options(new.key, getattr(old, name), getattr(new, name))
    if old.show_if != new.show_if:
        yield Change(new.key, Weight.COMPARABLE, "others are asked")
    if (old.least, old.most) != (new.least, new.most):
        yield Change(new.key, Weight.COMPARABLE, "other bounds")
    if (old.needed, old.dont_know, old.rather_not) != (new.needed, new.dont_know, new.rather_not):
        yield Change(new.key, Weight.COMPARABLE, "another way not to answer")


def _of_options(key: str, old: tuple[Option, ...], new: tuple[Option, ...]) -> Iterator[Change]:
    before, now = {one.key: one for one in old}, {one.key: one for one in new}
    for gone in before.keys() - now.keys():
        yield Change(key, Weight.BREAKING, f"{gone} is gone")
    for more in now.keys() - before.keys():
        yield Change(key, Weight.COMPARABLE, f"{more} is new")
    for same in now.keys() & before.keys():
        yield from _of_wordings(key, before[same].wordings, now[same].wordings, same)
        if before[same].alone != now[same].alone:
            yield Change(key, Weight.COMPARABLE, f"{same} stands alone or not")


def _of_wordings(key: str, old: Wordings, new: Wordings, what: str) -> Iterator[Change]:
    for face, spoken in new.items():
        for language, wording in spoken.items():
            before = old.get(face, {}).get(language)
            if before is None or before == wording:
                continue
            alike = fuzz.ratio(before.text, wording.text)
            if alike >= SAME_WORDS:
                yield Change(key, Weight.COSMETIC, f"{what}: spelling, hint, picture or sound")
            elif alike >= SAME_SENSE:
                yield Change(key, Weight.COMPARABLE, f"{what}: other words")
            else:
                yield Change(key, Weight.BREAKING, f"{what}: says something else")
