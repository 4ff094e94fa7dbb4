"""The span of days a report is about."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from casetrack.domain.errors import BadInput

_YEAR = re.compile(r"20(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both in it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise BadInput(
                f"The period ends on {self.last}, before it begins on {self.first}: "
                "swap --from and --to."
            )

    @property
    def is_year(self) -> bool:
        """Whether it is at least a year long."""
        after = self.first.year + 1
        if (self.first.month, self.first.day) == (2, 29):
            return self.last >= date(after, 2, 28)
        return self.last >= self.first.replace(year=after) - timedelta(days=1)

    @property
    def year(self) -> str | None:
        """The year 1 April to 31 March it lies in, as 2024-25; None where it spans two."""
        name = year_of(self.first)
        return name if name == year_of(self.last) else None


def year_of(day: date) -> str:
    """Return the reporting year of a day, 1 April to 31 March, as 2024-25."""
    starts = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{starts}-{(starts + 1) % 100:02d}"


def reporting_year(name: str) -> Period:
    """Return the period of a reporting year written 2024-25. Raises BadInput for another text."""
    found = _YEAR.fullmatch(name)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise BadInput(f'"{name}" is not a year: write it as 2024-25 (1 April to 31 March).')
    starts = 2000 + int(found[1])
    return Period(date(starts, 4, 1), date(starts + 1, 3, 31))
