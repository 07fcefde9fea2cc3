"""200 words that only a child could have written go through everything; none may surface outside encrypted columns."""

from collections.abc import Callable, Iterator

import pytest
from celery.signals import before_task_publish, task_prerun
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from engagement import asks, concerns, editions, erasing, moderation
from engagement.models import Theme, Voice
from engagement.quarters import Quarter
from people import outbox
from people.models import OutboxMessage, Tombstone, User
from people.roles import Role
from tests.factories import in_days, make_officer, make_space, make_user, make_voice
from tests.walking import Walker

pytestmark = pytest.mark.django_db

CANARIES = [f"zebra{n:03d}canary" for n in range(200)]


@pytest.fixture
def task_arguments() -> Iterator[list[str]]:
    """Everything that was handed to a task while the test ran."""
    seen: list[str] = []

    def note(*_args: object, args: object = (), kwargs: object = None, body: object = None, **_more: object) -> None:
        seen.append(f"{args} {kwargs} {body}")

    for signal in (before_task_publish, task_prerun):
        signal.connect(note, weak=False, dispatch_uid="canaries")
    yield seen
    for signal in (before_task_publish, task_prerun):
        signal.disconnect(note, dispatch_uid="canaries")


def live_a_year(canaries: Iterator[str], manager: User) -> list[str]:
    """Send, misspell, moderate, gather, promise and read; returns every address that was visited."""
    officer, second = make_officer(), make_officer()
    walker = Walker()
    for purpose in ("idea", "wrong", "good", "question"):
        walker.tell(
            purpose=purpose, feeling="awful", theme=str(Theme.objects.all()[0].pk), words=next(canaries),
            wants_reply="yes", may_quote="yes", name_choice="key",
        )  # fmt: skip
    walker.tell(
        purpose="advocate", words=next(canaries), contact_way="call", contact_detail=next(canaries), name_choice="key"
    )
    walker.tell(
        purpose="meeting", well=next(canaries), want=next(canaries), meeting_role="participation_officer",
        name_choice="idea",
    )  # fmt: skip
    walker.post("/tell-us/someone/", {"words": next(canaries), "contact": next(canaries)})
    walker.post("/tell-us/", {"purpose": "idea", "feeling": next(canaries)})  # nonsense
    walker.post("/sign-in/", {"key": next(canaries)})  # words in the wrong box
    worry_and_erase(canaries, officer, second)
    sent = [make_voice(words, space=make_space(), may_quote=True) for words in canaries]
    for number, voice in enumerate(sent):
        moderation.open_for_review(voice, by=officer)
        if number % 3:
            moderation.approve(voice, by=officer)
        else:
            moderation.keep_private(voice, by=officer)
    ask = asks.raise_ask(by=officer, wording="Pizza", theme=Theme.objects.all()[0], submissions=sent[:20])
    asks.check(ask, by=second)
    asks.ask_owner(ask, by=officer, owner=manager, answer_by=in_days(3))
    asks.promise(ask, by=manager, what="Pizza on Fridays", due=in_days(9))
    editions.build(Quarter.of(in_days(0)), today=in_days(0), protect=lambda _tables: {})
    desk = Client()
    desk.force_login(officer)
    for path in ("/admin/", "/admin/voices/", f"/admin/voices/{sent[0].uuid}/", "/admin/asks/", "/board/"):
        assert desk.get(path, follow=True).status_code == 200
    desk.post("/admin/voices/search/", {"q": CANARIES[0]})
    assert Voice.objects.count() > 150
    return walker.addresses


def worry_and_erase(canaries: Iterator[str], officer: User, second: User) -> None:
    """What staff write about a child is as close to the child: hand-over, reasons, notes, answers, kind words."""
    duty, other = make_user(Role.DUTY_WORKER), make_user(Role.DUTY_WORKER)
    worries = [make_voice(f"I want to kill myself tonight {next(canaries)}") for _ in range(2)]
    handed_over, ruled_out = (voice.concerns.get() for voice in worries)
    for concern in (handed_over, ruled_out):
        concerns.acknowledge(concern, by=duty)
    concerns.refer(handed_over, by=duty, to=next(canaries), reference=next(canaries))
    concerns.no_concern(ruled_out, by=duty, why=next(canaries))
    concerns.close(handed_over, by=other)
    outbox.send_due()
    voice = make_voice(next(canaries), space=make_space())
    moderation.open_for_review(voice, by=officer)
    moderation.note(voice, by=officer, words=next(canaries))
    moderation.reply(voice, by=officer, words=next(canaries))
    moderation.decline(voice, by=officer, reason="hurtful", kind_words=next(canaries))
    gone = make_voice(next(canaries))
    moderation.open_for_review(gone, by=second)
    moderation.keep_private(gone, by=second)
    erasing.erase_submission(gone, rule="words")
    assert OutboxMessage.objects.exists()
    assert Tombstone.objects.exists()


def columns_with(canaries: list[str]) -> list[str]:
    """Every text column of every table that holds one of them in the clear."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name
            cursor.execute(f"SELECT * FROM {quoted(table)} LIMIT 0")  # noqa: S608  (a name from the database itself)
            names = [column[0] for column in cursor.description]
            for name in names:
                cursor.execute(
                    f"SELECT count(*) FROM {quoted(table)} WHERE lower(CAST({quoted(name)} AS text)) LIKE %s",  # noqa: S608  (names from the database itself)
                    ["%zebra%canary%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{name}")
    return found


def test_no_canary_surfaces(
    capsys: pytest.CaptureFixture[str], real_logs: Callable[[], None], task_arguments: list[str], manager: User
) -> None:
    make_user()
    real_logs()
    canaries = iter(CANARIES)
    addresses = live_a_year(canaries, manager)
    assert next(canaries, None) is None, "every canary was used"
    logs = capsys.readouterr().err
    places = {
        "logs": logs,
        "tasks": " ".join(task_arguments),
        "addresses": " ".join(addresses),
        "mails": " ".join(f"{m.subject} {m.body} {m.to} {m.extra_headers}" for m in mail.outbox),
        "cache": repr(getattr(cache, "_cache", "")),
    }
    assert logs.count('"request"') > 50
    for place, text in places.items():
        assert [canary for canary in CANARIES if canary in text.lower()] == [], place
    # The wall and the Board read approved words through the model; no column of any table shows them.
    assert columns_with(CANARIES) == []
