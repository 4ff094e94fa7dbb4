"""What derived rows repeat so that a list need not join: a reference, a resident, a month.

A list shows these copies, so `check` compares each with what it is a copy of.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, literal, or_, select

from casetrack.store.derived_rows import day_of
from casetrack.store.history import streamed
from casetrack.store.tables import case_stage, case_summary, clock, record


def that_differ(connection: Connection) -> Iterator[str]:
    """Give the reference of each record that a derived row shows otherwise than it is."""
    at_clocks = (
        select(record.c.reference)
        .join(clock, clock.c.record_id == record.c.id)
        .where(
            or_(clock.c.reference != record.c.reference, clock.c.record_kind != record.c.kind),
        )
    )
    of_residents = (
        select(record.c.reference)
        .join(clock, clock.c.record_id == record.c.id)
        .join(case_summary, case_summary.c.record_id == record.c.id)
        .where(clock.c.listed == literal(1), clock.c.resident != case_summary.c.resident)
    )
    of_summaries = (
        select(record.c.reference)
        .join(case_summary, case_summary.c.record_id == record.c.id)
        .where(case_summary.c.reference != record.c.reference)
    )
    for statement in (at_clocks, of_residents, of_summaries):
        yield from connection.execute(statement.distinct()).scalars()
    months = (
        select(record.c.reference, case_stage.c.cohort_on, case_stage.c.month)
        .join(case_stage, case_stage.c.record_id == record.c.id)
        .order_by(record.c.id)
    )
    for reference, cohort_on, month in streamed(connection, months):
        day = day_of(cohort_on)
        if month != day.year * 100 + day.month:
            yield reference
