"""Which themes bear on a principle or a judgement area."""

import tomllib
from functools import lru_cache
from pathlib import Path

from engagement.models import Area, Principle, Theme

_EVERY = "every"


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("themes.toml").read_text())


def themes_for(principle: str, area: str) -> list[int]:
    """The numbers of the themes that bear on both; an empty one asks for nothing.

    Raises ValueError for a principle or an area that there is not.
    """
    principle, area = principle and Principle(principle), area and Area(area)
    return [pk for pk, name in Theme.objects.order_by("pk").values_list("pk", "name") if _bears(name, principle, area)]


def _bears(theme: str, principle: str, area: str) -> bool:
    table = _table()
    if theme not in table:
        return True
    principles = {*table[theme]["principles"], *table[_EVERY]["principles"], ""}
    areas = {*table[theme]["areas"], *table[_EVERY]["areas"], ""}
    return principle in principles and area in areas
