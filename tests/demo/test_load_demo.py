"""The command: what it says, and that it is safe to run again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from demo.cast import ISSUED, find_colleague
from engagement.models import Submission, Theme
from people.models import User, YoungPerson


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_empty_stage_has_people_and_themes_and_no_views() -> None:
    assert "ready" in run("--seed", "1", "--stage", "empty", "--no-progress")
    assert not Submission.objects.exists()
    assert Theme.objects.count() == 6
    assert YoungPerson.objects.count() == ISSUED
    marcia = find_colleague("marcia")
    assert marcia is not None
    assert not marcia.has_usable_password()


@pytest.mark.django_db
def test_a_second_time_says_so_and_changes_nothing() -> None:
    run("--stage", "empty")
    people = User.objects.count()
    assert "there already" in run("--stage", "reported")
    assert User.objects.count() == people
    assert not Submission.objects.exists()


def test_a_stage_that_does_not_exist_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        run("--stage", "finished")
