"""After publishing: whatever is changed, past answers keep their wording, totals stay, no table is altered."""

import random
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import User
from surveys import answering, building, drafting, folding
from surveys.building import BuildError
from surveys.differences import Weight, changes, weight_of
from surveys.models import Cell, Response, Survey, Version, Wave
from surveys.models.surveys import published
from surveys.presenting import Reader, ask
from surveys.questions import Definition, Kind, Option, Question, QuestionError, Wording, free_key
from surveys.routing import Respondent, path
from tests.surveys.makers import answer, definition, make_wave

pytestmark = pytest.mark.django_db
WORDS = ("friends", "home", "school", "food", "sleep", "money", "games", "family")


def tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def edit(rng: random.Random, before: Definition) -> Definition:
    """One thing that an officer may do to a draft."""
    keys = list(before.questions)
    key = rng.choice(keys)
    question = before.questions[key]
    section = rng.choice(before.sections).key
    match rng.randrange(8):
        case 0:
            return before.without(key) if len(keys) > 2 else before
        case 1:
            return building.move(before, key, rng.choice([-1, 1]))
        case 2:
            text = f"What about {rng.choice(WORDS)} and {rng.choice(WORDS)}?"
            taken = set(before.questions) | {one.key for one in before.sections}
            new = Question(free_key(text, taken), Kind.AGREE, {"11-17": {"en": Wording(text)}})
            return before.with_question(new, section)
        case 3:
            said = {"11-17": {"en": Wording(f"Now it says {rng.choice(WORDS)}")}}
            return before.with_question(replace(question, wordings=said))
        case 4 if question.options:
            option = Option(f"more_{rng.randrange(99)}", {"11-17": {"en": Wording(rng.choice(WORDS))}})
            if option.key in {one.key for one in question.options}:
                return before
            return before.with_question(replace(question, options=(*question.options, option)))
        case 5 if len(question.options) > 2:
            return before.with_question(replace(question, options=question.options[1:]))
        case 6:
            return before.with_question(replace(question, needed=not question.needed))
        case _:
            return building.add_section(before, rng.choice(WORDS))


def as_seen(response: Response) -> dict[str, Any]:
    """What the young person saw and picked, from what is stored."""
    asked = published(response.version_id)
    reader = Reader(response.face, response.language)
    seen = {}
    for page in path(asked, response.answers, Respondent(response.face, {"care_status": response.care_status})):
        for step in page.steps:
            shown = ask(step, reader, asked, response.answers)
            seen[step.name] = (shown.words, tuple((one.words, one.picked) for one in shown.choices), shown.value)
    return seen


def answers_to(rng: random.Random, asked: Definition) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for key, question in asked.questions.items():
        if question.kind == Kind.NUMBER:
            told[key] = rng.randint(0, 9)
        elif question.kind == Kind.SEVERAL:
            told[key] = [question.options[0].key]
        elif question.picks:
            told[key] = rng.choice([option.key for option in question.picks])
    return told


@given(st.integers(0, 2**32))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_past_answers_keep_their_words_whatever_is_changed(officer: User, seed: int) -> None:
    """Eighty edits a run, about a thousand in all, with answers in between."""
    rng, before = random.Random(seed), tables()
    wave = make_wave(officer)
    survey = Survey.objects.get(pk=wave.survey_id)
    kept: dict[Any, dict[str, Any]] = {}
    for number in range(80):
        building.change(survey, lambda draft: edit(rng, draft), by=officer)
        if number % 8 == 0:
            try:
                building.publish(survey, by=officer)
            except BuildError:
                continue  # nothing can be published that nobody could answer
            wave = Wave.objects.select_related("survey", "version").get(pk=wave.pk)
            answer(wave, answers_to(rng, wave.version.asked))
            newest = next(one for one in wave.responses.all() if one.pk not in kept)
            kept[newest.pk] = as_seen(newest)
            assert kept[newest.pk]
    while folding.fold(wave, at_once=3):
        pass
    assert folding.recount(wave) == {}
    published.cache_clear()
    assert {one.pk: as_seen(one) for one in wave.responses.all()} == kept
    everybody = Cell.objects.filter(wave=wave, question=folding.EVERYBODY, segment="").first()
    assert (everybody.n if everybody else 0) == len(kept)
    assert tables() == before


def test_a_version_never_changes(officer: User) -> None:
    version = make_wave(officer).version
    version.number = 9
    with pytest.raises(TypeError, match="never changed"):
        version.save()
    with pytest.raises(TypeError, match="never changed"):
        Version.objects.update(number=9)


def told(**how: Any) -> Definition:
    before = definition()
    return before.with_question(replace(before.questions["best"], **how))


@pytest.mark.parametrize(
    ("after", "weight"),
    [
        (told(), None),
        (told(wordings={"11-17": {"en": Wording("What helped??")}}), Weight.COSMETIC),
        (told(wordings={"11-17": {"en": Wording("What helped", picture="sun")}}), Weight.COSMETIC),
        (told(wordings={"11-17": {"en": Wording("What helped you most?")}}), Weight.COMPARABLE),
        (told(wordings={"11-17": {"en": Wording("Who do you live with now")}}), Weight.BREAKING),
        (told(kind=Kind.ONE), Weight.BREAKING),
        (told(options=definition().questions["best"].options[1:]), Weight.BREAKING),
        (told(options=(*definition().questions["best"].options, Option("more"))), Weight.COMPARABLE),
        (told(most=3), Weight.COMPARABLE),
        (told(needed=True), Weight.COMPARABLE),
        (told(show_if={"q": "school", "is": ["no"]}), Weight.COMPARABLE),
        (definition().without("best"), Weight.BREAKING),
    ],
)
def test_how_much_a_change_weighs(after: Definition, weight: Weight | None) -> None:
    assert weight_of(changes(definition(), after), "best") == weight


def test_a_draft_goes_on_with_what_it_began_with(officer: User) -> None:
    wave = make_wave(officer)
    secret, sheet = drafting.new_secret(), drafting.begin(wave, "11-17", answers={"calls": 3})
    drafting.keep(secret, wave, sheet)
    building.change(wave.survey, lambda before: before.without("calls"), by=officer)
    building.publish(wave.survey, by=officer)
    found = drafting.read(secret)
    assert found
    answering.send(secret, found[0], Wave.objects.get())
    assert Response.objects.get().answers == {"calls": 3}
    with pytest.raises(QuestionError):
        definition().with_question(Question("x", Kind.AGREE), "nowhere")
