"""From an ask to a promise that everybody can see: with scripts off, clean for axe, readable on a phone."""

import pytest

from engagement import asks
from engagement.models import Ask
from people.models import User
from people.roles import Role
from tests.factories import in_days, make_approved_voice, make_asked, make_officer, make_promised, make_user
from tests.journeys.conftest import OpenVisit, axe

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """Somebody who asks, somebody who answers, somebody who reads; and an ask for each thing there is to see."""
    officer = make_officer()
    owner = make_user(Role.SERVICE_MANAGER, job_title="Head of residential homes")
    no = make_asked(by=officer, owner=owner, wording="Can we have a dog?")
    asks.refuse(no, by=owner, reason="safety", words="Two of you get ill from dogs.", would_change="If that changes.")
    ask = make_promised(by=officer, owner=owner, wording="Averylongwordwithoutaspace" * 5)
    asks.gather(ask, [make_approved_voice("I like pizza", by=officer, may_quote=True)], by=officer)
    make_asked(by=officer, owner=owner, wording="Why is there no wifi at night?")
    return {"officer": officer, "owner": owner, "board": make_user(Role.BOARD_MEMBER)}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_is_clean(visit: OpenVisit, people: dict[str, User], width: int, dark: bool) -> None:
    stories = [ask.get_absolute_url() for ask in Ask.objects.public()]
    assert len(stories) == 2
    asked = f"/admin/asks/{Ask.objects.unanswered().get().uuid}/"
    places = {
        None: ["/you-said-we-did/", "/you-said-we-did/?q=nothing", "/you-said-we-did/poster/", *stories],
        "board": ["/board/", "/board/2015-q2/"],
        "officer": ["/admin/asks/", asked],
        "owner": ["/admin/", asked],
    }
    for who, paths in places.items():
        one = visit(width, dark=dark, staff=people[who] if who else None)
        for path in paths:
            one.go(path)
            assert axe(one.page) == []
            assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_an_owner_promises_with_scripts_off_and_everybody_can_see_it(visit: OpenVisit, people: dict[str, User]) -> None:
    ask = Ask.objects.unanswered().get()
    owner = visit(1280, scripts=False, staff=people["owner"])
    owner.go("/admin/asks/")
    owner.page.get_by_role("link", name="Why is there no wifi at night?").first.click()
    owner.page.get_by_text("Say yes: promise it").click()
    owner.page.get_by_label("What you will do").first.fill("Accommodation infrastructure is being reconsidered.")
    owner.page.get_by_label("Done by").fill(str(in_days(20)))
    owner.page.get_by_role("button", name="Promise").click()
    assert "Reading age" in owner.page.content()
    owner.page.get_by_label("What you will do").first.fill("You get wifi until 11.")
    owner.page.get_by_role("button", name="Send anyway").click()
    assert "It is promised" in owner.page.content()
    anyone = visit(360, scripts=False)
    anyone.go("/you-said-we-did/?status=doing")
    anyone.page.get_by_role("link", name="Why is there no wifi at night?").click()
    assert anyone.page.get_by_role("heading", level=1).inner_text() == ask.wording
    assert "You get wifi until 11." in anyone.page.content()
