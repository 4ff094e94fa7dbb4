"""The derived rows of records, read back, replaced and cleared.

Knows the statements. Derived rows are never the truth, so they may be replaced at will.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, or_, select, update

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
        self, connection: Connection, table: Table, codec: RowCodec[Any], only: int | None
    ) -> None:
        columns = [table.c.record_id, *(table.c[name] for name in codec.columns)]
        statement = select(*columns).order_by(*table.primary_key.columns)
        if only is not None:
            statement = statement.where(table.c.record_id == only)
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
    connection: Connection, only: int | None = None
) -> Iterator[tuple[RecordName, Derived]]:
    """Give what was worked out from every record, in the order of `histories`."""
    summaries, stages, clocks, occurrences, texts = (
        _Alongside(connection, table, codec, only)
        for table, codec in (*_TABLES, (search_text, SEARCH_TEXT))
    )
    statement = select(record.c.id, record.c.kind, record.c.reference).order_by(record.c.id)
    if only is not None:
        statement = statement.where(record.c.id == only)
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
    return next((found for _, found in all_derived(connection, record_id)), Derived())


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
    connection: Connection, was: str, now: str, day: date | None
) -> dict[RecordName, dict[tuple[str, int], date]]:
    """Put the newest calendar beside every open clock; return the records that a day may touch.

    Those with a clock that begins on the day, or is open on it. With findings, one that began
    before it: a limit past the due day moves too. With each, when its open clocks were due.
    """
    of_open = clock.c.settled.is_(None)
    versions = update(clock).where(of_open, clock.c.calendar_version == was)
    connection.execute(versions.values(calendar_version=now))
    if day is None:
        return {}
    number = day.toordinal()
    lasting = or_(clock.c.due_on >= number, clock.c.rolled_due_on >= number, _FINDINGS > 0)
    touched = (
        select(clock.c.record_id)
        .outerjoin(case_summary, case_summary.c.record_id == clock.c.record_id)
        .where(or_(clock.c.started_on == number, of_open & (clock.c.started_on < number) & lasting))
    )
    rows = select(*_DUE).where(clock.c.record_id.in_(touched)).order_by(clock.c.record_id)
    due: dict[RecordName, dict[tuple[str, int], date]] = {}
    for kind, reference, key, started_by, due_on, settled in streamed(connection, rows):
        of_record = due.setdefault(RecordName(kind, reference), {})
        if settled is None:
            of_record[key, started_by] = day_of(due_on)
    return due


def remove(connection: Connection, record_ids: Sequence[int]) -> None:
    """Take away what was worked out from some records."""
    if not record_ids:
        return
    for table, _ in _TABLES:
        bulk.delete(connection, table, record_ids)
    search_index.remove(connection, record_ids)


def add(connection: Connection, records: Sequence[tuple[int, RecordName, DerivedRows]]) -> None:
    """Store what was worked out from records that have nothing stored yet."""
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
    search_index.add(connection, [(id_, rows.words) for id_, _, rows in records if rows.words])


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
