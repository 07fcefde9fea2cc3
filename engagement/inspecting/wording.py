"""Which text a spreadsheet would run as a formula, and which is a plain number."""

import re

# Excel, LibreOffice and Google start a formula at these, the wide forms of East Asia too (OWASP, "CSV injection").
STARTS = tuple("=+-@\t\r\n＝＋－＠")
_BEFORE = " \u00a0\u200b\ufeff\""  # signs that a program may skip before it looks
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?%?")


def starts_like_a_formula(text: str) -> bool:
    return text.lstrip(_BEFORE).startswith(STARTS) and not _NUMBER.fullmatch(text)
