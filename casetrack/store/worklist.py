"""The worklist: the listed clocks, page by page in the order in which they fall due.

Knows the statements. A page goes on after a place (never OFFSET), so that the last costs what the
first does.
"""

from collections.abc import Mapping
from datetime import date
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
from casetrack.store.tables import case_summary, clock, record

# Written out, for a partial index is used only where its WHERE stands in the statement itself.
_LISTED: Final[ColumnElement[bool]] = literal_column("clock.listed = 1")
_WORKLIST: Final = (
    select(
        clock.c.due_on,
        clock.c.record_id,
        clock.c.key,
        clock.c.started_by,
        record.c.kind,
        record.c.reference,
        func.coalesce(case_summary.c.resident, ""),
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
    .select_from(
        clock.join(record, record.c.id == clock.c.record_id).outerjoin(
            case_summary, case_summary.c.record_id == clock.c.record_id
        )
    )
    .where(_LISTED)
    .order_by(clock.c.due_on, clock.c.record_id, clock.c.key, clock.c.started_by)
    .limit(bindparam("size"))
)


def page(
    connection: Connection, wanted: WorklistFilter, after: WorklistPlace | None, size: int
) -> tuple[WorklistRow, ...]:
    """Return the next `size` listed clocks in the order in which they fall due."""
    statement, values = _filtered(_WORKLIST, wanted)
    if after is not None:
        place = tuple_(clock.c.due_on, clock.c.record_id, clock.c.key, clock.c.started_by)
        statement = statement.where(
            place
            > tuple_(
                bindparam("at_due"), bindparam("at_id"), bindparam("at_key"), bindparam("at_by")
            )
        )
        values |= {
            "at_due": after.due_on.toordinal(),
            "at_id": after.record_id,
            "at_key": after.key,
            "at_by": after.started_by,
        }
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
    statement, values = _filtered(select(func.count()).select_from(clock).where(_LISTED), wanted)
    return int(connection.execute(statement, values).scalar_one())


def days(connection: Connection, wanted: WorklistFilter) -> Mapping[date, int]:
    """Return how many listed clocks fall due on each day that has any, in order of days."""
    statement, values = _filtered(
        select(clock.c.due_on, func.count())
        .where(_LISTED)
        .group_by(clock.c.due_on)
        .order_by(clock.c.due_on),
        wanted,
    )
    return {day_of(day): count for day, count in connection.execute(statement, values)}


def _filtered(
    statement: Select[Any], wanted: WorklistFilter
) -> tuple[Select[Any], dict[str, str | int]]:
    values: dict[str, str | int] = {}
    if wanted.handler is not None:
        statement = statement.where(clock.c.handler == bindparam("handler"))
        values["handler"] = wanted.handler
    if wanted.stage is not None:
        statement = statement.where(clock.c.stage == bindparam("stage"))
        values["stage"] = wanted.stage
    if wanted.due_by is not None:
        statement = statement.where(clock.c.due_on <= bindparam("due_by"))
        values["due_by"] = wanted.due_by.toordinal()
    if wanted.overdue_on is not None:
        statement = statement.where(clock.c.due_on < bindparam("overdue_on"))
        values["overdue_on"] = wanted.overdue_on.toordinal()
    return statement, values
