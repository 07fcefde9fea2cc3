"""The invented people of the demo: staff with a second factor, and the spaces that young people hold keys to."""

from random import Random
from uuid import NAMESPACE_DNS, UUID, uuid5

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group

from demo.diary import Diary
from demo.wordbook import Colleague, Youth, wordbook
from people.keys import WORDS_IN_KEY, friendly_words, open_space
from people.models import AgeBand, CareStatus, User, YoungPerson

DOMAIN = "fenbrook.example"
ISSUED = 60  # spaces whose key an officer handed over in person, the door's young people among them

# How a council's young people are spread, roughly.
_SPREAD = (
    [(AgeBand.UNDER_12, CareStatus.LOOKED_AFTER)] * 11
    + [(AgeBand.UNDER_16, CareStatus.LOOKED_AFTER)] * 17
    + [(AgeBand.UNDER_16, CareStatus.CHILD_IN_NEED)] * 5
    + [(AgeBand.UNDER_18, CareStatus.LOOKED_AFTER)] * 10
    + [(AgeBand.UNDER_21, CareStatus.CARE_LEAVER)] * 10
    + [(AgeBand.UNDER_26, CareStatus.CARE_LEAVER)] * 7
)


def mark(name: str) -> UUID:
    """The id that only the loader gives: it tells the demo's own people from anybody with a similar address."""
    return uuid5(NAMESPACE_DNS, f"demo.{DOMAIN}/{name}")


def address(colleague: Colleague) -> str:
    return f"{colleague.key}@{DOMAIN}"


def find_colleague(key: str) -> User | None:
    """The member of staff the loader made under `key`: both the address and the mark have to fit."""
    email = f"{key}@{DOMAIN}"
    return User.objects.filter(email=email, uuid=mark(email), is_active=True).first()


def find_youth(name: str) -> YoungPerson | None:
    return YoungPerson.objects.filter(uuid=mark(name), closed_on__isnull=True).first()


def is_loaded() -> bool:
    return find_colleague(wordbook().staff[0].key) is not None


def invite(colleague: Colleague) -> User:
    """An account without a password: the only way in is the demo's door."""
    email = address(colleague)
    first, last = colleague.name.rsplit(" ", 1)
    user = User.objects.create_user(
        email, None, uuid=mark(email), first_name=first, last_name=last, job_title=colleague.job
    )
    user.groups.add(Group.objects.get(name=colleague.role))
    TOTP.activate(user, generate_totp_secret())
    return user


def sample_key(rng: Random) -> str:
    """A key from the seed, so that the same seed gives the same spaces. Real keys never come from here."""
    return "-".join(rng.choice(friendly_words()) for _ in range(WORDS_IN_KEY))


def issue_spaces(officer: User, diary: Diary, rng: Random) -> list[YoungPerson]:
    """Hand out the key cards: most in the first days, the others over the year."""
    youths = {(youth.age, youth.care): youth for youth in wordbook().youths}
    spaces = []
    for number, (age, care) in enumerate(_SPREAD):
        youth = youths.pop((age, care), None)
        key = youth.key if youth else sample_key(rng)
        space = open_space(key, issued_by=officer, age_band=age, care_status=care, card=f"FB-{101 + number}")
        space.created_on = diary.working_day(366 if youth or number % 3 else rng.randint(90, 365))
        space.uuid = mark(youth.name) if youth else UUID(int=rng.getrandbits(128), version=4)
        space.save(update_fields=["created_on", "uuid"])
        spaces.append(space)
    return spaces


def door_space(youth: Youth) -> YoungPerson:
    return YoungPerson.objects.get(uuid=mark(youth.name))
