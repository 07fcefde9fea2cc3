"""The whole demo council, loaded twice: everything the screens need is there, and no rule was broken."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from demo.cast import ISSUED, find_youth
from demo.diary import Stage
from demo.keeping import LONG_AGO_SAID
from demo.loading import AlreadyLoadedError, load
from demo.wordbook import wordbook
from engagement import asks, compiling, formats
from engagement.models import (
    Ask,
    AskEvent,
    AskState,
    AskVerb,
    BoardEdition,
    BoardReply,
    ExportRequest,
    ExportState,
    Pack,
    PackState,
    Purpose,
    ReadReceipt,
    RefusalReason,
    Reply,
    Safety,
    SealedEdition,
    State,
    Submission,
    SubmissionEvent,
    Urgency,
    Verb,
    VerdictRound,
    Voice,
)
from engagement.packs import making
from engagement.quarters import Quarter
from engagement.verifying import verify
from people.models import ReadAudit, User, YoungPerson
from people.roles import Role
from tests.engagement.papers.test_papers import (
    expected,
    flat,
    in_csv,
    in_docx,
    in_html,
    in_xlsx,
    is_embedded,
    pdf_text,
    plain,
    structure,
)

TODAY = date(2026, 11, 24)


def snapshot() -> list[Any]:
    """Everything that the same seed has to make again; not what is encrypted, or a number of the database's own."""
    return [
        sorted(
            (v.reference, str(v.uuid), v.words, v.public_words, v.state, v.urgency, v.received_at, str(v.decided_by))
            for v in Submission.objects.select_related("decided_by")
        ),
        sorted(
            (a.wording, a.state, str(a.owner), a.changed_at, a.version) for a in Ask.objects.select_related("owner")
        ),
        sorted((e.at, e.verb, e.words) for e in AskEvent.objects.all()),
        sorted((r.at, r.words, r.submission.reference) for r in Reply.objects.select_related("submission")),
        sorted(
            (str(one.ask), one.nth, one.opened_on, one.closed_at, one.outcome) for one in VerdictRound.objects.all()
        ),
        [(one.edition.quarter, one.edition.version, one.at) for one in SealedEdition.objects.order_by("nth")],
        sorted((bytes(s.key_hash), s.card, s.age_band, s.created_on) for s in YoungPerson.objects.all()),
    ]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        steps: list[tuple[int, int]] = []
        load(seed=1, stage=Stage.SEALED, today=TODAY, tell=lambda done, of: steps.append((done, of)))
        assert steps[-1] == (len(steps), len(steps))  # a progress bar would end full
        yield
        transaction.set_rollback(True)


@pytest.fixture
def council(loaded: None, db: None) -> None:
    """The demo council as it stands in the morning of TODAY."""


@pytest.mark.django_db
def test_the_same_seed_and_day_make_the_same_council() -> None:
    pictures = []
    for _ in range(2):
        begun = transaction.savepoint()
        load(seed=1, stage=Stage.MODERATED, today=TODAY)
        pictures.append(snapshot())
        transaction.savepoint_rollback(begun)
    assert pictures[0] == pictures[1]


@pytest.mark.usefixtures("council")
def test_loading_again_changes_nothing() -> None:
    before = snapshot()
    with pytest.raises(AlreadyLoadedError):
        load(seed=2, stage=Stage.REPORTED, today=TODAY)
    assert snapshot() == before


@pytest.mark.usefixtures("council")
def test_views_are_many_and_of_every_kind() -> None:
    this_year = Voice.objects.filter(complaint=None).count() - len(LONG_AGO_SAID)
    assert this_year == len(wordbook().said) >= 300
    for field, every in (("state", State), ("urgency", Urgency), ("safety", Safety)):
        assert set(Submission.objects.values_list(field, flat=True)) == set(every)
    assert set(Voice.objects.values_list("purpose", flat=True)) == set(Purpose)
    languages = Counter(Submission.objects.values_list("language", flat=True))
    assert languages.keys() >= {"en", "pl", "ar", "so", "fr", "ti", "uk"}
    assert Submission.objects.filter(screening_failed="").count() == Submission.objects.count()


@pytest.mark.usefixtures("council")
def test_every_verb_was_used() -> None:
    # New rules that see more in what waits are the council's own doing.
    assert set(SubmissionEvent.objects.values_list("verb", flat=True)) | {Verb.SCREENED_AGAIN} == set(Verb)
    assert set(AskEvent.objects.values_list("verb", flat=True)) == set(AskVerb) - {AskVerb.REWORDED}


@pytest.mark.usefixtures("council")
def test_asks_stand_in_every_state_and_their_history_agrees() -> None:
    assert Ask.objects.count() >= 40
    assert set(Ask.objects.values_list("state", flat=True)) == set(AskState)
    refused = Ask.objects.filter(state=AskState.REFUSED)
    assert set(refused.values_list("refusal_reason", flat=True)) == set(RefusalReason)
    for ask in Ask.objects.prefetch_related("events"):
        assert asks.replay(ask.events.all()) == ask.state
    late = Ask.objects.late(TODAY)
    assert late.filter(state=AskState.ASKED).exists()
    assert late.filter(state__in=(AskState.PROMISED, AskState.DOING)).exists()
    assert Ask.objects.unchecked().filter(state=AskState.RAISED).exists()
    assert not [ask for ask in Ask.objects.public() if ask.checked_by_id == ask.worded_by_id]


@pytest.mark.usefixtures("council")
def test_everybody_is_there() -> None:
    for role in Role:
        assert User.objects.filter(groups__name=role, authenticator__isnull=False).exists(), role
    issued = YoungPerson.objects.filter(issued_by__isnull=False)
    assert issued.count() == ISSUED
    assert YoungPerson.objects.filter(issued_by=None).exists()
    for youth in wordbook().youths:
        assert Submission.objects.filter(space=find_youth(youth.name)).count() >= 8


@pytest.mark.usefixtures("council")
def test_four_quarters_have_views_and_steps_of_asks() -> None:
    quarter = Quarter.of(TODAY)
    for _ in range(4):
        days = (quarter.first_day, quarter.last_day)
        assert Submission.objects.received_between(*days).count() >= 30
        assert AskEvent.objects.filter(at__date__range=days).exists()
        quarter = quarter.previous


@pytest.mark.usefixtures("council")
def test_nobody_decided_about_their_own_or_closed_a_cry_for_help() -> None:
    written_down = Submission.objects.filter(author__isnull=False)
    assert written_down.count() >= 20
    assert not [view for view in written_down if view.decided_by_id == view.author_id]
    urgent = Submission.objects.filter(urgency=Urgency.URGENT)
    assert not urgent.heard().filter(safety__in=(Safety.WAITING, Safety.NOT_RAISED)).exists()
    assert not Submission.objects.filter(safety=Safety.PASSED_ON).approved().exists()


@pytest.mark.usefixtures("council")
def test_whoever_opened_an_urgent_view_left_a_line() -> None:
    read = Submission.objects.filter(urgency=Urgency.URGENT, restricted=False, events__verb="opened").distinct()
    lines = set(ReadAudit.objects.values_list("about", flat=True))
    # On its desk, or as the concern that it opened.
    assert [str(view) for view in read if lines.isdisjoint({view.uuid, *(c.uuid for c in view.concerns.all())})] == []
    assert {audit.what for audit in ReadAudit.objects.all()} >= {"urgent_item"}


@pytest.mark.usefixtures("council")
def test_the_desk_has_work_this_morning() -> None:
    waiting = Submission.objects.to_read()
    assert 20 <= waiting.count() <= 40
    assert waiting.filter(urgency=Urgency.URGENT, state=State.RECEIVED).count() >= 2
    assert waiting.filter(due_at__date=TODAY).exists()
    assert waiting.filter(due_at__date=TODAY + timedelta(days=1)).exists()
    assert 1 <= waiting.filter(state=State.RECEIVED, due_at__date__lt=TODAY).count() <= 4
    assert waiting.filter(state=State.IN_REVIEW).exists()
    assert not Submission.objects.filter(received_on__gte=TODAY).exists()


@pytest.mark.usefixtures("council")
def test_answers_go_only_where_they_can_be_read() -> None:
    assert Reply.objects.exclude(words="").count() >= 100
    assert not Reply.objects.filter(submission__space=None).exists()
    assert Reply.objects.filter(read_at=None).exists()
    assert Reply.objects.exclude(read_at=None).exists()


@pytest.mark.usefixtures("council")
def test_young_people_said_whether_it_happened() -> None:
    outcomes = Counter(VerdictRound.objects.exclude(outcome="").values_list("outcome", flat=True))
    assert outcomes["confirmed"] > outcomes["reopened"] >= 2
    assert VerdictRound.objects.running().exists()
    assert Ask.objects.filter(state=AskState.REOPENED).exists()


@pytest.mark.usefixtures("council")
def test_four_quarters_are_sealed_one_of_them_twice_and_nothing_in_them_was_touched() -> None:
    sealed = [(one.quarter, one.version) for one in BoardEdition.objects.sealed().order_by("quarter", "version")]
    quarter = Quarter.of(TODAY).previous
    expected = []
    for version in (1, 2, 1, 1):
        expected += [(str(quarter), upto) for upto in range(version, 0, -1)]
        quarter = quarter.previous
    assert sealed == expected[::-1]
    assert not [edition for edition in BoardEdition.objects.sealed() if verify(edition)]
    # The newest is still the Board's own.
    assert sealed[-1][0] not in BoardEdition.objects.for_public().values_list("quarter", flat=True)
    newest = BoardEdition.objects.for_board().newest_first()[0]
    assert newest.quarter == sealed[-1][0]
    assert 3 <= ReadReceipt.objects.filter(edition=newest).count() < 6
    assert BoardReply.objects.count() >= 3


@pytest.mark.usefixtures("council")
def test_every_sealed_report_says_the_same_in_every_format_and_can_be_read_by_all() -> None:
    for edition in BoardEdition.objects.sealed():
        report = compiling.read(edition)
        for kind, cells in (("html", in_html), ("docx", in_docx), ("xlsx", in_xlsx), ("csv", in_csv)):
            assert plain(cells(formats.make(kind, report))) == expected(report), (str(edition), kind)
        made = formats.make("pdf", report)
        text = flat(pdf_text(made))
        shown = [cell for table in expected(report) for row in table for cell in row]
        assert [cell for cell in shown if cell.isascii() and flat(cell) not in text] == []
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith("en")
            with pdf.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1"
                assert report.period in metadata["dc:title"]
            tags, alts = list(structure(pdf.Root.StructTreeRoot)), list(structure(pdf.Root.StructTreeRoot, "/Alt"))
            assert tags.count("/H1") == 1
            assert tags.count("/TH") == sum(len(table[0]) for table in expected(report))
            assert {f"{chart.title}. {chart.summary}" for part in report.sections for chart in part.charts} <= set(alts)
            fonts = [font for sheet in pdf.pages for font in sheet.Resources.get("/Font", {}).values()]
            assert fonts
            assert all(is_embedded(font) for font in fonts)


@pytest.mark.usefixtures("council")
def test_an_inspection_was_answered() -> None:
    states = set(ExportRequest.objects.values_list("state", flat=True))
    assert states == {ExportState.ASKED, ExportState.REFUSED, ExportState.FETCHED}
    assert {audit.what for audit in ReadAudit.objects.all()} >= {"export"}
    pack = Pack.objects.get()
    assert pack.state == PackState.READY
    assert making.fetch(pack, by=pack.made_by).startswith(b"PK")
