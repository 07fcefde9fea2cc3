"""The steps in an Ask's life as a colleague takes them: what each looks like on the page, and the verb behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagement import asks, merging
from engagement.forms import asks as ask_forms
from engagement.forms.asks import AskStepForm
from engagement.models import Ask, AskVerb, Contribution
from engagement.owing import tell_owner
from people.models import User

Cleaned = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """A step as it stands on the page: address, heading, form, button, the verb, and what is said once it is taken."""

    name: str
    title: Promise
    form: type[AskStepForm]
    button: Promise
    said: Promise
    do: Callable[[Ask, User, Cleaned], None]
    lead: Promise | str = ""


def _put_to_owner(ask: Ask, by: User, form: Cleaned) -> None:
    asks.ask_owner(ask, by=by, owner=form["owner"], answer_by=form["answer_by"])
    tell_owner(ask)


def _split(ask: Ask, by: User, form: Cleaned) -> None:
    going = Contribution.objects.filter(pk__in=form["views"])
    merging.split(ask, going, wording=form["wording"], by=by)


STEPS: dict[AskVerb, Step] = {
    AskVerb.CHECKED: Step(
        "check",
        _("Read the wording"),
        ask_forms.CheckForm,
        _("Make it public"),
        _("It is public now."),
        lambda ask, by, form: asks.check(ask, by=by),
        _("Is it clear, kind and true? Could it point to one young person? A second person has to say."),
    ),
    AskVerb.ASKED: Step(
        "ask-owner",
        _("Put it to somebody"),
        ask_forms.AskOwnerForm,
        _("Ask them"),
        _("They have been asked."),
        _put_to_owner,
    ),
    AskVerb.WITH_COUNCIL: Step(
        "put-to-council",
        _("Put it to the Council"),
        ask_forms.PutToCouncilForm,
        _("Put it to the Council"),
        _("The Council reads it now."),
        lambda ask, by, form: asks.put_to_council(ask, by=by),
        _("The Children in Care Council says how many it matters to, before somebody is asked."),
    ),
    AskVerb.COUNCIL_SAID: Step(
        "record-council",
        _("Write down what the Council said"),
        ask_forms.RecordCouncilForm,
        _("Keep it"),
        _("Everybody who asked hears what the Council said."),
        lambda ask, by, form: asks.record_council(ask, form["affects"], by=by),
        _("Its members can say so on their own page. Use this for what they said in the room."),
    ),
    AskVerb.PROMISED: Step(
        "promise",
        _("Say yes: promise it"),
        ask_forms.PromiseForm,
        _("Promise"),
        _("It is promised. Everybody who asked hears of it."),
        lambda ask, by, form: asks.promise(ask, by=by, what=form["what"], due=form["due"]),
    ),
    AskVerb.REFUSED: Step(
        "refuse",
        _("Say no, and why"),
        ask_forms.RefuseForm,
        _("Say no"),
        _("Everybody who asked hears why not."),
        lambda ask, by, form: asks.refuse(
            ask, by=by, reason=form["reason"], words=form["words"], would_change=form["would_change"]
        ),
    ),
    AskVerb.ALREADY_SO: Step(
        "already-so",
        _("It is so already"),
        ask_forms.AlreadySoForm,
        _("Say that it is so already"),
        _("Everybody who asked hears of it."),
        lambda ask, by, form: asks.say_already_so(ask, by=by, words=form["words"]),
    ),
    AskVerb.PROGRESS: Step(
        "progress",
        _("Say how far it has come"),
        ask_forms.ProgressForm,
        _("Send the news"),
        _("Everybody who asked hears of it."),
        lambda ask, by, form: asks.report_progress(ask, by=by, words=form["words"]),
    ),
    AskVerb.MOVED: Step(
        "move-date",
        _("Move the date"),
        ask_forms.MoveDateForm,
        _("Move the date"),
        _("The date is moved. Everybody who asked hears why."),
        lambda ask, by, form: asks.move_date(ask, by=by, due=form["due"], why=form["why"]),
        _("The old date stays in the story."),
    ),
    AskVerb.DONE: Step(
        "done",
        _("It is done"),
        ask_forms.DoneForm,
        _("Say that it is done"),
        _("Everybody who asked hears that it is done."),
        lambda ask, by, form: asks.finish(ask, by=by, words=form["words"]),
    ),
    AskVerb.REWORDED: Step(
        "reword",
        _("Word it again"),
        ask_forms.RewordForm,
        _("Keep the new wording"),
        _("Somebody else has to read the new wording before it is public."),
        lambda ask, by, form: asks.reword(ask, by=by, wording=form["wording"]),
    ),
    AskVerb.MERGED: Step(
        "merge",
        _("Make it part of another ask"),
        ask_forms.MergeForm,
        _("Put them together"),
        _("They are one ask now. Everybody who asked hears of it."),
        lambda ask, by, form: merging.merge(ask, form["into"], by=by),
        _("Everybody who asked goes along. This one’s page leads to the other. It cannot be undone."),
    ),
    AskVerb.SPLIT: Step(
        "split",
        _("Split it in two"),
        ask_forms.SplitForm,
        _("Make two asks"),
        _("They are two asks now. Everybody who asked hears of it."),
        _split,
        _("The new ask keeps owner, date and promise. Somebody else has to read its wording."),
    ),
}
