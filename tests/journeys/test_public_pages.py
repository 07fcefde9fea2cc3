"""Every public page and state is clean for axe: light and dark, narrow and wide, right to left."""

import pytest

from tests.journeys.conftest import OpenVisit, axe

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("path", ["/", "/help-now/"])
def test_axe_finds_nothing(visit: OpenVisit, path: str, width: int, dark: bool) -> None:
    one = visit(width, dark=dark)
    one.go(path)
    assert axe(one.page) == []
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
