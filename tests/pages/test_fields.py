"""Form fields: real labels and radios, hints and errors tied to their box."""

import re

from django import forms
from django.template import Context, Template


class SampleForm(forms.Form):
    words = forms.CharField(
        label="Say it",
        help_text="A few words.",
        widget=forms.Textarea,
        error_messages={"required": "Write something"},
    )
    reply = forms.ChoiceField(
        label="Reply?", choices=[("idea", "Just the idea"), ("key", "Give me a key")], widget=forms.RadioSelect
    )
    quote = forms.BooleanField(label="You can quote me", help_text="On paper.", required=False)
    feeling = forms.ChoiceField(
        label="How?", choices=[("great", "Great"), ("awful", "Awful")], widget=forms.RadioSelect, required=False
    )


def render(template: str, form: forms.Form) -> str:
    return Template("{% load shell %}" + template).render(Context({"form": form}))


def test_a_box_is_tied_to_its_label_hint_and_error() -> None:
    html = render("{% field form.words %}", SampleForm({}))
    assert '<label class="q__label" for="id_words">Say it</label>' in html
    assert 'id="id_words_helptext">A few words.' in html
    assert 'id="id_words_error"' in html
    assert "Write something" in html
    box = re.search(r"<textarea[^>]*>", html)
    assert box
    assert 'class="input"' in box[0]
    assert 'aria-invalid="true"' in box[0]
    assert 'aria-describedby="id_words_helptext id_words_error"' in box[0]


def test_a_box_without_error_does_not_say_it_is_wrong() -> None:
    html = render("{% field form.words %}", SampleForm())
    assert "aria-invalid" not in html
    assert "q--error" not in html


def test_choices_are_radios_in_a_fieldset_with_their_hints() -> None:
    html = render('{% field form.reply key="You get four words." %}', SampleForm())
    assert html.strip().startswith("<fieldset")
    assert "<legend>Reply?</legend>" in html
    assert html.count('type="radio"') == 2
    assert html.count("<small>") == 1
    assert "You get four words." in html
    assert "checked" not in html


def test_a_big_question_is_the_heading_of_the_page() -> None:
    assert "<h1>Reply?</h1>" in render("{% field form.reply big=True %}", SampleForm())
    assert "<h1" in render("{% field form.words big=True %}", SampleForm())


def test_one_tick_box_is_a_tile() -> None:
    html = render("{% field form.quote %}", SampleForm())
    assert 'class="tile" for="id_quote"' in html
    assert "On paper." in html


def test_faces_are_radio_buttons_with_words() -> None:
    html = render('{% include "components/feel.html" with field=form.feeling %}', SampleForm({"feeling": "awful"}))
    assert html.count('type="radio"') == 2
    assert "images/faces/awful.svg" in html
    assert len(re.findall(r"checked", html)) == 1


def test_the_summary_links_each_error_to_its_first_control() -> None:
    html = render('{% include "components/error_summary.html" %}', SampleForm({}))
    assert "2 things to fix" in html
    assert '<a href="#id_words">Write something</a>' in html
    assert '<a href="#id_reply_0">' in html


def test_one_error_is_one_thing_and_none_is_no_summary() -> None:
    one = render('{% include "components/error_summary.html" %}', SampleForm({"words": "x"}))
    assert "One thing to fix" in one
    fine = render('{% include "components/error_summary.html" %}', SampleForm({"words": "x", "reply": "key"}))
    assert "summary" not in fine
