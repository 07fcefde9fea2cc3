"""The addresses of the desks, of asks and of sessions inside the admin."""

from django.urls import URLPattern, path

from engagement.desks import ADVOCACY, VOICES, Desk
from engagement.views import ask_item, asks, desk, desk_actions, desk_item, gathering, sessions
from engagement.views.ask_steps import STEPS


def of_desk(room: Desk) -> list[URLPattern]:
    """One desk's addresses: its lists, an item, and a POST for each step that can be taken there."""
    here = {"desk": room}
    return [
        path("", desk.to_read, here, name="to-read"),
        path("decided/", desk.decided, here, name="decided"),
        path("search/", desk.search, here, name="search"),
        path("plain-words/", desk.read_plainly, here, name="plain-words"),
        path("<uuid:uuid>/", desk_item.item, here, name="item"),
        *(
            path(f"<uuid:uuid>/{action}/", desk_actions.act, {**here, "action": action}, name=action)
            for action in sorted(room.actions)
        ),
    ]


voices = [*of_desk(VOICES), path("<uuid:uuid>/gather/", gathering.gather, name="gather")]
advocacy = of_desk(ADVOCACY)
written_down = [
    path("", sessions.index, name="index"),
    path("new/", sessions.new, name="new"),
]
asked = [
    path("", asks.index, name="index"),
    path("<uuid:uuid>/", ask_item.item, name="item"),
    *(path(f"<uuid:uuid>/{step.name}/", ask_item.take, {"verb": verb}, name=step.name) for verb, step in STEPS.items()),
]
