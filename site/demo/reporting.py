"""The quarter's reports: figures entered, words written, sealed, read by the Board, published, and one corrected."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import accumulate, pairwise

from demo.council import Council
from demo.diary import Stage
from demo.wordbook import FOLDER, Report
from engagement import board_replies, cohorts, indicators, publishing, quoting
from engagement.models import CATEGORIES, Dimension
from engagement.quarters import Quarter
from people.models import User
from people.roles import Role

NEXT_MEETING = 7  # days from now
BETWEEN = 91  # days from one meeting to the next
SEALED_BEFORE = 17  # days before the meeting
TOTALS = (252, 249, 246, 245)  # children and care leavers in all, newest first
# Shares of the cohort in a thousand, in the order of the categories.
SHARES: dict[str, tuple[int, ...]] = {
    Dimension.AGE: (190, 260, 210, 190, 150),
    Dimension.CARE: (560, 340, 100),
    Dimension.BOROUGH: (430, 570),
    Dimension.HOME: (420, 110, 90, 160, 180, 40),
}
HEARD: dict[str, tuple[int, ...]] = {Dimension.BOROUGH: (620, 310), Dimension.HOME: (420, 300, 800, 450, 240, 100)}


def meeting_day(council: Council, back: int) -> date:
    """The day of a meeting: 1 is the next one, 2 the last one that was held."""
    return council.diary.day(BETWEEN * (back - 1) - NEXT_MEETING)


def write_down(council: Council) -> None:
    """Four quarters that follow each other, the newest read by the Board before its next meeting."""
    newest = Quarter.of(meeting_day(council, 1) - timedelta(days=SEALED_BEFORE)).previous
    quarters = [newest, newest.previous, newest.previous.previous, newest.previous.previous.previous]
    for report in council.book.reports:
        _Reported(council, report, quarters[report.back - 1]).write_down()


class _Reported:
    """One quarter's report as it is made and read."""

    def __init__(self, council: Council, report: Report, quarter: Quarter) -> None:
        self.council, self.report, self.quarter = council, report, quarter
        self.officer = council.staff["marcia"]
        self.meets = meeting_day(council, report.back)
        self.sealed = max(self.meets - timedelta(days=SEALED_BEFORE), quarter.last_day + timedelta(days=2))

    def write_down(self) -> None:
        self._on(self.sealed - timedelta(days=1), 10, self._enter_figures)
        self._on(self.sealed, 9, self._draft)
        self._on(self.sealed, 15, self._seal)
        self._on(self.sealed + timedelta(days=1), 9, partial(self._publish, "board"))
        self._read()
        self._on(self.meets + timedelta(days=3), 9, partial(self._publish, "public"))
        if self.report.corrected:
            self._on(self.meets + timedelta(days=20), 9, self._correct)

    def _on(self, day: date, hour: int, do: Callable[[], object]) -> datetime:
        at = self.council.diary.moment(day, time(hour, 20))
        self.council.diary.write(at, Stage.SEALED, do)
        return at

    def _enter_figures(self) -> None:
        total = TOTALS[self.report.back - 1]
        numbers = {dimension: _spread(dimension, total) for dimension in SHARES}
        heard = {
            dimension: {
                category: numbers[dimension][category] * share // 1000
                for category, share in zip(numbers[dimension], shares, strict=True)
            }
            for dimension, shares in HEARD.items()
        }
        cohorts.enter(self.quarter, cohorts.Entry(total, numbers, heard), self.officer)
        indicators.keep((FOLDER / "indicators.csv").read_bytes(), self.officer)

    def _draft(self) -> None:
        cohort = cohorts.for_quarter(self.quarter)
        for view in quoting.candidates(self.quarter, self.officer):
            tells = quoting.own_tells(view)
            blocked = quoting.meter(view, cohort, tells).leave_out
            tells = [tell for tell in tells if tell not in blocked]
            quoting.choose(self.quarter, view, self.officer, used=True, tells=tells)
        self.edition = publishing.open_draft(self.quarter, self.officer)
        for section, words in self.report.words.items():
            publishing.write(self.edition, section, words, self.officer)

    def _seal(self) -> None:
        publishing.seal(self.edition, self.officer)

    def _publish(self, audience: str) -> None:
        publishing.publish(self.edition, audience, self.officer)

    def _read(self) -> None:
        """Most of the Board reads it before the meeting; some write back."""
        members = {key: user for key, user in self.council.staff.items() if user.groups.filter(name=Role.BOARD_MEMBER)}
        rng = self.council.chance("read", str(self.quarter))
        wrote = {reply["by"]: reply["words"] for reply in self.report.replies}
        for key, user in members.items():
            day = self.sealed + timedelta(days=rng.randint(2, 12))
            if key in wrote or rng.random() < 0.75:
                self._on(day, rng.randint(8, 20), partial(self._note_read, user))
            if key in wrote:
                self._on(day, 21, partial(self._reply, user, wrote[key]))

    def _note_read(self, user: User) -> None:
        board_replies.note_read(self.edition, user)

    def _reply(self, user: User, words: str) -> None:
        first = next(iter(board_replies.items(self.edition)), None)
        if first:
            board_replies.reply(self.edition, first, words, user)

    def _correct(self) -> None:
        """What is wrong is said openly; the first version stays to be read beside the second."""
        second = publishing.correct(self.edition, self.report.corrected, self.officer)
        publishing.seal(second, self.officer)
        for audience in ("board", "public"):
            publishing.publish(second, audience, self.officer)
        self.edition = second
        for key in ("amina", "oona"):
            self._note_read(self.council.staff[key])


def _spread(dimension: str, total: int) -> dict[str, int]:
    """`total` shared out over the groups, so that they add up to it."""
    ends = [total * upto // 1000 for upto in accumulate(SHARES[dimension], initial=0)]
    parts = [end - begin for begin, end in pairwise(ends)]
    return dict(zip(CATEGORIES[dimension].values, parts, strict=True))
