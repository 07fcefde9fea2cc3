"""The addresses of surveys inside the admin."""

from django.urls import path

from surveys.views import bringing, entering, following, taking, wave_item
from surveys.views import builder as build

builder = [
    path("", build.index, name="index"),
    path("new/", build.new, name="new"),
    path("bring/", bringing.survey, name="bring"),
    path("<uuid:uuid>/bring-results/", bringing.results, name="bring-results"),
    path("<uuid:uuid>/", build.item, name="item"),
    path("<uuid:uuid>/settings/", build.settings, name="settings"),
    path("<uuid:uuid>/sections/new/", build.section, name="section-new"),
    path("<uuid:uuid>/sections/<slug:key>/", build.section, name="section"),
    path("<uuid:uuid>/sections/<slug:section>/new/", build.question, name="question-new"),
    path("<uuid:uuid>/questions/<slug:key>/", build.question, name="question"),
    path("<uuid:uuid>/translate/<slug:language>/<slug:face>/", build.translate, name="translate"),
    *(path(f"<uuid:uuid>/{do}/<slug:key>/", build.step, {"do": do}, name=do) for do in ("up", "down", "remove")),
    path("<uuid:uuid>/publish/", build.publish, name="publish"),
    path("<uuid:uuid>/preview/", wave_item.preview, name="preview"),
    path("<uuid:uuid>/waves/new/", wave_item.new, name="wave-new"),
    path("waves/<uuid:uuid>/", wave_item.item, name="wave"),
    path("waves/<uuid:uuid>/change/", wave_item.change, name="wave-change"),
    path("waves/<uuid:uuid>/close/", wave_item.close, name="wave-close"),
    path("waves/<uuid:uuid>/codes/", wave_item.codes, name="codes"),
    path("waves/<uuid:uuid>/enter/", entering.enter, name="enter"),
    path("waves/<uuid:uuid>/paper/", entering.paper, name="paper"),
    path("waves/<uuid:uuid>/follow-ups/", following.attach, name="follow-up"),
    path("waves/<uuid:uuid>/follow-ups/<int:pk>/", following.detach, name="follow-up-gone"),
    path("waves/<uuid:uuid>/tables.<slug:kind>", wave_item.tables, name="tables"),
    path("waves/<uuid:uuid>/cross/", taking.cross, name="cross"),
    path("waves/<uuid:uuid>/rows/", taking.rows, name="rows"),
    path("waves/<uuid:uuid>/show/", wave_item.show_results, name="show-results"),
]
