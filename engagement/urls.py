"""Young people's pages and the Board's page."""

from django.urls import path

from engagement.views import (
    board,
    board_home,
    board_meetings,
    board_steps,
    kiosk,
    my_rights,
    my_space,
    reports,
    shared_table,
    table,
    telling,
    wall,
)
from engagement.views.ask_steps import STEPS
from engagement.wall_feed import WallAtomFeed, WallFeed

app_name = "engagement"
urlpatterns = [
    path("tell-us/", telling.tell_us, name="tell-us"),
    path("tell-us/someone/", telling.tell_someone, name="tell-someone"),
    path("tell-us/<slug:draft_id>/thanks/", telling.thanks, name="thanks"),
    path("tell-us/<slug:draft_id>/paper/", telling.paper, name="tell-us-paper"),
    path("tell-us/<slug:draft_id>/<slug:name>/", telling.step, name="tell-us-step"),
    path("my-space/", my_space.my_space, name="my-space"),
    path("my-space/download/", my_space.download, name="my-space-download"),
    path("my-space/complain/", my_rights.complain, name="my-complaint"),
    path("my-space/everything/", my_rights.everything, name="my-everything"),
    path("my-space/everything/file/", my_rights.fetch_everything, name="my-everything-file"),
    path("my-space/<uuid:uuid>/", my_space.my_view, name="my-view"),
    path("my-space/<uuid:uuid>/happened/", my_space.did_it_happen, name="my-view-happened"),
    path("my-space/<uuid:uuid>/again/", my_space.send_again, name="my-view-again"),
    path("my-space/<uuid:uuid>/take-back/", my_rights.take_back, name="my-view-take-back"),
    path("my-space/<uuid:uuid>/object/", my_rights.object_to, name="my-view-object"),
    path("table/", table.home, name="table"),
    path("table/agenda/", table.agenda, name="table-agenda"),
    path("table/asks/<uuid:uuid>/", table.ask, name="table-ask"),
    path("table/meeting/", shared_table.page, name="shared-table"),
    path("you-said-we-did/", wall.wall, name="wall"),
    path("you-said-we-did/poster/", wall.poster, name="wall-poster"),
    path("you-said-we-did/feed.rss", WallFeed(), name="wall-rss"),
    path("you-said-we-did/feed.atom", WallAtomFeed(), name="wall-atom"),
    path("you-said-we-did/kiosk/", kiosk.kiosk, name="kiosk"),
    path("you-said-we-did/<int:number>/", wall.ask, name="ask"),
    path("board/", board_home.home, name="board-now"),
    path("board/<uuid:uuid>/read/", board_steps.read, name="board-read"),
    path("board/<uuid:uuid>/reply/", board_steps.reply, name="board-reply"),
    *(
        path(
            f"board/asks/<uuid:uuid>/{STEPS[verb].name}/",
            board_steps.answer,
            {"verb": verb},
            name=f"board-{STEPS[verb].name}",
        )
        for verb in board_home.HERE
    ),
    *(
        path(f"board/actions/<uuid:uuid>/{name}/", board_steps.act, {"step": name}, name=f"board-action-{name}")
        for name in board_home.ON_ACTIONS
    ),
    path("board/<str:quarter>/", board.page, name="board"),
    path("board/<str:quarter>/page.pdf", board.pdf, name="board-pdf"),
    path("board/<str:quarter>/<int:version>.<slug:kind>", board.file, name="board-file"),
    path("meetings/", board_meetings.index, name="meetings"),
    path("meetings/calendar.ics", board_meetings.calendar, name="meetings-calendar"),
    path("meetings/<int:pk>/", board_meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/meeting.ics", board_meetings.calendar_of, name="meeting-calendar"),
    path("actions/", board_meetings.tracker, name="actions"),
    path("actions/<int:pk>/", board_meetings.action, name="action"),
    path("reports/", reports.index, name="reports"),
    path("reports/<str:quarter>/", reports.report, name="report"),
    path("reports/<str:quarter>/<int:version>/", reports.report, name="report-version"),
    path("reports/<str:quarter>/<int:version>.<slug:kind>", reports.file, name="report-file"),
]
