"""Nobody can tell whose a "just the idea" view is, whatever they have got hold of."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from celery.signals import before_task_publish, task_prerun
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import caches
from django.core.management import call_command
from pytest_django.fixtures import Settings

from engagement import arriving
from engagement.models import Voice
from people.models import User, YoungPerson
from tests.attacks import guessing, linking
from tests.attacks.a_day import Day, Person, live

pytestmark = pytest.mark.django_db

# The size that is promised, where rows lie as they came; fewer on the newcomer's database, to save everybody's time.
HOW_MANY = 300 if "postgresql" in django_settings.DATABASES["default"]["ENGINE"] else 60
FEW = 40  # enough to see a leak


@pytest.fixture
def papers(settings: Settings) -> Iterator[list[str]]:
    """Counting in the database, as where there is no Redis; and everything that was handed to a task."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    caches.close_all()
    call_command("createcachetable", verbosity=0)
    seen: list[str] = []

    def note(*_args: Any, args: Any = (), kwargs: Any = None, body: Any = None, **_more: Any) -> None:
        seen.append(f"{args} {kwargs} {body}")

    for signal in (before_task_publish, task_prerun):
        signal.connect(note, weak=False, dispatch_uid="anonymity")
    yield seen
    for signal in (before_task_publish, task_prerun):
        signal.disconnect(note, dispatch_uid="anonymity")


def everything_else(seen: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Log lines, tasks, mails and names of files."""
    media = [str(path) for path in django_settings.MEDIA_ROOT.rglob("*")]
    mails = [f"{m.subject} {m.body} {m.to} {m.extra_headers}" for m in mail.outbox]
    return [*capsys.readouterr().err.splitlines(), *seen, *mails, *media]


def spaces_of(person: Person) -> set[int]:
    return {person.space, *person.new_spaces}


def attack_on_ideas(day: Day, papers: list[str], *, stolen: bool = False) -> list[guessing.Result]:
    """Which space is the one of whoever sent this? Urgent ones are left out: those keep their minute, as we say."""
    urgent = set(Voice.objects.filter(concerns__isnull=False).values_list("pk", flat=True))
    owner = {pk: person for pk, person in day.owner_of_idea().items() if pk not in urgent}
    spaces = list(YoungPerson.objects.order_by("pk").values_list("pk", flat=True))
    truth = np.array([[space in spaces_of(person) for space in spaces] for person in owner.values()])
    return guessing.attack(linking.Attacker(linking.dump(stolen=stolen), papers, list(owner), spaces), truth)


def attack_on_keys(day: Day, papers: list[str]) -> list[guessing.Result]:
    """Which older space is the one of whoever made this key?"""
    owner = day.owner_of_new_space()
    made = {voice.space_id: voice.pk for voice in Voice.objects.filter(name_choice="key")}
    older = list(YoungPerson.objects.exclude(pk__in=owner).order_by("pk").values_list("pk", flat=True))
    truth = np.array([[space == person.space for space in older] for person in owner.values()])
    return guessing.attack(
        linking.Attacker(linking.dump(stolen=False), papers, [made[space] for space in owner], older), truth
    )


def test_nobody_finds_out_whose_an_idea_is(
    papers: list[str],
    real_logs: Callable[[], None],
    officer: User,
    second_officer: User,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _log_as_a_service_does(real_logs)
    day = live([officer, second_officer], HOW_MANY)
    others = everything_else(papers, capsys)
    results = {
        "ideas": attack_on_ideas(day, others),
        "ideas, keys stolen": attack_on_ideas(day, others, stolen=True),
        "keys": attack_on_keys(day, others),
    }
    told = [f"{name}, {one}" for name, tried in results.items() for one in tried]
    assert results["ideas"][0].tries > HOW_MANY * 0.9
    assert [str(one) for tried in results.values() for one in tried if one.is_better_than_chance] == [], told
    assert sum("request" in line for line in others) > HOW_MANY * 10


def _log_as_a_service_does(real_logs: Callable[[], None]) -> None:
    real_logs()
    logging.getLogger().setLevel("INFO")  # talking more takes minutes


# The guards by themselves: without any one of them the same attackers win, so the test above can fail.


def _keep_times(_monkeypatch: pytest.MonkeyPatch, _settings: Settings) -> None:
    _monkeypatch.setattr(arriving, "blur", lambda *_: None)


def _keep_order(monkeypatch: pytest.MonkeyPatch, _settings: Settings) -> None:
    monkeypatch.setattr(arriving, "mix", lambda: None)


def _keep_readable_sessions(_monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"


@pytest.mark.parametrize(
    ("leak", "stolen", "found_by"),
    [
        (_keep_times, False, "times: engagement_submission.received_at, engagement_submission.received_at"),
        (_keep_order, False, "beside each other in engagement_voice"),
        (_keep_readable_sessions, True, "beside each other in django_session"),
    ],
)
def test_a_leak_would_be_seen(
    leak: Callable[[pytest.MonkeyPatch, Settings], None],
    stolen: bool,
    found_by: str,
    papers: list[str],
    officer: User,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leak(monkeypatch, settings)
    day = live([officer], FEW)
    results = {one.strategy: one for one in attack_on_ideas(day, papers, stolen=stolen)}
    assert results[found_by].is_better_than_chance, list(map(str, results.values()))


def test_a_word_in_a_log_line_would_be_seen(papers: list[str], officer: User) -> None:
    day = live([officer], FEW // 2)
    uuids = dict(YoungPerson.objects.values_list("pk", "uuid"))
    line = '{{"request_id": "{}", "space": "{}", "voice": "{}"}}'
    owned = enumerate(day.owner_of_idea().items())
    leaked = [line.format(n, uuids[person.space], Voice.objects.get(pk=pk).reference) for n, (pk, person) in owned]
    results = {one.strategy: one for one in attack_on_ideas(day, leaked)}
    assert results["beside each other in papers"].is_better_than_chance
    assert results["all together"].is_better_than_chance
