"""What a meeting talks about: young people put and rank items first, officers add theirs after.

An item that no meeting came to stands on every next one until it is reached; nothing is dropped in silence.
"""

from collections.abc import Sequence
from statistics import mean

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.meetings import MeetingError, expect_planned, is_safe, may_manage, note, said, step
from engagement.models import (
    CLOSED_STATES,
    AgendaItem,
    AgendaRank,
    AgendaVoice,
    Ask,
    Meeting,
    MeetingState,
    MeetingVerb,
    Submission,
    Theme,
)
from people.models import User, YoungPerson

MOST_PROPOSED = 5  # by one member for one meeting


def propose(meeting: Meeting, space: YoungPerson, *, ask: Ask | None = None, theme: Theme | None = None) -> AgendaItem:
    """Put an ask or a theme on the agenda, for a member of the Council. What is there already is found."""
    _open_to_young_people(meeting)
    if (ask is None) == (theme is None):
        raise MeetingError(_("Pick an ask or a theme."))
    if ask and (not ask.is_public or ask.state in CLOSED_STATES):
        raise MeetingError(_("This ask is not open any more. Pick another one."))
    there = next((item for item in on_agenda(meeting) if _is_about(item, ask, theme)), None)
    if there:
        return there
    if AgendaItem.objects.standing().filter(meeting=meeting, space=space).count() >= MOST_PROPOSED:
        raise MeetingError(_("You have put %(n)d on the list. Take one off first.") % {"n": MOST_PROPOSED})
    with transaction.atomic():
        try:
            with transaction.atomic():
                item = AgendaItem.objects.create(
                    meeting=meeting,
                    side=AgendaItem.Side.YOUNG_PEOPLE,
                    ask=ask,
                    theme=theme,
                    space=space,
                    proposed_at=timezone.now(),
                )
        except IntegrityError:  # somebody else put it there at the same moment
            return next(item for item in on_agenda(meeting) if _is_about(item, ask, theme))
        note(meeting, MeetingVerb.PROPOSED, by=None, item=item)
    return item


def take_back(item: AgendaItem, space: YoungPerson) -> None:
    """The member who put it there takes it off again."""
    _open_to_young_people(item.meeting)
    if item.space_id != space.pk:
        raise MeetingError(_("Somebody else put this on the list."))
    _withdraw(item, by=None)


def rank(meeting: Meeting, space: YoungPerson, items: Sequence[int]) -> None:
    """One member's own order of young people's items, first one first. Each has to be there."""
    _open_to_young_people(meeting)
    there = {item.pk for item in on_agenda(meeting) if item.is_from_young_people}
    if len(set(items)) < len(items) or not set(items) <= there:
        raise MeetingError(_("The list has changed. Here is how it stands now."))
    with transaction.atomic():
        AgendaRank.objects.filter(space=space, item__in=there).delete()
        AgendaRank.objects.bulk_create(
            AgendaRank(space=space, item_id=item, place=place) for place, item in enumerate(items)
        )


def on_agenda(meeting: Meeting) -> list[AgendaItem]:
    """Everything the meeting talks about, in order: young people's first. Two queries.

    What earlier meetings did not come to is there too. Before the meeting, young people's items stand by their ranks.
    """
    items = list(
        AgendaItem.objects.standing()
        .filter(meeting__held_on__lte=meeting.held_on)
        .filter(Q(taken_at=meeting) | Q(taken_at__isnull=True) | Q(taken_at__held_on__gt=meeting.held_on))
        .select_related("ask", "theme", "meeting", "decider", "taken_at")
        .prefetch_related("ranks", "voices__submission")
    )
    theirs = [item for item in items if item.is_from_young_people]
    ours = sorted((item for item in items if not item.is_from_young_people), key=lambda item: (item.place, item.pk))
    key = _by_place if meeting.took_place else _by_ranks
    return [*sorted(theirs, key=key), *ours]


def young_peoples_order(meeting: Meeting) -> list[AgendaItem]:
    return [item for item in on_agenda(meeting) if item.is_from_young_people]


def close_proposals(meeting: Meeting, *, by: User) -> None:
    """From now on officers add theirs, after young people's."""
    may_manage(by)
    expect_planned(meeting)
    if meeting.proposals_closed_at is None:
        step(meeting, MeetingVerb.CLOSED, by=by, changes={"proposals_closed_at": timezone.now()})


def add(
    meeting: Meeting,
    *,
    by: User,
    title: str,
    ask: Ask | None = None,
    survey: str = "",
    awards: str = "",
    decision_asked: str = "",
) -> AgendaItem:
    """An officers' item; it comes after young people's and is public once a second person has read it."""
    may_manage(by)
    expect_planned(meeting)
    if meeting.proposals_closed_at is None:
        raise MeetingError(_("Young people go first. Close their part before you add yours."))
    title = said(title, _("Say what it is about."))
    with transaction.atomic():
        item = AgendaItem.objects.create(
            meeting=meeting,
            side=AgendaItem.Side.OFFICERS,
            title=title,
            ask=ask,
            survey=survey.strip(),
            awards=awards.strip(),
            decision_asked=decision_asked,
            added_by=by,
            place=meeting.items.count(),
            proposed_at=timezone.now(),
        )
        step(meeting, MeetingVerb.ADDED, by=by, item=item, words=title)
    return item


def check(item: AgendaItem, *, by: User) -> None:
    """A second person has read an officers' item."""
    may_manage(by)
    if item.is_from_young_people or item.checked_by_id:
        return
    if item.added_by_id == by.pk:
        raise MeetingError(_("You wrote this. Somebody else has to read it before it is public."))
    with transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(checked_by=by)
        item.checked_by = by
        note(item.meeting, MeetingVerb.CHECKED, by=by, item=item)


def take_off(item: AgendaItem, *, by: User) -> None:
    """An officers' item goes; what young people put there stays."""
    may_manage(by)
    if item.is_from_young_people:
        raise MeetingError(_("Young people put this here. It stays until a meeting comes to it."))
    _withdraw(item, by=by)


def add_voice(
    item: AgendaItem, *, by: User, submission: Submission | None = None, reader: str = "", link: str = ""
) -> AgendaVoice:
    """Young people heard without having to come: words to see, words read out by `reader`, or a recording."""
    may_manage(by)
    if submission is None and not is_safe(link):
        raise MeetingError(_("The address begins with https://."))
    if submission and not Submission.objects.visible_to(by).quotable().unrestricted().filter(pk=submission.pk).exists():
        raise MeetingError(_("These words may not be quoted."))
    if reader and reader not in AgendaVoice.Reader:
        raise MeetingError(_("Pick who reads."))
    kind = AgendaVoice.Kind.RECORDING
    if submission:
        kind = AgendaVoice.Kind.READING if reader else AgendaVoice.Kind.QUOTE
    with transaction.atomic():
        voice, new = AgendaVoice.objects.get_or_create(
            item=item,
            submission=submission,
            link="" if submission else link,
            defaults={"kind": kind, "reader": reader if submission else "", "added_by": by},
        )
        if new:
            note(item.meeting, MeetingVerb.VOICE, by=by, item=item)
    return voice


def take_voice_away(voice: AgendaVoice, *, by: User) -> None:
    may_manage(by)
    with transaction.atomic():
        note(voice.item.meeting, MeetingVerb.VOICE_GONE, by=by, item=voice.item)
        voice.delete()


def words_of(voice: AgendaVoice) -> str:
    """The words as they may be shown now; empty once the yes was taken back."""
    if voice.submission_id is None:
        return ""
    still = Submission.objects.quotable().unrestricted().filter(pk=voice.submission_id).first()
    return still.public_words if still else ""


def hold(meeting: Meeting, *, by: User, young_people: int | None = None) -> None:
    """It took place. Young people's order is kept as it stood; which member put or ranked what is forgotten."""
    may_manage(by)
    expect_planned(meeting)
    if meeting.held_on > timezone.localdate():
        raise MeetingError(_("It has not taken place yet."))
    with transaction.atomic():
        items = on_agenda(meeting)
        step(
            meeting,
            MeetingVerb.HELD,
            by=by,
            changes={"state": MeetingState.HELD, "young_people": young_people},
            held_on=meeting.held_on,
        )
        for place, item in enumerate(item for item in items if item.is_from_young_people):
            item.place = place
            item.space = None
            item.save(update_fields=["place", "space"])
        AgendaRank.objects.filter(item__in=items).delete()


def _withdraw(item: AgendaItem, *, by: User | None) -> None:
    if item.taken_at_id:
        raise MeetingError(_("A meeting has come to it already."))
    if item.withdrawn_at is None:
        with transaction.atomic():
            item.withdrawn_at = timezone.now()
            item.save(update_fields=["withdrawn_at"])
            item.ranks.all().delete()
            note(item.meeting, MeetingVerb.TAKEN_OFF, by=by, item=item)


def _is_about(item: AgendaItem, ask: Ask | None, theme: Theme | None) -> bool:
    same = item.ask_id == ask.pk if ask else item.theme_id == theme.pk if theme else False
    return same and item.is_from_young_people


def _by_place(item: AgendaItem) -> tuple[float, int]:
    return item.place, item.pk


def _by_ranks(item: AgendaItem) -> tuple[bool, float, int]:
    """By where members put it on average; what nobody ranked comes last, oldest first."""
    places = [rank.place for rank in item.ranks.all()]
    return not places, mean(places) if places else 0.0, item.pk


def _open_to_young_people(meeting: Meeting) -> None:
    expect_planned(meeting)
    if meeting.proposals_closed_at is not None:
        raise MeetingError(_("The list for this meeting is closed. You can put it on the next one."))
