"""What a meeting talks about: young people's items first, then the officers', and what came of each."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.models.asks import Ask
from engagement.models.meetings import Meeting
from engagement.models.submissions import Submission
from engagement.models.themes import Theme
from people.models import User, YoungPerson


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def standing(self) -> "AgendaItemQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def unreached(self) -> "AgendaItemQuerySet":
        """No meeting has come to them yet."""
        return self.standing().filter(taken_at__isnull=True)

    def decisions_owed_by(self, owner: User) -> "AgendaItemQuerySet":
        return self.decisions_owed().filter(decider=owner)

    def decisions_owed(self) -> "AgendaItemQuerySet":
        return self.standing().filter(decider__isnull=False, decision="")


class AgendaItem(models.Model):
    """One thing to talk about. `meeting` is where it was first put; it stands on every next one until it is reached."""

    class Side(models.TextChoices):
        YOUNG_PEOPLE = "young_people", _("Young people")
        OFFICERS = "officers", _("The council")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    side = models.CharField(max_length=12, choices=Side.choices)
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("what to talk about"), max_length=200, blank=True)
    survey = models.CharField(_("survey"), max_length=120, blank=True)
    awards = models.CharField(_("awards"), max_length=120, blank=True)
    proposed_at = models.DateTimeField()
    # The member who put it there may take it off again; forgotten once the meeting has been held.
    space = models.ForeignKey(YoungPerson, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_by = models.ForeignKey(  # the second person, whose reading lets officers' words be seen by everyone
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.PositiveSmallIntegerField(default=0)  # officers' order; young people's, once the meeting was held
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    version = models.PositiveIntegerField(default=0)
    taken_at = models.ForeignKey(  # the meeting that came to it
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="taken"
    )
    outcome = models.TextField(_("what was said"), blank=True)
    decision = models.CharField(_("decision"), max_length=400, blank=True)
    # Which of the decisions that an edition asks for this one is, by its name there.
    decision_asked = models.CharField(_("decision that the report asks for"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # A decision put off belongs to somebody, by a day.
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions_owed"
    )
    decide_by = models.DateField(_("decide by"), null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        constraints = [
            models.CheckConstraint(
                condition=Q(side="officers", added_by__isnull=False) & ~Q(title="")
                | Q(side="young_people", title="", ask__isnull=False, theme__isnull=True)
                | Q(side="young_people", title="", ask__isnull=True, theme__isnull=False),
                name="engagement_item_is_picked_or_worded",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("added_by")),
                name="engagement_item_read_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | Q(decide_by__isnull=False),
                name="engagement_decision_owed_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | ~Q(outcome=""), name="engagement_item_reached_says_what_came"
            ),
            models.UniqueConstraint(
                fields=["meeting", "ask"],
                condition=Q(side="young_people", withdrawn_at__isnull=True),
                name="engagement_ask_on_agenda_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "theme"],
                condition=Q(side="young_people", withdrawn_at__isnull=True),
                name="engagement_theme_on_agenda_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Agenda item {self.pk}"

    @property
    def is_from_young_people(self) -> bool:
        return self.side == self.Side.YOUNG_PEOPLE

    @property
    def is_public(self) -> bool:
        """A pick holds nobody's words but the Ask's, which is checked on its own."""
        return self.is_from_young_people or self.checked_by_id is not None

    @property
    def due_on(self) -> date | None:
        return self.decide_by if self.decider_id and not self.decision else None


class AgendaRank(models.Model):
    """Where one member of the Council puts an item in their own order. Gone once the meeting has been held."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="ranks")
    space = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()  # 0 is first

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "item"], name="engagement_ranked_once")]

    def __str__(self) -> str:
        return f"Rank {self.pk}"


class AgendaVoice(models.Model):
    """How young people are heard at an item without having to come.

    Words are never copied here: a quote is looked up each time, and is gone when the yes is taken back.
    """

    class Kind(models.TextChoices):
        QUOTE = "quote", _("Words to see")
        READING = "reading", _("Words read out")
        RECORDING = "recording", _("Recording")

    class Reader(models.TextChoices):
        COUNCIL = "council", _("A young person from the Council")
        OFFICER = "officer", _("Somebody from the participation team")
        ADVOCATE = "advocate", _("The children’s advocate")
        CHAIR = "chair", _("The person who leads the meeting")

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="voices")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    reader = models.CharField(_("who reads"), max_length=8, choices=Reader.choices, blank=True)
    link = models.URLField(_("address of the recording"), max_length=400, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="quote", submission__isnull=False, link="", reader="")
                | Q(kind="reading", submission__isnull=False, link="") & ~Q(reader="")
                | Q(kind="recording", submission__isnull=True, reader="", link__startswith="https://"),
                name="engagement_voice_is_what_it_says",
            ),
            models.UniqueConstraint(
                fields=["item", "submission"],
                condition=Q(submission__isnull=False),
                name="engagement_voice_once_an_item",
            ),
        ]

    def __str__(self) -> str:
        return f"Voice at an item {self.pk}"
