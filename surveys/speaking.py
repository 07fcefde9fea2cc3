"""What survey pages say by themselves, in each language that is shipped. Plain Python.

The languages beside English were written without a native speaker's check: see docs/accessibility.md.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

PHRASES = Path(__file__).with_name("phrases")
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "ur"})
ENGLISH = "en"


@lru_cache(maxsize=1)
def languages() -> dict[str, str]:
    """Every language that has phrases, with its own name for itself; English first."""
    found = {path.stem: _phrases(path.stem)["name"] for path in sorted(PHRASES.glob("*.toml"))}
    return {ENGLISH: found.pop(ENGLISH), **found}


def phrases(language: str) -> Mapping[str, str]:
    """What to say in `language`; English where it has no word or is not shipped."""
    return _phrases(ENGLISH) | _phrases(language)


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=32)
def _phrases(language: str) -> dict[str, str]:
    path = PHRASES / f"{language}.toml"
    if language not in _shipped():
        return {}
    return {name: str(words) for name, words in tomllib.loads(path.read_text(encoding="utf-8")).items()}


@lru_cache(maxsize=1)
def _shipped() -> frozenset[str]:
    return frozenset(path.stem for path in PHRASES.glob("*.toml"))
