"""The steps of an Ask's life: which there are, where each leads, when it fits, and the history they leave."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from engagement.models.asks import (
    AWAITED_STATES,
    CLOSED_STATES,
    PROMISED_STATES,
    Affects,
    Ask,
    AskState,
    RefusalReason,
)


class AskVerb(models.TextChoices):
    RAISED = "raised", _("Raised")
    GATHERED = "gathered", _("More views added")
    ASKED = "asked", _("Asked")
    REWORDED = "reworded", _("Worded again")
    CHECKED = "checked", _("Read by a second person")
    PROMISED = "promised", _("Promised")
    REFUSED = "refused", _("Refused")
    ALREADY_SO = "already_so", _("Already so")
    MOVED = "moved", _("Date moved")
    PROGRESS = "progress", _("Progress")
    DONE = "done", _("Done")
    WITH_COUNCIL = "with_council", _("Put to the Children in Care Council")
    COUNCIL_SAID = "council_said", _("What the Council said")
    MERGED = "merged", _("Made part of another ask")
    SPLIT = "split", _("Split in two")
    QUESTIONED = "questioned", _("Young people asked whether it happened")
    CONFIRMED = "confirmed", _("Young people say it happened")
    REOPENED = "reopened", _("Young people say it did not happen")


# Where each step leaves an Ask; a step that is not here changes no state.
STATE_AFTER = {
    AskVerb.RAISED: AskState.RAISED,
    AskVerb.WITH_COUNCIL: AskState.WITH_COUNCIL,
    AskVerb.ASKED: AskState.ASKED,
    AskVerb.PROMISED: AskState.PROMISED,
    AskVerb.REFUSED: AskState.REFUSED,
    AskVerb.ALREADY_SO: AskState.ALREADY_SO,
    AskVerb.PROGRESS: AskState.DOING,
    AskVerb.DONE: AskState.DONE,
    AskVerb.CONFIRMED: AskState.CONFIRMED,
    AskVerb.REOPENED: AskState.REOPENED,
    AskVerb.MERGED: AskState.MERGED,
}

_SAID_TO_BE_SO = (AskState.DONE, AskState.ALREADY_SO)
_OWN_TALE = tuple(state for state in AskState if state != AskState.MERGED)
_OPEN = tuple(state for state in AskState if state not in CLOSED_STATES)
# The states in which a step can be taken; a step that is not here fits anywhere.
FITS = {
    AskVerb.GATHERED: _OWN_TALE,
    AskVerb.REWORDED: _OWN_TALE,
    AskVerb.CHECKED: _OWN_TALE,
    AskVerb.ASKED: (AskState.RAISED, AskState.WITH_COUNCIL, *AWAITED_STATES, AskState.REFUSED),
    AskVerb.PROMISED: AWAITED_STATES,
    AskVerb.ALREADY_SO: AWAITED_STATES,
    AskVerb.REFUSED: (*AWAITED_STATES, *PROMISED_STATES),
    AskVerb.PROGRESS: PROMISED_STATES,
    AskVerb.MOVED: PROMISED_STATES,
    AskVerb.DONE: PROMISED_STATES,
    AskVerb.WITH_COUNCIL: (AskState.RAISED,),
    AskVerb.COUNCIL_SAID: (AskState.WITH_COUNCIL,),
    AskVerb.MERGED: _OPEN,
    AskVerb.SPLIT: _OPEN,
    AskVerb.QUESTIONED: (*_SAID_TO_BE_SO, AskState.CONFIRMED),
    AskVerb.CONFIRMED: _SAID_TO_BE_SO,
    AskVerb.REOPENED: (*_SAID_TO_BE_SO, AskState.CONFIRMED),
}


class AskEvent(AppendOnly):
    """One step in an Ask's life. `words` are the council's own and public once the Ask is.

    Nobody is `by` where the counted answers of young people took the step. `other` is the Ask that this one went
    into, or was made of this one by a split.
    """

    stays = True  # an Ask is what its events say, and stays on the wall

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12, choices=AskVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=10, choices=RefusalReason.choices, blank=True)
    would_change = models.CharField(max_length=400, blank=True)
    affects = models.CharField(max_length=4, choices=Affects.choices, blank=True)
    other = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["ask", "version"], name="engagement_ask_one_step_a_version")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%d %B %Y}"
