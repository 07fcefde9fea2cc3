"""A cohort of 250, for the tests of what stands on it."""

from engagement.cohorts import Entry, enter
from engagement.models import Borough, Cohort, Dimension, Home
from people.models import AgeBand, CareStatus, User

AGES = {
    AgeBand.UNDER_12: 4,
    AgeBand.UNDER_16: 86,
    AgeBand.UNDER_18: 60,
    AgeBand.UNDER_21: 60,
    AgeBand.UNDER_26: 40,
}
CARE = {CareStatus.LOOKED_AFTER: 150, CareStatus.CARE_LEAVER: 97, CareStatus.CHILD_IN_NEED: 3}
BOROUGHS = {Borough.INSIDE: 160, Borough.OUTSIDE: 90}
HOMES = {
    Home.FOSTER: 100, Home.KIN: 30, Home.CHILDRENS_HOME: 20, Home.SEMI_INDEPENDENT: 40, Home.OWN: 58, Home.OTHER: 2,
}  # fmt: skip
NUMBERS = {
    Dimension.AGE.value: {key.value: n for key, n in AGES.items()},
    Dimension.CARE.value: {key.value: n for key, n in CARE.items()},
    Dimension.BOROUGH.value: {key.value: n for key, n in BOROUGHS.items()},
    Dimension.HOME.value: {key.value: n for key, n in HOMES.items()},
}
HEARD = {Dimension.BOROUGH.value: {Borough.INSIDE.value: 60, Borough.OUTSIDE.value: 8}}


def entry(total: int = 250) -> Entry:
    return Entry(
        total, {name: dict(its) for name, its in NUMBERS.items()}, {name: dict(i) for name, i in HEARD.items()}
    )


def counted(quarter: str, by: User) -> Cohort:
    return enter(quarter, entry(), by)
