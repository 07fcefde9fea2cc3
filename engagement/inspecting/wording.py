"""Which text a spreadsheet would run as a formula, and which is a plain number."""

import re

# Excel, LibreOffice and Google start a formula at these, the wide forms of East Asia too (OWASP, "CSV injection").
_STARTS = re.compile('[\t\r\n]|[\\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"]*[=+\\-@＝＋－＠]')
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?%?")


def starts_like_a_formula(text: str) -> bool:
    """Whether `text` starts one, also after signs that a program skips: spaces, signs without width, quotes."""
    return bool(_STARTS.match(text)) and not _NUMBER.fullmatch(text)
