"""What one browser holds of a survey: the secret in its cookie, and the draft that it opens."""

import hmac
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from people.models import YoungPerson
from surveys import drafting, tickets
from surveys.drafting import Sheet
from surveys.models import Draft, Mode, Wave, WayIn
from surveys.questions import MAIN_LANGUAGE
from surveys.remembering import Memory

KEPT = 2 * 60 * 60  # seconds after the last answer that a browser opens it by itself; four words open it for 28 days
KIOSK = "kiosk"
_OPEN, _ANY = Memory(200), Memory(200)


@dataclass
class Answering:
    """One browser at one survey."""

    wave: Wave
    secret: str
    sheet: Sheet
    draft: Draft | None
    is_new: bool = False  # the secret was made just now and is in no cookie yet

    @property
    def token(self) -> str:
        return drafting.form_token(self.secret)

    def keep(self, sheet: Sheet, at: str) -> None:
        """After the section `at`. Raises OvertakenError where it was changed meanwhile."""
        drafting.keep(self.secret, self.wave, sheet, self.draft, at=at)
        self.sheet = sheet


def cookie_of(slug: str) -> str:
    return f"{settings.ANSWERS_COOKIE}{slug}"


def secret_in(request: HttpRequest, slug: str) -> str:
    """The secret that this browser sent, or nothing."""
    found = request.COOKIES.get(cookie_of(slug), "")
    return found if drafting.is_secret(found) else ""


def at(request: HttpRequest, slug: str) -> Answering | None:
    """What this browser is answering, or would begin to answer; None where nothing of that name is open."""
    secret = secret_in(request, slug)
    found = drafting.read(secret) if secret else None
    if found:
        begun = wave_with(found[1].wave_id)
        if begun.survey.slug == slug:
            return Answering(begun, secret, found[0], found[1])
    wave = wave_of(slug)
    if wave is None:
        return None
    return Answering(wave, secret or drafting.new_secret(), first_sheet(request, wave), None, is_new=not secret)


def wave_of(slug: str) -> Wave | None:
    """The wave of a survey that is open now. One query at most."""
    wave = _OPEN.of(slug, lambda: _waves().filter(survey__slug=slug, pk__in=Wave.objects.open()).first())
    return wave if wave and wave.is_open() else None


def wave_with(pk: int) -> Wave:
    """A wave by its key, open or not."""
    return _ANY.of(pk, lambda: _waves().get(pk=pk))


def _waves() -> QuerySet[Wave]:
    return Wave.objects.select_related("survey", "version").defer(
        "survey__draft", "version__definition", "version__changes"
    )


def first_sheet(request: HttpRequest, wave: Wave) -> Sheet:
    """An empty answer in the wording that the address asks for."""
    asked = wave.version.asked
    told = request.POST if request.method == "POST" else request.GET
    face = told.get("face", "")
    ages = [one for one in asked.faces if one != "easy"] or list(asked.faces)
    language = told.get("language", MAIN_LANGUAGE)
    sheet = drafting.begin(
        wave,
        face if face in ages else ages[0],
        language=language if language in asked.languages else MAIN_LANGUAGE,
        easy=bool(told.get("easy")) and "easy" in asked.faces,
        mode=Mode.KIOSK if told.get(KIOSK) and wave.lets_in(WayIn.KIOSK) else Mode.ONLINE,
    )
    return of_space(request, wave, sheet)


def of_space(request: HttpRequest, wave: Wave, sheet: Sheet) -> Sheet:
    """With the mark of the space that is open here, and the coarse facts its inviter chose."""
    space: YoungPerson | None = getattr(request, "young_person", None) or None
    if space is None or not wave.lets_in(WayIn.SPACE):
        return sheet
    return replace(sheet, mark=tickets.mark_of(space, wave), age_band=space.age_band, care_status=space.care_status)


def may_come_in(sheet: Sheet, wave: Wave) -> bool:
    """Whether this answer has a way in: a code, a space, a kiosk, or a wave that is open to everybody."""
    return bool(sheet.ticket or sheet.mark or sheet.mode == Mode.KIOSK or wave.lets_in(WayIn.LINK))


def is_ours(request: HttpRequest, answering: Answering) -> bool:
    """Whether a form came from a page of ours in this very browser."""
    return hmac.compare_digest(str(request.POST.get("token", "")), answering.token)


def remember(response: HttpResponse, slug: str, secret: str) -> HttpResponse:
    """Let this browser open its answers for two more hours."""
    response.set_cookie(
        cookie_of(slug), secret, max_age=KEPT, path="/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def forget(response: HttpResponse, slug: str) -> HttpResponse:
    """Nothing of the answers stays on this device."""
    response.delete_cookie(cookie_of(slug), path="/", samesite="Lax")
    return response
