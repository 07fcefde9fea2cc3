"""Meetings in the admin: the list, planning one, and one with its agenda, people, papers, minutes and steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement import actions, agendas, meetings
from engagement.forms import meetings as forms
from engagement.meetings import MeetingError
from engagement.models import AgendaItem, AgendaVoice, Attendance, Meeting, Paper
from engagement.paging import page_after
from engagement.views.stepping_page import Back, Step, nothing_lost, shown, take
from people.models import User
from people.roles import MANAGE_MEETINGS

_t = gettext_lazy


def _step(
    name: str, title: Promise, form: type[forms.StepForm], button: Promise, do: Any, lead: Promise | str = ""
) -> Step:
    return Step(name, title, form, button, _t("It is written down."), do, lead)


def _attend(meeting: Meeting, by: User, form: dict[str, Any]) -> None:
    if form["answer"] == Attendance.Answer.INVITED:
        meetings.invite(meeting, form["person"], by=by)
    else:
        meetings.note_answer(meeting, form["person"], form["answer"], by=by)


def _facts(form: dict[str, Any]) -> dict[str, Any]:
    return {name: form[name] for name in ("held_on", "begins", "ends", "where", "link")}


PLANNED = {
    one.name: one
    for one in (
        _step(
            "close", _t("Close young people’s part"), forms.NothingForm, _t("Close it"),
            lambda m, by, form: agendas.close_proposals(m, by=by),
            _t("From then on you add yours, after theirs. They can put more on the next meeting’s list."),
        ),
        _step(
            "add", _t("Add an item of ours"), forms.ItemForm, _t("Add it"),
            lambda m, by, form: agendas.add(
                m, by=by, title=form["title"], survey=form["survey"], awards=form["awards"]
            ),
            _t("It comes after young people’s items, and is public once a second person has read it."),
        ),
        _step("attendance", _t("Who comes"), forms.AttendanceForm, _t("Write it down"), _attend),
        _step(
            "paper", _t("Add a paper"), forms.PaperForm, _t("Add it"),
            lambda m, by, form: meetings.add_paper(
                m, by=by, title=form["title"], quarter=form["quarter"], link=form["link"]
            ),
        ),
        _step(
            "change", _t("Another day or place"), forms.MeetingForm, _t("Change it"),
            lambda m, by, form: meetings.change(m, by=by, **_facts(form)),
        ),
        _step(
            "call-off", _t("Call it off"), forms.WhyForm, _t("Call it off"),
            lambda m, by, form: meetings.call_off(m, by=by, why=form["words"]),
            _t("What is on its list stands on the next one."),
        ),
        _step(
            "hold", _t("It was held"), forms.HoldForm, _t("It was held"),
            lambda m, by, form: agendas.hold(m, by=by, young_people=form["young_people"]),
            _t("Then write down what came of each item. Who put what on the list is forgotten."),
        ),
    )
}  # fmt: skip
HELD = {
    one.name: one
    for one in (
        PLANNED["attendance"],
        _step(
            "minutes", _t("Write the minutes"), forms.MinutesForm, _t("Keep them"),
            lambda m, by, form: meetings.write_minutes(m, by=by, words=form["words"]),
            _t("Plain words: young people read them. Nobody who is not grown up is named."),
        ),
        _step(
            "publish", _t("Publish the minutes"), forms.NothingForm, _t("Publish them"),
            lambda m, by, form: meetings.publish_minutes(m, by=by),
            _t("Are they clear, kind and true? Could they point to one young person? A second person has to say."),
        ),
    )
}  # fmt: skip
OF_ITEM = {
    one.name: one
    for one in (
        _step(
            "check", _t("Read it"), forms.NothingForm, _t("Make it public"),
            lambda item, by, form: agendas.check(item, by=by),
        ),
        _step(
            "take-off", _t("Take it off"), forms.NothingForm, _t("Take it off"),
            lambda item, by, form: agendas.take_off(item, by=by),
        ),
        _step(
            "voice", _t("Let young people be heard here"), forms.VoiceForm, _t("Add it"),
            lambda item, by, form: agendas.add_voice(
                item, by=by, submission=form["submission"], reader=form["reader"], link=form["link"]
            ),
            _t("Words with a yes, shown or read out, or a recording: nobody has to come."),
        ),
        _step(
            "record", _t("What came of it"), forms.RecordForm, _t("Keep it"),
            lambda item, by, form: meetings.record(
                item, item.at, by=by, outcome=form["outcome"], decision=form["decision"],
                decider=form["decider"], decide_by=form["decide_by"],
            ),
        ),
        _step(
            "action", _t("Somebody does something"), forms.OpenActionForm, _t("Open the action"),
            lambda item, by, form: actions.open_action(
                by=by, wording=form["wording"], owner=form["owner"], due=form["due"], item=item
            ),
            _t("They hear of it by mail. It is public once a second person has read it."),
        ),
    )
}  # fmt: skip
STEPS = {**PLANNED, **HELD}


def managed_by(request: HttpRequest) -> User:
    """The officer at work here; raises PermissionDenied for everybody who does not plan meetings."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(MANAGE_MEETINGS):
        raise PermissionDenied
    return user


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is to come, and what was, the latest first."""
    managed_by(request)
    today = timezone.localdate()
    page = page_after(Meeting.objects.past(today), request.GET.get("after", ""))
    context = frame(_("Meetings")) | {"coming": Meeting.objects.coming(today), "past": page.rows, "next": page.next}
    return render(request, "engagement/meetings/index.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    user = managed_by(request)
    form = forms.MeetingForm(request.POST or None, version=0)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = meetings.plan(by=user, **_facts(form.cleaned_data))
        except MeetingError as error:
            form.add_error(None, str(error))
        else:
            return redirect("meetings:item", uuid=meeting.uuid)
    context = frame(_("Plan a meeting"), inside=True) | {"form": form}
    return render(request, "engagement/meetings/new.html", context, status=422 if form.errors else 200)


@require_GET
def item(request: HttpRequest, uuid: str) -> HttpResponse:
    return meeting_page(request, managed_by(request), get_object_or_404(Meeting, uuid=uuid))


def meeting_page(request: HttpRequest, user: User, meeting: Meeting, back: Back | None = None) -> HttpResponse:
    """One meeting with what can be done now. Words of young people only where they gave a yes to quote them."""
    context = frame(str(meeting.held_on.strftime("%d %B %Y")), inside=True) | {
        "meeting": meeting,
        "steps": shown(
            {}
            if meeting.minutes_are_public or meeting.state == "called_off"
            else PLANNED
            if meeting.is_planned
            else HELD,
            meeting.version,
            lambda name: reverse(f"meetings:{name}", args=[meeting.uuid]),
            back,
            change={name: getattr(meeting, name) for name in ("held_on", "begins", "ends", "where", "link")},
            minutes={"words": meeting.minutes},
        ),
        "agenda": [_line(meeting, one, user, back) for one in agendas.on_agenda(meeting)],
        "attendances": meeting.attendances.select_related("person").order_by("person__last_name"),
        "papers": meeting.papers.all(),
        "carried": actions.carried_to(meeting),
        "events": meeting.events.select_related("by", "person", "item__ask", "item__theme"),
        "trouble": nothing_lost(back),
    }
    return render(request, "engagement/meetings/item.html", context, status=back.status if back else 200)


def _line(meeting: Meeting, one: AgendaItem, user: User, back: Back | None) -> dict[str, Any]:
    """One item with its steps as they fit."""
    fits = {"voice"} if meeting.is_planned else {"record", "action"} if not meeting.minutes_are_public else set()
    if meeting.is_planned and not one.is_from_young_people:
        fits |= {"take-off"}
    if not one.is_public and one.added_by_id != user.pk:
        fits |= {"check"}
    steps = {name: step for name, step in OF_ITEM.items() if name in fits}
    about = str(one.uuid)
    record = {"outcome": one.outcome, "decision": one.decision, "decider": one.decider, "decide_by": one.decide_by}
    return {
        "item": one,
        "voices": [{"voice": voice, "words": agendas.words_of(voice)} for voice in one.voices.all()],
        "steps": shown(
            steps, one.version, lambda name: reverse(f"meetings:item-{name}", args=[meeting.uuid, one.uuid]), back,
            about=about, record=record,
        ),
    }  # fmt: skip


@require_POST
def act(request: HttpRequest, uuid: str, step: str) -> HttpResponse:
    user, meeting = managed_by(request), get_object_or_404(Meeting, uuid=uuid)
    with transaction.atomic():
        back = take(request, STEPS[step], meeting, user)
    if back:
        return meeting_page(request, user, meeting, back)
    messages.success(request, str(STEPS[step].said))
    return redirect("meetings:item", uuid=uuid)


@require_POST
def act_on_item(request: HttpRequest, uuid: str, item_uuid: str, step: str) -> HttpResponse:
    user, meeting = managed_by(request), get_object_or_404(Meeting, uuid=uuid)
    one = get_object_or_404(AgendaItem.objects.standing().select_related("meeting", "ask"), uuid=item_uuid)
    one.at = meeting  # type: ignore[attr-defined]  # where it is being talked about, which may be a later meeting
    with transaction.atomic():
        back = take(request, OF_ITEM[step], one, user, about=str(one.uuid))
    if back:
        return meeting_page(request, user, meeting, back)
    messages.success(request, str(OF_ITEM[step].said))
    return redirect("meetings:item", uuid=uuid)


@require_POST
def take_paper_away(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    user, paper = managed_by(request), get_object_or_404(Paper, pk=pk, meeting__uuid=uuid)
    meetings.take_paper_away(paper, by=user)
    return redirect("meetings:item", uuid=uuid)


@require_POST
def take_voice_away(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    user, voice = managed_by(request), get_object_or_404(AgendaVoice, pk=pk)
    agendas.take_voice_away(voice, by=user)
    return redirect("meetings:item", uuid=uuid)


def frame(crumb: str, *, inside: bool = False) -> dict[str, Any]:
    """What every page here shows around its content."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if inside:
        trail.append({"url": reverse("meetings:index"), "label": _("Meetings")})
    return {
        "header_title": crumb,
        "header_icon": "calendar-alt",
        "breadcrumbs_items": [*trail, {"url": "", "label": crumb}],
    }
