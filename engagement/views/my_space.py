"""My space: everything sent with one key, where it is, what was answered, and what can be done about it."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement import drafts, rights, telling, verdicts
from engagement.arriving import start_of_day
from engagement.asks import ANSWERS, AskError
from engagement.forms.telling import WriteBackForm
from engagement.models import AskState, Contribution, ErasureReason, Reply, State, SubjectRequest, VerdictRound, Voice
from engagement.moderation import DECLINE_REASONS
from engagement.opening import opening
from engagement.paging import page_after
from engagement.telling_back import sentence
from engagement.tracking import ask_of, place, track
from engagement.views.telling import space_of
from people.models import YoungPerson

PAGE_SIZE = 20
MOST_NEW = 5  # views with new replies at the top of the page
CHANGED_SOMETHING = (AskState.DOING, AskState.DONE, AskState.ALREADY_SO, AskState.CONFIRMED)

SpaceView = Callable[..., HttpResponseBase]


def with_space(view: SpaceView) -> SpaceView:
    """Hands the open space of this browser to `view`; without one the way leads to the door."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        space = space_of(request)
        return view(request, space, **kwargs) if space else redirect("people:sign-in")

    return guarded


def sent_from(space: YoungPerson) -> QuerySet[Voice]:
    """Everything sent from `space`, newest first. Every object in this module is fetched through it."""
    replies = Reply.objects.select_related("by", "ask_event__owner")
    voices = Voice.objects.filter(space=space).select_related(
        "theme",
        "contribution__ask",
        "complaint",  # type: ignore[misc]  # the manager is typed for every submission
        "taken_back",
    )
    return voices.prefetch_related(Prefetch("replies", replies)).order_by("-received_at", "-pk")


@require_safe
@with_space
def my_space(request: HttpRequest, space: YoungPerson) -> HttpResponse:
    voices = sent_from(space)
    unread = Reply.objects.filter(submission=OuterRef("pk"), read_at__isnull=True)
    page = page_after(voices, request.GET.get("after", ""), PAGE_SIZE)
    contributions = Contribution.objects.filter(submission__space=space, ask__state__in=CHANGED_SOMETHING)
    context = {
        "new": [line_of(voice) for voice in voices.filter(Exists(unread))[:MOST_NEW]],
        "lines": [line_of(voice) for voice in page.rows],
        "next": page.next,
        "changed": contributions.count(),
        "on_council": space.on_council,
    }
    return render(request, "engagement/my_space/index.html", context)


def line_of(voice: Voice) -> dict[str, Any]:
    """One view in the list: what it was, where it is, and how many answers wait."""
    replies = list(voice.replies.all())
    new = [reply for reply in replies if reply.read_at is None]
    return {
        "voice": voice,
        "ask": ask_of(voice),
        "place": place(voice),
        "replies": len(replies),
        "new": len(new),
        "from": new[-1] if new else None,
    }


def thread_of(voice: Voice) -> list[tuple[Reply, str]]:
    """What we wrote back, and the news of each step, in plain words."""
    return [(reply, sentence(reply.ask_event) if reply.ask_event else reply.words) for reply in voice.replies.all()]


def said_no(voice: Voice) -> list[dict[str, Any]]:
    """What was said no to about a view, and whether our answer is late."""
    today = timezone.localdate()
    return [{"no": no, "late": no.days_late(today)} for no in voice.objections.all()]


def waits(voice: Voice) -> str:
    """Why the words of a view that was taken back are still there: "held", or "reading" whatever it is we look for.

    Whether screening found something in it is told to nobody.
    """
    if not hasattr(voice, "taken_back") or not voice.taken_back.is_waiting:
        return ""
    return "held" if rights.why_it_waits(voice) == ErasureReason.HELD else "reading"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@with_space
def my_view(request: HttpRequest, space: YoungPerson, uuid: UUID) -> HttpResponse:
    """One view with its way and its answers, which count as read from now on. A POST writes back."""
    voice = get_object_or_404(sent_from(space), uuid=uuid)
    form = WriteBackForm(
        request.POST if request.method == "POST" else None, initial={"sending": drafts.seal(str(uuid4()))}
    )
    if request.method == "POST" and form.is_valid():
        token = drafts.unseal(form.cleaned_data["sending"]) or uuid4()
        sent = telling.write_back(voice, form.cleaned_data["words"], token=token)
        return redirect("engagement:my-view", uuid=sent.uuid)
    answers = [reply.at for reply in voice.replies.all() if not reply.ask_event or reply.ask_event.verb in ANSWERS]
    voice.replies.filter(read_at__isnull=True).update(read_at=start_of_day(timezone.now()))
    context = {
        **line_of(voice),
        "thread": thread_of(voice),
        "steps": track(voice, min(answers, default=None)),
        "form": form,
        "declined": DECLINE_REASONS.get(voice.decline_reason, "") if voice.state == State.DECLINED else "",
        "again": Voice.objects.filter(instead_of=voice).first(),
        "opening": opening(),
        "said_no": said_no(voice),
        "waits": waits(voice),
        "question": question_for(space, voice),
    }
    return render(request, "engagement/my_space/view.html", context, status=422 if form.errors else 200)


def question_for(space: YoungPerson, voice: Voice) -> dict[str, Any] | None:
    """The question whether it happened, while it is asked, and what this space said to it so far."""
    ask = ask_of(voice)
    this = verdicts.running_for(space, ask) if ask else None
    return {"round": this, "said": this.verdicts.filter(space=space).first()} if this else None


@require_POST
@with_space
def did_it_happen(request: HttpRequest, space: YoungPerson, uuid: UUID) -> HttpResponse:
    """Yes or no to the question whether it happened; pressed twice is once. The page then says how it stands."""
    voice = get_object_or_404(sent_from(space).filter(contribution__isnull=False), uuid=uuid)
    this = get_object_or_404(VerdictRound, uuid=uuid_of(request.POST.get("round", "")), ask=ask_of(voice))
    answer = request.POST.get("happened")
    if answer in ("yes", "no"):
        with suppress(AskError):  # it was over a moment ago
            verdicts.say(this, happened=answer == "yes", space=space)
    return redirect("engagement:my-view", uuid=voice.uuid)


def uuid_of(typed: str) -> UUID | None:
    """The UUID that was sent along, or None for what is none."""
    try:
        return UUID(typed)
    except ValueError:
        return None


@require_POST
@with_space
def send_again(request: HttpRequest, space: YoungPerson, uuid: UUID) -> HttpResponse:
    """Begin a new draft with everything that was in a view we sent back."""
    voice = get_object_or_404(sent_from(space), uuid=uuid, state=State.DECLINED, taken_back=None)
    draft = telling.draft_again(voice)
    drafts.keep(request.session, draft)
    return redirect("engagement:tell-us-step", draft.id, "meeting" if "want" in draft.answers else "words")


@require_safe
@with_space
def download(request: HttpRequest, space: YoungPerson) -> HttpResponse:
    """Everything as a text file, made on the spot and kept nowhere."""
    voices = sent_from(space).prefetch_related("objections")
    context = {
        "lines": [{**line_of(voice), "thread": thread_of(voice), "said_no": said_no(voice)} for voice in voices],
        "requests": SubjectRequest.objects.filter(space=space).order_by("pk"),
    }
    response = render(request, "engagement/my_space/download.txt", context, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-space.txt"'
    return response
