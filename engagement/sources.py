"""What a file of rows can hold: each kind with its columns and rows. Other rooms add their own with `register`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.exports import Sheet, Value, comma_separated, workbook
from engagement.models import PUBLIC_STATES, Ask, ExportForm, ExportKind, ExportRequest, State, Submission


def usual_file(export: ExportRequest, sheet: Sheet) -> bytes:
    """The rows as they were asked for: a table or a workbook. Raises ReleaseStoppedError."""
    return comma_separated(sheet) if export.form == ExportForm.CSV else workbook([sheet])


@dataclass(frozen=True)
class Source:
    """One kind of rows. Everything is asked for with the request at hand, when the file is made."""

    name: Callable[[ExportRequest], str]
    columns: Callable[[ExportRequest], list[str]]
    rows: Callable[[ExportRequest], Iterator[list[Value]]]
    count: Callable[[ExportRequest], int]
    file: Callable[[ExportRequest, Sheet], bytes] = usual_file


_SOURCES: dict[str, Source] = {}


def register(kind: ExportKind, source: Source) -> None:
    _SOURCES[kind] = source


def source_of(export: ExportRequest) -> Source:
    return _SOURCES[export.kind]


def _view_columns(_export: ExportRequest) -> list[str]:
    return [_("Words that may be quoted"), _("Theme"), _("Day"), _("Status")]


def _view_rows(export: ExportRequest) -> Iterator[list[Value]]:
    """In an order that says nothing about when on a day something came."""
    columns = ("public_words", "may_quote", "state", "theme__name", "received_on")
    called = {state.value: str(state.label) for state in State}
    # Columns and not objects: ten thousand rows have to be there within a second.
    found = _views(export).order_by("received_on", "reference").values_list(*columns)
    for words, quoted, state, theme, day in found.iterator(2000):
        yield [words if quoted and state in PUBLIC_STATES else "", theme or "", day.isoformat(), called[state]]


def _ask_columns(_export: ExportRequest) -> list[str]:
    return [
        _("Number"), _("What young people asked"), _("Theme"), _("Raised on"), _("Status"), _("Owner’s job"),
        _("Answer by"), _("Done by"), _("Days late"),
    ]  # fmt: skip


def _ask_rows(export: ExportRequest) -> Iterator[list[Value]]:
    today = timezone.localdate()
    for ask in _asks(export).select_related("theme").order_by("pk").iterator(2000):
        yield [
            ask.pk, ask.wording, str(ask.theme), timezone.localdate(ask.raised_at).isoformat(),
            ask.get_state_display(), ask.owner_role, _day(ask.answer_by), _day(ask.promise_due), ask.days_late(today),
        ]  # fmt: skip


def _views(export: ExportRequest) -> QuerySet[Submission]:
    """What a person has read; no allegation, nothing hidden from who asked, nothing taken back or objected to."""
    views = Submission.objects.visible_to(export.asked_by).unrestricted().heard().counted()
    views = views.filter(voice__taken_back__isnull=True).received_between(export.first_day, export.last_day)
    return views.filter(theme=export.theme_id) if export.theme_id else views


def _asks(export: ExportRequest) -> QuerySet[Ask]:
    asks = Ask.objects.public().filter(raised_at__date__gte=export.first_day, raised_at__date__lte=export.last_day)
    return asks.filter(theme=export.theme_id) if export.theme_id else asks


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


register(
    ExportKind.SUBMISSIONS,
    Source(lambda _export: _("Views"), _view_columns, _view_rows, lambda export: _views(export).count()),
)
register(
    ExportKind.ASKS, Source(lambda _export: _("Asks"), _ask_columns, _ask_rows, lambda export: _asks(export).count())
)
