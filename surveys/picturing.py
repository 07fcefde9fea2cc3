"""The drawn pictures that are shipped, by name: faces, things, and a few scenes."""

from functools import lru_cache

from django.conf import settings

FOLDERS = ("faces", "things", "art")


@lru_cache(maxsize=1)
def shipped() -> dict[str, str]:
    """Where each picture lies among the static files, by its name."""
    root = settings.BASE_DIR / "site" / "static" / "images"
    return {
        path.stem: f"images/{folder}/{path.name}"
        for folder in FOLDERS
        for path in sorted((root / folder).glob("*.svg"))
    }
