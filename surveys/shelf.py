"""Surveys that are shipped: a shelf of templates to start from, each a file that a person can read and change.

In a file, `ask`, `hint`, `title` and the words of an option are given by face (a plain text is for every face);
`alone` and `helps` list keys of options.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from surveys.questions import Definition, QuestionError
from surveys.writing import from_json

SHELF = Path(__file__).with_name("shipped")
SCALED = ("feeling", "agree")


@dataclass(frozen=True)
class Template:
    """A survey to start from."""

    name: str
    title: str
    what: str
    definition: Definition


@lru_cache(maxsize=1)
def templates() -> dict[str, Template]:
    """Every template by its name, the lockdown survey first."""
    found = {path.stem: read(path) for path in sorted(SHELF.glob("*.toml"))}
    return {"lockdown": found.pop("lockdown"), **found}


def read(path: Path) -> Template:
    """Raises QuestionError for a file that is no survey."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise QuestionError(f"{path.name}: {error}") from error
    return Template(path.stem, str(data["title"]), str(data.get("what", "")), from_json(_survey(data)))


def _survey(data: Mapping[str, Any]) -> dict[str, Any]:
    faces = list(data["faces"])
    return {
        "title": _worded(data["title"], "", faces),
        "intro": _worded(data.get("intro", {}), "", faces),
        "thanks": _worded(data.get("thanks", {}), "", faces),
        "faces": faces,
        "languages": list(data.get("languages", ["en"])),
        "sections": [
            {
                **{name: section[name] for name in ("key", "show_if", "repeat") if name in section},
                "wordings": _worded(section.get("title", {}), "", faces),
                "questions": [_question(question, faces) for question in section["questions"]],
            }
            for section in data["sections"]
        ],
    }


def _question(data: Mapping[str, Any], faces: list[str]) -> dict[str, Any]:
    plain = {
        name: value for name, value in data.items() if name not in ("ask", "hint", "options", "lines", "alone", "helps")
    }
    alone, helps = data.get("alone", ()), data.get("helps", ())
    options = dict(data.get("options", {})) or {key: {} for key in helps if data["kind"] in SCALED}
    return plain | {
        "wordings": _worded(data["ask"], data.get("hint", {}), faces),
        "options": [
            {"key": key, "wordings": _worded(words, "", faces), "alone": key in alone, "helps": key in helps}
            for key, words in options.items()
        ],
        "lines": [{"key": key, "wordings": _worded(words, "", faces)} for key, words in data.get("lines", {}).items()],
    }


def _worded(words: Any, hints: Any, faces: list[str]) -> dict[str, Any]:
    """By face and language. A face that is not given has the wording of the nearest one, ages before easy read."""
    given = dict.fromkeys(faces, words) if isinstance(words, str) else dict(words)
    if not given:
        return {}
    said = {}
    for face in faces:
        text = next(given[one] for one in _nearest(face, faces) if one in given)
        hint = (
            hints if isinstance(hints, str) else next((hints[one] for one in _nearest(face, faces) if one in hints), "")
        )
        said[face] = {"en": {"text": text, "hint": hint}}
    return said


def _nearest(face: str, faces: list[str]) -> Iterator[str]:
    yield face
    if face in ("4-7", "8-11"):
        yield from ("8-11", "11-17", "16-25")
    yield from ("11-17", "16-25", "8-11", "easy")
    yield from faces
