"""The screening desk of the demo: a rule of the council's own in force, a draft in progress, and what people said."""

from datetime import time
from functools import partial
from typing import Any

from demo.council import Council
from demo.diary import Stage
from engagement import opinions, rescreening, rulesets
from engagement.models import Opinion, ScreeningRun, State, Voice
from people.models import User

COUNT_IN, EVERY = 60, 2  # decided alerts that people had a say about: every second of the latest

LEFT_AT_BUS_STOPS: dict[str, Any] = {
    "id": "own-left-at-the-bus-station",
    "name": "Left at the bus station",
    "category": "missing",
    "urgency": "soon",
    "any_order": True,
    "who": ["@family", "@staff", "he", "she", "they"],
    "does": ["leave/leaves/left us/me at the bus station/stop"],
    "unless": ["bus pass", "trip"],
    "why": "Fenbrook's bus station is where young people were met by adults they did not know.",
    "what_to_do": "Ask today who met them there, and tell the safeguarding lead.",
    "must_match": ["they left us at the bus station until it was dark"],
    "must_not_match": ["we had a trip and they left us at the bus station with the guide"],
}
NIGHT_TAXI: dict[str, Any] = {
    "id": "own-a-taxi-late-at-night",
    "name": "A taxi late at night that nobody booked",
    "category": "exploitation",
    "urgency": "urgent",
    "does": ["taxi/cab .. @night", "taxi/cab .. nobody booked"],
    "about": ["@me", "he", "she", "they"],
    "any_order": True,
    "within": 8,
    "why": "Somebody may be sending cars for children.",
    "what_to_do": "Alert the duty worker now. Write down the time and the firm if it is said.",
    "must_match": ["she gets a taxi at night", "he sends us a cab to a party"],
    "must_not_match": ["the school taxi was late again"],
}


def write_down(council: Council) -> None:
    """The officer writes a rule, the lead reads it and puts it into force; later a draft is begun."""
    diary, officer, lead = council.diary, council.staff["marcia"], council.staff["joanna"]
    first, second, third = (diary.moment(diary.working_day(ago), time(10, 20)) for ago in (44, 43, 2))
    diary.write(first, Stage.MODERATED, partial(_draft, LEFT_AT_BUS_STOPS, officer))
    diary.write(second, Stage.MODERATED, partial(_publish, lead))
    diary.write(third, Stage.MODERATED, partial(_begin_another, officer))


def _draft(table: dict[str, Any], by: User) -> None:
    draft = rulesets.start(by=by)
    rulesets.keep_rule(draft, by=by, table=table, seen=draft.version)


def _publish(by: User) -> None:
    if draft := rulesets.draft():
        _finish(rulesets.publish(draft, by=by, seen=draft.version))


def _begin_another(by: User) -> None:
    """One example of it does not work yet, so that the screens show how that is said; and a shadow run of it."""
    _draft(NIGHT_TAXI, by)
    if draft := rulesets.draft():
        _finish(rulesets.try_on_closed(draft, by=by))
    _say_what_was_right(by)


def _finish(run: ScreeningRun) -> None:
    while rescreening.carry_on(run.pk):
        pass


def _say_what_was_right(by: User) -> None:
    """What a person decided is what they would say: handed over was right, ruled out was wrong."""
    decided = Voice.objects.exclude(state__in=(State.RECEIVED, State.IN_REVIEW)).exclude(safety="not_raised")
    for voice in decided.exclude(author=by).filter(restricted=False).order_by("-decided_at", "-pk")[:COUNT_IN:EVERY]:
        says = Opinion.RIGHT if voice.safety == "passed_on" else Opinion.WRONG
        for rule in sorted({finding.rule for finding in voice.findings.all() if finding.urgency})[:2]:
            opinions.say(voice, by=by, says=says, rule=rule)
        opinions.say(voice, by=by, says=says)
