"""The charts and tables of an edition's sheets, as the sealed papers show them."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from engagement.board_replies import named
from engagement.editions import Chart, Section, Table
from engagement.models import BoardReply
from engagement.papers import framing, pictures

register = template.Library()


@register.filter
def all_tables(section: Section) -> list[Table]:
    """Its tables, and one for each chart that has none beside it."""
    return framing.tables(section)


@register.simple_tag
def picture(chart: Chart, title_id: str) -> SafeString:
    """A chart as SVG, with its title and every number in words."""
    return mark_safe(pictures.picture(chart, title_id))  # noqa: S308  (charts escapes)


@register.filter
def who_said(reply: BoardReply) -> str:
    """A member of the Board by name and office."""
    return named(reply)


@register.filter
def of(said: dict[str, list[BoardReply]], ref: str) -> list[BoardReply]:
    """The replies to one item."""
    return said.get(ref, []) if said else []
