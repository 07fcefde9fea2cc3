"""Key cards as a PDF: made in memory, handed out once, never stored."""

import io
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.issuing import Issued
from people.typesetting import compile_pdf

TEMPLATE = Path(__file__).with_name("typst") / "key_cards.typ"


def print_cards(issued: list[Issued]) -> bytes:
    """One card for each, ten to an A4 page, with cut lines. Nothing on a card says who it is for, or care.

    Raises people.typesetting.TypesettingError.
    """
    return compile_pdf(
        TEMPLATE,
        {
            "title": _("Key cards"),
            "lang": (get_language() or "en").split("-")[0],
            "product": settings.PRODUCT_NAME,
            "site": settings.WAGTAILADMIN_BASE_URL.split("//")[-1] + reverse("people:sign-in"),
            "how": [_("Scan the square, or go to"), _("and type these four words. Keep them to yourself.")],
            "card": _("Card"),
            "picture": _("Opens the sign-in page with this key filled in"),
            "cards": [{"lines": _in_two(key), "number": space.card, "qr": qr_code(key)} for space, key in issued],
        },
    )


def _in_two(key: str) -> list[str]:
    """`plum-otter` and `lamp-river`. A hyphen at a line's end would be read aloud, and copied, as one long word."""
    words = key.split("-")
    return ["-".join(words[:2]), "-".join(words[2:])]


def key_address(key: str) -> str:
    """The sign-in page with the key after the #, which browsers send to no server."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('people:sign-in')}#key={key}"


def qr_code(key: str) -> str:
    """The address as an SVG picture."""
    out = io.BytesIO()
    segno.make(key_address(key), error="m", micro=False).save(out, kind="svg", xmldecl=False, border=0)
    return out.getvalue().decode()
