"""A meeting of the Board: when and where, who came, its papers, and its minutes."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement.models.append_only import AppendOnly


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    MINUTED = "minuted", _("Minutes published")
    CALLED_OFF = "called_off", _("Called off")


TOOK_PLACE = (MeetingState.HELD, MeetingState.MINUTED)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def soonest_first(self) -> "MeetingQuerySet":
        return self.order_by("held_on", "pk")

    def latest_first(self) -> "MeetingQuerySet":
        return self.order_by("-held_on", "-pk")

    def coming(self, today: date) -> "MeetingQuerySet":
        return self.filter(state=MeetingState.PLANNED, held_on__gte=today).soonest_first()

    def past(self, today: date) -> "MeetingQuerySet":
        """Took place or should have: a planned day that has gone by waits to be written up."""
        return self.exclude(pk__in=self.coming(today).values("pk")).latest_first()

    def next(self, today: date) -> "Meeting | None":
        """The one that young people set the agenda for: the soonest that has still to take place."""
        return self.coming(today).first()


class Meeting(models.Model):
    """One meeting. Changes only through the verbs in `engagement.meetings` and `engagement.agendas`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quarter = models.CharField(_("quarter"), max_length=7, help_text=_("The quarter it looks at, like 2026-q2."))
    held_on = models.DateField(_("day"))
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    where = models.CharField(_("where"), max_length=200)
    # For Board members and staff; on no public page and in no public calendar.
    link = models.URLField(_("link to join from afar"), max_length=400, blank=True)

    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    # Until then the agenda is the young people's; from then on officers add theirs after it.
    proposals_closed_at = models.DateTimeField(null=True, blank=True)
    # How many came; a number from 1 to 5 is shown to nobody. None until somebody has said.
    young_people = models.PositiveSmallIntegerField(_("young people who came"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(  # the second person, who read the minutes
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        indexes = [models.Index(fields=["held_on", "id"], name="engagement_meeting_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="engagement_meeting_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="engagement_meeting_link_is_safe"
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("minutes_by")),
                name="engagement_minutes_need_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.MINUTED) | (~Q(minutes="") & Q(published_by__isnull=False)),
                name="engagement_minutes_published_are_there",
            ),
        ]
        permissions = [("manage_meetings", "Can plan meetings, write minutes and keep the list of actions")]

    def __str__(self) -> str:
        return f"Meeting {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("engagement:meeting", args=[self.pk])

    @property
    def begins_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.held_on, self.begins))

    @property
    def ends_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.held_on, self.ends))

    @property
    def took_place(self) -> bool:
        return self.state in TOOK_PLACE

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def minutes_are_public(self) -> bool:
        return self.state == MeetingState.MINUTED


class Attendance(models.Model):
    """A grown-up who is asked to come, by account. Young people are never named: see `Meeting.young_people`."""

    class Answer(models.TextChoices):
        INVITED = "invited", _("Invited")
        CAME = "came", _("Came")
        SORRY = "sorry", _("Sent apologies")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=7, choices=Answer.choices, default=Answer.INVITED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="engagement_asked_to_come_once")]

    def __str__(self) -> str:
        return f"Attendance {self.pk}"


class Paper(models.Model):
    """What to read before: a quarter's edition, or a page elsewhere. No files are kept here."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(_("title"), max_length=120)
    quarter = models.CharField(_("edition of the quarter"), max_length=7, blank=True)
    link = models.URLField(_("address"), max_length=400, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="", quarter__gt="") | Q(link__startswith="https://", quarter=""),
                name="engagement_paper_is_an_edition_or_a_safe_link",
            )
        ]

    def __str__(self) -> str:
        return f"Paper {self.pk}"


class MeetingVerb(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CHANGED = "changed", _("Changed")
    CALLED_OFF = "called_off", _("Called off")
    INVITED = "invited", _("Asked to come")
    ANSWERED = "answered", _("Attendance noted")
    PAPER = "paper", _("Paper added")
    PAPER_GONE = "paper_gone", _("Paper taken away")
    PROPOSED = "proposed", _("Young people put something on the agenda")
    CLOSED = "closed", _("Young people’s part closed")
    ADDED = "added", _("Item added")
    CHECKED = "checked", _("Item read by a second person")
    TAKEN_OFF = "taken_off", _("Item taken off")
    VOICE = "voice", _("Young people’s voice added")
    VOICE_GONE = "voice_gone", _("Young people’s voice taken away")
    RECORDED = "recorded", _("Outcome written down")
    DECIDED = "decided", _("Decision written down")
    HELD = "held", _("Held")
    MINUTES = "minutes", _("Minutes written")
    PUBLISHED = "published", _("Minutes published")


# What people's calendars have to hear of.
MOVES_CALENDARS = (MeetingVerb.PLANNED, MeetingVerb.CHANGED, MeetingVerb.CALLED_OFF)


class MeetingEvent(AppendOnly):
    """One step in a meeting's life. `by` is empty where young people took it: nobody is named by their own agenda."""

    stays = True  # minutes are kept, and so is how they came about

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=10, choices=MeetingVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(blank=True)  # the council's own
    held_on = models.DateField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey("engagement.AgendaItem", on_delete=models.PROTECT, null=True, related_name="events")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%d %B %Y}"
