"""Pictures of questions and options: drawn ones that are shipped, by name."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.templatetags.static import static

register = template.Library()
FOLDERS = ("faces", "things", "art")


@lru_cache(maxsize=1)
def shipped() -> dict[str, str]:
    """Where each shipped picture lies, by its name."""
    root = settings.BASE_DIR / "site" / "static" / "images"
    return {
        path.stem: f"images/{folder}/{path.name}"
        for folder in FOLDERS
        for path in sorted((root / folder).glob("*.svg"))
    }


@register.simple_tag
def picture(name: str) -> str:
    """The address of a shipped picture; one that is gone shows as nothing drawn."""
    return static(shipped().get(name, "images/art/nothing.svg"))
