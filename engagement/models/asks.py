"""The Ask: what several views want, who owes the answer, by when, and what came of it."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagement.models.submissions import Submission
from engagement.models.themes import Theme
from people.models import User


class AskState(models.TextChoices):
    RAISED = "raised", _("Raised")
    WITH_COUNCIL = "with_council", _("With the Children in Care Council")
    ASKED = "asked", _("Asked")
    PROMISED = "promised", _("Promised")
    REFUSED = "refused", _("Refused")
    ALREADY_SO = "already_so", _("Already so")
    DOING = "doing", _("Being done")
    DONE = "done", _("Done")
    CONFIRMED = "confirmed", _("Done, young people agree")
    REOPENED = "reopened", _("Back open")
    MERGED = "merged", _("Part of another ask")


# Before `asked` nobody owes an answer; a merged Ask is told under the one it went into.
OWNERLESS_STATES = (AskState.RAISED, AskState.WITH_COUNCIL, AskState.MERGED)
# From `asked` on an Ask has an owner and a date.
OWNED_STATES = tuple(state for state in AskState if state not in OWNERLESS_STATES)
CLOSED_STATES = (AskState.REFUSED, AskState.ALREADY_SO, AskState.DONE, AskState.CONFIRMED, AskState.MERGED)
AWAITED_STATES = (AskState.ASKED, AskState.REOPENED)  # an answer is owed
PROMISED_STATES = (AskState.PROMISED, AskState.DOING)  # a deed is owed


class PublicStatus(models.TextChoices):
    """An Ask's state as young people see it."""

    HEARD = "heard", _("Heard")
    LOOKING = "looking", _("Looking into it")
    DOING = "doing", _("Doing it")
    DONE = "done", _("Done")
    CANT = "cant", _("Can’t do")
    BACK = "back", _("Back open")


PUBLIC_STATUS = {
    AskState.RAISED: PublicStatus.HEARD,
    AskState.WITH_COUNCIL: PublicStatus.HEARD,
    AskState.ASKED: PublicStatus.LOOKING,
    AskState.PROMISED: PublicStatus.DOING,
    AskState.DOING: PublicStatus.DOING,
    AskState.DONE: PublicStatus.DONE,
    AskState.ALREADY_SO: PublicStatus.DONE,
    AskState.CONFIRMED: PublicStatus.DONE,
    AskState.REFUSED: PublicStatus.CANT,
    AskState.REOPENED: PublicStatus.BACK,
    AskState.MERGED: PublicStatus.HEARD,  # never listed: its address leads to the other
}


class Affects(models.TextChoices):
    """What the Children in Care Council said about an Ask."""

    MANY = "many", _("Affects many of us")
    SOME = "some", _("Just some of us")


class RefusalReason(models.TextChoices):
    LAW = "law", _("The law does not let us")
    MONEY = "money", _("There is not enough money")
    SAFETY = "safety", _("It would not be safe")
    NOT_OURS = "not_ours", _("It is not ours to change")
    OTHER = "other", _("Another reason")


class AskQuerySet(models.QuerySet["Ask"]):
    """Reads in the words of the field."""

    def public(self) -> "AskQuerySet":
        """On the wall; one that was merged is there under the other."""
        return self.filter(checked_by__isnull=False).exclude(state=AskState.MERGED)

    def merged(self) -> "AskQuerySet":
        """Once public, and now told under another."""
        return self.filter(checked_by__isnull=False, state=AskState.MERGED).select_related("merged_into")

    def unanswered(self) -> "AskQuerySet":
        return self.filter(state__in=AWAITED_STATES)

    def unchecked(self) -> "AskQuerySet":
        """Wording that a second person has not read yet."""
        return self.filter(checked_by__isnull=True).exclude(state=AskState.MERGED)

    def owed_by(self, owner: User) -> "AskQuerySet":
        return self.filter(owner=owner, state__in=(*AWAITED_STATES, *PROMISED_STATES))

    def late(self, today: date) -> "AskQuerySet":
        """Past the day that was given: for an answer while asked, for the deed once promised."""
        return self.filter(
            Q(state__in=AWAITED_STATES, answer_by__lt=today) | Q(state__in=PROMISED_STATES, promise_due__lt=today)
        )

    def in_status(self, status: str) -> "AskQuerySet":
        return self.filter(state__in=[state for state, seen in PUBLIC_STATUS.items() if seen == status])

    def newest_first(self) -> "AskQuerySet":
        return self.order_by("-changed_at", "-pk")

    def for_home(self) -> "list[Ask]":
        """Up to three public asks with something to say, newest first; one is a refusal where there is one."""
        told = self.public().exclude(state__in=OWNERLESS_STATES).select_related("theme", "owner").newest_first()
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
    affects = models.CharField(_("what the Council said"), max_length=4, choices=Affects.choices, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_here")

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
                condition=Q(state__in=OWNERLESS_STATES) | Q(owner__isnull=False, answer_by__isnull=False),
                name="engagement_ask_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PROMISED_STATES) | Q(promise_due__isnull=False),
                name="engagement_promise_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=AskState.REFUSED) | (~Q(refusal_reason="") & ~Q(answer="")),
                name="engagement_refusal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=AskState.MERGED, merged_into__isnull=False)
                | (~Q(state=AskState.MERGED) & Q(merged_into__isnull=True)),
                name="engagement_merged_ask_says_where",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="engagement_ask_merges_into_another",
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
        if self.state in AWAITED_STATES:
            return self.answer_by
        if self.state in PROMISED_STATES:
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
        if self.state == AskState.WITH_COUNCIL:
            return gettext("The Children in Care Council reads it next.")
        if self.state == AskState.REOPENED:
            return gettext("Young people said it did not happen. %(who)s has to answer again.") % {
                "who": self.owner_name
            }
        if self.state == AskState.MERGED:
            return gettext("It is part of another ask now.")
        return self.promise if self.state in PROMISED_STATES else self.answer

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
