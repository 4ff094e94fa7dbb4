"""The worklist: the listed clocks, page by page in the order in which they fall due.

Knows the statements. A page goes on after a place (never OFFSET), so that the last costs what the
first does.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
)

from casetrack.store.derived import WorklistFilter, WorklistPlace, WorklistRow
from casetrack.store.derived_rows import day_of
from casetrack.store.tables import clock

# Written out: a plan that PostgreSQL keeps for any value would not use the partial index.
_LISTED: Final[ColumnElement[bool]] = literal_column("clock.listed = 1")
_SHOWN: Final = (
    clock.c.due_on,
    clock.c.record_id,
    clock.c.key,
    clock.c.started_by,
    clock.c.record_kind,
    clock.c.reference,
    clock.c.resident,
    clock.c.handler,
    clock.c.stage,
    clock.c.kind,
    clock.c.provision,
    clock.c.edition,
    clock.c.started_on,
    clock.c.original_due_on,
    clock.c.extended,
    clock.c.target_on,
    clock.c.provisional,
)
_WORKLIST: Final = (
    select(*_SHOWN)
    .where(_LISTED)
    .order_by(clock.c.due_on, clock.c.record_id, clock.c.key, clock.c.started_by)
    .limit(bindparam("size"))
)
_LENGTH: Final = select(func.count()).select_from(clock).where(_LISTED)
_DAYS: Final = (
    select(clock.c.due_on, func.count())
    .where(_LISTED)
    .group_by(clock.c.due_on)
    .order_by(clock.c.due_on)
)
_CONDITIONS: Final[Mapping[str, ColumnElement[bool]]] = {
    "handler": clock.c.handler == bindparam("handler"),
    "stage": clock.c.stage == bindparam("stage"),
    "due_by": clock.c.due_on <= bindparam("due_by"),
    "overdue_on": clock.c.due_on < bindparam("overdue_on"),
    "after_due_on": tuple_(clock.c.due_on, clock.c.record_id, clock.c.key, clock.c.started_by)
    > tuple_(
        bindparam("after_due_on"),
        bindparam("after_record_id"),
        bindparam("after_key"),
        bindparam("after_started_by"),
    ),
}


def page(
    connection: Connection, wanted: WorklistFilter, after: WorklistPlace | None, size: int
) -> tuple[WorklistRow, ...]:
    """Return the next `size` listed clocks in the order in which they fall due."""
    values = _values(wanted)
    if after is not None:
        values |= {
            "after_due_on": after.due_on.toordinal(),
            "after_record_id": after.record_id,
            "after_key": after.key,
            "after_started_by": after.started_by,
        }
    statement = _filtered(_WORKLIST, frozenset(values))
    rows = connection.execute(statement, {**values, "size": size})
    return tuple(_worklist_row(*row) for row in rows)


def _worklist_row(
    due: int,
    record_id: int,
    key: str,
    started_by: int,
    record_kind: str,
    reference: str,
    resident: str,
    handler: str,
    stage: int,
    kind: str,
    provision: str,
    edition: str,
    started: int | None,
    original: int,
    extended: int,
    target: int | None,
    provisional: int,
) -> WorklistRow:
    return WorklistRow(
        day_of(due),
        record_id,
        key,
        started_by,
        record_kind,
        reference,
        resident,
        handler,
        stage,
        kind,
        provision,
        edition,
        None if started is None else day_of(started),
        day_of(original),
        extended == 1,
        None if target is None else day_of(target),
        provisional == 1,
    )


def length(connection: Connection, wanted: WorklistFilter) -> int:
    """Return how many clocks a worklist shows."""
    values = _values(wanted)
    statement = _filtered(_LENGTH, frozenset(values))
    return int(connection.execute(statement, values).scalar_one())


def days(connection: Connection, wanted: WorklistFilter) -> Mapping[date, int]:
    """Return how many listed clocks fall due on each day that has any, in order of days."""
    values = _values(wanted)
    statement = _filtered(_DAYS, frozenset(values))
    return {day_of(day): count for day, count in connection.execute(statement, values)}


def _values(wanted: WorklistFilter) -> dict[str, str | int]:
    values = {
        "handler": wanted.handler,
        "stage": wanted.stage,
        "due_by": None if wanted.due_by is None else wanted.due_by.toordinal(),
        "overdue_on": None if wanted.overdue_on is None else wanted.overdue_on.toordinal(),
    }
    return {name: value for name, value in values.items() if value is not None}


@cache
def _filtered(statement: Select[Any], asked: frozenset[str]) -> Select[Any]:
    """Return a statement with the conditions asked for.

    Putting one together takes as long as reading a page, so each is kept.
    """
    return statement.where(*(_CONDITIONS[name] for name in _CONDITIONS if name in asked))
