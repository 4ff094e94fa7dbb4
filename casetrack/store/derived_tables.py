"""The derived rows of records, read back, replaced and cleared.

Knows the statements. Derived rows are never the truth, so they may be replaced at will.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, false, or_, select, update

from casetrack.store import bulk, search_index
from casetrack.store.derived import Derived
from casetrack.store.derived_rows import (
    CLOCK,
    OCCURRENCE,
    SEARCH_TEXT,
    STAGE,
    SUMMARY,
    DerivedRows,
    RowCodec,
    SearchText,
    Stored,
    day_of,
)
from casetrack.store.history import streamed
from casetrack.store.names import RecordName
from casetrack.store.tables import (
    case_stage,
    case_summary,
    clock,
    derivation,
    occurrence,
    record,
    search_text,
)

_TABLES: Final[tuple[tuple[Table, RowCodec[Any]], ...]] = (
    (case_summary, SUMMARY),
    (case_stage, STAGE),
    (clock, CLOCK),
    (occurrence, OCCURRENCE),
)
"""the tables whose rows anybody may take away; words leave by way of `search_index`"""
_NO_WORDS: Final = SearchText()
_ASKED: Final = 500
"""records asked for at a time; SQLite takes no endless statement"""

_BESIDE: Final = ("record_kind", "reference", "resident")
_RESIDENT: Final = SUMMARY.columns.index("resident")
_STAMP: Final = select(derivation.c.stamp)
_FINDINGS: Final = case_summary.c.findings
_DUE: Final = (
    *(clock.c.record_kind, clock.c.reference, clock.c.key, clock.c.started_by),
    *(clock.c.due_on, clock.c.settled),
)


class _Alongside:
    """The rows of one derived table, taken record by record as the records go by."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        codec: RowCodec[Any],
        only: Sequence[int] | None,
    ) -> None:
        columns = [table.c.record_id, *(table.c[name] for name in codec.columns)]
        statement = select(*columns).order_by(*table.primary_key.columns)
        if only is not None:
            statement = statement.where(bulk.among(connection, table.c.record_id, only))
        self._codec = codec
        self._groups = groupby(streamed(connection, statement), itemgetter(0))
        self._ahead = next(self._groups, None)

    def of(self, record_id: int) -> tuple[Any, ...]:
        """Return the values of a record; records are asked for in the order of their ids."""
        if self._ahead is None or self._ahead[0] != record_id:
            return ()
        values = tuple(self._codec.value(row[1:]) for row in self._ahead[1])
        self._ahead = next(self._groups, None)
        return values


def all_derived(
    connection: Connection, only: Sequence[int] | None = None
) -> Iterator[tuple[RecordName, Derived]]:
    """Give what was worked out from every record, or from some, in the order of `histories`."""
    summaries, stages, clocks, occurrences, texts = (
        _Alongside(connection, table, codec, only)
        for table, codec in (*_TABLES, (search_text, SEARCH_TEXT))
    )
    statement = select(record.c.id, record.c.kind, record.c.reference).order_by(record.c.id)
    if only is not None:
        statement = statement.where(bulk.among(connection, record.c.id, only))
    for record_id, kind, reference in streamed(connection, statement):
        yield (
            RecordName(kind, reference),
            Derived(
                summary=next(iter(summaries.of(record_id)), None),
                stages=stages.of(record_id),
                clocks=clocks.of(record_id),
                occurrences=occurrences.of(record_id),
                words=next(iter(texts.of(record_id)), _NO_WORDS).words,
            ),
        )


def derived(connection: Connection, record_id: int) -> Derived:
    """Return what was worked out from one record."""
    return next((found for _, found in all_derived(connection, [record_id])), Derived())


def derived_across(
    connection: Connection, days: Mapping[date, Collection[str]], beyond: timedelta
) -> Iterator[tuple[RecordName, Derived]]:
    """Give what was worked out from each record with a settled clock that ran across a day."""
    across = [
        clock.c.calendar_version.in_(versions)
        & (clock.c.started_on < day.toordinal())
        & or_(
            clock.c.due_on >= day.toordinal(),
            (_FINDINGS > 0) & (clock.c.due_on >= (day - beyond).toordinal()),
        )
        for day, versions in days.items()
    ]
    statement = (
        select(clock.c.record_id)
        .outerjoin(case_summary, case_summary.c.record_id == clock.c.record_id)
        .where(clock.c.settled.is_not(None), or_(false(), *across))
        .distinct()
        .order_by(clock.c.record_id)
    )
    left = iter(connection.execute(statement).scalars().all())
    while some := list(islice(left, _ASKED)):
        yield from all_derived(connection, some)


def open_records(connection: Connection) -> tuple[RecordName, ...]:
    """Return the records that have a clock nothing has settled yet, in the order of their ids."""
    having = select(clock.c.record_id).where(clock.c.settled.is_(None)).distinct().subquery()
    statement = (
        select(record.c.kind, record.c.reference)
        .join(having, having.c.record_id == record.c.id)
        .order_by(record.c.id)
    )
    return tuple(RecordName(kind, reference) for kind, reference in connection.execute(statement))


def renew_calendar(
    connection: Connection, was: str, now: str, days: Collection[date]
) -> dict[RecordName, dict[tuple[str, int], date]]:
    """Put the newest calendar beside open clocks; return the records that days may touch.

    Those have a clock that begins on one of them, or is open on it; with findings, one that began
    before it: a limit past the due day moves too. Or an open one that is provisional: perhaps it
    no longer is. They are to be made anew, so their clocks keep the version they have. With each,
    when its open clocks were due.
    """
    of_open = clock.c.settled.is_(None)
    numbers = [day.toordinal() for day in days]
    touching = [
        or_(
            clock.c.started_on == number,
            of_open
            & (clock.c.started_on < number)
            & or_(clock.c.due_on >= number, clock.c.rolled_due_on >= number, _FINDINGS > 0),
        )
        for number in numbers
    ]
    touched = (
        select(clock.c.record_id)
        .outerjoin(case_summary, case_summary.c.record_id == clock.c.record_id)
        .where(or_(of_open & (clock.c.provisional == 1), *touching))
    )
    rows = select(*_DUE).where(clock.c.record_id.in_(touched)).order_by(clock.c.record_id)
    due: dict[RecordName, dict[tuple[str, int], date]] = {}
    for kind, reference, key, started_by, due_on, settled in streamed(connection, rows):
        of_record = due.setdefault(RecordName(kind, reference), {})
        if settled is None:
            of_record[key, started_by] = day_of(due_on)
    untouched = clock.c.record_id.not_in(touched)
    versions = update(clock).where(of_open, clock.c.calendar_version == was, untouched)
    connection.execute(versions.values(calendar_version=now))
    return due


def put(connection: Connection, records: Sequence[tuple[int, RecordName, DerivedRows]]) -> None:
    """Put what was worked out from some records in the place of what was stored."""
    if not records:
        return
    for table, _ in _TABLES:
        bulk.delete(connection, table, [id_ for id_, _, _ in records])
    bulk.insert(
        connection,
        case_summary,
        ("record_id", *SUMMARY.columns),
        [(id_, *rows.summary) for id_, _, rows in records if rows.summary is not None],
    )
    bulk.insert(
        connection,
        case_stage,
        ("record_id", *STAGE.columns),
        [(id_, *row) for id_, _, rows in records for row in rows.stages],
    )
    bulk.insert(
        connection,
        clock,
        ("record_id", *CLOCK.columns, *_BESIDE),
        [
            (id_, *row, *beside)
            for id_, name, rows in records
            for beside in (_beside(name, rows),)
            for row in rows.clocks
        ],
    )
    bulk.insert(
        connection,
        occurrence,
        ("record_id", *OCCURRENCE.columns),
        [(id_, *row) for id_, _, rows in records for row in rows.occurrences],
    )
    search_index.put(connection, [(id_, rows.words) for id_, _, rows in records])


def _beside(name: RecordName, rows: DerivedRows) -> tuple[Stored, ...]:
    """Return what a worklist shows beside a clock: with it, a page is read from one table."""
    resident = "" if rows.summary is None else rows.summary[_RESIDENT]
    return name.kind, name.reference, resident


def clear(connection: Connection) -> None:
    """Take away everything derived, the stamp first: whoever writes by it is waited for."""
    set_stamp(connection, "")
    for table, _ in _TABLES:
        connection.execute(delete(table))
    search_index.clear(connection)


def stamp(connection: Connection, *, kept: bool = False) -> str | None:
    """Return under which rules the derived rows were made, None if there are none.

    `kept` keeps others from changing it before this transaction is done.
    """
    statement = _STAMP.with_for_update(read=True) if kept else _STAMP
    return connection.execute(statement).scalar() or None


def set_stamp(connection: Connection, words: str) -> None:
    """Write down under which rules the derived rows are made."""
    connection.execute(update(derivation).values(stamp=words))
