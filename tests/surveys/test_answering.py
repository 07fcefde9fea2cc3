"""Answering: once each, all or nothing, unreadable without the secret, taken back with the phrase."""

from datetime import timedelta

import pytest
from django.utils import timezone

from engagement.models import Finding, Submission
from people.models import User
from surveys import answering, drafting, folding, taking_back, tickets
from surveys.answering import ClosedError, UsedError
from surveys.models import Cell, Comment, Draft, Participation, Response, Ticket, Unfolded
from tests.factories import CANARY, make_space
from tests.surveys.makers import answer, close, make_wave, the_response

pytestmark = pytest.mark.django_db
TOLD = {"feel": "good", "school": "no", "why": f"{CANARY} a lift", "best": ["friends", "games"], "calls": 3}


def test_answers_are_stored_by_key_with_the_day_and_words_apart(officer: User) -> None:
    wave = make_wave(officer)
    answer(wave, TOLD, age_band="12-15", care_status="looked_after")
    response = the_response()
    assert response.answers == {**TOLD, "why": "_words"}
    assert (response.day, response.face, response.age_band) == (timezone.localdate(), "11-17", "12-15")
    comment = Comment.objects.get()
    assert (comment.words, comment.question, comment.state, comment.space) == (TOLD["why"], "why", "received", None)
    assert comment.age_band == "12-15"
    assert not Draft.objects.exists()


def test_sending_twice_makes_one_response_and_shows_the_same_phrase(officer: User) -> None:
    wave = make_wave(officer)
    secret, sheet = drafting.new_secret(), drafting.begin(wave, "11-17", answers=TOLD)
    assert answering.send(secret, sheet, wave) == answering.send(secret, sheet, close(wave))
    assert (Response.objects.count(), Comment.objects.count()) == (1, 1)


def test_nothing_is_taken_after_the_end(officer: User) -> None:
    wave = close(make_wave(officer))
    secret, sheet = drafting.new_secret(), drafting.begin(wave, "11-17", answers=TOLD)
    drafting.keep(secret, wave, sheet)
    with pytest.raises(ClosedError):
        answering.send(secret, sheet, wave)
    assert Draft.objects.exists()
    assert not Response.objects.exists()


def test_a_draft_opens_with_its_secret_alone(officer: User) -> None:
    wave = make_wave(officer)
    secret, sheet = drafting.new_secret(), drafting.begin(wave, "11-17", answers=TOLD)
    drafting.keep(secret, wave, sheet)
    row = Draft.objects.values().get()
    assert CANARY not in str(row)
    assert secret not in str(row)
    found = drafting.read(secret)
    assert found is not None
    assert found[0] == sheet
    assert drafting.read(drafting.new_secret()) is None
    Draft.objects.update(sealed=drafting._seal("{}", b"x" * 32, row["place"]))
    assert drafting.read(secret) is None


def test_a_change_that_was_overtaken_reads_again(officer: User) -> None:
    wave = make_wave(officer)
    secret, sheet = drafting.new_secret(), drafting.begin(wave, "11-17")
    drafting.keep(secret, wave, sheet)
    with pytest.raises(drafting.OvertakenError):
        drafting.keep(secret, wave, sheet)
    first, second = drafting.read(secret), drafting.read(secret)
    assert first
    assert second
    drafting.keep(secret, wave, sheet, first[1])
    with pytest.raises(drafting.OvertakenError):
        drafting.keep(secret, wave, sheet, second[1])


def test_four_words_open_it_on_another_device(officer: User) -> None:
    wave = make_wave(officer)
    secret, sheet = drafting.new_secret(), drafting.begin(wave, "11-17", answers=TOLD)
    with pytest.raises(drafting.OvertakenError):
        drafting.finish_later(secret)
    drafting.keep(secret, wave, sheet)
    words = drafting.finish_later(secret)
    row = Draft.objects.values().get()
    assert secret not in str(row)
    assert words not in str(row)
    assert drafting.come_back(words.upper().replace("-", " ")) == secret
    newer = drafting.finish_later(secret)
    assert drafting.come_back(words) is None
    assert drafting.come_back(newer) == secret
    Draft.objects.update(kept_until=timezone.localdate() - timedelta(days=1))
    assert drafting.come_back(newer) is None


def test_a_ticket_is_gone_with_the_answer_that_used_it(officer: User) -> None:
    wave = make_wave(officer)
    printed = tickets.print_sheet(wave, group="Elm House", face="8-11", how_many=2, by=officer)
    ticket = tickets.find(printed.codes[0].upper())
    assert ticket
    assert all(code not in str(list(Ticket.objects.values())) for code in printed.codes)
    answer(wave, TOLD, ticket=ticket.code)
    assert tickets.find(printed.codes[0]) is None
    assert Ticket.objects.count() == 1
    with pytest.raises(UsedError):
        answer(wave, TOLD, ticket=ticket.code)
    assert Response.objects.count() == 1
    assert Draft.objects.count() == 1  # what was typed is still there


def test_a_space_takes_part_once_and_nothing_leads_back_to_it(officer: User) -> None:
    wave, space = make_wave(officer), make_space()
    mark = tickets.mark_of(space, wave)
    answer(wave, TOLD, mark=mark)
    with pytest.raises(UsedError):
        answer(wave, TOLD, mark=mark)
    assert Response.objects.count() == 1
    assert str(space.uuid) not in str(list(Participation.objects.values()))
    assert Submission.objects.get().space is None


def test_the_phrase_takes_back_answers_words_and_counts(officer: User) -> None:
    wave = make_wave(officer)
    kept = answer(wave, {"feel": "good"})
    phrase = answer(wave, TOLD)
    folding.fold(wave)
    assert taking_back.take_back("plum otter lamp river") is False
    assert taking_back.take_back(phrase.replace("-", "  ").upper())
    assert taking_back.take_back(phrase) is False
    assert the_response().answers == {"feel": "good"}
    assert not Comment.objects.exists()
    assert not Finding.objects.exists()
    assert folding.recount(wave) == {}
    assert Cell.objects.get(question="feel", option="good", segment="").n == 1
    assert kept != phrase


def test_what_was_not_counted_yet_is_taken_back_too(officer: User) -> None:
    wave = make_wave(officer)
    phrase = answer(wave, TOLD)
    assert taking_back.take_back(phrase)
    assert folding.fold(wave) == 0
    assert not Unfolded.objects.exists()
    assert not Cell.objects.exists()


def test_a_cry_for_help_is_read_even_when_it_is_taken_back(officer: User) -> None:
    wave = make_wave(officer)
    phrase = answer(wave, {"school": "no", "why": "I want to kill myself tonight"})
    assert Comment.objects.get().safety == "waiting"
    assert taking_back.take_back(phrase)
    comment = Comment.objects.get()
    assert comment.words
    assert comment.slip == ""
    assert not Response.objects.exists()


def test_something_picked_says_that_help_is_needed(officer: User) -> None:
    wave = make_wave(officer)
    sheet = drafting.begin(wave, "11-17", answers={"best": ["nothing"]})
    assert answering.send(drafting.new_secret(), sheet, wave).helps
    assert not answering.send(drafting.new_secret(), drafting.begin(wave, "11-17", answers=TOLD), wave).helps


def test_what_a_backup_brings_back_goes_again(officer: User) -> None:
    wave = make_wave(officer)
    phrase = answer(wave, {"feel": "good"})
    folding.fold(wave)
    before = the_response()
    assert taking_back.take_back(phrase)
    before.save(force_insert=True)
    folding.add(wave, folding.cells_of(wave.version.asked, before))
    assert taking_back.replay() == 1
    assert not Response.objects.exists()
    assert not Cell.objects.exists()
