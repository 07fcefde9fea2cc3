"""Recognises a text that is not in English, and compiles the phrase packs of the borough's languages."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engagement.screening.normalising import fold, fold_word
from engagement.screening.patterns import PatternError, PhraseBook
from engagement.screening.ruleset import LanguagePack, Problem, Rule, RuleSet

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SCRIPTS = (
    ("arabic", re.compile(r"[\u0600-\u06ff\u0750-\u077f]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("ethiopic", re.compile(r"[\u1200-\u137f]")),
    ("bengali", re.compile(r"[\u0980-\u09ff]")),
    (
        "other",
        re.compile(
            r"[\u0370-\u03ff\u0590-\u05ff\u0900-\u097f\u0a00-\u0dff\u0e00-\u11ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
        ),
    ),
)
_SCRIPT_DEFAULT = {"arabic": "ar", "cyrillic": "uk", "ethiopic": "am", "bengali": "bn", "other": "und"}
# Letters that settle which language of a script it is; otherwise its common words decide.
_LETTERS = (
    ("ps", re.compile(r"[ټډړښځڅڼېۍ]")),
    ("ur", re.compile(r"[ٹڈڑںے]")),
    ("fa", re.compile(r"[پچژگ]")),
    ("uk", re.compile(r"[іїєґ]")),
    ("ru", re.compile(r"[ыэъё]")),
)
FEWEST_WORDS = 2

RuleCompiler = Callable[[PhraseBook, Mapping[str, Any], str], Rule]


def compile_packs(
    book: PhraseBook, files: Mapping[str, Mapping[str, Any]], problems: list[Problem], compile_rule: RuleCompiler
) -> tuple[tuple[LanguagePack, ...], list[Rule]]:
    """The language packs, and one rule for each risk that a pack has phrases for."""
    risks: Mapping[str, Mapping[str, Any]] = files.get("languages", {}).get("risk", {})
    packs: list[LanguagePack] = []
    rules: list[Rule] = []
    for file in files.values():
        for table in file.get("pack", []):
            try:
                packs.append(_pack(book, table))
                rules.extend(_pack_rules(book, table, risks, compile_rule))
            except (PatternError, KeyError, TypeError, ValueError) as error:
                problems.append(Problem(f"language {table.get('code', '?')}", str(error)))
    return tuple(packs), rules


def _pack(book: PhraseBook, table: Mapping[str, Any]) -> LanguagePack:
    return LanguagePack(
        code=table["code"],
        name=table["name"],
        common=frozenset(fold_word(word) for word in table["common"]),
        harmless=tuple(book.add_phrase(phrase) for phrase in table["harmless"]),
    )


def _pack_rules(
    book: PhraseBook, table: Mapping[str, Any], risks: Mapping[str, Mapping[str, Any]], compile_rule: RuleCompiler
) -> Iterable[Rule]:
    for key, phrases in table["risk"].items():
        risk = {
            **risks[key],
            "name": f"{risks[key]['name']} ({table['name']})",
            "id": f"language-{table['code']}-{key}",
            "negatable": False,
            "does": phrases,
            "must_match": table.get("examples", {}).get(key, []),
        }
        yield compile_rule(book, risk, table["code"])


def detect(text: str, rules: RuleSet) -> str:
    """The language a text is written in: "en" unless there is good reason to think otherwise, "und" if unclear."""
    folded = fold(text, {})[0]
    letters = sum(character.isalpha() for character in text)
    if letters < 3:
        return "en"
    for script, pattern in _SCRIPTS:
        if len(pattern.findall(text)) * 2 > letters:
            return _by_letters(text, script, folded, rules)
    words = _WORD.findall(folded)
    english = sum(word.replace("'", "") in rules.english_common for word in words)
    known = english + sum(
        rules.speller.knows(word) and word.replace("'", "") not in rules.english_common for word in words
    )
    scores = {pack.code: sum(word in pack.common for word in words) for pack in rules.languages}
    if not scores:
        return "en"
    best = max(scores, key=lambda code: scores[code])
    if scores[best] >= FEWEST_WORDS and scores[best] > english * 1.5:
        return best
    if len(words) >= 6 and known * 4 < len(words) and not english:
        return best if scores[best] else "und"
    if scores[best] == 1 and len(words) >= 2 and not english and known * 2 <= len(words):
        return best
    return "en"


def _by_letters(text: str, script: str, folded: str, rules: RuleSet) -> str:
    words = set(_WORD.findall(folded))
    scores = {pack.code: len(words & pack.common) for pack in rules.languages}
    if script in ("arabic", "cyrillic"):
        for code, pattern in _LETTERS:
            if pattern.search(text.lower()):
                if code == "fa" and scores.get("ur", 0) > scores.get("fa", 0):
                    return "ur"
                return code
    best = max(scores, key=lambda code: scores[code], default="")
    return best if best and scores[best] else _SCRIPT_DEFAULT[script]
