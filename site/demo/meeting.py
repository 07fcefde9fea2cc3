"""The Board's meetings: young people set and lead the agenda, decisions become actions, actions slip or are done."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from demo.council import Council
from demo.diary import Stage
from demo.reporting import meeting_day
from demo.wordbook import ActionStep, Agreed, Point, Sitting
from engagement import actions, agendas, meetings
from engagement.models import CLOSED_STATES, Action, AgendaItem, Ask, Meeting, MeetingState
from people import issuing
from people.models import User, YoungPerson

MEMBERS = 8  # of the Children in Care Council, kite among them
PLANNED_BEFORE, PROPOSED_BEFORE, CLOSED_BEFORE = 60, 18, 10  # days


def write_down(council: Council) -> None:
    council.diary.write(
        council.diary.moment(council.diary.working_day(360), time(9)), Stage.SEALED, partial(_appoint, council)
    )
    for sitting in council.book.sittings:
        _Sat(council, sitting).write_down()


def members_of(council: Council) -> list[YoungPerson]:
    """The door's young person who lives at Oak House, and others who had their key from the first days."""
    first = council.youths["kite"]
    others = [space for space in council.spaces if space.pk != first.pk and space not in council.youths.values()]
    early = sorted(others, key=lambda space: (space.created_on, space.pk))
    return [first, *early[: MEMBERS - 1]]


def _appoint(council: Council) -> None:
    for space in members_of(council):
        issuing.join_council(space, by=council.staff["marcia"])


class _Sat:
    """One meeting, from the day it is planned to its minutes and what they led to."""

    meeting: Meeting

    def __init__(self, council: Council, sitting: Sitting) -> None:
        self.council, self.sitting = council, sitting
        self.officer, self.second = council.staff["marcia"], council.staff["dev"]
        self.day = meeting_day(council, sitting.back)
        self.items: dict[int, AgendaItem] = {}

    def write_down(self) -> None:
        self._on(self.day - timedelta(days=PLANNED_BEFORE), 9, self._plan)
        self._on(self.day - timedelta(days=PROPOSED_BEFORE), 17, self._propose)
        closes = self.day - timedelta(days=CLOSED_BEFORE)
        if self.sitting.back > 1:  # for the next one young people still put theirs on the list
            self._on(closes, 9, self._add_ours)
            self._on(self.day + timedelta(days=1), 10, self._hold)
            self._on(self.day + timedelta(days=2), 10, self._minute)
            self._on(self.day + timedelta(days=3), 10, self._publish)

    def _on(self, day: date, hour: int, do: Callable[[], object]) -> None:
        self.council.diary.write(self._at(day, hour), Stage.SEALED, do)

    def _at(self, day: date, hour: int) -> datetime:
        return self.council.diary.moment(day, time(hour, 40))

    def _plan(self) -> None:
        self.meeting = meetings.plan(
            by=self.officer,
            held_on=self.day,
            begins=time(16, 30),
            ends=time(18),
            where=self.sitting.where,
            link=self.sitting.link,
        )
        board = [user for key, user in self.council.staff.items() if key in _BOARD]
        for user in board:
            meetings.invite(self.meeting, user, by=self.officer)

    def _propose(self) -> None:
        """Members put items there and rank them: the more votes an item has, the more put it first."""
        members = members_of(self.council)
        theirs = [(number, point) for number, point in enumerate(self.sitting.points) if point.by == "table"]
        for nth, (number, point) in enumerate(theirs):
            member = members[nth % len(members)]
            ask = Ask.objects.get(pk=self.council.lived[point.ask].ask.pk) if point.ask else None
            if ask and ask.is_public and ask.state not in CLOSED_STATES:
                self.items[number] = agendas.propose(self.meeting, member, ask=ask)
            else:  # it was answered before they met: they talk about the whole subject
                theme = ask.theme if ask else self.council.themes[point.theme]
                self.items[number] = agendas.propose(self.meeting, member, theme=theme)
        order = list(dict.fromkeys(self.items[number].pk for number, _point in theirs))
        for member in members[: max((point.votes for _number, point in theirs), default=0)]:
            agendas.rank(self.meeting, member, order)

    def _add_ours(self) -> None:
        agendas.close_proposals(self.meeting, by=self.officer)
        for number, point in enumerate(self.sitting.points):
            if point.by != "table":
                item = agendas.add(self.meeting, by=self.officer, title=point.title)
                agendas.check(item, by=self.second)
                self.items[number] = item

    def _hold(self) -> None:
        self.meeting.refresh_from_db()
        agendas.hold(self.meeting, by=self.officer, young_people=self.sitting.young_people)
        for key in self.sitting.attended:
            meetings.note_answer(self.meeting, self.council.staff[key], "came", by=self.officer)
        for number, point in enumerate(self.sitting.points):
            item = self.items.get(number)
            if item and point.reached:
                item.refresh_from_db()
                meetings.record(item, self.meeting, by=self.officer, outcome=point.outcome, decision=point.decision)
                for agreed in point.actions:
                    self._agree(item, agreed)

    def _agree(self, item: AgendaItem, agreed: Agreed) -> None:
        owner = self.council.staff[agreed.owner]
        due = self.council.diary.working_day((self.council.diary.today - self.day).days - agreed.due)
        action = actions.open_action(by=self.officer, wording=agreed.wording, owner=owner, due=due, item=item)
        actions.check(action, by=self.second)
        for step in agreed.events:
            self._on(self.day + timedelta(days=step.at), 11, partial(self._step, action, owner, step))

    def _step(self, action: Action, owner: User, step: ActionStep) -> None:
        if step.progress:
            actions.report_progress(action, by=owner, words=step.progress)
        elif step.done:
            actions.finish(action, by=owner, evidence=step.done)
        elif step.confirmed:
            actions.confirm(action, by=self.council.staff[step.confirmed])
        else:
            actions.move_date(action, by=owner, due=self.day + timedelta(days=step.moved), why=step.why)

    def _minute(self) -> None:
        meetings.write_minutes(self.meeting, by=self.officer, words=_minutes(self.sitting.points))

    def _publish(self) -> None:
        if self.meeting.state == MeetingState.HELD:
            meetings.publish_minutes(self.meeting, by=self.second)


_BOARD = ("amina", "edwin", "nadia", "gethin", "oona", "tomasz")


def _minutes(points: tuple[Point, ...]) -> str:
    told = [f"{point.outcome} {point.decision}".strip() for point in points if point.reached]
    return "Young people led the meeting.\n\n" + "\n\n".join(told)
