"""References given to new cases, 2026/0007, and to residents, R0007: each once.

Knows the counter and the references there are, also those that an import brought along.
"""

import re
from typing import Final

from sqlalchemy import Connection, select, text, update

from casetrack.domain.errors import BadInput
from casetrack.store import history
from casetrack.store.names import RecordName
from casetrack.store.tables import record, reference_counter

_LAST_YEAR: Final = 9999
_RESIDENTS: Final = 0
"""the row of the counter that is no year's but the residents' """
_BEGIN: Final = text(
    "INSERT INTO reference_counter (year, last) VALUES (:year, 0) ON CONFLICT DO NOTHING"
)
_LAST: Final = select(reference_counter.c.last).with_for_update()


def new_reference(connection: Connection, year: int) -> str:
    """Return the next reference of a year; goes on after the highest one an import brought.

    Raises BadInput for what is no year. On PostgreSQL others who open a case in that year wait.
    """
    if not 1 <= year <= _LAST_YEAR:
        raise BadInput(f"{year} is no year a case can be opened in.")
    connection.execute(_BEGIN, {"year": year})
    of_year = reference_counter.c.year == year
    last = connection.execute(_LAST.where(of_year)).scalar_one()
    number = last + 1
    taken = history.record_id(connection, RecordName("case", _written(year, number)))
    if last == 0 or taken is not None:
        number = max(last, _highest(connection, year)) + 1
    connection.execute(update(reference_counter).where(of_year).values(last=number))
    return _written(year, number)


def new_resident_reference(connection: Connection) -> str:
    """Return the reference for a new resident: R0007. On PostgreSQL others wait meanwhile."""
    connection.execute(_BEGIN, {"year": _RESIDENTS})
    of_residents = reference_counter.c.year == _RESIDENTS
    last = connection.execute(_LAST.where(of_residents)).scalar_one()
    connection.execute(update(reference_counter).where(of_residents).values(last=last + 1))
    return f"R{last + 1:04}"


def _written(year: int, number: int) -> str:
    return f"{year:04}/{number:04}"


def _highest(connection: Connection, year: int) -> int:
    """Return the highest number any case of the year has, so that no gap is filled again."""
    of_year = connection.execute(
        select(record.c.reference).where(
            record.c.kind == "case",
            record.c.reference >= f"{year:04}/",
            record.c.reference < f"{year:04}0",  # "0" comes right after "/"
        )
    ).scalars()
    numbers = (re.fullmatch(r"\d{4}/(\d{1,9})", reference, re.ASCII) for reference in of_year)
    return max((int(number[1]) for number in numbers if number), default=0)
