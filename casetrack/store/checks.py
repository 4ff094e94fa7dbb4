"""When the whole record was last checked. It belongs to no history: a check changes nothing."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from casetrack.store.tables import last_check


class Checked(NamedTuple):
    """A check that was made to its end."""

    at: datetime
    by: str
    problems: int
    """how many it found"""


def note(connection: Connection, checked: Checked) -> None:
    """Put a check in the place of the one before."""
    connection.execute(delete(last_check))
    at, by, problems = checked
    connection.execute(
        insert(last_check).values(id=1, checked_at=at.isoformat(), checked_by=by, problems=problems)
    )


def last(connection: Connection) -> Checked | None:
    """Return the last check that was made to its end, None before the first."""
    columns = (last_check.c.checked_at, last_check.c.checked_by, last_check.c.problems)
    row = connection.execute(select(*columns)).first()
    return None if row is None else Checked(datetime.fromisoformat(row[0]), row[1], row[2])
