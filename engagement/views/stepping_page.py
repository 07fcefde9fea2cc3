"""Pages with steps: what a step looks like, and how one is taken with nothing lost when it cannot be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from engagement.actions import ActionError
from engagement.forms.meetings import StepForm
from engagement.meetings import MeetingError
from people.models import User


@dataclass(frozen=True)
class Step:
    """One step on a page: heading, form, button, what is said once it is taken, and the verb behind it."""

    name: str
    title: Promise
    form: type[StepForm]
    button: Promise
    said: Promise
    do: Callable[[Any, User, dict[str, Any]], object]
    lead: Promise | str = ""


@dataclass(frozen=True)
class Back:
    """A step that was not taken: its form with what was typed, and why."""

    step: str
    form: StepForm
    about: str = ""  # the uuid of what it was about, where several stand on the page
    status: int = 422


def take(request: HttpRequest, step: Step, thing: Any, user: User, *, about: str = "") -> Back | None:
    """Take one step on `thing`, which has a version; None when it was taken."""
    stands: int = thing.version
    form = step.form(request.POST, version=stands)
    if not form.is_valid():
        return Back(step.name, form, about)
    thing.version = form.cleaned_data["version"]  # the verb compares it with the one that is stored
    try:
        step.do(thing, user, form.cleaned_data)
    except (MeetingError, ActionError) as error:
        thing.refresh_from_db()
        # Typed words stay, and the form is ready to be sent again on what stands now.
        data = {**request.POST.dict(), "version": str(thing.version)}
        again = step.form(data, version=thing.version)
        again.is_valid()
        again.add_error(None, str(error))
        return Back(step.name, again, about, status=409)
    return None


def shown(
    steps: Mapping[str, Step],
    version: int,
    url: Callable[[str], str],
    back: Back | None,
    *,
    about: str = "",
    **initial: Any,
) -> list[dict[str, Any]]:
    """The steps as the template shows them; one that came back is open with what was typed."""
    rows = []
    for name, step in steps.items():
        came_back = back is not None and (back.step, back.about) == (name, about)
        auto_id = f"id_{about or 'page'}_{name}_%s"
        form = (
            back.form
            if came_back and back
            else step.form(version=version, initial=initial.get(name, {}), auto_id=auto_id)
        )
        rows.append({"step": step, "form": form, "open": came_back, "url": url(name)})
    return rows


def nothing_lost(back: Back | None) -> str:
    """What is said on top of a page whose step was not taken."""
    return _("Nothing was changed. What you wrote is still there.") if back else ""
