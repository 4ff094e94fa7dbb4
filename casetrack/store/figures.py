"""Figures and the lists behind them, read from `case_stage` and `case_summary`.

Knows the statements. Names of columns come from the fields of the values alone, never from what
was typed. The list behind a figure is the same WHERE.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, case, false, func, select

from casetrack.domain.errors import BadInput, nearest
from casetrack.store.derived import (
    CaseSummary,
    Condition,
    FigureRow,
    OccurrenceCount,
    OccurrenceFilter,
)
from casetrack.store.derived_rows import STAGE, SUMMARY, RowCodec
from casetrack.store.tables import case_stage, case_summary, occurrence, record

GROUPS: Final = (
    "month",
    "edition",
    "handler",
    "tenure",
    "category",
    "service_area",
    "channel",
    "refused_reason",
    "outcome",
)
"""the columns of case_stage that figures can be grouped by"""


def where(
    table: Table, codec: RowCodec[Any], conditions: Sequence[Condition]
) -> list[ColumnElement[bool]]:
    """Return conditions as a WHERE. Raises BadInput for a column or comparison there is not."""
    return [_compared(table, codec, condition) for condition in conditions]


_COMPARISONS: Final = {
    "=": lambda column, value: column == value,
    "!=": lambda column, value: column.is_distinct_from(value),
    "<": lambda column, value: column < value,
    "<=": lambda column, value: column <= value,
    ">": lambda column, value: column > value,
    ">=": lambda column, value: column >= value,
}


def _compared(table: Table, codec: RowCodec[Any], condition: Condition) -> ColumnElement[bool]:
    column = table.c[allowed(condition.column, codec.columns)]
    if condition.compared not in _COMPARISONS:
        raise BadInput(
            f'"{condition.compared}" compares nothing: use one of {" ".join(_COMPARISONS)}.'
        )
    value = condition.value
    if isinstance(value, date):
        value = value.toordinal()
    elif isinstance(value, bool):
        value = int(value)
    elif value is None and condition.compared not in ("=", "!="):
        return false()
    compared: ColumnElement[bool] = _COMPARISONS[condition.compared](column, value)
    return compared


def allowed(column: str, columns: Sequence[str]) -> str:
    """Return `column` if it is one of `columns`. Raises BadInput with the nearest one."""
    if column not in columns:
        raise BadInput(f'There is no column "{column}".{nearest(column, columns)}')
    return column


def figures(
    connection: Connection,
    period: tuple[date, date],
    group_by: Sequence[str],
    conditions: Sequence[Condition],
) -> tuple[FigureRow, ...]:
    """Return the counts of case stages in a period, by stage and the columns asked for."""
    groups = [case_stage.c[allowed(name, GROUPS)] for name in group_by]
    summed = (*STAGE.flags, "compensation_pence")
    statement = (
        select(
            case_stage.c.stage,
            *groups,
            func.count(),
            *(func.sum(case_stage.c[name]) for name in summed),
        )
        .where(*_in_period(period), *where(case_stage, STAGE, conditions))
        .group_by(case_stage.c.stage, *groups)
        .order_by(case_stage.c.stage, *groups)
    )
    after = 1 + len(groups)
    return tuple(
        FigureRow(
            stage=row[0],
            group=tuple(row[1:after]),
            rows=row[after],
            sums=dict(zip(summed, map(int, row[after + 1 :]), strict=True)),
        )
        for row in connection.execute(statement)
    )


def working_days(
    connection: Connection, period: tuple[date, date], conditions: Sequence[Condition]
) -> Mapping[int, Mapping[int, int]]:
    """Return, by stage, how many case stages took each number of working days."""
    statement = (
        select(case_stage.c.stage, case_stage.c.working_days, func.count())
        .where(
            *_in_period(period),
            case_stage.c.working_days.is_not(None),
            *where(case_stage, STAGE, conditions),
        )
        .group_by(case_stage.c.stage, case_stage.c.working_days)
        .order_by(case_stage.c.stage, case_stage.c.working_days)
    )
    counts: dict[int, dict[int, int]] = {}
    for stage, days, count in connection.execute(statement):
        counts.setdefault(stage, {})[days] = count
    return counts


def _in_period(period: tuple[date, date]) -> tuple[ColumnElement[bool], ...]:
    first, last = period
    return (case_stage.c.cohort_on.between(first.toordinal(), last.toordinal()),)


def stage_references(connection: Connection, conditions: Sequence[Condition]) -> tuple[str, ...]:
    """Return the references of the case stages that meet all conditions, each once, in order."""
    statement = (
        select(record.c.reference)
        .distinct()
        .join(case_stage, case_stage.c.record_id == record.c.id)
        .where(*where(case_stage, STAGE, conditions))
        .order_by(record.c.reference)
    )
    return tuple(connection.execute(statement).scalars())


def summaries(
    connection: Connection, conditions: Sequence[Condition], after: str, size: int
) -> tuple[CaseSummary, ...]:
    """Return the next cases that meet all conditions, in the order of their references."""
    statement = (
        select(*(case_summary.c[name] for name in SUMMARY.columns))
        .where(case_summary.c.reference > after, *where(case_summary, SUMMARY, conditions))
        .order_by(case_summary.c.reference)
        .limit(size)
    )
    return tuple(map(SUMMARY.value, connection.execute(statement)))


def count_summaries(connection: Connection, conditions: Sequence[Condition]) -> int:
    """Return how many cases meet all conditions."""
    statement = (
        select(func.count())
        .select_from(case_summary)
        .where(*where(case_summary, SUMMARY, conditions))
    )
    return int(connection.execute(statement).scalar_one())


def occurrences(
    connection: Connection, period: tuple[date, date], today: date
) -> tuple[OccurrenceCount, ...]:
    """Return what of each kind and detail happened in a period, and what became of it by a day."""
    first, last = period
    undone = occurrence.c.done_on.is_(None)
    statement = (
        select(
            occurrence.c.kind,
            occurrence.c.detail,
            func.count(),
            func.count(occurrence.c.due_on),
            func.count(occurrence.c.done_on),
            func.sum(case((undone & (occurrence.c.due_on < today.toordinal()), 1), else_=0)),
            func.sum(occurrence.c.amount_pence),
        )
        .where(occurrence.c.happened_on.between(first.toordinal(), last.toordinal()))
        .group_by(occurrence.c.kind, occurrence.c.detail)
        .order_by(occurrence.c.kind, occurrence.c.detail)
    )
    return tuple(
        OccurrenceCount(
            kind=kind,
            detail=detail,
            count=count,
            due=due,
            done=done,
            overdue=int(overdue),
            amount_pence=int(amount),
        )
        for kind, detail, count, due, done, overdue, amount in connection.execute(statement)
    )


def occurrence_references(connection: Connection, wanted: OccurrenceFilter) -> tuple[str, ...]:
    """Return the references of the cases with an occurrence that is asked for, in order."""
    first, last = wanted.period_from.toordinal(), wanted.period_to.toordinal()
    statement = (
        select(record.c.reference)
        .distinct()
        .join(occurrence, occurrence.c.record_id == record.c.id)
        .where(
            occurrence.c.happened_on.between(first, last),
            occurrence.c.kind == wanted.kind,
            *_become(wanted),
        )
        .order_by(record.c.reference)
    )
    if wanted.details is not None:
        statement = statement.where(occurrence.c.detail.in_(sorted(wanted.details)))
    return tuple(connection.execute(statement).scalars())


def _become(wanted: OccurrenceFilter) -> tuple[ColumnElement[bool], ...]:
    undone = occurrence.c.done_on.is_(None)
    match wanted.become:
        case "anything":
            return ()
        case "done":
            return (occurrence.c.done_on.is_not(None),)
        case "open":
            return (undone,)
        case "overdue":
            return (undone, occurrence.c.due_on < wanted.today.toordinal())


def recorded_late(connection: Connection, period: tuple[date, date]) -> int:
    """Return how many entries of the cases received in a period were recorded late."""
    first, last = period
    found = connection.execute(
        select(func.coalesce(func.sum(case_summary.c.recorded_late), 0)).where(
            case_summary.c.received_on.between(first.toordinal(), last.toordinal())
        )
    )
    return int(found.scalar_one())


def handlers(connection: Connection) -> tuple[str, ...]:
    """Return everybody who has or had a stage of a case, in order."""
    statement = (
        select(case_stage.c.handler)
        .distinct()
        .where(case_stage.c.handler != "")
        .order_by(case_stage.c.handler)
    )
    return tuple(connection.execute(statement).scalars())
