"""The council's quarters: April starts the year. Plain rules over dates."""

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year, written `2026-q2`: `year` is the one in which the financial year starts."""

    year: int
    number: int  # 1 (April to June) to 4 (January to March)

    @classmethod
    def of(cls, day: date) -> "Quarter":
        year = day.year if day.month >= 4 else day.year - 1
        return cls(year, (day.month - 4) % 12 // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Raises ValueError unless `text` looks like `2026-q2`."""
        found = re.fullmatch(r"(\d{4})-q([1-4])", text)
        if not found:
            raise ValueError("A quarter looks like 2026-q2.")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def first_day(self) -> date:
        month = 3 * self.number + 1
        return date(self.year + 1, 1, 1) if month > 12 else date(self.year, month, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)
