"""Answers as rows for an analyst: one for each person, without words, dates, day, order or anything that finds them.

They leave only as `engagement.releasing` lets files of rows leave: a second person releases, the inspector looks.
What describes a person is left empty where fewer than six share all of it.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from engagement import releasing
from engagement.disclosure.tables import FEWEST_SHOWN
from engagement.exports import Sheet, Value, comma_separated
from engagement.models import ExportForm, ExportKind, ExportReason, ExportRequest
from engagement.sources import Source, register, usual_file
from people.models import AgeBand, CareStatus, User
from surveys.models import Mode, Response, Wave
from surveys.models.responses import Helper
from surveys.presenting import Reader, label_of
from surveys.questions import FACES, IN_WORDS, MAIN_LANGUAGE, NO_ANSWERS, Definition, Kind, Question, worded

ABOUT = ("face", "age_band", "care_status", "mode", "helped_by")  # what describes who answered
LEFT_OUT = (*IN_WORDS, Kind.INFORMATION, Kind.DATE)
_LABELS: dict[str, dict[str, Any]] = {
    "face": {face: face for face in FACES},
    "age_band": dict(AgeBand.choices),
    "care_status": dict(CareStatus.choices),
    "mode": dict(Mode.choices),
    "helped_by": dict(Helper.choices),
}


def ask(wave: Wave, *, form: ExportForm, reason: ExportReason, by: User) -> ExportRequest:
    """Ask for the rows of a wave. Raises what `releasing.ask` raises."""
    first, last = (moment.date() for moment in (wave.opens_at, wave.closes_at))
    return releasing.ask(
        by=by, kind=ExportKind.ANSWERS, form=form, first=first, last=last, reason=reason, about=str(wave.uuid)
    )


def wave_of(export: ExportRequest) -> Wave:
    return Wave.objects.select_related("survey", "version").defer("survey__draft").get(uuid=export.about)


def columns(definition: Definition) -> list[str]:
    """The keys of what a row holds: a column for each answer, tick, line and place."""
    return [*ABOUT, *(name for question in _asked(definition) for name in _names(question))]


def rows(wave: Wave) -> Iterator[list[Value]]:
    """In the order of random numbers, which is none."""
    described = Counter(wave.responses.order_by().values_list(*ABOUT))
    asked = list(_asked(wave.version.asked))
    for response in wave.responses.only("answers", *ABOUT).order_by("pk").iterator(2000):
        about = tuple(getattr(response, name) for name in ABOUT)
        shown = about if described[about] >= FEWEST_SHOWN else ("",) * len(ABOUT)
        yield [*shown, *(value for question in asked for value in _values(question, response))]


def _asked(definition: Definition) -> Iterator[Question]:
    return (one for one in definition.questions.values() if one.kind not in LEFT_OUT)


def _names(question: Question) -> list[str]:
    if question.kind in (Kind.SEVERAL, Kind.RANKING):
        return [f"{question.key}.{option.key}" for option in question.options]
    if question.kind == Kind.MATRIX:
        return [f"{question.key}.{line.key}" for line in question.lines]
    return [question.key]


def _values(question: Question, response: Response) -> list[Value]:
    """What stands in the columns of `question`: a key, a number, 1 or 0 for a tick, or a place."""
    value = response.answers.get(question.key)
    several = value["each"] if isinstance(value, dict) and set(value) == {"each"} else None
    if several is not None:  # asked once for each of something: one cell, or the rows would not be of one length
        value = "; ".join(str(one) for one in several if isinstance(one, str | int))
    names = _names(question)
    if value is None or (isinstance(value, str) and value in NO_ANSWERS and len(names) > 1):
        return [value] * len(names)
    if question.kind == Kind.MATRIX:
        return [value.get(line.key) if isinstance(value, dict) else None for line in question.lines]
    if question.kind == Kind.SEVERAL:
        return [int(option.key in value) for option in question.options]
    if question.kind == Kind.RANKING:
        return [value.index(option.key) + 1 if option.key in value else None for option in question.options]
    return [value]


def syntax(definition: Definition) -> str:
    """SPSS commands that read `answers.csv` and name every variable and value in it."""
    names = {name: f"v{number}_{name.replace('.', '_')}"[:60] for number, name in enumerate(columns(definition), 1)}
    reader, said, values = Reader("11-17", MAIN_LANGUAGE), {name: name for name in ABOUT}, dict(_LABELS)
    numbers = set()
    for question in _asked(definition):
        asked = worded(question.wordings, reader.face)[0].text
        each = {option.key: label_of(question, option, reader)[0] for option in (*question.picks, *question.lines)}
        for name in _names(question):
            part = each.get(name.removeprefix(f"{question.key}."), "")
            said[name] = f"{asked} {part}".strip()
            if question.kind in (Kind.NUMBER, Kind.SEVERAL, Kind.RANKING):
                numbers.add(name)
            else:
                values[name] = {option.key: each[option.key] for option in question.picks}
    read = "\n".join(f"  {names[name]} {'A20' if name in numbers else 'A60'}" for name in said)
    lines = [
        "GET DATA /TYPE=TXT /FILE='answers.csv' /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"'",
        "  /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES=",
        f"{read}.",
        *(f"VARIABLE LABELS {names[name]} {_quoted(text)}." for name, text in said.items()),
        *(f"VALUE LABELS {names[name]} {_pairs(pairs)}." for name, pairs in values.items() if pairs),
        "EXECUTE.",
    ]
    return "\n".join(lines) + "\n"


def _pairs(pairs: dict[str, Any]) -> str:
    return " ".join(f"{_quoted(key)} {_quoted(str(text))}" for key, text in pairs.items())


def _quoted(text: str) -> str:
    plain = " ".join(text.split()).replace("'", "''")
    return f"'{plain[:240]}'"


def _file(export: ExportRequest, sheet: Sheet) -> bytes:
    if export.form != ExportForm.SPSS:
        return usual_file(export, sheet)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (
            ("answers.csv", comma_separated(sheet)),
            ("answers.sps", syntax(wave_of(export).version.asked).encode("utf-8-sig")),
        ):
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


register(
    ExportKind.ANSWERS,
    Source(
        name=lambda export: _("Answers"),
        columns=lambda export: columns(wave_of(export).version.asked),
        rows=lambda export: rows(wave_of(export)),
        count=lambda export: wave_of(export).responses.count(),
        file=_file,
    ),
)
