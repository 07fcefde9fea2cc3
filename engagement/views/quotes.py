"""Choosing the quotes of a draft: each with the meter of how many children could have said it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from engagement import cohorts, quoting
from engagement.forms.figures import QuoteForm
from engagement.models import BoardEdition, QuoteChoice, Submission
from engagement.quoting import QuotingError
from engagement.views.editions import fetch, managed_by
from people.models import User


@dataclass(frozen=True)
class Line:
    """One quote on the draft's page. `advice` is what the meter says of the form it is chosen in."""

    submission: Submission
    form: QuoteForm
    choice: QuoteChoice | None
    meter: quoting.Meter
    advice: str
    widest: str  # what the meter says if all that is known were shown

    @property
    def words(self) -> str:
        return str(self.submission.board_words or self.submission.public_words)


def lines(edition: BoardEdition, reader: User) -> list[Line]:
    """What may be quoted in a draft, with the officer's choices so far. Four queries."""
    found = quoting.candidates(edition.quarter, reader)
    cohort = cohorts.for_quarter(edition.quarter)
    chosen = {one.submission_id: one for one in QuoteChoice.objects.filter(quarter=edition.quarter)}
    made = []
    for one in found:
        choice = chosen.get(one.pk)
        meter = quoting.meter(one, cohort, choice.tells if choice else [])
        widest = quoting.meter(one, cohort, quoting.own_tells(one))
        form = QuoteForm(submission=one, choice=choice)
        made.append(Line(one, form, choice, meter, quoting.advice(meter), quoting.advice(widest)))
    return made


@require_POST
def choose(request: HttpRequest, uuid: str, view: str) -> HttpResponse:
    """Use a quote in this form or leave it out. Too few who could have said it, and it says what to leave out."""
    user, edition = managed_by(request), fetch(uuid)
    if not edition.is_draft:
        raise Http404
    submission = next((one for one in quoting.candidates(edition.quarter, user) if str(one.uuid) == str(view)), None)
    if submission is None:
        raise Http404
    form = QuoteForm(request.POST, submission=submission)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for its in form.errors.values() for error in its))
    else:
        try:
            quoting.choose(
                edition.quarter, submission, user, used=form.cleaned_data["used"], tells=form.cleaned_data["tells"]
            )
        except QuotingError as error:
            messages.error(request, str(error))
    return redirect(redirect("editions:item", uuid=edition.uuid)["Location"] + f"#quote-{submission.reference}")
