"""The way through telling us: which questions each purpose asks, and the one view that the answers add up to."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement import complaints, moderation
from engagement.drafts import Draft
from engagement.models import NameChoice, Purpose, State, Theme, Urgency, Voice
from people.keys import key_from_token, open_space
from people.models import YoungPerson

YES, NO = "yes", "no"
NOT_SURE = "unsure"
WRITE_HERE = "here"
ON_PAPER = "paper"

_FULL = ("purpose", "feeling", "about", "words", "reply", "name", "check")
PATHS: dict[str, tuple[str, ...]] = {
    Purpose.IDEA: _FULL,
    Purpose.WRONG: _FULL,
    Purpose.GOOD: _FULL,
    Purpose.QUESTION: ("purpose", "about", "words", "reply", "name", "check"),
    Purpose.MEETING: ("purpose", "meeting", "where", "name", "check"),
    Purpose.ADVOCATE: ("purpose", "words", "contact", "name", "check"),
    Purpose.COMPLAINT: ("purpose", "words", "name", "check"),
}

# How an advocate can get in touch; what is typed beside it goes into the same line.
WAYS = {
    "call": gettext_lazy("Call me"),
    "text": gettext_lazy("Text me"),
    WRITE_HERE: gettext_lazy("Write to me here"),
    "drop_in": gettext_lazy("Talk to me at a drop-in"),
    "other": gettext_lazy("Another way"),
}

MEETING_PROMPTS = {
    "well": gettext_lazy("What is going well"),
    "not_well": gettext_lazy("What is not going well"),
    "want": gettext_lazy("What I want to happen"),
    "ask": gettext_lazy("What I want to ask"),
    "who": gettext_lazy("Who I want there"),
}


def path(draft: Draft) -> tuple[str, ...]:
    """The steps that lie on this draft's way. A page for a meeting that stays on paper ends before sending."""
    steps = PATHS.get(draft.answers.get("purpose", ""), _FULL)
    return steps[: steps.index("where") + 1] if is_paper_only(draft) else steps


def is_paper_only(draft: Draft) -> bool:
    return draft.answers.get("purpose") == Purpose.MEETING and draft.answers.get("meeting_role") == ON_PAPER


def first_unanswered(draft: Draft, *, in_space: bool) -> str:
    """The first step that still wants something, or "check"."""
    open_steps = (step for step in path(draft) if step in _ANSWERED and not _ANSWERED[step](draft, in_space))
    return next(open_steps, "check")


def said(draft: Draft) -> str:
    """The words as they will be sent."""
    if draft.answers.get("purpose") != Purpose.MEETING:
        return draft.answers.get("words", "")
    return "\n\n".join(f"{title}:\n{words}" for title, words in meeting_page(draft) if words)


def meeting_page(draft: Draft) -> list[tuple[str, str]]:
    """Every prompt with what was written under it, also where that is nothing."""
    return [(str(title), draft.answers.get(name, "")) for name, title in MEETING_PROMPTS.items()]


def feeling(draft: Draft) -> str:
    """The face picked, on ways that ask for one."""
    return draft.answers.get("feeling", "") if "feeling" in path(draft) else ""


def contact(draft: Draft) -> str:
    """How to reach somebody, in one line, where the purpose asks for it."""
    detail = draft.answers.get("contact_detail", "")
    if draft.answers["purpose"] == Purpose.HELP_NOW:
        return detail
    if draft.answers["purpose"] == Purpose.ADVOCATE:
        way = str(WAYS[draft.answers["contact_way"]])
        return f"{way}: {detail}" if detail else way
    return ""


def key_for(draft: Draft) -> str:
    """The key that goes with this sending: the same one every time it is asked for; empty where none was wanted."""
    return key_from_token(draft.token) if draft.answers.get("name_choice") == NameChoice.GIVE_ME_A_KEY else ""


def send(draft: Draft, space: YoungPerson | None) -> Voice:
    """Send the view and mark the draft as sent. Sending the same draft again returns the same view.

    `space` is the one open in this browser; it is used only if the young person chose to.
    """
    answers = draft.answers
    choice = answers["name_choice"]
    voice = Voice(
        purpose=answers["purpose"],
        words=said(draft),
        feeling=feeling(draft),
        theme=Theme.objects.filter(pk=answers["theme"]).first() if answers.get("theme", "").isdigit() else None,
        name_choice=choice,
        wants_reply=choice != NameChoice.JUST_THE_IDEA and answers.get("wants_reply", YES) == YES,
        may_quote=answers.get("may_quote") == YES,
        contact=contact(draft),
        meeting_role=answers.get("meeting_role", ""),
    )
    if voice.purpose == Purpose.HELP_NOW:
        voice.urgency = Urgency.URGENT  # whatever the words say
    key = key_for(draft)
    with transaction.atomic():
        if key:
            voice.space = open_space(key)
        elif choice == NameChoice.MY_SPACE:
            voice.space = space
            voice.instead_of = _sent_back(space, answers.get("instead_of", "")) if space else None
        voice = moderation.receive(voice, token=UUID(draft.token))
        if voice.purpose == Purpose.COMPLAINT:
            complaints.start_clock(voice)
    draft.mark_sent(voice.reference, timezone.now())
    return voice


def draft_again(voice: Voice) -> Draft:
    """A new draft of a view that was sent back, with everything in it as it was."""
    answers = {
        "purpose": voice.purpose if voice.purpose in PATHS else Purpose.WRONG,
        "feeling": voice.feeling,
        "theme": str(voice.theme_id or NOT_SURE),
        "words": voice.words,
        "wants_reply": YES if voice.wants_reply else NO,
        "may_quote": YES if voice.may_quote else NO,
        "name_choice": NameChoice.MY_SPACE,
        "instead_of": str(voice.uuid),
    }
    if voice.purpose == Purpose.MEETING:
        answers |= {"want": voice.words, "meeting_role": voice.meeting_role}
    return Draft(answers={name: str(value) for name, value in answers.items()})


def write_back(voice: Voice, words: str, *, token: UUID) -> Voice:
    """Send an answer to what we wrote: a new view in the same space, read by the same people."""
    answer = Voice(
        purpose=voice.purpose,
        words=words,
        theme_id=voice.theme_id,
        space=voice.space,
        name_choice=NameChoice.MY_SPACE,
        wants_reply=True,
        meeting_role=voice.meeting_role,
    )
    if answer.purpose == Purpose.HELP_NOW:
        answer.urgency = Urgency.URGENT
    return moderation.receive(answer, token=token)


def _sent_back(space: YoungPerson, uuid: str) -> Voice | None:
    """The view of this space that was sent back and has not been sent again yet; locked until it has been."""
    if not uuid:
        return None
    sent_back = Voice.objects.select_for_update(of=("self",)).filter(uuid=uuid, space=space, state=State.DECLINED)
    voice = sent_back.first()
    return voice if voice and not Voice.objects.filter(instead_of=voice).exists() else None


def _has_words(draft: Draft, _in_space: bool) -> bool:
    may_be_empty = draft.answers.get("purpose") == Purpose.ADVOCATE or feeling(draft)
    return "words" in draft.answers and bool(draft.answers["words"] or may_be_empty)


def _has_name(draft: Draft, in_space: bool) -> bool:
    choice = draft.answers.get("name_choice")
    if choice == NameChoice.MY_SPACE:
        return in_space
    if choice == NameChoice.JUST_THE_IDEA:
        return not needs_key(draft)
    return choice == NameChoice.GIVE_ME_A_KEY


def needs_key(draft: Draft) -> bool:
    """An advocate who is to write here cannot do so without a key."""
    return draft.answers.get("purpose") == Purpose.ADVOCATE and draft.answers.get("contact_way") == WRITE_HERE


_ANSWERED: dict[str, Callable[[Draft, bool], bool]] = {
    "purpose": lambda draft, _in_space: draft.answers.get("purpose") in PATHS,
    "feeling": lambda draft, _in_space: "feeling" in draft.answers,
    "about": lambda draft, _in_space: "theme" in draft.answers,
    "words": _has_words,
    "contact": lambda draft, _in_space: draft.answers.get("contact_way") in WAYS,
    "meeting": lambda draft, _in_space: bool(said(draft)),
    "where": lambda draft, _in_space: "meeting_role" in draft.answers,
    "reply": lambda draft, _in_space: {"wants_reply", "may_quote"} <= draft.answers.keys(),
    "name": _has_name,
}

# What the whole step is called on the page, in the tab and beside the answer on the last page.
HEADINGS = {
    "purpose": gettext_lazy("What do you want to do?"),
    "feeling": gettext_lazy("How do you feel?"),
    "about": gettext_lazy("What’s it mostly about?"),
    "words": gettext_lazy("Say it your way"),
    "contact": gettext_lazy("How can we reach you?"),
    "meeting": gettext_lazy("Get your words ready"),
    "where": gettext_lazy("Where should your page go?"),
    "reply": gettext_lazy("Do you want us to write back?"),
    "name": gettext_lazy("Who should see your name?"),
    "check": gettext_lazy("Happy with this?"),
}


def no_words_yet(draft: Draft) -> str:
    """What to say, kindly, when there is nothing to send."""
    if draft.answers.get("purpose") == Purpose.QUESTION:
        return _("Write your question. A few words is fine.")
    return _("Write a few words, or go back and pick a face.")
