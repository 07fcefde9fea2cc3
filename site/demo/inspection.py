"""What an inspection asks of the council: files that a second person let out, or did not, and the inspector's pack."""

from datetime import time, timedelta
from functools import partial

from demo.council import Council
from demo.diary import Stage
from engagement import releasing
from engagement.models import ExportForm, ExportKind, ExportReason
from engagement.packs import making

YEAR = 365  # days that a file and a pack look back
# Days ago, what was asked for, why, and whether the second person let it out; None is still waiting.
ASKED_FOR = (
    (58, ExportKind.ASKS, ExportReason.FIGURES, True),
    (41, ExportKind.SUBMISSIONS, ExportReason.COMPLAINT, False),
    (19, ExportKind.SUBMISSIONS, ExportReason.INSPECTION, True),
    (2, ExportKind.ASKS, ExportReason.INSPECTION, None),
)


def write_down(council: Council) -> None:
    for ago, kind, reason, released in ASKED_FOR:
        at = council.diary.moment(council.diary.day(ago), time(10, 5))
        council.diary.write(at, Stage.SEALED, partial(_ask, council, ago, kind, reason, released=released))
    at = council.diary.moment(council.diary.day(18), time(9))
    council.diary.write(at, Stage.SEALED, partial(_make_a_pack, council))


def _ask(council: Council, ago: int, kind: ExportKind, reason: ExportReason, *, released: bool | None) -> None:
    officer, second = council.staff["marcia"], council.staff["noor"]
    day = council.diary.day(ago)
    export = releasing.ask(
        by=officer, kind=kind, form=ExportForm.XLSX, first=day - timedelta(days=YEAR), last=day, reason=reason
    )
    if released:
        releasing.release(export, by=second)
        releasing.fetch(export, by=officer)
    elif released is False:
        releasing.refuse(export, by=second)


def _make_a_pack(council: Council) -> None:
    pack = making.start(by=council.staff["marcia"])
    while making.carry_on(pack.pk):
        pass
