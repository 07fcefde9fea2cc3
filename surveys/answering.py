"""Sending answers: once each, all of it or nothing, and nothing that joins who took part with what was said."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from engagement import moderation
from people.encryption import digest
from people.keys import tidy
from surveys import drafting, tickets
from surveys.answers import helps
from surveys.drafting import OvertakenError, Sheet
from surveys.inserting import insert
from surveys.models import Comment, Draft, Participation, Response, Unfolded, Wave
from surveys.questions import IN_WORDS, NO_ANSWERS, Definition
from surveys.routing import on_path

GRACE = timedelta(minutes=30)  # after the end, for who had begun before
IN_OTHER_ROWS = "_words"  # stands in a response for an answer in words, which is a submission


class UsedError(Exception):
    """The code was used, or this space took part, before. The answers stay where they are."""


class ClosedError(Exception):
    """The wave is closed."""


@dataclass(frozen=True)
class Sent:
    """What came of sending: the words that take it back, and whether something picked says that help is needed."""

    phrase: str
    helps: bool = False


def send(secret: str, sheet: Sheet, wave: Wave, draft: Draft | None = None) -> Sent:
    """Store the answers, once however often it is called with one secret; the draft, ticket and all are gone with it.

    Raises UsedError where ticket or space were used, ClosedError after the end, OvertakenError where the draft is not
    as it was read in `draft`; then everything stays as it was.
    """
    phrase = drafting.receipt_phrase(secret)
    receipt = receipt_of(phrase)
    definition = drafting.asked_in(sheet)
    counted = on_path(definition, sheet.answers, sheet.who)
    sent = Sent(phrase, any(helps(definition.questions[key], value) for key, value in each(counted)))
    if draft is None and Response.objects.filter(receipt=receipt).exists():
        return sent
    if not wave.is_open(timezone.now() - GRACE):
        raise ClosedError
    try:
        with transaction.atomic():
            drafting.throw_away(secret, draft)
            if sheet.ticket and not tickets.use(sheet.ticket):
                raise UsedError
            if sheet.mark:
                _took_part(sheet.mark, wave)
            _store(wave, sheet, definition, counted, receipt=receipt)
            _hand_in_words(secret, wave, sheet, definition, counted, slip_of(phrase))
    except (IntegrityError, UsedError, OvertakenError):
        if Response.objects.filter(receipt=receipt).exists():  # a second press was quicker
            return sent
        raise
    return sent


def enter(wave: Wave, sheet: Sheet) -> Response:
    """A colleague writes down what somebody answered on paper, by phone or face to face; nobody holds a receipt."""
    definition = drafting.asked_in(sheet)
    counted = on_path(definition, sheet.answers, sheet.who)
    with transaction.atomic():
        response = _store(wave, sheet, definition, counted, receipt=None)
        _hand_in_words("", wave, sheet, definition, counted, "")
    return response


def was_sent(secret: str) -> bool:
    """Whether answers were sent from here already: the page that says so did not arrive, or was pressed twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM surveys_response WHERE receipt = %s", [receipt_of(drafting.receipt_phrase(secret))]
        )
        return cursor.fetchone() is not None


def sent_with(phrase: str) -> Response | None:
    """What was sent with this receipt. One query."""
    found = Response.objects.raw("SELECT * FROM surveys_response WHERE receipt = %s", [receipt_of(phrase)])
    return next(iter(found), None)


def receipt_of(phrase: str) -> str:
    return digest(f"receipt:{tidy(phrase)}")


def slip_of(phrase: str) -> str:
    """Leads from the phrase to the answers in words, and from nowhere else."""
    return digest(f"slip:{tidy(phrase)}")


def _took_part(mark: str, wave: Wave) -> None:
    _row, is_new = Participation.objects.get_or_create(mark=mark, defaults={"wave": wave})
    if not is_new:
        raise UsedError


def _store(
    wave: Wave, sheet: Sheet, definition: Definition, counted: dict[str, Any], *, receipt: str | None
) -> Response:
    response = Response(
        wave=wave,
        version_id=sheet.version,
        day=timezone.localdate(),
        face=sheet.face if not sheet.easy else "easy",
        language=sheet.language,
        age_band=sheet.age_band,
        care_status=sheet.care_status,
        mode=sheet.mode,
        helped_by=sheet.helped_by,
        answers={key: _without_words(definition, key, value) for key, value in counted.items()},
        receipt=receipt,
    )
    insert(response)
    insert(Unfolded(response=response))
    return response


def _without_words(definition: Definition, key: str, value: Any) -> Any:
    if definition.questions[key].kind not in IN_WORDS:
        return value
    if isinstance(value, dict):
        return {"each": [_without_words(definition, key, one) for one in value["each"]]}
    return value if value is None or value in NO_ANSWERS else IN_OTHER_ROWS


def _hand_in_words(
    secret: str, wave: Wave, sheet: Sheet, definition: Definition, counted: dict[str, Any], slip: str
) -> None:
    """Each text is read by a person like any other: screened now, published by nobody but a moderator."""
    if wave.is_test:
        return
    for number, (key, value) in enumerate(each(counted)):
        if definition.questions[key].kind in IN_WORDS and isinstance(value, str) and value not in NO_ANSWERS:
            comment = Comment(
                words=value, wave=wave, question=key, face=sheet.shown_face, slip=slip, language=sheet.language,
                age_band=sheet.age_band, care_status=sheet.care_status,
            )  # fmt: skip
            moderation.receive(comment, token=uuid5(NAMESPACE_URL, f"{secret}:{number}") if secret else None)


def each(counted: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every answer by its question, those of repeating sections one by one."""
    pairs: list[tuple[str, Any]] = []
    for key, value in counted.items():
        several = value["each"] if isinstance(value, dict) and set(value) == {"each"} else [value]
        pairs.extend((key, one) for one in several if one is not None)
    return pairs
