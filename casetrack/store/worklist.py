"""The worklist: the listed clocks, page by page in the order in which they fall due.

Knows the statements. A page goes on after a place, so that the last costs what the first does; a
row is counted off only within the days its caller names, or where an order of its own is asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    true,
    tuple_,
)

from casetrack.store import search_index
from casetrack.store.derived import WorklistFilter, WorklistOrder, WorklistPlace, WorklistRow
from casetrack.store.derived_rows import day_of
from casetrack.store.finding import storable
from casetrack.store.history import streamed
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
_PLACE: Final = (clock.c.due_on, clock.c.record_id, clock.c.key, clock.c.started_by)
_SORTED_BY: Final[Mapping[WorklistOrder, tuple[ColumnElement[Any], ...]]] = {
    "due": (),
    "reference": (clock.c.reference,),
    "resident": (func.lower(clock.c.resident),),
    "handler": (func.lower(clock.c.handler),),
    "stage": (clock.c.stage,),
}
"""what comes before the place; both engines' `lower` knows the letters of ASCII alone"""
_LISTED_CLOCKS: Final[Select[Any]] = select(*_SHOWN).where(_LISTED)
_WORKLIST: Final = _LISTED_CLOCKS.order_by(*_PLACE).limit(bindparam("size"))
_WHOLE: Final = {
    order: _LISTED_CLOCKS.order_by(*first, *_PLACE) for order, first in _SORTED_BY.items()
}
_ORDERED: Final = {
    order: whole.limit(bindparam("size")).offset(bindparam("start"))
    for order, whole in _WHOLE.items()
}
# Of columns that are all in the index: a row that is passed over is not read.
_PLACE_OF_ROW: Final = (
    select(*_PLACE).where(_LISTED).order_by(*_PLACE).limit(1).offset(bindparam("start"))
)
_LINE: Final = _LISTED_CLOCKS.where(
    clock.c.record_id == bindparam("record_id"),
    clock.c.key == bindparam("key"),
    clock.c.started_by == bindparam("started_by"),
)
_LENGTH: Final = select(func.count()).select_from(clock).where(_LISTED)
_BEFORE: Final = {
    order: _LENGTH.where(
        tuple_(*first, *_PLACE)
        < tuple_(
            *(bindparam("before_first") for _ in first),
            bindparam("before_due_on"),
            bindparam("before_record_id"),
            bindparam("before_key"),
            bindparam("before_started_by"),
        )
    )
    for order, first in _SORTED_BY.items()
}
_DAYS: Final = (
    select(clock.c.due_on, func.count())
    .where(_LISTED)
    .group_by(clock.c.due_on)
    .order_by(clock.c.due_on)
)


def _conditions(of: str = "") -> Mapping[str, ColumnElement[bool]]:
    """Return every condition by its name; the names of what is bound end in `of`."""
    after: list[ColumnElement[Any]] = [bindparam(f"after_{column.name}{of}") for column in _PLACE]
    return {
        "handler": clock.c.handler == bindparam(f"handler{of}"),
        "stage": clock.c.stage == bindparam(f"stage{of}"),
        "due_by": clock.c.due_on <= bindparam(f"due_by{of}"),
        "overdue_on": clock.c.due_on < bindparam(f"overdue_on{of}"),
        "due_from": clock.c.due_on >= bindparam(f"due_from{of}"),
        "kind": clock.c.kind == bindparam(f"kind{of}"),
        "other_kinds": clock.c.kind.not_in(bindparam(f"other_kinds{of}", expanding=True)),
        "extended": clock.c.extended == bindparam(f"extended{of}"),
        "after_due_on": tuple_(*_PLACE) > tuple_(*after),
    }


_CONDITIONS: Final = _conditions()


def page(
    connection: Connection, wanted: WorklistFilter, after: WorklistPlace | None, size: int
) -> tuple[WorklistRow, ...]:
    """Return the next `size` listed clocks in the order in which they fall due."""
    if not _findable(wanted):
        return ()
    values = _values(connection, wanted)
    if after is not None:
        values |= {
            "after_due_on": after.due_on.toordinal(),
            "after_record_id": after.record_id,
            "after_key": after.key,
            "after_started_by": after.started_by,
        }
    statement = _filtered(_WORKLIST, connection.dialect.name, frozenset(values))
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


def ordered(
    connection: Connection, wanted: WorklistFilter, order: WorklistOrder, start: int, size: int
) -> tuple[WorklistRow, ...]:
    """Return `size` listed clocks from row `start` on, in an order of its own."""
    if not _findable(wanted):
        return ()
    values = _values(connection, wanted)
    statement = _filtered(_ORDERED[order], connection.dialect.name, frozenset(values))
    rows = connection.execute(statement, {**values, "start": start, "size": size})
    return tuple(_worklist_row(*row) for row in rows)


def whole(
    connection: Connection, wanted: WorklistFilter, order: WorklistOrder
) -> Iterator[WorklistRow]:
    """Give every listed clock as it comes."""
    if not _findable(wanted):
        return
    values = _values(connection, wanted)
    statement = _filtered(_WHOLE[order], connection.dialect.name, frozenset(values))
    for row in streamed(connection, statement, values):
        yield _worklist_row(*row)


def place(connection: Connection, wanted: WorklistFilter, row: int) -> WorklistPlace | None:
    """Return the place of a row, counted from 0 in the order in which clocks fall due."""
    if not _findable(wanted):
        return None
    values = _values(connection, wanted)
    statement = _filtered(_PLACE_OF_ROW, connection.dialect.name, frozenset(values))
    found = connection.execute(statement, {**values, "start": row}).first()
    if found is None:
        return None
    due, record_id, key, started_by = found
    return WorklistPlace(day_of(due), record_id, key, started_by)


def line(connection: Connection, place: WorklistPlace) -> WorklistRow | None:
    """Return the clock that stood at a place, as it is now; None where it is not listed."""
    identity = {
        "record_id": place.record_id,
        "key": place.key,
        "started_by": place.started_by,
    }
    found = connection.execute(_LINE, identity).first()
    return None if found is None else _worklist_row(*found)


def before(
    connection: Connection, wanted: WorklistFilter, row: WorklistRow, order: WorklistOrder
) -> int:
    """Return how many clocks of a worklist stand before one, which need not be on it."""
    if not _findable(wanted):
        return 0
    values = _values(connection, wanted)
    statement = _filtered(_BEFORE[order], connection.dialect.name, frozenset(values))
    stands: dict[str, Any] = {
        "before_due_on": row.due_on.toordinal(),
        "before_record_id": row.record_id,
        "before_key": row.key,
        "before_started_by": row.started_by,
    }
    if order != "due":
        stands["before_first"] = _lower(getattr(row, order))
    return int(connection.execute(statement, values | stands).scalar_one())


def _lower(sorted_by: str | int) -> str | int:
    """Return what the engines sort by: of bytes, `lower` knows the letters of ASCII alone too."""
    return sorted_by.encode().lower().decode() if isinstance(sorted_by, str) else sorted_by


def length(connection: Connection, wanted: WorklistFilter) -> int:
    """Return how many clocks a worklist shows."""
    if not _findable(wanted):
        return 0
    values = _values(connection, wanted)
    statement = _filtered(_LENGTH, connection.dialect.name, frozenset(values))
    return int(connection.execute(statement, values).scalar_one())


def days(connection: Connection, wanted: WorklistFilter) -> Mapping[date, int]:
    """Return how many listed clocks fall due on each day that has any, in order of days."""
    if not _findable(wanted):
        return {}
    values = _values(connection, wanted)
    statement = _filtered(_DAYS, connection.dialect.name, frozenset(values))
    return {day_of(day): count for day, count in connection.execute(statement, values)}


def days_of_each(
    connection: Connection, wanted: Sequence[WorklistFilter]
) -> tuple[Mapping[date, int], ...]:
    """Return the same for several worklists that ask for no words, from one scan."""
    each = [_values(connection, one) for one in wanted]
    statement = _days_of_each(tuple(map(frozenset, each)))
    bound = {
        f"{name}_{place}": value
        for place, values in enumerate(each)
        for name, value in values.items()
    }
    rows = connection.execute(statement, bound).all()
    return tuple(
        {day_of(row[0]): row[place] for row in rows if row[place]}
        for place in range(1, len(wanted) + 1)
    )


@cache
def _days_of_each(asked: tuple[frozenset[str], ...]) -> Select[Any]:
    counts = []
    for place, names in enumerate(asked):
        conditions = _conditions(f"_{place}")
        held = and_(true(), *(conditions[name] for name in conditions if name in names))
        counts.append(func.count().filter(held))
    columns = (clock.c.due_on, *counts)
    return select(*columns).where(_LISTED).group_by(clock.c.due_on).order_by(clock.c.due_on)


def _findable(wanted: WorklistFilter) -> bool:
    """Say whether any clock can be what is asked for."""
    if not storable(wanted.handler or "") or not storable(wanted.kind or ""):
        return False
    return not wanted.words or search_index.searchable(wanted.words)


def _values(connection: Connection, wanted: WorklistFilter) -> dict[str, Any]:
    """Return the conditions asked for, each with its value."""
    values: dict[str, Any] = {
        "handler": wanted.handler,
        "stage": wanted.stage,
        "due_by": wanted.due_by and wanted.due_by.toordinal(),
        "overdue_on": wanted.overdue_on and wanted.overdue_on.toordinal(),
        "due_from": wanted.due_from and wanted.due_from.toordinal(),
        "kind": wanted.kind,
        "other_kinds": sorted(wanted.other_kinds) or None,
        "extended": 1 if wanted.extended else None,
        "words": search_index.asked_for(connection, wanted.words) if wanted.words else None,
    }
    return {name: value for name, value in values.items() if value is not None}


@cache
def _filtered(statement: Select[Any], dialect: str, asked: frozenset[str]) -> Select[Any]:
    """Return a statement with the conditions asked for.

    Putting one together takes as long as reading a page, so each is kept.
    """
    conditions = [_CONDITIONS[name] for name in _CONDITIONS if name in asked]
    if "words" in asked:
        conditions.append(search_index.having(dialect, clock.c.record_id))
    return statement.where(*conditions)
