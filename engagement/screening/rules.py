"""Loads the rule files and compiles them; a broken rule is reported and the others still work."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engagement.screening.languages import compile_packs
from engagement.screening.normalising import fold_word
from engagement.screening.ordering import DANGER_FILE, RISK_FILE, load_ordering
from engagement.screening.patterns import PatternError, PhraseBook
from engagement.screening.ruleset import SLOTS, Problem, Rule, RuleSet
from engagement.screening.signs import compile_signs, sign_words
from engagement.screening.spelling import Speller

ENGINE_VERSION = "1"
RULES_FOLDER = Path(__file__).parent.parent / "screening_rules"
URGENCIES = ("urgent", "soon", "none")
FIGURES = "figure"  # the word group of figures of speech
WITHIN = 6  # words between two slots, unless a rule says otherwise
LONGEST_ID = 60
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_RULE_KEYS = {
    "id", "name", "category", "urgency", *SLOTS, "main", "within", "any_order", "negatable", "past_lowers", "unless", "also",  # noqa: E501 - one list or pattern reads better unbroken
    "signal", "why", "what_to_do", "must_match", "must_not_match",
}  # fmt: skip


def compile_rule(book: PhraseBook, given: Mapping[str, Any], language: str = "") -> Rule:
    """One rule from its table; raises PatternError with words for its author."""
    unknown = set(given) - _RULE_KEYS
    if unknown:
        raise PatternError(f"unknown entries: {', '.join(sorted(unknown))}")
    for key in ("name", "category", "urgency"):
        if not isinstance(given.get(key), str):
            raise PatternError(f"“{key}” is missing")
    if given["urgency"] not in URGENCIES:
        raise PatternError(f"urgency must be one of {', '.join(URGENCIES)}")
    used = [slot for slot in SLOTS if given.get(slot)]
    main = given.get("main", "does")
    if main not in used:
        raise PatternError(f"“{main}” has no phrases")
    return Rule(
        id=given["id"],
        name=given["name"],
        category=given["category"],
        urgency=given["urgency"],
        slots=tuple(tuple(book.add_phrase(phrase) for phrase in _phrases(given, slot)) for slot in used),
        main=used.index(main),
        within=int(given.get("within", WITHIN)),
        any_order=bool(given.get("any_order", False)),
        negatable=bool(given.get("negatable", True)),
        past_lowers=bool(given.get("past_lowers", True)) and given["urgency"] == "urgent",
        guards=tuple(book.add_phrase(phrase) for phrase in (*_phrases(given, "unless"), *_everywhere(book, language))),
        also=tuple(given.get("also", ())),
        signal=str(given.get("signal", "")),
        language=language,
        why=str(given.get("why", "")),
        what_to_do=str(given.get("what_to_do", "")),
        must_match=tuple(_phrases(given, "must_match")),
        must_not_match=tuple(_phrases(given, "must_not_match")),
    )


def _everywhere(book: PhraseBook, language: str) -> list[str]:
    """Guards of every English rule: figures of speech."""
    return [f"@{FIGURES}"] if not language and FIGURES in book.groups else []


def _phrases(given: Mapping[str, Any], key: str) -> list[str]:
    phrases = given.get(key, [])
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) and phrase for phrase in phrases):
        raise PatternError(f"“{key}” must be a list of texts")
    return phrases


def _read_files(folder: Path, problems: list[Problem]) -> tuple[dict[str, dict[str, Any]], str]:
    files: dict[str, dict[str, Any]] = {}
    digest = hashlib.sha256(ENGINE_VERSION.encode())
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content)
        try:
            files[path.stem] = tomllib.loads(content.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(path.name, f"the file cannot be read: {error}"))
    return files, f"{ENGINE_VERSION}-{digest.hexdigest()[:12]}"


def _add_groups(book: PhraseBook, files: Mapping[str, Mapping[str, Any]], problems: list[Problem]) -> None:
    """Adds groups so that each comes after the groups it refers to."""
    waiting = {name: entries for file in files.values() for name, entries in file.get("groups", {}).items()}
    waiting |= sign_words(files)
    while waiting:
        ready = [
            name
            for name, entries in waiting.items()
            if not any(
                choice[1:] in waiting
                for entry in entries
                for part in entry.split()
                for choice in part.strip("()").split("/")
                if choice.startswith("@")
            )
        ]
        if not ready:
            problems.extend(Problem(f"@{name}", "refers to itself or to a circle of groups") for name in waiting)
            return
        for name in ready:
            try:
                book.add_group(name, waiting.pop(name))
            except PatternError as error:
                problems.append(Problem(f"@{name}", str(error)))


def rule_id(start: str, name: str) -> str:
    """What a rule is known by in findings and figures; it stays when rules are added before it or reworded."""
    return f"{start}-{_NOT_IN_IDS.sub('-', name.lower()).strip('-')}"[:LONGEST_ID].rstrip("-")


def _rule_tables(files: Mapping[str, Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for name, file in files.items():
        for table in file.get("rule", []):
            common = {key: file[key] for key in ("category", "urgency", "why", "what_to_do") if key in file}
            yield {"id": rule_id(name, str(table.get("name", "?"))), **common, **table}


def _changed(tables: Iterable[dict[str, Any]], changes: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """The folder's rules as a council changed them: some reworded, some switched off, its own at the end."""
    own = {table["id"]: dict(table) for table in changes.get("rule", ())}
    off = set(changes.get("off", ()))
    for table in tables:
        changed = own.pop(table["id"], table)
        if table["id"] not in off:
            yield changed
    yield from (table for key, table in own.items() if key not in off)


@cache
def shipped_tables() -> Mapping[str, Mapping[str, Any]]:
    """The rules that ship with the product as tables, by id: what somebody starts from who rewords one."""
    return {table["id"]: table for table in _rule_tables(_read_files(RULES_FOLDER, [])[0])}


@cache
def word_groups() -> Mapping[str, list[str]]:
    """The word groups that a phrase may name with "@", and their words."""
    files = _read_files(RULES_FOLDER, [])[0]
    groups = {name: entries for file in files.values() for name, entries in file.get("groups", {}).items()}
    return dict(sorted((groups | sign_words(files)).items()))


def load_rules(folder: Path, changes: Mapping[str, Any] | None = None, label: str = "") -> RuleSet:
    """Compiles every file of a folder. Never raises for a faulty rule: see `problems` of the result.

    `changes` has tables of the same shape as the files, under "rule", and ids of rules that are "off"; the version
    starts with `label` then.
    """
    problems: list[Problem] = []
    files, version = _read_files(folder, problems)
    if changes:
        digest = hashlib.sha256(version.encode() + json.dumps(changes, sort_keys=True).encode())
        version = f"{label}-{digest.hexdigest()[:12]}"
    spellings = files.get("spellings", {})
    meant = {
        fold_word(variant): tuple(fold_word(word) for word in meaning.split())
        for meaning, variants in spellings.get("means", {}).items()
        for variant in variants
    }
    joins = {
        (pair.split()[0], pair.split()[1]): joined
        for joined, pairs in spellings.get("joins", {}).items()
        for pair in pairs
    }

    def canonical(word: str) -> tuple[str, ...]:
        folded = fold_word(word)
        bare = folded[:-2] if folded.endswith("'s") and folded not in meant else folded
        return meant.get(folded) or (bare.replace("'", ""),)

    book = PhraseBook(canonical, joins)
    _add_groups(book, files, problems)
    rules: list[Rule] = []
    for table in _changed(_rule_tables(files), changes or {}):
        try:
            rules.append(compile_rule(book, table))
        except (PatternError, KeyError, TypeError, ValueError, IndexError) as error:
            problems.append(Problem(str(table.get("id", "?")), str(error)))
    adding_up = compile_signs(book, files, problems, compile_rule)
    english = frozenset().union(*(book.items[number].words for number in range(len(book.items))))
    packs, pack_rules = compile_packs(book, files, problems, compile_rule)
    past, still = (
        tuple(book.add_phrase(f"@{name}") for name in [group] if name in book.groups) for group in ("past", "still")
    )
    book.finish()
    details = {
        key: frozenset(fold_word(entry) for entry in entries)
        for key, entries in files.get("details", {}).items()
        if isinstance(entries, list)
    }
    speller = Speller(
        meant=meant,
        rule_words=frozenset(book.literal_words),
        english=_english_words(folder),
        names=details.get("first_names", frozenset()),
        targets=frozenset(word for word in english if word.isascii()),
        starred=tuple(spellings.get("starred", ())),
    )
    by_main: dict[int, list[int]] = {}
    everything = [*rules, *pack_rules]
    for index, rule in enumerate(everything):
        for phrase in rule.slots[rule.main]:
            by_main.setdefault(phrase, []).append(index)
    return RuleSet(
        book=book,
        speller=speller,
        rules=everything,
        problems=problems,
        version=version,
        emoji={character: word for word, all_ in files.get("emoji", {}).get("emoji", {}).items() for character in all_},
        joins=joins,
        past=past,
        still=still,
        by_main_phrase={phrase: tuple(indexes) for phrase, indexes in by_main.items()},
        adding_up=adding_up,
        languages=packs,
        english_common=frozenset(spellings.get("english_common", [])),
        details=details,
        ordering=load_ordering(folder, RISK_FILE),
        danger=load_ordering(folder, DANGER_FILE),
    )


@cache
def _english_words(folder: Path) -> frozenset[str]:
    file = folder / "english_words.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return frozenset(line for line in lines if not line.startswith("#"))


@cache
def default_rules() -> RuleSet:
    """The rules that ship with the product, compiled once per process."""
    return load_rules(RULES_FOLDER)
