"""Read a survey that LimeSurvey exported (.lss), in its older and its newer form. What cannot be brought is listed.

An .lss file is one XML document with tables as `<rows>`. Up to database version 400 texts stand in the rows of groups,
questions and answers; later ones keep them in tables of their own by language (`question_l10ns` and its like).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from xml.etree import ElementTree

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from surveys.questions import LONGEST_WORDING, Definition, QuestionError, free_key
from surveys.writing import from_json

LARGEST = 2_000_000  # bytes
FACE = "11-17"  # a LimeSurvey survey has one wording; the others are for the officer to write
YES_NO = {"Y": "Yes", "N": "No"}
FIVE = {str(number): str(number) for number in range(1, 6)}
# Their types by letter, as the manual lists them: ours, and the answers that they bring along.
TYPES: dict[str, tuple[str, dict[str, str]]] = {
    "L": ("one", {}), "!": ("one", {}), "O": ("one", {}), "Y": ("one", YES_NO), "5": ("one", FIVE),
    "G": ("one", {"F": "Female", "M": "Male"}),
    "M": ("several", {}), "P": ("several", {}), "F": ("matrix", {}), "H": ("matrix", {}),
    "A": ("matrix", FIVE), "B": ("matrix", {str(number): str(number) for number in range(1, 11)}),
    "C": ("matrix", {**YES_NO, "U": "Uncertain"}), "E": ("matrix", {"I": "Increase", "S": "Same", "D": "Decrease"}),
    "N": ("number", {}), "S": ("short", {}), "T": ("long", {}), "U": ("long", {}), "D": ("date", {}),
    "R": ("ranking", {}), "X": ("information", {}),
}  # fmt: skip
UNKNOWN = {
    "K": _t("several numbers"), "Q": _t("several short texts"), "I": _t("choice of language"), "*": _t("equation"),
    "|": _t("file upload"), "1": _t("array with two scales"), ";": _t("array of texts"), ":": _t("array of numbers"),
}  # fmt: skip
# `Q1 == "A2"` with or without .NAOK and brackets; anything more is listed.
SIMPLE_RULE = re.compile(r'\(*\s*(\w+?)(?:\.NAOK|\.code)?\s*==\s*"([\w-]+)"\s*\)*')
Row = Mapping[str, str]


@dataclass
class Brought:
    """A survey as far as it could be read, and everything that was not, in words for an officer."""

    title: str
    definition: Definition
    left_out: list[str] = field(default_factory=list)


def read(data: bytes) -> Brought:
    """Raises QuestionError for what is no .lss file, is too large, or holds nothing that can be asked."""
    root = _parsed(data)
    language = (root.findtext("languages/language") or "en").strip()
    texts = _Texts(root, language)
    settings = next(_rows(root, "surveys_languagesettings"), {})
    title = _plain(settings.get("surveyls_title", "")) or _("A survey from LimeSurvey")
    left_out: list[str] = []
    sections = _sections(root, texts, left_out)
    if not any(section["questions"] for section in sections):
        raise QuestionError(_("There is no question in this file that can be brought."))
    others = [str(one.text) for one in root.findall("languages/language")[1:] if one.text]
    if others:
        left_out.append(_("Translations (%(names)s): write them beside the English.") % {"names": ", ".join(others)})
    intro, thanks = (_plain(settings.get(name, "")) for name in ("surveyls_welcometext", "surveyls_endtext"))
    definition = from_json(
        {"title": title, "intro": intro, "thanks": thanks, "faces": [FACE], "sections": sections}
    )  # fmt: skip
    return Brought(title[:120], definition, left_out)


def _parsed(data: bytes) -> ElementTree.Element:
    if len(data) > LARGEST:
        raise QuestionError(_("The file is larger than 2 MB. Export the survey’s structure only, without answers."))
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise QuestionError(_("The file declares things that a survey has no use for. It was not read."))
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  (no entities: see above)
    except ElementTree.ParseError:
        raise QuestionError(_("This is no .lss file. In LimeSurvey: Export, Survey structure (.lss).")) from None
    if root.tag != "document" or root.findtext("LimeSurveyDocType") != "Survey":
        raise QuestionError(_("This file is from LimeSurvey, but it is no survey."))
    return root


def _rows(root: ElementTree.Element, table: str) -> Iterator[dict[str, str]]:
    for row in root.findall(f"{table}/rows/row"):
        yield {one.tag: one.text or "" for one in row}


class _Texts:
    """The words of groups, questions and answers in one language, wherever this version keeps them."""

    def __init__(self, root: ElementTree.Element, language: str) -> None:
        self.by: dict[tuple[str, str], Row] = {}
        for table, key in (("group_l10ns", "gid"), ("question_l10ns", "qid"), ("answer_l10ns", "aid")):
            for row in _rows(root, table):
                if row.get("language") == language:
                    self.by[table, row.get(key, "")] = row
        self.language = language

    def of(self, table: str, key: str, row: Row, name: str) -> str:
        return _plain(self.by.get((table, key), row).get(name, ""))

    def is_ours(self, row: Row) -> bool:
        """Older files repeat each row for each language."""
        return row.get("language", self.language) == self.language


def _sections(root: ElementTree.Element, texts: _Texts, left_out: list[str]) -> list[dict[str, Any]]:
    def of(table: str, order: str) -> list[dict[str, str]]:
        return sorted(filter(texts.is_ours, _rows(root, table)), key=lambda row: _order(row, order))

    groups, questions = of("groups", "group_order"), of("questions", "question_order")
    taken: set[str] = set()
    keys = {}
    for row in questions:
        keys[row["title"]] = free_key(row["title"], taken)
        taken.add(keys[row["title"]])
    sections = []
    for group in groups:
        heading = texts.of("group_l10ns", group["gid"], group, "group_name")
        section_key = free_key(heading or "section", taken)
        taken.add(section_key)
        made = [
            one
            for row in questions
            if row["gid"] == group["gid"]
            if (one := _question(root, texts, row, keys, left_out)) is not None
        ]
        sections.append({"key": section_key, "wordings": heading, "questions": made})
    return sections


def _question(
    root: ElementTree.Element, texts: _Texts, row: Row, keys: Mapping[str, str], left_out: list[str]
) -> dict[str, Any] | None:
    words = texts.of("question_l10ns", row["qid"], row, "question") or row["title"]
    hint = texts.of("question_l10ns", row["qid"], row, "help")
    named = f"{row['title']}: {words[:60]}"
    if row["type"] not in TYPES:
        kind = UNKNOWN.get(row["type"], row["type"])
        left_out.append(_("%(question)s – not brought: %(kind)s.") % {"question": named, "kind": kind})
        return None
    kind, fixed = TYPES[row["type"]]
    subs = [one for one in _rows(root, "subquestions") if one.get("parent_qid") == row["qid"] and texts.is_ours(one)]
    picks = [one for one in _rows(root, "answers") if one.get("qid") == row["qid"] and texts.is_ours(one)]
    lines = _options([_sub(texts, one) for one in subs])
    answers = _options([_answer(texts, one) for one in picks])
    options = answers or _options(list(fixed.items()))
    if kind == "several":
        options, lines = lines, []
    if row.get("other") == "Y":
        options.append({"key": "other", "wordings": _("Something else")})
        left_out.append(_("%(question)s – “other” has no box to write in.") % {"question": named})
    if row["type"] in ("O", "P"):
        left_out.append(_("%(question)s – the comment beside it: add a question in words.") % {"question": named})
    made: dict[str, Any] = {
        "key": keys[row["title"]],
        "kind": kind,
        "wordings": {FACE: {"en": {"text": words[:LONGEST_WORDING], "hint": hint}}},
        "needed": row.get("mandatory") == "Y",
        "options": options if kind not in ("number", "short", "long", "date", "information") else [],
        "lines": lines if kind == "matrix" else [],
    }
    if rule := _rule(row, keys, named, left_out):
        made["show_if"] = rule
    return made


def _rule(row: Row, keys: Mapping[str, str], named: str, left_out: list[str]) -> dict[str, Any] | None:
    relevance = unescape(row.get("relevance", "")).strip()
    if relevance in ("", "1"):
        return None
    found = SIMPLE_RULE.fullmatch(relevance)
    if found and found[1] in keys:
        return {"q": keys[found[1]], "is": [_key(found[2])]}
    said = {"question": named, "rule": relevance[:120]}
    left_out.append(_("%(question)s – its rule was not understood: %(rule)s") % said)
    return None


def _sub(texts: _Texts, row: Row) -> tuple[str, str]:
    return row["title"], texts.of("question_l10ns", row["qid"], row, "question")


def _answer(texts: _Texts, row: Row) -> tuple[str, str]:
    return row["code"], texts.of("answer_l10ns", row.get("aid", ""), row, "answer")


def _options(pairs: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"key": _key(code), "wordings": words or code} for code, words in dict(pairs).items()]


def _key(code: str) -> str:
    plain = re.sub(r"[^a-z0-9_]", "_", code.lower())[:38]
    return plain if plain[:1].isalpha() else f"o{plain}"


def _order(row: Row, name: str) -> tuple[int, int]:
    return int(row.get(name) or 0), int(row.get("qid") or row.get("gid") or 0)


def _plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(html))).strip()
