"""Building in the admin: from nothing to a published survey, what is refused, and what colleagues do meanwhile."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from people.models import User
from people.roles import Role
from surveys import building
from surveys.building import BuildError, OvertakenError
from surveys.models import Survey, SurveyEvent, Version
from surveys.proofing import proof
from surveys.questions import Definition, Kind, QuestionError, Wording, free_key
from surveys.shelf import templates
from surveys.writing import from_json, to_json
from tests.factories import make_user
from tests.surveys.makers import LOCKDOWN, definition, make_survey, make_wave

pytestmark = pytest.mark.django_db
NUMBER = {"key": "b", "kind": "number"}


def at(survey: Survey, rest: str = "") -> str:
    return f"/admin/surveys/{survey.uuid}/{rest}"


def fields(version: int, **more: Any) -> dict[str, Any]:
    return {"version": version, "kind": "one", "rather_not": "on", "show_join": "all", **more}


def test_a_survey_from_nothing_to_published(officer: User, officer_client: Client) -> None:
    assert "six that are ready" in officer_client.get("/admin/surveys/").content.decode()
    assert officer_client.post("/admin/surveys/new/", {"title": ""}).status_code == 422
    made = officer_client.post("/admin/surveys/new/", {"title": "Food at home", "template": ""})
    survey = Survey.objects.get()
    assert made["Location"] == at(survey)
    page = officer_client.get(at(survey)).content.decode()
    assert "There is no question yet." in page
    assert "1 thing to do before publishing." in page
    officer_client.post(at(survey, "publish/"))
    assert not Version.objects.exists()

    told = {"ask_11-17": "Do you like the food?", "options_0_11-17": "Yes", "options_1_11-17": "No"}
    saved = officer_client.post(at(survey, "sections/section_1/new/"), fields(survey.version, **told))
    assert saved["Location"] == at(survey) + "#do_you_like_the"
    survey.refresh_from_db()
    question = survey.definition.questions["do_you_like_the"]
    assert (question.kind, [option.key for option in question.options]) == (Kind.ONE, ["yes", "no"])

    rule = {"ask_11-17": "What is wrong with it?", "kind": "long", "show_picked": ["do_you_like_the|no"]}
    officer_client.post(at(survey, "sections/section_1/new/"), fields(survey.version, **rule))
    survey.refresh_from_db()
    assert survey.definition.questions["what_is_wrong_with"].show_if == {"q": "do_you_like_the", "is": ["no"]}
    shown = officer_client.get(at(survey, "questions/what_is_wrong_with/")).content.decode()
    assert '<option value="do_you_like_the|no" selected>No</option>' in shown

    officer_client.post(at(survey, "publish/"))
    assert survey.latest
    assert survey.latest.number == 1
    officer_client.post(at(survey, "publish/"))  # twice is once
    assert Version.objects.count() == 1
    assert list(SurveyEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["made", "published"]


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"ask_11-17": ""}, "Write something here."),
        ({"ask_11-17": "x" * 501}, "at most 500 characters"),
        ({"ask_11-17": "How many?", "kind": "number", "least": "9", "most": "2"}, "The most is less than the least."),
        ({"ask_11-17": "Which?", "kind": "telepathy"}, "not one of the available choices"),
        ({"ask_11-17": "Which?", "show_picked": ["gone|yes"]}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_kept_comes_back(officer: User, officer_client: Client, told: dict[str, Any], says: str) -> None:
    survey = make_survey(officer)
    page = officer_client.post(
        at(survey, "sections/home/new/"), fields(survey.version, **told, **{"hint_11-17": "kept"})
    )
    assert page.status_code == 422
    assert says in page.content.decode()
    assert 'value="kept"' in page.content.decode()


def test_a_colleague_was_quicker(officer: User, officer_client: Client) -> None:
    survey = make_survey(officer)
    stale = survey.version
    building.change(survey, lambda before: before.without("calls"), by=officer)
    told = fields(stale, **{"ask_11-17": "Do you sleep well?"}, kind="agree")
    page = officer_client.post(at(survey, "sections/home/new/"), told)
    html = page.content.decode()
    assert page.status_code == 422
    assert "A colleague changed this survey" in html
    assert 'value="Do you sleep well?"' in html
    assert f'name="version" value="{survey.version}"' in html
    with pytest.raises(OvertakenError):
        building.change(survey, lambda before: before, by=officer, version=stale)


def test_moving_and_taking_out(officer: User, officer_client: Client) -> None:
    survey = make_survey(officer)

    def order() -> list[list[str]]:
        survey.refresh_from_db()
        return [[question.key for question in section.questions] for section in survey.definition.sections]

    officer_client.post(at(survey, "down/why/"))
    assert order() == [["feel", "school"], ["why", "best", "calls"]]
    officer_client.post(at(survey, "up/why/"))
    officer_client.post(at(survey, "up/why/"))
    assert order() == [["feel", "why", "school"], ["best", "calls"]]
    assert "comes later: nobody would see it" in officer_client.get(at(survey)).content.decode()
    with pytest.raises(BuildError, match="nobody would see it"):
        building.publish(survey, by=officer)
    officer_client.post(at(survey, "down/home/"))
    assert order()[0] == ["best", "calls"]
    officer_client.post(at(survey, "down/home/"))  # the last one stays the last one
    officer_client.post(at(survey, "remove/why/"))
    assert order() == [["best", "calls"], ["feel", "school"]]
    assert officer_client.post(at(survey, "up/nothing/")).status_code == 404


def test_what_publishing_changes_is_said_before(officer: User, officer_client: Client) -> None:
    survey = make_survey(officer)
    told = {
        "ask_11-17": "Did you go to school every day?", "ask_8-11": "Did you go to school?", "dont_know": "on",
        "options_0_key": "yes", "options_0_11-17": "Yes", "options_1_key": "", "options_2_11-17": "Sometimes",
    }  # fmt: skip
    officer_client.post(at(survey, "questions/school/"), fields(survey.version, **told))
    survey.refresh_from_db()
    found = {(one["key"], one["weight"]) for one in building.unpublished_changes(survey)}
    assert ("school", "breaking") in found
    assert ("school", "comparable") in found
    assert "breaks the line" in officer_client.get(at(survey)).content.decode()


def test_waves_under_way_ask_the_new_version(officer: User) -> None:
    wave = make_wave(officer)
    old = wave.version
    building.change(wave.survey, lambda before: before.without("calls"), by=officer)
    new = building.publish(wave.survey, by=officer)
    wave.refresh_from_db()
    assert wave.version == new
    assert "calls" in old.asked.questions
    assert "calls" not in new.asked.questions


def test_a_translation_beside_its_source(officer: User, officer_client: Client) -> None:
    survey = make_survey(officer, {**LOCKDOWN, "languages": ["en", "ar"]})
    place = at(survey, "translate/ar/11-17/")
    assert "Did you go to school?" in officer_client.get(place).content.decode()
    words = {"version": survey.version, "school": "هل ذهبت إلى المدرسة؟", "school-yes": "نعم"}
    assert officer_client.post(place, words).status_code == 302
    survey.refresh_from_db()
    question = survey.definition.questions["school"]
    assert question.wordings["11-17"]["ar"] == Wording("هل ذهبت إلى المدرسة؟")
    assert question.options[0].wordings["11-17"]["ar"].text == "نعم"
    assert "ar" not in question.options[1].wordings["11-17"]
    for nowhere in ("translate/en/11-17/", "translate/pl/11-17/", "translate/ar/4-7/"):
        assert officer_client.get(at(survey, nowhere)).status_code == 404


def test_title_faces_and_languages(officer: User, officer_client: Client) -> None:
    survey = make_survey(officer)
    told = {"version": survey.version, "title": "Lockdown again", "intro": "Ten questions", "faces": ["8-11", "easy"]}
    page = officer_client.post(at(survey, "settings/"), told | {"faces": []})
    assert "Pick one at least." in page.content.decode()
    assert officer_client.post(at(survey, "settings/"), told | {"languages": ["pl"]}).status_code == 302
    survey.refresh_from_db()
    assert (survey.title, survey.definition.faces, survey.definition.languages) == (
        "Lockdown again", ("8-11", "easy"), ("en", "pl"),
    )  # fmt: skip
    assert not survey.definition.asks_who_helped


def test_a_section_that_is_asked_again(officer: User, officer_client: Client) -> None:
    survey = make_survey(officer)
    told = {"version": survey.version, "heading": "Each call", "repeat": "calls"}
    officer_client.post(at(survey, "sections/new/"), told)
    survey.refresh_from_db()
    assert survey.definition.sections[-1].repeat == "calls"
    again = {"version": survey.version, "heading": "Every call", "repeat": ""}
    officer_client.post(at(survey, "sections/each_call/"), again)
    survey.refresh_from_db()
    assert (survey.definition.sections[-1].key, survey.definition.sections[-1].repeat) == ("each_call", "")


def test_the_preview_shows_each_face(officer: User, officer_client: Client) -> None:
    survey = building.make("Lockdown", by=officer, definition=templates()["lockdown"].definition)
    for face, words in (("4-7", "How is your home?"), ("11-17", "How do you feel about the place you live?")):
        html = officer_client.get(at(survey, f"preview/?face={face}&language=xx")).content.decode()
        assert words in html
        assert ("happy-1.svg" in html) is (face == "4-7")


def test_nobody_else_builds(officer: User) -> None:
    survey = make_survey(officer)
    for role in (Role.EDITOR, Role.DUTY_WORKER, Role.BOARD_MEMBER):
        user = make_user(role)
        with pytest.raises(PermissionDenied):
            building.publish(survey, by=user)
        client = Client()
        client.force_login(user)
        for path in (at(survey), at(survey, "publish/"), "/admin/surveys/new/"):
            assert client.post(path).status_code in (302, 403, 405)


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_template_can_be_published_as_it_is(name: str, officer: User) -> None:
    template = templates()[name]
    assert [one for one in proof(template.definition) if one.severity == "stops"] == []
    assert from_json(to_json(template.definition)) == template.definition
    survey = building.make(template.title, by=officer, definition=template.definition)
    assert building.publish(survey, by=officer).number == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "object with sections"),
        ({"sections": "x"}, "is a list"),
        ({"sections": [{"key": "A b"}]}, "is no key"),
        ({"sections": [{"key": "a", "questions": [{"key": "b", "kind": "dance"}]}]}, "no kind of question"),
        ({"sections": [{"key": "a"}, {"key": "a"}]}, "have the key a"),
        ({"faces": ["99"]}, "Faces are"),
        (
            {"sections": [{"key": "a", "questions": [{"key": "b", "kind": "number", "least": 5, "most": 1}]}]},
            "more than",
        ),
        ({"sections": [{"key": "a", "questions": [{"key": "b", "kind": "number", "least": "x"}]}]}, "whole numbers"),
        ({"title": 4}, "by face and language"),
    ],
)
def test_what_is_no_survey_is_refused(data: Any, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        from_json(data)


def test_keys_are_made_of_words() -> None:
    assert free_key("How do you feel about it?", set()) == "how_do_you_feel"
    assert free_key("How do you feel today", {"how_do_you_feel"}) == "how_do_you_feel_2"
    assert free_key("؟؟", set()) == "q"
    assert definition() == from_json(to_json(definition()))
    assert isinstance(from_json({}), Definition)
