"""What a manager counts: who has how much, what runs out when, what is to be looked at.

Knows the statements. Each question is one read, and is counted where the rows are; the list behind
a count is the same WHERE.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    distinct,
    func,
    literal_column,
    or_,
    select,
)

from casetrack.domain.facts import Source
from casetrack.store.derived import CaseSummary
from casetrack.store.derived_rows import SUMMARY, day_of
from casetrack.store.tables import case_stage, case_summary, clock, fact, record, seal

# Written out, as the partial index has it.
_LISTED: Final[ColumnElement[bool]] = literal_column("clock.listed = 1")
_OF_CASES: Final = and_(_LISTED, clock.c.record_kind == "case")
_ASKED: Final = 500
"""references asked for at a time; SQLite takes no endless statement"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerCounts:
    """How many cases somebody has something to do with."""

    handler: str
    """"" for what nobody has been given"""
    open: int = 0
    late: int = 0
    """with something late"""
    today: int = 0
    """with something due today"""
    soon: int = 0
    """with something due from today until a day asked for"""


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many cases have a clock of one kind and stage that falls due on a day."""

    due_on: date
    kind: str
    stage: int
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClocksAsked:
    """Which cases are asked for by the clocks that are waited for: all that is set must hold."""

    handler: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    extended: bool = False


class WorkloadReading:
    """A manager's questions to one state of the database."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection inside a transaction."""
        self._connection = connection

    def by_handler(
        self, open_states: Collection[str], today: date, until: date
    ) -> tuple[HandlerCounts, ...]:
        """Return who has how many cases, in order of their handles."""
        opened = dict(
            self._rows(
                select(case_summary.c.handler, func.count())
                .where(case_summary.c.state.in_(sorted(open_states)))
                .group_by(case_summary.c.handler)
            )
        )
        due = {row[0]: row[1:] for row in self._rows(_due_by_handler(today, until))}
        return tuple(
            HandlerCounts(
                handler=name,
                open=opened.get(name, 0),
                **dict(zip(("late", "today", "soon"), due.get(name, (0, 0, 0)), strict=True)),
            )
            for name in sorted(opened.keys() | due.keys())
        )

    def next_days(self, today: date, days: int) -> tuple[DayCount, ...]:
        """Return what falls due on the next days on which anything does, today included."""
        ahead = and_(_OF_CASES, clock.c.due_on >= today.toordinal())
        shown = select(clock.c.due_on).where(ahead).distinct().order_by(clock.c.due_on).limit(days)
        statement = (
            select(clock.c.due_on, clock.c.kind, clock.c.stage, func.count(distinct(_RECORD)))
            .where(ahead, clock.c.due_on.in_(shown.scalar_subquery()))
            .group_by(clock.c.due_on, clock.c.kind, clock.c.stage)
            .order_by(clock.c.due_on, clock.c.stage, clock.c.kind)
        )
        return tuple(DayCount(day_of(row[0]), *row[1:]) for row in self._rows(statement))

    def cases_due(self, asked: ClocksAsked) -> tuple[str, ...]:
        """Return the cases with such a clock, the one that is due first before the others."""
        statement = (
            select(clock.c.reference)
            .where(*_asked(asked))
            .group_by(clock.c.reference)
            .order_by(func.min(clock.c.due_on), clock.c.reference)
        )
        return tuple(row[0] for row in self._rows(statement))

    def count_due(self, asked: ClocksAsked) -> int:
        """Return how many cases have such a clock."""
        statement = select(func.count(distinct(_RECORD))).where(*_asked(asked))
        return int(self._connection.execute(statement).scalar_one())

    def cases_open(self, open_states: Collection[str], handler: str) -> tuple[str, ...]:
        """Return the open cases of somebody, the oldest first."""
        statement = (
            select(case_summary.c.reference)
            .where(case_summary.c.state.in_(sorted(open_states)), case_summary.c.handler == handler)
            .order_by(case_summary.c.received_on, case_summary.c.reference)
        )
        return tuple(row[0] for row in self._rows(statement))

    # --- what may be one to look at: judged by the rules afterwards

    def refused_around(self, since: date, today: date) -> tuple[str, ...]:
        """Return the cases with a stage refused now, and a refusal dated in these months."""
        months = {f"{day:%Y-%m}" for day in _days(since, today)}
        dated = or_(*(fact.c.body.like(f'%"happened_on":"{month}-%') for month in sorted(months)))
        refused = select(case_stage.c.record_id).where(case_stage.c.refused == 1)
        return self._references(
            fact.c.record_id.in_(refused), fact.c.body.like('%"kind":"%-refused"%'), dated
        )

    def with_findings(self, since: date) -> tuple[str, ...]:
        """Return the cases with findings to which a person added something since a day."""
        found = select(case_summary.c.record_id).where(case_summary.c.findings > 0)
        return self._references(
            fact.c.record_id.in_(found), fact.c.seal.in_(self._seals(since, Source.PERSON))
        )

    def moved(self, since: date) -> tuple[str, ...]:
        """Return the cases of which a due day was moved by a calendar's change since a day."""
        return self._references(
            fact.c.seal.in_(self._seals(since, Source.CASETRACK)),
            fact.c.body.like('%"kind":"deadline-moved"%'),
        )

    def _seals(self, since: date, source: Source) -> Any:
        """Return the seals of a source since a day; a wrong clock somewhere hides no other's."""
        return select(seal.c.number).where(
            seal.c.recorded_at >= since.isoformat(), seal.c.source == source.value
        )

    def _references(self, *where: ColumnElement[bool]) -> tuple[str, ...]:
        statement = (
            select(record.c.reference)
            .distinct()
            .join(fact, fact.c.record_id == record.c.id)
            .where(record.c.kind == "case", *where)
            .order_by(record.c.reference)
        )
        return tuple(row[0] for row in self._rows(statement))

    # --- the lines of a list

    def summaries(self, references: Sequence[str]) -> tuple[CaseSummary, ...]:
        """Return the cases of some references, in the order asked for; those there are."""
        found: dict[str, CaseSummary] = {}
        for first in range(0, len(references), _ASKED):
            some = references[first : first + _ASKED]
            statement = (
                select(*(case_summary.c[name] for name in SUMMARY.columns))
                .join(record, record.c.id == case_summary.c.record_id)
                .where(record.c.kind == "case", record.c.reference.in_(some))
            )
            for row in self._rows(statement):
                summary = SUMMARY.value(row)
                found[summary.reference] = summary
        return tuple(found[each] for each in references if each in found)

    def _rows(self, statement: Any) -> Sequence[Any]:
        return self._connection.execute(statement).all()


_RECORD: Final = clock.c.record_id


def _due_by_handler(today: date, until: date) -> Any:
    day, last = today.toordinal(), until.toordinal()

    def cases(condition: ColumnElement[bool]) -> Any:
        return func.count(distinct(case((condition, _RECORD))))

    return (
        select(
            clock.c.handler,
            cases(clock.c.due_on < day),
            cases(clock.c.due_on == day),
            cases(clock.c.due_on >= day),
        )
        .where(_OF_CASES, clock.c.due_on <= last)
        .group_by(clock.c.handler)
    )


def _asked(asked: ClocksAsked) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_OF_CASES]
    if asked.handler is not None:
        conditions.append(clock.c.handler == asked.handler)
    if asked.due_from is not None:
        conditions.append(clock.c.due_on >= asked.due_from.toordinal())
    if asked.due_to is not None:
        conditions.append(clock.c.due_on <= asked.due_to.toordinal())
    if asked.extended:
        conditions.append(clock.c.extended == 1)
    return conditions


def _days(since: date, today: date) -> list[date]:
    return [since + timedelta(days=number) for number in range((today - since).days + 1)]
