"""The Ask: what several views want, who owes the answer, by when, and what came of it."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly
from engagement.models.submissions import Submission
from engagement.models.themes import Theme
from people.models import User


class AskState(models.TextChoices):
    RAISED = "raised", _("Raised")
    ASKED = "asked", _("Asked")
    PROMISED = "promised", _("Promised")
    REFUSED = "refused", _("Refused")
    ALREADY_SO = "already_so", _("Already so")
    DOING = "doing", _("Being done")
    DONE = "done", _("Done")


# From `asked` on an Ask has an owner and a date.
OWNED_STATES = tuple(state for state in AskState if state is not AskState.RAISED)
CLOSED_STATES = (AskState.REFUSED, AskState.ALREADY_SO, AskState.DONE)


class PublicStatus(models.TextChoices):
    """An Ask's state as young people see it."""

    HEARD = "heard", _("Heard")
    LOOKING = "looking", _("Looking into it")
    DOING = "doing", _("Doing it")
    DONE = "done", _("Done")
    CANT = "cant", _("Can’t do")


PUBLIC_STATUS = {
    AskState.RAISED: PublicStatus.HEARD,
    AskState.ASKED: PublicStatus.LOOKING,
    AskState.PROMISED: PublicStatus.DOING,
    AskState.DOING: PublicStatus.DOING,
    AskState.DONE: PublicStatus.DONE,
    AskState.ALREADY_SO: PublicStatus.DONE,
    AskState.REFUSED: PublicStatus.CANT,
}


class RefusalReason(models.TextChoices):
    LAW = "law", _("The law does not let us")
    MONEY = "money", _("There is not enough money")
    SAFETY = "safety", _("It would not be safe")
    NOT_OURS = "not_ours", _("It is not ours to change")
    OTHER = "other", _("Another reason")


class AskQuerySet(models.QuerySet["Ask"]):
    """Reads in the words of the field."""

    def public(self) -> "AskQuerySet":
        return self.filter(checked_by__isnull=False)

    def unanswered(self) -> "AskQuerySet":
        return self.filter(state=AskState.ASKED)

    def unchecked(self) -> "AskQuerySet":
        """Wording that a second person has not read yet."""
        return self.filter(checked_by__isnull=True)

    def owed_by(self, owner: User) -> "AskQuerySet":
        return self.filter(owner=owner, state__in=(AskState.ASKED, AskState.PROMISED, AskState.DOING))

    def late(self, today: date) -> "AskQuerySet":
        """Past the day that was given: for an answer while asked, for the deed once promised."""
        return self.filter(
            Q(state=AskState.ASKED, answer_by__lt=today)
            | Q(state__in=(AskState.PROMISED, AskState.DOING), promise_due__lt=today)
        )

    def in_status(self, status: str) -> "AskQuerySet":
        return self.filter(state__in=[state for state, seen in PUBLIC_STATUS.items() if seen == status])

    def newest_first(self) -> "AskQuerySet":
        return self.order_by("-changed_at", "-pk")

    def for_home(self) -> "list[Ask]":
        """Up to three public asks with something to say, newest first; one is a refusal where there is one."""
        told = self.public().exclude(state=AskState.RAISED).select_related("theme", "owner").newest_first()
        newest = list(told[:3])
        if all(ask.state != AskState.REFUSED for ask in newest):
            newest = [*newest[:2], *(told.filter(state=AskState.REFUSED)[:1] or newest[2:])]
        return newest


class Ask(models.Model):
    """One thing young people want. Changes only through the verbs in `engagement.asks`; lateness is computed.

    The columns from `state` on mirror the latest events; `asks.replay` rebuilds them and a test compares.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wording = models.CharField(_("what young people asked"), max_length=200)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="asks", verbose_name=_("theme"))
    worded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(  # the second person whose reading made it public
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    raised_at = models.DateTimeField()

    state = models.CharField(max_length=12, choices=AskState.choices, default=AskState.RAISED)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="asks_owned"
    )
    owner_role = models.CharField(_("owner’s job"), max_length=100, blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    promise = models.CharField(_("what we will do"), max_length=400, blank=True)
    promise_due = models.DateField(_("done by"), null=True, blank=True)
    refusal_reason = models.CharField(max_length=10, choices=RefusalReason.choices, blank=True)
    answer = models.TextField(_("our answer"), blank=True)
    would_change = models.CharField(_("what would change it"), max_length=400, blank=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("ask")
        indexes = [models.Index(fields=["state", "-changed_at", "id"], name="engagement_ask_wall")]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("worded_by")),
                name="engagement_ask_public_needs_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state=AskState.RAISED) | Q(owner__isnull=False, answer_by__isnull=False),
                name="engagement_ask_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(AskState.PROMISED, AskState.DOING)) | Q(promise_due__isnull=False),
                name="engagement_promise_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=AskState.REFUSED) | (~Q(refusal_reason="") & ~Q(answer="")),
                name="engagement_refusal_says_why",
            ),
        ]
        permissions = [
            ("manage_asks", "Can gather views into asks and put them to an owner"),
            ("answer_asks", "Can answer the asks they own"),
        ]

    def __str__(self) -> str:
        return f"Ask {self.pk}"

    def get_absolute_url(self) -> str:
        # The number alone: a wording could hold a word that says somebody is in care, and addresses are kept.
        return reverse("engagement:ask", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.checked_by_id is not None

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED_STATES

    @property
    def public_status(self) -> PublicStatus:
        return PUBLIC_STATUS[AskState(self.state)]

    @property
    def due_on(self) -> date | None:
        """The day that counts now: for the answer while asked, for the deed once promised; None once closed."""
        if self.state == AskState.ASKED:
            return self.answer_by
        if self.state in (AskState.PROMISED, AskState.DOING):
            return self.promise_due
        return None

    @property
    def answer_line(self) -> str:
        """What the council says now, in a line: the promise, the answer, or who will answer.

        Reads `owner`: fetch it along (`select_related("owner")`) where there are many.
        """
        if self.state == AskState.RAISED:
            return gettext("We have read this. Next we ask somebody who can decide.")
        if self.state == AskState.ASKED:
            return gettext("We asked %(who)s. We wait for the answer.") % {"who": self.owner_name}
        return self.promise if self.state in (AskState.PROMISED, AskState.DOING) else self.answer

    @property
    def owner_name(self) -> str:
        """Who owes the answer or the deed, by name; never the e-mail address, which is for colleagues."""
        return (self.owner and self.owner.get_full_name()) or gettext("somebody here")

    def days_late(self, today: date) -> int:
        """Whole calendar days past `due_on`; 0 when it is not late."""
        return max(0, (today - self.due_on).days) if self.due_on else 0


class Contribution(models.Model):
    """A view that is part of an Ask. A view belongs to one Ask at most."""

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="contributions")
    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="contribution")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Contribution {self.pk}"


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


# Where each step leaves an Ask; a step that is not here changes no state.
STATE_AFTER = {
    AskVerb.RAISED: AskState.RAISED,
    AskVerb.ASKED: AskState.ASKED,
    AskVerb.PROMISED: AskState.PROMISED,
    AskVerb.REFUSED: AskState.REFUSED,
    AskVerb.ALREADY_SO: AskState.ALREADY_SO,
    AskVerb.PROGRESS: AskState.DOING,
    AskVerb.DONE: AskState.DONE,
}

_PROMISED = (AskState.PROMISED, AskState.DOING)
# The states in which a step can be taken; a step that is not here fits anywhere.
FITS = {
    AskVerb.ASKED: (AskState.RAISED, AskState.ASKED, AskState.REFUSED),
    AskVerb.PROMISED: (AskState.ASKED,),
    AskVerb.ALREADY_SO: (AskState.ASKED,),
    AskVerb.REFUSED: (AskState.ASKED, *_PROMISED),
    AskVerb.PROGRESS: _PROMISED,
    AskVerb.MOVED: _PROMISED,
    AskVerb.DONE: _PROMISED,
}


class AskEvent(AppendOnly):
    """One step in an Ask's life. `words` are the council's own and public once the Ask is."""

    stays = True  # an Ask is what its events say, and stays on the wall

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12, choices=AskVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=10, choices=RefusalReason.choices, blank=True)
    would_change = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["ask", "version"], name="engagement_ask_one_step_a_version")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%d %B %Y}"
