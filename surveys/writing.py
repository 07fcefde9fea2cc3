"""A definition as JSON and back, so that it is kept in one column and no table is ever altered for a survey."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from surveys.questions import (
    FACES,
    KEY,
    LONGEST_WORDING,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Definition,
    Kind,
    Option,
    Question,
    QuestionError,
    Section,
    Wording,
    Wordings,
)


def to_json(definition: Definition) -> dict[str, Any]:
    """Plain values; what is as usual is left out."""
    made: dict[str, Any] = _out(definition)
    return made


def from_json(data: Mapping[str, Any]) -> Definition:
    """Raises QuestionError for what is no definition of ours, and says where."""
    if not isinstance(data, Mapping):
        raise QuestionError("A survey is an object with sections.")
    made = Definition(
        title=_wordings(data.get("title")),
        intro=_wordings(data.get("intro")),
        thanks=_wordings(data.get("thanks")),
        sections=tuple(_section(one) for one in _list(data, "sections")),
        faces=tuple(str(face) for face in _list(data, "faces")) or ("11-17",),
        languages=tuple(str(language) for language in _list(data, "languages")) or ("en",),
        asks_who_helped=bool(data.get("asks_who_helped", True)),
    )
    keys = [question.key for section in made.sections for question in section.questions]
    keys += [section.key for section in made.sections]
    if len(set(keys)) < len(keys):
        raise QuestionError(f"Two questions or sections have the key {_twice(keys)}.")
    if len(made.questions) > MOST_QUESTIONS:
        raise QuestionError(f"A survey has at most {MOST_QUESTIONS} questions.")
    if any(face not in FACES for face in made.faces):
        raise QuestionError(f"Faces are {', '.join(FACES)}.")
    return made


def _out(thing: Any) -> Any:
    if isinstance(thing, Mapping):
        return {str(name): _out(value) for name, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [_out(one) for one in thing]
    if not hasattr(thing, "__dataclass_fields__"):
        return str(thing) if isinstance(thing, Kind) else thing
    usual = {one.name: one.default for one in fields(thing)}
    pairs = ((name, getattr(thing, name)) for name in usual)
    return {name: _out(value) for name, value in pairs if value != usual[name] and value not in ((), {}, None)}


def _section(data: Any) -> Section:
    key = _key(data)
    return Section(
        key=key,
        questions=tuple(_question(one) for one in _list(data, "questions")),
        wordings=_wordings(data.get("wordings")),
        show_if=data.get("show_if") or None,
        repeat=str(data.get("repeat", "")),
    )


def _question(data: Any) -> Question:
    key = _key(data)
    try:
        kind = Kind(str(data.get("kind", "")))
    except ValueError:
        raise QuestionError(f"{key}: there is no kind of question named {str(data.get('kind', ''))[:40]!r}.") from None
    options, lines = (tuple(_option(one) for one in _list(data, name)) for name in ("options", "lines"))
    for several in (options, lines):
        keys = [one.key for one in several]
        if len(set(keys)) < len(keys):
            raise QuestionError(f"{key}: two options have the key {_twice(keys)}.")
        if len(keys) > MOST_OPTIONS:
            raise QuestionError(f"{key}: at most {MOST_OPTIONS} options.")
    least, most = (_whole(key, data.get(name)) for name in ("least", "most"))
    if least is not None and most is not None and least > most:
        raise QuestionError(f"{key}: the least is more than the most.")
    return Question(
        key=key,
        kind=kind,
        wordings=_wordings(data.get("wordings")),
        options=options,
        lines=lines,
        least=least,
        most=most,
        show_if=data.get("show_if") or None,
        rather_not=bool(data.get("rather_not", True)),
        **{name: bool(data.get(name)) for name in ("needed", "dont_know", "shuffled", "sensitive")},
    )


def _option(data: Any) -> Option:
    key = _key(data)
    return Option(key, _wordings(data.get("wordings")), alone=bool(data.get("alone")), helps=bool(data.get("helps")))


def _wordings(data: Any) -> Wordings:
    if not data:
        return {}
    if isinstance(data, str):  # short for the face that most surveys have
        return {"11-17": {"en": Wording(data[:LONGEST_WORDING])}}
    if not isinstance(data, Mapping):
        raise QuestionError("Wording is given by face and language.")
    return {face: {lang: _wording(one) for lang, one in spoken.items()} for face, spoken in data.items()}


def _wording(data: Any) -> Wording:
    if isinstance(data, str):
        return Wording(data[:LONGEST_WORDING])
    if not isinstance(data, Mapping) or not isinstance(data.get("text", ""), str):
        raise QuestionError("A wording is a text, with hint, picture and sound where there are some.")
    return Wording(**{name: str(data.get(name, ""))[:LONGEST_WORDING] for name in ("text", "hint", "picture", "sound")})


def _key(data: Any) -> str:
    key = str(data.get("key", "")) if isinstance(data, Mapping) else ""
    if not KEY.fullmatch(key):
        raise QuestionError(f"{key[:40]!r} is no key: lower-case letters, digits and _ only, a letter first.")
    return key


def _whole(key: str, value: Any) -> int | None:
    if value is None or value == "":
        return None
    if type(value) is not int:
        raise QuestionError(f"{key}: least and most are whole numbers.")
    return value


def _list(data: Any, name: str) -> list[Any]:
    found = data.get(name) or []
    if not isinstance(found, (list, tuple)):
        raise QuestionError(f"{name} is a list.")
    return list(found)


def _twice(keys: list[str]) -> str:
    return next(key for key in keys if keys.count(key) > 1)
