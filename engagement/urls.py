"""Young people's pages and the Board's page."""

from django.urls import path

from engagement.views import board, my_rights, my_space, telling, wall

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
    path("my-space/<uuid:uuid>/again/", my_space.send_again, name="my-view-again"),
    path("my-space/<uuid:uuid>/take-back/", my_rights.take_back, name="my-view-take-back"),
    path("my-space/<uuid:uuid>/object/", my_rights.object_to, name="my-view-object"),
    path("you-said-we-did/", wall.wall, name="wall"),
    path("you-said-we-did/poster/", wall.poster, name="wall-poster"),
    path("you-said-we-did/<int:number>/", wall.ask, name="ask"),
    path("board/", board.current, name="board-now"),
    path("board/<str:quarter>/", board.page, name="board"),
    path("board/<str:quarter>/page.pdf", board.pdf, name="board-pdf"),
]
