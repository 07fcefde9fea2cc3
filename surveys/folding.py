"""Cells: how many gave each answer, kept exact beside the responses, so that no page ever counts a million rows.

Folding takes responses that are not counted yet, adds them, and removes the note that they were waiting, in one
transaction; taking one back subtracts it. Both wait for the wave's turn, so that the two never cross.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, transaction

from surveys.models import Cell, Response, Unfolded, Wave
from surveys.questions import NO_ANSWERS, Definition, Kind, Question

AT_ONCE = 2_000  # responses in one transaction
BAND = 10  # of numbers that a question does not bound closely
CLOSELY = 20
ANSWERED = "_answered"  # gave any answer, "don't know" and "rather not say" left out
EVERYBODY = "_all"  # the question of the cells that count people
Key = tuple[str, str, str]  # question, option, segment


def cells_of(definition: Definition, response: Response) -> Counter[Key]:
    """What one response adds, for everybody and for each segment that it is part of."""
    added: Counter[Key] = Counter()
    segments = segments_of(response)
    for question, option in _answers(definition, response.answers):
        for segment in segments:
            added[question, option, segment] += 1
    return added


def segments_of(response: Response) -> list[str]:
    named = {"face": response.face, "age": response.age_band, "care": response.care_status, "mode": response.mode}
    return ["", *(f"{name}:{value}" for name, value in named.items() if value)]


def _answers(definition: Definition, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield EVERYBODY, ANSWERED
    for key, value in answers.items():
        question = definition.questions.get(key)
        if question is None:
            continue
        several = value["each"] if isinstance(value, dict) and set(value) == {"each"} else [value]
        for one in several:
            if one is not None:
                yield from options_of(question, one)


def options_of(question: Question, value: Any) -> Iterator[tuple[str, str]]:
    """What one answer counts for: pairs of question (with the line of a matrix) and option."""
    if isinstance(value, str) and value in NO_ANSWERS:
        yield question.key, value
        return
    if question.kind == Kind.MATRIX:
        for line, option in value.items():
            yield f"{question.key}.{line}", option
            if option not in NO_ANSWERS:
                yield f"{question.key}.{line}", ANSWERED
        return
    yield question.key, ANSWERED
    if question.kind == Kind.RANKING:
        for place, option in enumerate(value, start=1):
            yield question.key, f"{option}:{place}"
    elif question.kind == Kind.NUMBER:
        yield question.key, banded(question, value)
    elif isinstance(value, list):
        for option in value:
            yield question.key, option
    elif question.picks:
        yield question.key, value


def banded(question: Question, number: int) -> str:
    """A number as a row of a table: by itself where there are few, else in tens."""
    if question.least is not None and question.most is not None and question.most - question.least <= CLOSELY:
        return str(number)
    low = number // BAND * BAND
    return f"{low}–{low + BAND - 1}"


def fold(wave: Wave, at_once: int = AT_ONCE) -> int:
    """Count what came since the last time, at most `at_once`; how many that was. Safe to do twice and to break off."""
    with transaction.atomic():
        _turn(wave)
        waiting = list(Unfolded.objects.filter(response__wave=wave).values_list("pk", flat=True)[:at_once])
        if not waiting:
            return 0
        added: Counter[Key] = Counter()
        for response in Response.objects.filter(pk__in=waiting).select_related("version").defer("version__definition"):
            added.update(cells_of(response.version.asked, response))
        add(wave, added)
        Unfolded.objects.filter(pk__in=waiting).delete()
    return len(waiting)


def subtract(response: Response) -> None:
    """Take one response out of the cells, if it was in. Inside the transaction that deletes it."""
    _turn(response.wave)
    if Unfolded.objects.filter(pk=response.pk).exists():
        return
    gone = cells_of(response.version.asked, response)
    add(response.wave, Counter({key: -n for key, n in gone.items()}))


def add(wave: Wave, added: Mapping[Key, int]) -> None:
    """Add to cells, making those that are new; those that come to nothing are removed."""
    table = connection.ops.quote_name(Cell._meta.db_table)
    rows = [(wave.pk, *key, n) for key, n in sorted(added.items()) if n > 0]
    less = [(-n, wave.pk, *key) for key, n in sorted(added.items()) if n < 0]
    with connection.cursor() as cursor:
        if rows:
            cursor.executemany(
                f"INSERT INTO {table} (wave_id, question, option, segment, n) VALUES (%s, %s, %s, %s, %s) "  # noqa: S608  (our own table)
                f"ON CONFLICT (wave_id, question, option, segment) DO UPDATE SET n = {table}.n + excluded.n",
                rows,
            )
        if less:
            cursor.executemany(
                f"UPDATE {table} SET n = n - %s "  # noqa: S608  (our own table)
                "WHERE wave_id = %s AND question = %s AND option = %s AND segment = %s",
                less,
            )
            Cell.objects.filter(wave=wave, n=0).delete()


def recount(wave: Wave) -> dict[Key, tuple[int, int]]:
    """Where the cells differ from the responses: by key, what the cells say and what is right. Reads every response."""
    right: Counter[Key] = Counter()
    with transaction.atomic():
        _turn(wave)
        folded = wave.responses.filter(unfolded__isnull=True).select_related("version").defer("version__definition")
        for response in folded.iterator(chunk_size=AT_ONCE):
            right.update(cells_of(response.version.asked, response))
        said = {(cell.question, cell.option, cell.segment): cell.n for cell in Cell.objects.filter(wave=wave)}
    keys = right.keys() | said.keys()
    return {key: (said.get(key, 0), right[key]) for key in keys if said.get(key, 0) != right[key]}


def _turn(wave: Wave) -> None:
    # Without its key: answers point to the wave, and have to go on coming in meanwhile.
    Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)


def waiting() -> list[int]:
    """Waves that have something to count."""
    found = Unfolded.objects.order_by().values_list("response__wave", flat=True).distinct()
    return list(found)
