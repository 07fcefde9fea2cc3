"""What names somebody is hidden from them from the moment they are here, under every name they go by."""

from typing import Any

import pytest
from django.test import Client

from engagement.models import Submission
from people import inviting
from people.models import User
from people.roles import Role
from tests.factories import make_user
from tests.worrying import ALLEGATION, client_of, make_concern, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR)


def sees(user: User, item: Submission) -> bool:
    return Submission.objects.visible_to(user).filter(pk=item.pk).exists()


def test_a_new_colleague_does_not_see_what_names_them(administrator: User) -> None:
    item = make_concern(ALLEGATION).submission
    new = inviting.invite(
        by=administrator,
        email="d@fenbrook.example",
        first_name="Dexter",
        last_name="Quill",
        roles=["safeguarding_lead"],
    )
    assert not sees(new, item)
    assert sees(make_user(Role.SAFEGUARDING_LEAD), item)


def test_a_nickname_hides_what_was_said_before(administrator: User) -> None:
    item = make_concern(ALLEGATION.replace("Dexter Quill", "Dexy")).submission
    lead = make_user(Role.SAFEGUARDING_LEAD)
    assert sees(lead, item)
    facts: dict[str, Any] = {"first_name": lead.first_name, "last_name": lead.last_name, "roles": ["safeguarding_lead"]}
    inviting.change(lead, by=administrator, aliases="Dexy", **facts)
    assert not sees(lead, item)
    inviting.change(lead, by=administrator, aliases="", **facts)
    assert not sees(lead, item)  # what was hidden stays hidden


def test_somebody_back_at_work_does_not_see_what_was_said_meanwhile(administrator: User) -> None:
    lead = make_user(Role.SAFEGUARDING_LEAD, first_name="Dexter", last_name="Quill")
    inviting.switch_off(lead, by=administrator)
    item = make_concern(ALLEGATION).submission
    inviting.switch_on(lead, by=administrator)
    assert not sees(lead, item)


def test_signing_in_reads_nothing(client: Client, django_assert_num_queries: object) -> None:
    make_concern(ALLEGATION)
    worker = make_user(Role.DUTY_WORKER)
    assert "Concerns" in page(client_of(worker), "/admin/concerns/")
    worker.job_title = "Night worker"
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's own
        worker.save(update_fields=["job_title"])
