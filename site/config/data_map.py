"""The data map: what we hold about people, read from `data_map.toml` and held against the tables as they are.

`problems` finds every field that nobody has thought about; `write` makes the tables in docs/data-protection.md.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model
from django.utils.html import strip_tags

from engagement import purging
from people.encryption import EncryptedTextField
from people.models import User
from people.roles import roles_that_may

MAP = Path(__file__).with_suffix(".toml")
PAGE: Path = settings.BASE_DIR / "docs" / "data-protection.md"
OTHERS = ("sessions.Session",)  # other packages' tables about people that have no key to a member of staff
NEEDED = ("what", "purpose", "basis", "readers")

Entries = dict[str, Any]


@dataclass(frozen=True)
class Personal:
    """One line of the map: some fields of one table that belong together."""

    where: str
    fields: tuple[str, ...]
    what: str
    purpose: str
    basis: str
    retention: str
    readers: str
    stored: str


def read() -> Entries:
    """The file as it is: `bases`, `staff`, and an entry for every table by its label."""
    return tomllib.loads(MAP.read_text(encoding="utf-8"))


def our_rooms() -> set[str]:
    """Apps whose code is in this repository."""
    outside = {".venv", "site-packages"}
    ours = ((app.label, Path(app.path)) for app in apps.get_app_configs())
    return {label for label, path in ours if path.is_relative_to(settings.BASE_DIR) and not outside & set(path.parts)}


def mapped() -> list[type[Model]]:
    """Every table that has to be in the map: ours, and others' with a key to a member of staff."""
    ours = our_rooms()
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours or model._meta.label in OTHERS or any(map(_is_staff, _fields(model)))
    ]


def problems(models: Iterable[type[Model]] | None = None, entries: Entries | None = None) -> list[str]:
    """What is missing or wrong, one line each; empty when the map is whole."""
    found = read() if entries is None else entries
    rules = {rule.name for rule in purging.rules()}
    return [line for model in models or mapped() for line in _problems(model, found, rules)]


def _problems(model: type[Model], entries: Entries, rules: set[str]) -> Iterator[str]:
    label = model._meta.label
    entry = entries.get(label)
    if entry is None:
        yield f"{label}: not in the data map"
        return
    if "skip" in entry:
        return
    said: list[str] = [*entry.get("plain", ())]
    for one in entry.get("personal", ()):
        said += one["fields"]
        for name in NEEDED:
            if not one.get(name):
                yield f"{label}.{one['fields'][0]}: no {name}"
        if one.get("basis") not in entries["bases"]:
            yield f"{label}.{one['fields'][0]}: {one.get('basis')} is no ground in [bases]"
        if one.get("retention", entry.get("retention")) not in rules:
            yield f"{label}.{one['fields'][0]}: its retention is no rule of the retention table"
        for reader in one.get("readers", ()):
            if _is_permission(reader) and not roles_that_may(reader):
                yield f"{label}.{one['fields'][0]}: no role holds {reader}"
    fields = _fields(model)
    if any(map(_is_staff, fields)) and entry.get("retention") not in rules:
        yield f"{label}: its retention is no rule of the retention table"
    needed = {field.name for field in fields if not _needs_no_line(field)}
    for name in sorted(needed - set(said)):
        yield f"{label}.{name}: neither personal nor plain in the data map"
    for name in sorted(set(said) - {field.name for field in fields}):
        yield f"{label}.{name}: in the data map, and there is no such field"
    for field in fields:
        if isinstance(field, EncryptedTextField) and field.name in entry.get("plain", ()):
            yield f"{label}.{field.name}: encrypted, so it cannot be plain"


def personal(entries: Entries | None = None) -> list[Personal]:
    """Every line of the map, in the order of the file."""
    found = read() if entries is None else entries
    return [line for model in mapped() for line in _lines(model, found)]


def _lines(model: type[Model], entries: Entries) -> Iterator[Personal]:
    entry = entries[model._meta.label]
    if "skip" in entry:
        return
    for one in entry.get("personal", ()):
        yield Personal(
            where=model._meta.label,
            fields=tuple(one["fields"]),
            what=one["what"],
            purpose=one["purpose"],
            basis=one["basis"],
            retention=one.get("retention", entry.get("retention", "")),
            readers=_readers(one["readers"]),
            stored=one.get("stored") or _stored(model, one["fields"]),
        )
    staff = entries["staff"] | entry.get("staff", {})
    who = tuple(f.name for f in _fields(model) if _is_staff(f))
    if who:
        readers, keeps = _readers(staff["readers"]), entry["retention"]
        yield Personal(model._meta.label, who, staff["what"], staff["purpose"], staff["basis"], keeps, readers, "plain")


def tables() -> str:
    """The retention table and the map as Markdown."""
    entries = read()
    keeps = [(f"`{r.name}`", r.what, r.length(), r.since, r.erased, r.kept, r.source) for r in purging.rules()]
    lines = [
        (f"`{p.where}` {', '.join(p.fields)}", p.what, p.purpose, p.basis, f"`{p.retention}`", p.readers, p.stored)
        for p in personal(entries)
    ]
    grounds = "\n".join(f"- **{name}**: {words}." for name, words in entries["bases"].items())
    others = "\n".join(
        f"- `{label}`: {entry['skip']}."
        for label, entry in entries.items()
        if isinstance(entry, dict) and "skip" in entry
    )
    return "\n\n".join(
        [
            "### How long things are kept",
            _table(("rule", "what", "kept", "from", "erased then", "kept on", "who says so"), keeps),
            "### What we hold about people",
            _table(("where", "what", "what for", "ground", "kept by rule", "who reads it", "stored"), lines),
            f"Grounds:\n{grounds}",
            f"Tables of Wagtail about our own pages, with the name of a colleague:\n{others}",
        ]
    )


def write(page: Path | None = None, *, check: bool = False) -> bool:
    """Put the tables between the page's two marks; returns whether they were there already. `check` changes nothing."""
    page = page or PAGE
    before, _begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    made = f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"
    same = made == page.read_text(encoding="utf-8")
    if not same and not check:
        page.write_text(made, encoding="utf-8")
    return same


BEGIN = "<!-- made by `manage.py data_map`: change data_map.toml and retention.py, not this -->"
END = "<!-- end of what data_map makes -->"


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return list(model._meta.local_concrete_fields)


def _is_staff(field: "Field[Any, Any]") -> bool:
    return field.related_model is User


def _needs_no_line(field: "Field[Any, Any]") -> bool:
    made_up = field.primary_key and not field.is_relation and field.name in ("id", "ident")
    return made_up or _is_staff(field) or field.related_model is ContentType


def _is_permission(reader: str) -> bool:
    return "." in reader and " " not in reader


def _readers(readers: Iterable[str]) -> str:
    """The roles behind each permission, or the words as they are; nobody twice."""
    named = (_labels(reader) if _is_permission(reader) else [reader] for reader in readers)
    return ", ".join(dict.fromkeys(name for names in named for name in names))


def _labels(permission: str) -> list[str]:
    return [str(role.label) for role in roles_that_may(permission)]


def _stored(model: type[Model], names: Iterable[str]) -> str:
    kinds = {isinstance(model._meta.get_field(name), EncryptedTextField) for name in names}
    return "encrypted" if kinds == {True} else "plain"


def _table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(words: Any) -> str:
    return strip_tags(str(words)).replace("|", "/")
