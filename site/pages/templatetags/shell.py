"""Tags for the parts every page is made of: icons, form fields, statuses."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.forms.widgets import ChoiceWidget, Select
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from engagement.models import AskState, PublicStatus
from pages.icons import ICONS

register = template.Library()

# What a young person sees beside the word: a picture, and how many of the four steps are walked.
STATUSES = {
    PublicStatus.HEARD: ("speech", 1),
    PublicStatus.LOOKING: ("search", 2),
    PublicStatus.DOING: ("tools", 3),
    PublicStatus.DONE: ("tick", 4),
    PublicStatus.CANT: ("stop", 0),
    PublicStatus.BACK: ("alert", 2),
}
STEPS = 4


def _icons_used(context: Context) -> dict[str, None]:
    """The names drawn so far on this page, in order. The bottom of the stack is shared with included templates."""
    bottom: Any = context.render_context.dicts[0]
    used: dict[str, None] = bottom.setdefault("icons", {})
    return used


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, extra: str = "") -> SafeString:
    """An icon whose strokes come from the sprite at the end of the page; raises KeyError for an unknown name."""
    ICONS[name]
    _icons_used(context)[name] = None
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="#i-{}"/></svg>', f" {extra}" if extra else "", name
    )


@register.simple_tag
def lone_icon(name: str) -> SafeString:
    """An icon that brings its own strokes, for what is rendered outside a page (stream blocks, forms, e-mails)."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        mark_safe(ICONS[name]),  # noqa: S308  (our own strokes)
    )


@register.simple_tag(takes_context=True)
def icon_sprite(context: Context) -> SafeString:
    """The strokes of every icon the page has used. Comes last in the page."""
    symbols = format_html_join(
        "",
        '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>',
        ((name, mark_safe(ICONS[name])) for name in _icons_used(context)),  # noqa: S308  (our own strokes)
    )
    return format_html('<svg hidden aria-hidden="true">{}</svg>', symbols) if symbols else SafeString()


@register.inclusion_tag("components/field.html", takes_context=True)
def field(context: Context, bound: BoundField, *, big: bool = False, **hints: str) -> dict[str, Any]:
    """One question: words, hint, error, then the box or the choices. `big` makes the label the page's heading.

    `hints` are small words under a choice, by its value: `{% field form.reply key="You get a key." %}`.
    """
    widget = bound.field.widget
    choices = isinstance(widget, ChoiceWidget) and not isinstance(widget, Select)
    single = isinstance(widget, CheckboxInput)
    return {
        "field": bound,
        "big": big,
        "hints": hints,
        "grouped": choices,
        "single": single,
        "control": bound.as_widget(attrs={} if single else {"class": f"input {widget.attrs.get('class', '')}".strip()})
        if not choices
        else "",
    }


@register.inclusion_tag("components/status.html", takes_context=True)
def status(context: Context, value: str, *, state: str = "", lone: bool = False) -> dict[str, Any]:
    """Where an ask is, as a picture and a word: never colour alone. With its `state` it says who agrees, too.

    `lone` is for what is rendered outside a page: the picture brings its own strokes.
    """
    if state == AskState.CONFIRMED:
        return {"picture": "heart", "words": _("Done, you agree"), "tint": value, "lone": lone}
    picture, _walked = STATUSES[PublicStatus(value)]
    return {"picture": picture, "words": PublicStatus(value).label, "tint": value, "lone": lone}


@register.inclusion_tag("components/path.html")
def path(value: str) -> dict[str, Any]:
    """How far along an ask is: four strips, hidden from screen readers because the status says it in words."""
    _picture, walked = STATUSES[PublicStatus(value)]
    return {"strips": [step < walked for step in range(STEPS)]}


@register.simple_tag
def face(feeling: str) -> str:
    """The address of the picture for a feeling."""
    return static(f"images/faces/{feeling}.svg")


@register.filter
def at(mapping: dict[str, str], key: object) -> str:
    """The entry of `mapping` for `key`, or nothing."""
    return mapping.get(str(key), "")
