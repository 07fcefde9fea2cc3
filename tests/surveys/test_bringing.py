"""What a council brings along: LimeSurvey's files in both forms, CSVs, and counts; nothing is dropped in silence."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from people.models import User
from surveys import bringing, building, lime, results
from surveys.models import Survey, Wave
from surveys.proofing import proof
from surveys.questions import QuestionError
from tests.surveys.makers import make_survey

SAMPLE = Path(__file__).with_name("lockdown.lss")
OLD = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>178</DBVersion>
<languages><language>en</language><language>de</language></languages>
<groups><rows><row><gid>1</gid><group_name>Home</group_name><group_order>0</group_order><language>en</language></row>
<row><gid>1</gid><group_name>Zuhause</group_name><group_order>0</group_order><language>de</language></row></rows></groups>
<questions><rows><row><qid>5</qid><gid>1</gid><type>L</type><title>Q1</title><question>How is it?</question>
<question_order>1</question_order><language>en</language><mandatory>N</mandatory></row>
<row><qid>5</qid><gid>1</gid><type>L</type><title>Q1</title><question>Wie ist es?</question>
<question_order>1</question_order><language>de</language></row></rows></questions>
<answers><rows><row><qid>5</qid><code>1</code><answer>Good</answer><language>en</language></row>
<row><qid>5</qid><code>2</code><answer>Bad</answer><language>en</language></row></rows></answers></document>"""


def test_a_survey_of_limesurvey_comes_over() -> None:
    brought = lime.read(SAMPLE.read_bytes())
    asked = brought.definition
    kinds = {key: question.kind.value for key, question in asked.questions.items()}
    assert kinds == {
        "home": "one", "feel": "one", "safe": "one", "why": "long", "help": "several", "worker": "matrix",
        "calls": "number", "order": "ranking", "since": "date", "proud": "short", "end": "information", "age": "one",
        "trips": "several",
    }  # fmt: skip
    assert brought.title == "Lockdown 2020"
    assert [section.wordings["11-17"]["en"].text for section in asked.sections] == ["Your home", "School and people"]
    home = asked.questions["home"]
    assert home.wordings["11-17"]["en"].text == "Where do you live?"
    assert home.wordings["11-17"]["en"].hint == "Pick one"
    assert ([one.key for one in home.options], home.needed) == (["a1", "a2", "a3", "other"], True)
    assert asked.questions["why"].show_if == {"q": "safe", "is": ["n"]}
    assert [line.key for line in asked.questions["worker"].lines] == ["sq1", "sq2"]
    assert [one.key for one in asked.questions["help"].options] == ["he1", "he2", "he3"]
    assert len(asked.questions["feel"].options) == 5
    assert [one for one in proof(asked) if one.severity == "stops"] == []


def test_what_could_not_be_brought_is_listed() -> None:
    listed = "\n".join(lime.read(SAMPLE.read_bytes()).left_out)
    for says in (
        "PHOTO: Send a picture – not brought: file upload",
        "DIARY",
        "array of texts",
        "PROUD",
        "rule was not understood",
        "HOME: Where do you live? – “other”",
        "the comment beside it",
        "Translations (pl)",
    ):
        assert says in listed
    # Every question of the file stands in the survey or on the list.
    assert len(lime.read(SAMPLE.read_bytes()).definition.questions) + listed.count("not brought") == 15


def test_the_older_form_comes_over_too() -> None:
    brought = lime.read(OLD.encode())
    question = brought.definition.questions["q1"]
    assert question.wordings["11-17"]["en"].text == "How is it?"
    assert [one.wordings["11-17"]["en"].text for one in question.options] == ["Good", "Bad"]
    assert brought.left_out == ["Translations (de): write them beside the English."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no .lss file"),
        (b"not xml <", "no .lss file"),
        (b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>", "it is no survey"),
        (b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>", "no question"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><document/>', "no use for"),
        (b"<document>" + b" " * lime.LARGEST + b"</document>", "larger than 2 MB"),
    ],
)
def test_what_is_no_survey_of_limesurvey(data: bytes, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        lime.read(data)


def test_questions_from_a_csv() -> None:
    data = (
        "section,question,kind,options,lines,needed\n"
        "Home,How is it?,one,Good|In between|Bad,,yes\n"
        'Home,"What, exactly?",long,,,\n'
        "Worker,My worker,matrix,Yes|No,listens|answers,\n"
    ).encode("utf-8-sig")
    asked = bringing.questions(data).definition
    assert list(asked.questions) == ["how_is_it", "what_exactly", "my_worker"]
    assert [one.key for one in asked.questions["how_is_it"].options] == ["good", "in_between", "bad"]
    assert asked.questions["how_is_it"].needed
    assert [one.key for one in asked.questions["my_worker"].lines] == ["listens", "answers"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"section,question\nHome,How\n", "Missing: kind"),
        (b"section,question,kind\n", "nothing under the first row"),
        (b"section,question,kind\nHome,How?,dance\n", "Row 2"),
        (b"section,question,kind\nHome,,one\n", "Row 2"),
        ("section,question,kind\nHome,Wie?,öne\n".encode("latin-1"), "UTF-8"),
        (b"section,question,kind\n" + b"Home,How?,long\n" * 121, "at most 120"),
        (b"x" * (bringing.LARGEST + 1), "larger than 1 MB"),
    ],
)
def test_what_is_no_csv_of_questions(data: bytes, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        bringing.questions(data)


COUNTS = b"question,option,count\n,,163\nschool,yes,120\nschool,no,30\nbest,friends,90\nbest,_answered,150\n"
MOMENTS = {"opened": "2020-05-01T09:00", "closed": "2020-06-30T17:00"}


@pytest.mark.django_db
def test_what_an_earlier_survey_found(officer: User, officer_client: Client) -> None:
    survey = make_survey(officer)
    file = SimpleUploadedFile("2020.csv", COUNTS)
    told = {"name": "2020", **MOMENTS, "file": file}
    response = officer_client.post(f"/admin/surveys/{survey.uuid}/bring-results/", told)
    wave = Wave.objects.get(name="2020")
    assert response["Location"] == f"/admin/surveys/waves/{wave.uuid}/"
    found = results.what_may_be_shown(wave)
    assert found.respondents == 163
    assert found.tables["school"][""].count("school:yes") == 120
    assert found.tables["best.friends"][""].count("best.friends:no") == 60


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"question,option,count\nschool,yes,12\n", "how many answered"),
        (b"question,option,count\n,,9\nschool,maybe,3\n", "Row 3"),
        (b"question,option,count\n,,9\nnothing,yes,3\n", "Row 3"),
        (b"question,option,count\n,,-9\n", "Row 2"),
        (b"question,option,count\n,,1e9\n", "Row 2"),
    ],
)
@pytest.mark.django_db
def test_counts_that_cannot_be(officer: User, officer_client: Client, data: bytes, says: str) -> None:
    survey = make_survey(officer)
    told = {"name": "2020", **MOMENTS, "file": SimpleUploadedFile("2020.csv", data)}
    page = officer_client.post(f"/admin/surveys/{survey.uuid}/bring-results/", told)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert 'value="2020"' in page.content.decode()
    assert not Wave.objects.exists()


@pytest.mark.django_db
def test_an_officer_brings_a_survey(officer: User, officer_client: Client) -> None:
    file = SimpleUploadedFile("lockdown.lss", SAMPLE.read_bytes())
    page = officer_client.post("/admin/surveys/bring/", {"title": "", "file": file}, follow=True)
    html = page.content.decode()
    assert "13 questions are in." in html
    assert "PHOTO: Send a picture – not brought: file upload." in html
    survey = Survey.objects.get()
    assert survey.title == "Lockdown 2020"
    assert building.publish(survey, by=officer).number == 1
    for name, data, says in (
        ("x.txt", b"x", "an .lss or a .csv"),
        ("x.lss", b"x", "no .lss file"),
        ("x.csv", b"a,b\n1,2\n", "Missing"),
    ):
        refused: Any = officer_client.post(
            "/admin/surveys/bring/", {"title": "T", "file": SimpleUploadedFile(name, data)}
        )
        assert refused.status_code == 422
        assert says in refused.content.decode()
