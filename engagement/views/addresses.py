"""The addresses of the desks, of asks, of sessions and of the screening desk inside the admin."""

from django.urls import URLPattern, path

from engagement.desks import ADVOCACY, VOICES, Desk
from engagement.views import (
    actions,
    ask_item,
    asks,
    board_steps,
    concern_item,
    concern_steps,
    concerns,
    desk,
    desk_actions,
    desk_allegation,
    desk_item,
    edition_item,
    edition_steps,
    editions,
    figures,
    gathering,
    holds,
    identity,
    kiosk,
    meetings,
    packs,
    person_files,
    quotes,
    releases,
    rights_desk,
    rights_item,
    rota,
    screening,
    screening_drafts,
    screening_figures,
    screening_rules,
    screening_versions,
    sessions,
    shared_table,
)
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


voices = [
    *of_desk(VOICES),
    path("<uuid:uuid>/gather/", gathering.gather, name="gather"),
    path("<uuid:uuid>/allegation/", desk_allegation.hand_to_group, name="allegation"),
    path("<uuid:uuid>/key/", identity.of_item, {"desk": VOICES}, name="key"),
    path("<uuid:uuid>/opinion/", screening_figures.say, {"desk": VOICES}, name="opinion"),
]
advocacy = of_desk(ADVOCACY)
written_down = [
    path("", sessions.index, name="index"),
    path("new/", sessions.new, name="new"),
]
asked = [
    path("", asks.index, name="index"),
    path("meeting/", shared_table.start, name="meeting"),
    path("<uuid:uuid>/", ask_item.item, name="item"),
    path("<uuid:uuid>/kiosk/", kiosk.start, name="kiosk"),
    *(path(f"<uuid:uuid>/{step.name}/", ask_item.take, {"verb": verb}, name=step.name) for verb, step in STEPS.items()),
]
screened = [
    path("", screening.try_text, name="try"),
    path("rules/", screening_rules.index, name="rules"),
    path("rules/new/", screening_rules.rule, name="new-rule"),
    path("rules/phrase/", screening_rules.phrase, name="phrase"),
    path("rules/<slug:rule_id>/", screening_rules.rule, name="rule"),
    *(
        path(f"rules/<slug:rule_id>/{step}/", screening_rules.switch, {"step": step}, name=step)
        for step in ("off", "on", "undo")
    ),
    path("draft/", screening_drafts.draft, name="draft"),
    path("draft/start/", screening_drafts.start, name="start"),
    path("draft/drop/", screening_drafts.drop, name="drop"),
    path("draft/shadow/", screening_drafts.shadow, name="shadow"),
    path("draft/publish/", screening_drafts.publish, name="publish"),
    path("runs/<int:pk>/", screening_drafts.run, name="run"),
    path("versions/", screening_versions.index, name="versions"),
    path("versions/<int:number>/", screening_versions.version, name="version"),
    path("figures/", screening_figures.page, name="figures"),
]
rights = [
    path("", rights_desk.index, name="index"),
    path("complaints/", rights_desk.every, {"kind": "complaints"}, name="complaints"),
    path("objections/", rights_desk.every, {"kind": "objections"}, name="objections"),
    path("files/", rights_desk.every, {"kind": "files"}, name="files"),
    path("erasures/", rights_desk.erasures, name="erasures"),
    path("complaints/<uuid:uuid>/", rights_item.complaint, name="complaint"),
    path("objections/<uuid:uuid>/", rights_item.objection, name="objection"),
    path("erasures/<uuid:uuid>/", rights_item.erasure, name="erasure"),
    path("files/new/", person_files.record, name="record"),
    path("files/<uuid:uuid>/", person_files.item, name="file"),
    path("files/<uuid:uuid>/gather/", person_files.gather, name="gather"),
    path("files/<uuid:uuid>/check/", person_files.check, name="check"),
    path("files/<uuid:uuid>/fetch/", person_files.fetch, name="fetch"),
    path("files/<uuid:uuid>/hand-over/", person_files.hand_over, name="hand-over"),
]
held = [
    path("", holds.index, name="index"),
    path("new/", holds.new, name="new"),
    path("tonight/", holds.tonight, name="tonight"),
    path("<uuid:uuid>/lift/", holds.lift, name="lift"),
]
worried_about = [
    *(path("" if tab == "index" else f"{tab}/", concerns.index, {"tab": tab}, name=tab) for tab in concerns.TABS),
    path("<uuid:uuid>/", concern_item.item, name="item"),
    path("<uuid:uuid>/key/", concern_item.key, name="key"),
    path("<uuid:uuid>/reply/", concern_steps.reply, name="reply"),
    *(path(f"<uuid:uuid>/{step}/", concern_steps.take, {"step": step}, name=step) for step in concern_item.STEPS),
]
on_duty = [
    path("", rota.index, name="index"),
    path("new/", rota.turn, name="new"),
    path("<int:pk>/", rota.turn, name="turn"),
    path("<int:pk>/remove/", rota.remove, name="remove"),
]
packed = [
    path("", packs.index, name="index"),
    path("make/", packs.make, name="make"),
    path("<uuid:uuid>/", packs.item, name="item"),
    path("<uuid:uuid>/fetch/", packs.fetch, name="fetch"),
]
exported = [
    path("", releases.index, name="index"),
    path("new/", releases.new, name="new"),
    path("<uuid:uuid>/", releases.item, name="item"),
    path("<uuid:uuid>/fetch/", releases.fetch, name="fetch"),
    *(
        path(f"<uuid:uuid>/{action}/", releases.decide, {"action": action}, name=action)
        for action in ("release", "refuse")
    ),
]
reported = [
    path("", editions.index, name="index"),
    path("replies/<int:pk>/take-down/", board_steps.take_down, name="take-down"),
    path("open/", editions.start, name="open"),
    path("indicators/", figures.of_indicators, name="indicators"),
    path("indicators/template.csv", figures.template, name="indicators-template"),
    path("cohort/<str:quarter>/", figures.of_cohort, name="cohort"),
    path("<uuid:uuid>/quote/<uuid:view>/", quotes.choose, name="quote"),
    path("<uuid:uuid>/", edition_item.item, name="item"),
    path("<uuid:uuid>/preview/", edition_item.preview, name="preview"),
    path("<uuid:uuid>/check/", edition_item.check, name="check"),
    path("<uuid:uuid>/write/<str:section>/", edition_steps.write, name="write"),
    path("<uuid:uuid>/rebuild/", edition_steps.rebuild, name="rebuild"),
    path("<uuid:uuid>/seal/", edition_steps.seal, name="seal"),
    path("<uuid:uuid>/correct/", edition_steps.correct, name="correct"),
    *(
        path(f"<uuid:uuid>/publish-{audience}/", edition_steps.publish, {"audience": audience}, name=audience)
        for audience in ("board", "public")
    ),
]
met = [
    path("", meetings.index, name="index"),
    path("new/", meetings.new, name="new"),
    path("actions/", actions.index, name="actions"),
    path("actions/of-ask/<uuid:uuid>/", actions.new, name="action-new"),
    path("actions/<uuid:uuid>/", actions.item, name="action"),
    *(
        path(f"actions/<uuid:uuid>/{name}/", actions.act, {"step": name}, name=f"action-{name}")
        for name in actions.BY_NAME
    ),
    path("<uuid:uuid>/", meetings.item, name="item"),
    path("<uuid:uuid>/papers/<int:pk>/gone/", meetings.take_paper_away, name="paper-gone"),
    path("<uuid:uuid>/voices/<int:pk>/gone/", meetings.take_voice_away, name="voice-gone"),
    *(path(f"<uuid:uuid>/{name}/", meetings.act, {"step": name}, name=name) for name in meetings.STEPS),
    *(
        path(f"<uuid:uuid>/items/<uuid:item_uuid>/{name}/", meetings.act_on_item, {"step": name}, name=f"item-{name}")
        for name in meetings.OF_ITEM
    ),
]
