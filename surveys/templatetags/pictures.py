"""Pictures of questions and options."""

from django import template
from django.templatetags.static import static

from surveys.picturing import shipped

register = template.Library()


@register.simple_tag
def picture(name: str) -> str:
    """The address of a shipped picture; one that is gone shows as nothing drawn."""
    return static(shipped().get(name, "images/art/nothing.svg"))
